// SPDX-License-Identifier: MIT
// The reader of known-answer files (`mqseal kat FILE`): any bytes give records or an error that
// names the file; records written out again read back the same. Small files are also run.
#include <stdexcept>
#include <string>
#include <string_view>

#include "ciphers/host/kat.h"
#include "tests/fuzz/input.h"

using namespace mqseal;

namespace {

std::string write(const std::vector<host::KatRecord>& records) {
  std::string text;
  for (const auto& record : records) {
    for (const auto& [field, value] : record.fields) {
      text += field + " = " + value + "\n";
    }
    text += "\n";
  }
  return text;
}

void check_fields(const host::KatRecord& record) {
  for (const auto& [field, value] : record.fields) {
    try {
      const auto bytes = record.bytes(field);
      fuzz::must(2 * bytes.size() == value.size(), "two digits a byte");
    } catch (const std::runtime_error& error) {
      fuzz::must(std::string_view(error.what()).starts_with("fuzz.txt:"), "names file and line");
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  std::vector<host::KatRecord> records;
  try {
    records = host::parse_records(text, "fuzz.txt");
  } catch (const std::runtime_error& error) {
    fuzz::must(std::string_view(error.what()).starts_with("fuzz.txt:"), "names file and line");
    return 0;
  }
  const auto again = host::parse_records(write(records), "fuzz.txt");
  fuzz::must(again.size() == records.size(), "as many records");
  for (std::size_t i = 0; i < records.size(); ++i) {
    fuzz::must(again[i].fields == records[i].fields, "the same fields");
    check_fields(records[i]);
  }
  constexpr std::size_t most_to_run = 20;
  if (records.size() <= most_to_run) {
    try {
      static_cast<void>(host::run_records(records, false));
    } catch (const std::runtime_error& error) {
      fuzz::must(std::string_view(error.what()).starts_with("fuzz.txt:"), "names file and line");
    }
  }
  return 0;
}
