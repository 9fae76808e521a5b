// SPDX-License-Identifier: MIT
// The data of each picture: one function a chart file. Each returns nullopt where the result does
// not hold what the picture shows. No geometry here: how it looks is in charts/*.vl.json.
#pragma once

#include <optional>

#include "sim/report/document.h"
#include "sim/report/study.h"

namespace mqseal::report {

[[nodiscard]] std::optional<Chart> change_chart(const Study& study);
[[nodiscard]] std::optional<Chart> percentiles_chart(const Study& study);
[[nodiscard]] std::optional<Chart> tradeoff_chart(const Study& study);
[[nodiscard]] std::optional<Chart> wire_chart(const Study& study);
[[nodiscard]] std::optional<Chart> timeline_chart(const Study& study);
[[nodiscard]] std::optional<Chart> order_chart(const Study& study);
[[nodiscard]] std::optional<Chart> throughput_chart(const Study& study);
[[nodiscard]] std::optional<Chart> capacity_chart(const Study& study);
[[nodiscard]] std::optional<Chart> cycles_chart(const Study& study);
[[nodiscard]] std::optional<Chart> energy_chart(const Study& study);
[[nodiscard]] std::optional<Chart> rounds_chart(const Study& study);

/// The rows of a picture's own legend: {cipher, label, control, place}.
[[nodiscard]] nlohmann::json legend_rows(const Study& study, bool with_control);

}  // namespace mqseal::report
