// SPDX-License-Identifier: MIT
// What things are called on the page: ciphers, metrics, transports; and the one place where numbers
// become text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mqseal::report {

/// "SPECK-64/128-EAX" for "speck-64-128-eax"; an unknown id is its own name.
[[nodiscard]] std::string cipher_name(std::string_view id);
/// Place in the catalogue's order; unknown ids come last.
[[nodiscard]] int cipher_order(std::string_view id);
/// CSS colour of a cipher: "var(--c-none)".
[[nodiscard]] std::string cipher_color(std::string_view id);
/// "botan, AES instructions"; empty for `none`.
[[nodiscard]] std::string implementation_text(std::string_view implementation, bool aes);
/// "plain TCP", "mutual TLS", "TLS".
[[nodiscard]] std::string transport_name(std::string_view id);
/// Place of a transport: plain, tls, mtls, others.
[[nodiscard]] int transport_order(std::string_view id);

/// A metric is a dotted path into a run ("cpu.seal_ns").
struct MetricName {
  std::string path;
  std::string title;  ///< "CPU to seal one message"
  std::string brief;  ///< for table heads: "CPU to seal"
  std::string unit;   ///< what is shown: "µs"
  double scale = 1;   ///< shown = raw * scale
  bool more_is_better = false;
};

/// A title inside a sentence: "median latency"; abbreviations and names keep their capitals.
[[nodiscard]] std::string in_sentence(std::string title);

/// Known metrics in the order in which the page shows them; an unknown path is its own title.
[[nodiscard]] MetricName metric_name(std::string_view path);
[[nodiscard]] int metric_order(std::string_view path);

/// Three significant digits, no exponent, thin space between thousands: "20 241", "0.84".
[[nodiscard]] std::string number_text(double value);
[[nodiscard]] std::string number_text(std::optional<double> value, std::string_view unit);
/// What may be a whole number: that as it is, anything else as number_text: "64", "0.84".
[[nodiscard]] std::string plain_text(double value);
/// A change as a fraction (0.081) in words: "+8.1 %", "−2.0 %", from +100 % on "×4.58".
[[nodiscard]] std::string change_text(double change);
/// "−1.7 to +2.0 %"
[[nodiscard]] std::string interval_text(double low, double high);
/// A fraction as a percentage without trailing zeros: 0.05 is "5".
[[nodiscard]] std::string percent_text(double fraction);
/// A whole number with thin spaces between thousands.
[[nodiscard]] std::string count_text(double value);
/// "a, b and c"
[[nodiscard]] std::string join_words(const std::vector<std::string>& words);
/// "1 run", "2 runs"
[[nodiscard]] std::string plural(double count, std::string_view one);

}  // namespace mqseal::report
