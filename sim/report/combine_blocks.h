// SPDX-License-Identifier: MIT
// What several documents have in common, block by block: what a report of all needs once only, what
// becomes one table, what nobody measured, the sources of all. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/report/document.h"

namespace mqseal::report {

/// Of its table or chart; empty for other blocks.
[[nodiscard]] std::string id_of(const Block& block);

/// Of these a report needs one only: they do not depend on what was run, but for its ciphers.
[[nodiscard]] bool stands_once(const Block& block);

/// By the id of those: the part whose table has most rows.
[[nodiscard]] std::map<std::string, std::size_t> fullest(const std::vector<Document>& parts);

/// Tables of several parts whose rows say themselves what they are about, as one each; the first
/// cell of a row says from which part it is.
[[nodiscard]] std::vector<Table> joined_tables(const std::vector<Document>& parts);

/// Whether it is about an attack beside legitimate traffic.
[[nodiscard]] bool measures_harm(const Document& part);

/// By its text: how many parts say that they did not measure this.
[[nodiscard]] std::map<std::string, std::size_t> missing_in(const std::vector<Document>& parts);

[[nodiscard]] std::vector<std::string> all_sources(const std::vector<Document>& parts);

/// Makes the numbers of cited sources those of `sources`.
void renumber(Table& table, const std::vector<std::string>& sources);

}  // namespace mqseal::report
