// SPDX-License-Identifier: MIT
// The program `mqseal`: one command, one catch, an exit code (design.md, section 3).
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <system_error>

#include "sim/app/command_line.h"
#include "sim/base/error.h"

namespace {

/// What writing to a pipe whose reader has gone, or to a full disk, ends with.
bool is_of_output(const std::exception& error) {
  const auto* failure = dynamic_cast<const std::system_error*>(&error);
  return failure != nullptr && (failure->code() == std::errc::broken_pipe ||
                                failure->code() == std::errc::no_space_on_device);
}

}  // namespace

int main(int argc, char** argv) {
  using mqseal::base::ExitCode;
  std::signal(SIGPIPE, SIG_IGN);  // a broker that closes a stream is no reason to die
  try {
    const int code = mqseal::app::command_line(argc, argv);
    if (std::fflush(stdout) != 0) {
      throw std::system_error(errno, std::generic_category(), "cannot write");
    }
    return code;
  } catch (const mqseal::base::Error& error) {
    std::fprintf(stderr, "mqseal: %s\n", error.what());
    return static_cast<int>(error.code());
  } catch (const std::exception& error) {
    if (is_of_output(error)) {
      std::fprintf(stderr, "mqseal: standard output: %s\n", error.what());
      return static_cast<int>(ExitCode::environment);
    }
    std::fprintf(stderr, "mqseal: a fault of mqseal itself: %s\n", error.what());
  } catch (...) {
    std::fprintf(stderr, "mqseal: a fault of mqseal itself\n");
  }
  return static_cast<int>(ExitCode::bug);
}
