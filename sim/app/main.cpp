// SPDX-License-Identifier: MIT
// The program `mqseal`: one command, one catch, an exit code (design.md, section 3).
#include <csignal>
#include <cstdio>
#include <exception>

#include "sim/app/command_line.h"
#include "sim/base/error.h"

int main(int argc, char** argv) {
  using mqseal::base::ExitCode;
  std::signal(SIGPIPE, SIG_IGN);  // a broker that closes a stream is no reason to die
  try {
    return mqseal::app::command_line(argc, argv);
  } catch (const mqseal::base::Error& error) {
    std::fprintf(stderr, "mqseal: %s\n", error.what());
    return static_cast<int>(error.code());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "mqseal: a fault of mqseal itself: %s\n", error.what());
  } catch (...) {
    std::fprintf(stderr, "mqseal: a fault of mqseal itself\n");
  }
  return static_cast<int>(ExitCode::bug);
}
