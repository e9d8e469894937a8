# `make dist` runs this script on what it has just built; where a release is there, ctest runs it too.
set(release "${CMAKE_SOURCE_DIR}/out/release/plugin-linux-amd64")
if(EXISTS "${release}")
  add_test(NAME bare_root COMMAND "${CMAKE_CURRENT_LIST_DIR}/bare_root.sh" "${release}")
  set_tests_properties(bare_root PROPERTIES LABELS live TIMEOUT 300)
endif()
