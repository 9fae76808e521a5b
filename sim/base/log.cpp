// SPDX-License-Identifier: MIT
// spdlog behind four functions, so that its headers stay in this file.
#include "sim/base/log.h"

#include <memory>

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_color_sinks.h>

namespace mqseal::base {
namespace {

spdlog::logger& logger() {
  static const std::unique_ptr<spdlog::logger> instance = [] {
    auto made = std::make_unique<spdlog::logger>(
        "mqseal", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    made->set_pattern("%n: %^%l%$: %v");
    made->flush_on(spdlog::level::debug);
    return made;
  }();
  return *instance;
}

spdlog::level::level_enum level_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::error:
      return spdlog::level::err;
    case LogLevel::off:
      break;
  }
  return spdlog::level::off;
}

}  // namespace

void set_up_logging(LogLevel level) {
  logger().set_level(level_of(level));
}

void log_debug(std::string_view text) {
  logger().debug(text);
}

void log_info(std::string_view text) {
  logger().info(text);
}

void log_warning(std::string_view text) {
  logger().warn(text);
}

void log_error(std::string_view text) {
  logger().error(text);
}

}  // namespace mqseal::base
