// SPDX-License-Identifier: MIT
// MemorySanitizer ends the process at its first report, so each kernel runs in a child.
#include <cstdio>
#include <cstdlib>
#include <sanitizer/msan_interface.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/ct/tool.h"

/// Read by the sanitizer at its start: the exit status by which a report shows.
extern "C" const char* __msan_default_options() {
  return "exit_code=77:print_summary=0";
}

namespace mqseal::ct {

bool watched() {
  return true;
}

void make_secret(void* data, std::size_t bytes) {
  __msan_poison(data, bytes);
}

void make_public(void* data, std::size_t bytes) {
  __msan_unpoison(data, bytes);
}

bool reports(void (*run)(const Kernel&), const Kernel& kernel, bool expected) {
  std::fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    if (expected) {
      static_cast<void>(std::freopen("/dev/null", "w", stderr));
    }
    run(kernel);
    _exit(0);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status) ||
      (WEXITSTATUS(status) != 0 && WEXITSTATUS(status) != 77)) {
    std::fprintf(stderr, "the child did not end as it should: status %d\n", status);
    std::exit(1);
  }
  return WEXITSTATUS(status) == 77;
}

}  // namespace mqseal::ct
