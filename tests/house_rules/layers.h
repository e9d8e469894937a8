#pragma once
// Law 1 and law 2 as a table: what each folder of server/ may include, and which third-party library it walls in.
// Adding a folder is one line here.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "house_rules/source.h"

namespace causeway::house_rules {

struct Layer {
  std::string folder;            // under server/, also the name of the namespace's path: "store/postgres"
  std::set<std::string> below;   // the folders that it may include and link, besides itself
  std::set<std::string> prefix;  // third-party include prefixes that only this folder may use: "Poco/"
  std::string library;           // the CMake name of that library: "causeway_poco"; empty = none
};

const std::vector<Layer>& layers();

// The folder that a path under server/ belongs to (the longest match), "main" for server/main.cpp, empty for none.
std::string folder_of(const std::string& path_under_server);

// "store/postgres" is the target causeway_store_postgres.
std::string target_of(const std::string& folder);

std::vector<std::string> includes_go_down(const Source& source);

struct Links {
  std::set<std::string> uses;     // what the target links, publicly or privately
  std::set<std::string> exposes;  // what it hands on to those who link it, by name
};
// `report` has one line a target: <target>|<LINK_LIBRARIES>|<INTERFACE_LINK_LIBRARIES>, lists separated by ';' as CMake
// gives them ("$<LINK_ONLY:x>" is a private one).
std::map<std::string, Links> parse_links(const std::string& report);
std::vector<std::string> links_are_walled(const std::map<std::string, Links>& links);

}  // namespace causeway::house_rules
