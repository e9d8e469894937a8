# Where the third-party libraries come from: Debian's shared ones for developers, the static ones of
# build/third_party for the release. CAUSEWAY_STATIC_ROOT names the folder that the release build made.
set(CAUSEWAY_STATIC_ROOT "" CACHE PATH "Prefix with static libcurl, libpq and Poco; empty = the system's shared libraries")

find_package(Threads REQUIRED)
if(CAUSEWAY_TESTS)
  find_package(GTest REQUIRED)
endif()

add_library(causeway_boost INTERFACE)  # headers only; std::filesystem instead of boost_filesystem
target_compile_definitions(causeway_boost INTERFACE BOOST_PROCESS_USE_STD_FS)
target_link_libraries(causeway_boost INTERFACE Threads::Threads)

add_library(causeway_spdlog INTERFACE)  # header-only use: Debian's static archives do not exist
target_compile_definitions(causeway_spdlog INTERFACE SPDLOG_FMT_EXTERNAL FMT_HEADER_ONLY)
target_link_libraries(causeway_spdlog INTERFACE Threads::Threads)

add_library(causeway_nlohmann INTERFACE)

if(CAUSEWAY_STATIC_ROOT)
  include(CausewayStatic)
else()
  find_package(OpenSSL REQUIRED)
  find_package(CURL REQUIRED)
  find_package(PostgreSQL REQUIRED)
  find_package(Poco REQUIRED COMPONENTS Foundation Net Data DataPostgreSQL)
  if(NOT TARGET PostgreSQL::client)  # Debian's Poco links a target of that name and defines it nowhere
    add_library(PostgreSQL::client INTERFACE IMPORTED)
    target_link_libraries(PostgreSQL::client INTERFACE PostgreSQL::PostgreSQL)
  endif()
  add_library(causeway_openssl INTERFACE)
  target_link_libraries(causeway_openssl INTERFACE OpenSSL::Crypto)
  add_library(causeway_curl INTERFACE)
  target_link_libraries(causeway_curl INTERFACE CURL::libcurl)
  add_library(causeway_poco INTERFACE)
  target_link_libraries(causeway_poco INTERFACE Poco::DataPostgreSQL Poco::Data Poco::Foundation PostgreSQL::PostgreSQL)
  add_library(causeway_poco_net INTERFACE)
  target_link_libraries(causeway_poco_net INTERFACE Poco::Net Poco::Foundation)
endif()
