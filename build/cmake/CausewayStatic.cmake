# The release's libraries: static archives made by build/third_party.sh (libcurl, libpq, Poco) and Debian's own archives
# (OpenSSL, zlib, pcre). Defines causeway_openssl, causeway_curl, causeway_poco and causeway_poco_net as
# CausewayDependencies.cmake does with the shared ones, and the flags that make one file run wherever glibc 2.34 is.

function(causeway_archive name archive)  # causeway_archive(<imported target> <archive> [<libraries it needs>...])
  if(NOT EXISTS "${archive}")
    message(FATAL_ERROR "missing ${archive}: CAUSEWAY_STATIC_ROOT must name the prefix that build/third_party.sh prints")
  endif()
  add_library(${name} STATIC IMPORTED GLOBAL)
  set_target_properties(${name} PROPERTIES IMPORTED_LOCATION "${archive}" INTERFACE_LINK_LIBRARIES "${ARGN}")
endfunction()

function(causeway_debian_archive variable file package)  # finds an archive that a -dev package brings
  find_library(${variable} NAMES ${file} REQUIRED DOC "from ${package}")
endfunction()

causeway_debian_archive(CAUSEWAY_LIBCRYPTO libcrypto.a libssl-dev)
causeway_debian_archive(CAUSEWAY_LIBSSL libssl.a libssl-dev)
causeway_debian_archive(CAUSEWAY_LIBZ libz.a zlib1g-dev)
causeway_debian_archive(CAUSEWAY_LIBPCRE libpcre.a libpcre3-dev)
set(root "${CAUSEWAY_STATIC_ROOT}")

causeway_archive(causeway_static_crypto "${CAUSEWAY_LIBCRYPTO}" Threads::Threads ${CMAKE_DL_LIBS})
causeway_archive(causeway_static_ssl "${CAUSEWAY_LIBSSL}" causeway_static_crypto)
causeway_archive(causeway_static_zlib "${CAUSEWAY_LIBZ}")
causeway_archive(causeway_static_pcre "${CAUSEWAY_LIBPCRE}")
causeway_archive(causeway_static_curl "${root}/lib/libcurl.a" causeway_static_ssl)
causeway_archive(causeway_static_pgport "${root}/lib/libpgport_shlib.a")
causeway_archive(causeway_static_pgcommon "${root}/lib/libpgcommon_shlib.a" causeway_static_pgport causeway_static_crypto)
causeway_archive(causeway_static_pq "${root}/lib/libpq.a" causeway_static_pgcommon causeway_static_ssl)
causeway_archive(causeway_static_poco_foundation "${root}/lib/libPocoFoundation.a" causeway_static_pcre causeway_static_zlib)
causeway_archive(causeway_static_poco_net "${root}/lib/libPocoNet.a" causeway_static_poco_foundation)
causeway_archive(causeway_static_poco_data "${root}/lib/libPocoData.a" causeway_static_poco_foundation)
causeway_archive(causeway_static_poco_postgresql "${root}/lib/libPocoDataPostgreSQL.a" causeway_static_poco_data causeway_static_pq)

add_library(causeway_openssl INTERFACE)
target_link_libraries(causeway_openssl INTERFACE causeway_static_crypto)

add_library(causeway_curl INTERFACE)
target_include_directories(causeway_curl SYSTEM INTERFACE "${root}/include")
target_compile_definitions(causeway_curl INTERFACE CURL_STATICLIB)
target_link_libraries(causeway_curl INTERFACE causeway_static_curl)

add_library(causeway_poco INTERFACE)
target_include_directories(causeway_poco SYSTEM INTERFACE "${root}/include")
target_compile_definitions(causeway_poco INTERFACE POCO_STATIC POCO_UNBUNDLED POCO_NO_AUTOMATIC_LIBS)
target_link_libraries(causeway_poco INTERFACE causeway_static_poco_postgresql)

add_library(causeway_poco_net INTERFACE)
target_include_directories(causeway_poco_net SYSTEM INTERFACE "${root}/include")
target_compile_definitions(causeway_poco_net INTERFACE POCO_STATIC POCO_UNBUNDLED POCO_NO_AUTOMATIC_LIBS)
target_link_libraries(causeway_poco_net INTERFACE causeway_static_poco_net)

add_compile_options(-ffunction-sections -fdata-sections -fstack-protector-strong)
add_compile_definitions($<$<CONFIG:Release>:_FORTIFY_SOURCE=2>)
# The driver's own list of libraries would name libm, which the linker keeps as needed because of code that it then throws
# away; so the list is ours.
set(CMAKE_CXX_STANDARD_LIBRARIES
    "-Wl,-Bstatic -lstdc++ -Wl,-Bdynamic -Wl,--start-group -lgcc -lgcc_eh -lc -Wl,--end-group")
add_link_options(-nodefaultlibs -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,--gc-sections
                 -Wl,--as-needed)
