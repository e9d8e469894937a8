#include "scenario/openapi.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace causeway::scenario {
namespace {

const json::Value& at(const json::Value& value, const std::vector<std::string>& path) {
  static const json::Value none;
  const json::Value* here = &value;
  for (const std::string& key : path) {
    here = here->find(key);
    if (here == nullptr) return none;
  }
  return *here;
}

std::string text(const json::Value& value) {
  return value.string() != nullptr ? *value.string() : std::string();
}

bool is_of(const std::string& type, const json::Value& value) {
  if (type == "string") return value.string() != nullptr;
  if (type == "integer") return value.integer() != nullptr;
  if (type == "boolean") return value.boolean() != nullptr;
  if (type == "array") return value.array() != nullptr;
  return type == "object" && value.object() != nullptr;
}

}  // namespace

OpenApi::OpenApi(const std::string& path) {
  std::ifstream in(path);
  const std::string all((std::istreambuf_iterator<char>(in)), {});
  auto parsed = json::parse(all, {});
  if (!parsed.ok()) throw std::runtime_error(path + ": " + parsed.error().text);
  page_ = std::move(*parsed);
}

std::set<std::string> OpenApi::operations() const {
  std::set<std::string> result;
  for (const auto& [path, methods] : *at(page_, {"paths"}).object()) {
    for (const auto& [method, operation] : *methods.object()) {
      std::string upper = method;
      std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char c) { return std::toupper(c); });
      result.insert(upper + ' ' + path);
    }
  }
  return result;
}

std::vector<std::string> OpenApi::faults(const std::string& operation, const mattermost::HttpAnswer& answer) const {
  std::string method = operation.substr(0, operation.find(' '));
  std::transform(method.begin(), method.end(), method.begin(), [](unsigned char c) { return std::tolower(c); });
  const json::Value& known = at(page_, {"paths", operation.substr(operation.find(' ') + 1), method, "responses"});
  const json::Value* response = known.find(std::to_string(answer.status));
  if (response == nullptr && answer.status >= 400) response = known.find("default");
  if (response == nullptr) return {operation + ": the page knows of no " + std::to_string(answer.status)};
  std::vector<std::string> found;
  const json::Value& schema = at(*response, {"content", "application/json", "schema"});
  if (schema.is_null()) {
    if (!answer.body.empty()) found.push_back(operation + ": a body that the page does not know of");
    return found;
  }
  const auto body = json::parse(answer.body, {});
  if (!body.ok()) return {operation + ": " + body.error().text};
  check(schema, *body, operation, found);
  return found;
}

void OpenApi::check(const json::Value& schema, const json::Value& value, const std::string& where,
                    std::vector<std::string>& faults) const {
  if (const json::Value* reference = schema.find("$ref")) {
    const std::string name = text(*reference);
    return check(at(page_, {"components", "schemas", name.substr(name.rfind('/') + 1)}), value, where, faults);
  }
  const std::string type = text(at(schema, {"type"}));
  if (!is_of(type, value)) return faults.push_back(where + ": is no " + type);
  if (const json::Value* words = schema.find("enum")) {
    const auto& all = *words->array();
    if (std::find(all.begin(), all.end(), value) == all.end()) faults.push_back(where + ": another word");
  }
  if (value.array() != nullptr) {
    for (const json::Value& item : *value.array()) check(at(schema, {"items"}), item, where + "[]", faults);
  }
  if (value.object() != nullptr) check_object(schema, *value.object(), where, faults);
}

void OpenApi::check_object(const json::Value& schema, const json::Object& object, const std::string& where,
                           std::vector<std::string>& faults) const {
  for (const json::Value& name : *at(schema, {"required"}).array()) {
    if (object.find(text(name)) == object.end()) faults.push_back(where + ": lacks " + text(name));
  }
  for (const auto& [name, member] : object) {
    const json::Value* known = at(schema, {"properties"}).find(name);
    if (known == nullptr)
      faults.push_back(where + ": has " + name + ", of which the page knows nothing");
    else
      check(*known, member, where + "." + name, faults);
  }
}

}  // namespace causeway::scenario
