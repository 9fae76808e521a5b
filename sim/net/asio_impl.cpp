// SPDX-License-Identifier: MIT
// The one translation unit that holds Asio's own code (BOOST_ASIO_SEPARATE_COMPILATION).
#include <utility>  // before Asio: Boost 1.81's awaitable.hpp uses std::exchange without it

#include <boost/asio/impl/src.hpp>
