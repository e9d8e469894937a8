#include "house_rules/layers.h"

#include <algorithm>
#include <regex>
#include <sstream>

namespace causeway::house_rules {
namespace {

using Names = std::set<std::string>;

Names operator+(Names left, const Names& right) {
  left.insert(right.begin(), right.end());
  return left;
}

std::vector<Layer> make_layers() {
  const Names values = {"base", "json", "crypto", "model"};
  const Names faces = values + Names{"mattermost", "store", "peer"};
  const Names river = faces + Names{"config"};
  const Names rivers = {"outbound", "inbound", "remotes", "admin", "doctor"};
  const Names real = {"gorpc", "mattermost/rpc", "store/postgres", "peer/http", "peer/form"};
  const Names doors = river + rivers;
  const Names everything = doors + real + Names{"routes"};
  return {
      {"base", {}, {"spdlog/", "fmt/"}, "causeway_spdlog"},
      {"json", {"base"}, {"nlohmann/"}, "causeway_nlohmann"},
      {"crypto", {"base"}, {"openssl/"}, "causeway_openssl"},
      {"model", {"base", "json", "crypto"}, {}, ""},
      {"gorpc", {"base"}, {}, ""},
      {"mattermost", values, {}, ""},
      {"store", values, {}, ""},
      {"peer", values, {}, ""},
      {"mattermost/rpc", values + Names{"mattermost", "gorpc"}, {}, ""},
      {"peer/form", {"base", "model"}, {"Poco/Net/"}, "causeway_poco_net"},
      {"store/postgres", values + Names{"store"}, {"Poco/", "libpq-fe.h"}, "causeway_poco"},
      {"peer/http", values + Names{"peer"}, {"curl/"}, "causeway_curl"},
      {"config", faces, {}, ""},
      {"doctor", river + Names{"peer/http"}, {"boost/"}, "causeway_boost"},
      {"outbound", river, {}, ""},
      {"inbound", river, {}, ""},
      {"remotes", river, {}, ""},
      {"admin", river, {}, ""},
      {"routes", doors + Names{"peer/form"}, {}, ""},
      {"plugin", everything, {}, ""},
      {"main", everything + Names{"plugin"}, {}, ""},
  };
}

const Layer* layer_of(const std::string& folder) {
  const auto found = std::find_if(layers().begin(), layers().end(), [&](const Layer& l) { return l.folder == folder; });
  return found == layers().end() ? nullptr : &*found;
}

bool starts_with(const std::string& text, const std::string& start) {
  return text.rfind(start, 0) == 0;
}

// The folder that walls in the library of this include; "" for the system's own headers, "?" for a stranger.
std::string owner_of(const std::string& header) {
  for (const Layer& layer : layers()) {
    for (const std::string& prefix : layer.prefix) {
      if (starts_with(header, prefix)) return layer.folder;
    }
  }
  static const Names system = {"sys", "arpa", "netinet", "net", "linux", "bits"};
  const std::size_t slash = header.find('/');
  if (slash != std::string::npos) return system.count(header.substr(0, slash)) > 0 ? "" : "?";
  return "";
}

std::string where(const Source& source, const Include& include) {
  return source.path + ":" + std::to_string(include.line) + ": ";
}

Names split(const std::string& list) {
  Names names;
  std::istringstream stream(list);
  for (std::string name; std::getline(stream, name, ';');) {
    if (!name.empty()) names.insert(name);
  }
  return names;
}

std::string unwrapped(const std::string& name) {
  std::smatch match;
  static const std::regex link_only(R"(^\$<LINK_ONLY:(.*)>$)");
  return std::regex_match(name, match, link_only) ? match[1].str() : name;
}

}  // namespace

const std::vector<Layer>& layers() {
  static const std::vector<Layer> made = make_layers();
  return made;
}

std::string folder_of(const std::string& path) {
  if (path == "main.cpp") return "main";
  std::string best;
  for (const Layer& layer : layers()) {
    if (starts_with(path, layer.folder + "/") && layer.folder.size() > best.size()) best = layer.folder;
  }
  return best;
}

std::string target_of(const std::string& folder) {
  std::string name = "causeway_" + folder;
  std::replace(name.begin(), name.end(), '/', '_');
  return name;
}

std::vector<std::string> includes_go_down(const Source& source) {
  static const std::string root = "server/";
  if (!starts_with(source.path, root)) return {};
  const std::string folder = folder_of(source.path.substr(root.size()));
  const Layer* layer = layer_of(folder);
  if (layer == nullptr) return {source.path + ": lies in a folder that layers.cpp does not know"};
  std::vector<std::string> findings;
  for (const Include& include : includes_of(source)) {
    const std::string ours = include.angled ? "" : folder_of(include.name);
    if (!include.angled && ours.empty()) {
      findings.push_back(where(source, include) + include.name + " is not named from server/");
    } else if (!ours.empty() && ours != folder && layer->below.count(ours) == 0) {
      findings.push_back(where(source, include) + folder + " may not include " + include.name);
    }
    const std::string owner = include.angled ? owner_of(include.name) : "";
    if (owner == "?") {
      findings.push_back(where(source, include) + "nobody owns the library of <" + include.name + ">");
    } else if (!owner.empty() && owner != folder) {
      findings.push_back(where(source, include) + "<" + include.name + "> belongs to " + owner);
    }
  }
  return findings;
}

std::map<std::string, Links> parse_links(const std::string& report) {
  std::map<std::string, Links> links;
  std::istringstream stream(report);
  for (std::string line; std::getline(stream, line);) {
    const std::size_t first = line.find('|');
    const std::size_t second = line.find('|', first + 1);
    if (second == std::string::npos) continue;
    Links entry;
    for (const std::string& name : split(line.substr(first + 1, second - first - 1)))
      entry.uses.insert(unwrapped(name));
    for (const std::string& name : split(line.substr(second + 1))) {
      entry.uses.insert(unwrapped(name));
      if (unwrapped(name) == name) entry.exposes.insert(name);
    }
    links.emplace(line.substr(0, first), std::move(entry));
  }
  return links;
}

std::vector<std::string> links_are_walled(const std::map<std::string, Links>& links) {
  std::map<std::string, const Layer*> by_target;
  std::map<std::string, std::string> owner_of_library;
  for (const Layer& layer : layers()) {
    by_target[target_of(layer.folder)] = &layer;
    if (!layer.library.empty()) owner_of_library[layer.library] = target_of(layer.folder);
  }
  std::vector<std::string> findings;
  for (const auto& entry : links) {
    const std::string& target = entry.first;
    const auto known = by_target.find(target);
    if (known == by_target.end()) {
      findings.push_back(target + ": not a folder of layers.cpp");
      continue;
    }
    for (const std::string& used : entry.second.uses) {
      const auto library = owner_of_library.find(used);
      const auto ours = by_target.find(used);
      if (library != owner_of_library.end()) {
        if (library->second != target)
          findings.push_back(target + " links " + used + ", which " + library->second + " walls in");
        if (entry.second.exposes.count(used) > 0)
          findings.push_back(target + " hands " + used + " on: link it PRIVATE");
      } else if (ours == by_target.end()) {
        findings.push_back(target + " links " + used + ", which nobody owns");
      } else if (known->second->below.count(ours->second->folder) == 0) {
        findings.push_back(target + " may not link " + used);
      }
    }
  }
  for (const auto& entry : owner_of_library) {
    const auto owner = links.find(entry.second);
    if (owner != links.end() && owner->second.uses.count(entry.first) == 0) {
      findings.push_back(entry.second + " does not link " + entry.first + ", which it owns");
    }
  }
  return findings;
}

}  // namespace causeway::house_rules
