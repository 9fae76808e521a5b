# SPDX-License-Identifier: MIT
message(STATUS "mqseal ${PROJECT_VERSION}")
message(STATUS "  compiler    ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}")
message(STATUS "  build type  ${CMAKE_BUILD_TYPE}  sanitizers: ${MQSEAL_SANITIZE}  fuzz: ${MQSEAL_FUZZ}")
message(STATUS "  linker      ${MQSEAL_MOLD}  ccache: ${MQSEAL_CCACHE}")
