// SPDX-License-Identifier: MIT
// yaml-cpp's event parser drives a stack of half-built nodes.
#include "sim/scenario/document.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "sim/base/error.h"
#include "sim/base/text.h"

namespace mqseal::scenario {
namespace {

constexpr std::size_t max_bytes = std::size_t{1} << 20U;
constexpr std::size_t max_nodes = 100'000;
constexpr std::size_t max_map_entries = 200;

class Builder : public YAML::EventHandler {
 public:
  Builder(std::string source, bool with_lines)
      : source_(std::move(source)), with_lines_(with_lines) {}

  [[nodiscard]] Node take() { return std::move(root_); }

  [[nodiscard]] Position position(const YAML::Mark& mark) const {
    if (!with_lines_ || mark.is_null()) {
      return {source_, 0, 0};
    }
    return {source_, mark.line + 1, mark.column + 1};
  }

  void OnDocumentStart(const YAML::Mark& mark) override { root_.at = position(mark); }

  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    add(made(mark, Node::Kind::null));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    fail(position(mark), "aliases (*name) are not allowed; write the value out");
  }

  void OnScalar(const YAML::Mark& mark,
                const std::string& tag,
                YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    Node node = made(mark, Node::Kind::scalar);
    node.text = value;
    node.quoted = tag == "!";
    add(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark,
                       const std::string& tag,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    start(mark, tag, anchor, Node::Kind::list);
  }

  void OnSequenceEnd() override { end(); }

  void OnMapStart(const YAML::Mark& mark,
                  const std::string& tag,
                  YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    start(mark, tag, anchor, Node::Kind::map);
  }

  void OnMapEnd() override { end(); }

 private:
  struct Frame {
    Node node;
    std::optional<Entry> pending;  ///< map: the key whose value comes next
  };

  Node made(const YAML::Mark& mark, Node::Kind kind) {
    Node node;
    node.kind = kind;
    node.at = position(mark);
    if (++nodes_ > max_nodes) {
      fail(node.at, fmt::format("more than {} values; split the file", max_nodes));
    }
    return node;
  }

  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) const {
    if (anchor != YAML::NullAnchor) {
      fail(position(mark), "anchors (&name) are not allowed; write the value out");
    }
  }

  void refuse_tag(const YAML::Mark& mark, const std::string& tag) const {
    if (!tag.empty() && tag != "?" && tag != "!") {
      fail(position(mark),
           fmt::format("tags ({}) are not allowed; write the value alone", base::printable(tag)));
    }
  }

  void start(const YAML::Mark& mark,
             const std::string& tag,
             YAML::anchor_t anchor,
             Node::Kind kind) {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    Node node = made(mark, kind);
    if (!stack_.empty() && stack_.back().node.kind == Node::Kind::map && !stack_.back().pending) {
      fail(node.at, "a key must be plain text, not a list or a map; is a bracket left open?");
    }
    stack_.push_back({std::move(node), std::nullopt});
  }

  void end() {
    Node node = std::move(stack_.back().node);
    stack_.pop_back();
    add(std::move(node));
  }

  void add(Node node) {
    if (stack_.empty()) {
      root_ = std::move(node);
      return;
    }
    Frame& frame = stack_.back();
    if (frame.node.kind == Node::Kind::list) {
      frame.node.items.push_back(std::move(node));
    } else if (frame.pending) {
      if (node.kind == Node::Kind::null) {
        node.at = frame.pending->at;  // yaml-cpp puts it where the next thing starts
      }
      frame.pending->value = std::move(node);
      frame.node.entries.push_back(std::move(*frame.pending));
      frame.pending.reset();
    } else {
      start_entry(frame, std::move(node));
    }
  }

  static void start_entry(Frame& frame, Node key) {
    if (key.kind != Node::Kind::scalar) {
      fail(key.at, "a key must be plain text");
    }
    if (const Entry* first = frame.node.find(key.text)) {
      fail(key.at,
           fmt::format("duplicate key \"{}\"; it stands at line {} already, keep one of the two",
                       base::printable(key.text),
                       first->at.line));
    }
    if (frame.node.entries.size() == max_map_entries) {
      fail(key.at, fmt::format("more than {} keys in one map", max_map_entries));
    }
    frame.pending = Entry{std::move(key.text), std::move(key.at), {}};
  }

  std::string source_;
  bool with_lines_;
  Node root_;
  std::vector<Frame> stack_;
  std::size_t nodes_ = 0;
};

Node parse_yaml(const std::string& text, const std::string& source, bool with_lines) {
  if (text.size() > max_bytes) {
    fail({source, 0, 0}, fmt::format("larger than {} bytes; split the file", max_bytes));
  }
  Builder builder(source, with_lines);
  std::istringstream stream(text);
  try {
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) {
      fail({source, 0, 0}, "empty; a scenario starts with `schema: mqseal-scenario/1`");
    }
    Node root = builder.take();
    Builder rest(source, with_lines);
    if (parser.HandleNextDocument(rest)) {
      fail(rest.take().at, "a second YAML document (after ---); keep one document in a file");
    }
    return root;
  } catch (const YAML::Exception& error) {
    fail(builder.position(error.mark), fmt::format("not valid YAML: {}", error.msg));
  }
}

}  // namespace

std::string Position::text() const {
  return line == 0 ? source : fmt::format("{}:{}:{}", source, line, column);
}

void fail(const Position& at, std::string_view message) {
  throw base::Error(base::ExitCode::usage, fmt::format("{}: {}", at.text(), message));
}

const Entry* Node::find(std::string_view key) const {
  const auto found = std::ranges::find(entries, key, &Entry::key);
  return found == entries.end() ? nullptr : &*found;
}

Entry* Node::find(std::string_view key) {
  const auto found = std::ranges::find(entries, key, &Entry::key);
  return found == entries.end() ? nullptr : &*found;
}

std::string Node::described() const {
  switch (kind) {
    case Kind::null:
      return "nothing";
    case Kind::list:
      return "a list";
    case Kind::map:
      return "a map";
    case Kind::scalar:
      break;
  }
  return fmt::format("\"{}\"", base::printable(text));
}

Node parse_document(const std::string& text, const std::string& source) {
  return parse_yaml(text, source, true);
}

Node parse_flag_value(const std::string& text, const std::string& source) {
  if (text.find_first_not_of(" \t\n") == std::string::npos) {
    fail({source, 0, 0}, "no value after =; write PATH=VALUE");
  }
  return parse_yaml(text, source, false);
}

}  // namespace mqseal::scenario
