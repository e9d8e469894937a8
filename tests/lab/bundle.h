#pragma once
// The plugin's bundle as the lab takes and changes it.

#include <filesystem>
#include <map>
#include <string>

namespace causeway::lab {

inline constexpr const char* plugin_id = "causeway";

// CAUSEWAY_BUNDLE, else the newest out/causeway-*.tar.gz or dist/causeway-*.tar.gz; empty when there is none.
std::filesystem::path find_bundle();

// The same for who cannot go on without one: throws LabError.
std::filesystem::path bundle_under_test();

// A copy of the bundle in which some files are replaced or added (archive path → file; made executable).
std::filesystem::path repack_bundle(const std::filesystem::path& bundle, const std::filesystem::path& folder,
                                    const std::map<std::string, std::filesystem::path>& files);

}  // namespace causeway::lab
