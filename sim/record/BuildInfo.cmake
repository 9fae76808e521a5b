# SPDX-License-Identifier: MIT
# Run at each build (cmake -P): writes build_info.h anew only where the commit or its cleanliness
# changed, so that an unchanged tree compiles nothing. Takes SOURCE_DIR, INPUT, OUTPUT.
cmake_minimum_required(VERSION 3.25)
execute_process(
  COMMAND git describe --always --abbrev=12 --dirty=+changes --exclude=*
  WORKING_DIRECTORY ${SOURCE_DIR}
  OUTPUT_VARIABLE git ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed)
if(failed)
  set(git "")
endif()
file(READ ${INPUT} text)
string(REPLACE "GIT_DESCRIPTION" "${git}" text "${text}")
set(old "")
if(EXISTS ${OUTPUT})
  file(READ ${OUTPUT} old)
endif()
if(NOT text STREQUAL old)
  file(WRITE ${OUTPUT} "${text}")
endif()
