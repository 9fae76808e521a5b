// SPDX-License-Identifier: MIT
// See markup.h. A mark without its closing partner is text.
#include "sim/report/markup.h"

#include <array>
#include <utility>

namespace mqseal::report {
namespace {

struct Piece {
  enum class Kind { text, code, strong, link } kind;
  std::string_view body, target;
  std::size_t length;  ///< of the source, marks included
};

Piece next_piece(std::string_view rest) {
  const auto close = [&](std::string_view mark, std::size_t from) { return rest.find(mark, from); };
  if (rest[0] == '`') {
    if (const auto end = close("`", 1); end != std::string_view::npos) {
      return {Piece::Kind::code, rest.substr(1, end - 1), {}, end + 1};
    }
  }
  if (rest.substr(0, 2) == "**") {
    if (const auto end = close("**", 2); end != std::string_view::npos) {
      return {Piece::Kind::strong, rest.substr(2, end - 2), {}, end + 2};
    }
  }
  if (rest[0] == '[') {
    const auto middle = close("](", 1);
    const auto end = middle == std::string_view::npos ? middle : close(")", middle);
    if (end != std::string_view::npos) {
      return {Piece::Kind::link,
              rest.substr(1, middle - 1),
              rest.substr(middle + 2, end - middle - 2),
              end + 1};
    }
  }
  const auto end = rest.find_first_of("`*[", 1);
  const std::size_t length = end == std::string_view::npos ? rest.size() : end;
  return {Piece::Kind::text, rest.substr(0, length), {}, length};
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string markup_to_html(std::string_view markup) {
  std::string out;
  while (!markup.empty()) {
    const Piece piece = next_piece(markup);
    const std::string body = escape_html(piece.body);
    switch (piece.kind) {
      case Piece::Kind::code:
        out += "<code>" + body + "</code>";
        break;
      case Piece::Kind::strong:
        out += "<strong>" + body + "</strong>";
        break;
      case Piece::Kind::link:
        out += "<a href=\"" + escape_html(piece.target) + "\">" + body + "</a>";
        break;
      case Piece::Kind::text:
        out += body;
        break;
    }
    markup.remove_prefix(piece.length);
  }
  return out;
}

std::string markup_to_text(std::string_view markup) {
  std::string out;
  while (!markup.empty()) {
    const Piece piece = next_piece(markup);
    out += piece.body;
    markup.remove_prefix(piece.length);
  }
  return out;
}

std::string escape_tex(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 30> table{
      {{"\\", "\\textbackslash{}"},
       {"&", "\\&"},
       {"%", "\\%"},
       {"$", "\\$"},
       {"#", "\\#"},
       {"_", "\\_"},
       {"{", "\\{"},
       {"}", "\\}"},
       {"~", "\\textasciitilde{}"},
       {"^", "\\textasciicircum{}"},
       {"−", "$-$"},
       {"±", "$\\pm$"},
       {"×", "$\\times$"},
       {"≈", "$\\approx$"},
       {"≤", "$\\leq$"},
       {"≥", "$\\geq$"},
       {"µ", "$\\mu$"},
       {"–", "--"},
       {"▲", "$\\blacktriangle$"},
       {"▼", "$\\blacktriangledown$"},
       {"△", "$\\triangle$"},
       {"✓", "$\\checkmark$"},
       {"✗", "$\\times$"},
       {"\u202f", "\\,"},
       {"→", "$\\to$"},
       {"÷", "$\\div$"},
       {"◐", "$\\circ$"},
       {"<", "$<$"},
       {">", "$>$"},
       {"’", "'"}}};
  std::string out;
  while (!text.empty()) {
    bool replaced = false;
    for (const auto& [from, to] : table) {
      if (text.substr(0, from.size()) == from) {
        out += to;
        text.remove_prefix(from.size());
        replaced = true;
        break;
      }
    }
    if (!replaced) {
      out += text[0];
      text.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace mqseal::report
