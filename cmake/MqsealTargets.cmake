# SPDX-License-Identifier: MIT
# How every target of ours is made: warnings, sanitizers, tests.
include_guard()

find_program(MQSEAL_CCACHE ccache)
if(MQSEAL_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${MQSEAL_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${MQSEAL_CCACHE})
endif()
find_program(MQSEAL_MOLD mold)
if(MQSEAL_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(mqseal_options INTERFACE)
add_library(mqseal::options ALIAS mqseal_options)
target_include_directories(mqseal_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(mqseal_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wdouble-promotion -Wformat=2
  -Wimplicit-fallthrough
  $<$<BOOL:${MQSEAL_WERROR}>:-Werror>
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op>)
if(MQSEAL_SANITIZE)
  target_compile_options(mqseal_options INTERFACE
    -fsanitize=${MQSEAL_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -Og -g1)
  if(MQSEAL_SANITIZE STREQUAL "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(mqseal_options INTERFACE -Wno-tsan)
  endif()
  target_link_options(mqseal_options INTERFACE -fsanitize=${MQSEAL_SANITIZE})
endif()

# mqseal_library(NAME [INTERFACE] SOURCES ... [PUBLIC libs...] [PRIVATE libs...])
function(mqseal_library name)
  cmake_parse_arguments(A "INTERFACE" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  if(A_INTERFACE)
    add_library(mqseal_${name} INTERFACE)
    target_link_libraries(mqseal_${name} INTERFACE mqseal::options ${A_PUBLIC})
  else()
    add_library(mqseal_${name} STATIC ${A_SOURCES})
    target_link_libraries(mqseal_${name} PUBLIC mqseal::options ${A_PUBLIC} PRIVATE ${A_PRIVATE})
  endif()
  add_library(mqseal::${name} ALIAS mqseal_${name})
endfunction()

# mqseal_kernel_unit(FILE FLAG...): a file of cipher kernels, with -m flags or without. Its single
# blocks are scalar on purpose, so no vectors that we did not ask for; rounds are unrolled, because a
# wrongly predicted end of their loop costs a fifth of a block; and computed as they are written,
# because g++'s reassociation lengthens SIMON's chain of dependent operations by a third.
function(mqseal_kernel_unit file)
  set_source_files_properties(${file} PROPERTIES COMPILE_OPTIONS
    "-fno-tree-vectorize;-fno-tree-slp-vectorize;-funroll-loops;$<$<CXX_COMPILER_ID:GNU>:-fno-tree-reassoc>;${ARGN}")
endfunction()

# mqseal_test(NAME LABEL unit|meta|integration|ct|fuzz|browser SOURCES ... LIBS ... [TIMEOUT s] [RUN_SERIAL]
#   [WHOLE suite...])
# One executable with GoogleTest's main; one ctest entry per TEST, named <NAME>.<Suite>.<case>. A suite
# named in WHOLE is one entry: its tests share something that is slow to make.
# A test that starts a broker or measures time says RUN_SERIAL.
include(GoogleTest)
function(mqseal_test name)
  cmake_parse_arguments(A "RUN_SERIAL" "LABEL;TIMEOUT" "SOURCES;LIBS;WHOLE" ${ARGN})
  if(NOT A_TIMEOUT)
    set(A_TIMEOUT 60)
  endif()
  add_executable(${name} ${A_SOURCES})
  target_link_libraries(${name} PRIVATE mqseal::options GTest::gmock GTest::gtest_main ${A_LIBS})
  target_compile_definitions(${name} PRIVATE MQSEAL_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
    MQSEAL_BINARY_DIR="${CMAKE_BINARY_DIR}")
  set(properties LABELS ${A_LABEL} TIMEOUT ${A_TIMEOUT})
  if(A_RUN_SERIAL)
    list(APPEND properties RUN_SERIAL ON)
  endif()
  set(filter "")
  foreach(suite IN LISTS A_WHOLE)
    add_test(NAME ${name}.${suite} COMMAND ${name} --gtest_filter=${suite}.*)
    set_tests_properties(${name}.${suite} PROPERTIES ${properties})
    list(APPEND filter "${suite}.*")
  endforeach()
  if(filter)
    list(JOIN filter ":" filter)
    set(filter TEST_FILTER "-${filter}")
  endif()
  gtest_discover_tests(${name} TEST_PREFIX "${name}." DISCOVERY_MODE PRE_TEST ${filter}
    DISCOVERY_TIMEOUT 60 PROPERTIES ${properties})
endfunction()
