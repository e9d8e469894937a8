#include "scenario/api_document.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace causeway::scenario {
namespace {

std::string in_lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

const std::string& text_of(const json::Value* value) {
  static const std::string nothing;
  return value != nullptr && value->string() != nullptr ? *value->string() : nothing;
}

bool is_of(const std::string& type, const json::Value& value) {
  if (type == "string") return value.string() != nullptr;
  if (type == "integer") return value.integer() != nullptr;
  if (type == "boolean") return value.boolean() != nullptr;
  if (type == "array") return value.array() != nullptr;
  if (type == "object") return value.object() != nullptr;
  return false;
}

}  // namespace

ApiDocument::ApiDocument() {
  std::ifstream stream(std::string(CAUSEWAY_SOURCE_DIR) + "/docs/openapi.json");
  std::ostringstream text;
  text << stream.rdbuf();
  auto parsed = json::parse(text.str(), {});
  if (!parsed.ok()) throw std::runtime_error("docs/openapi.json: " + parsed.error().text);
  document_ = std::move(*parsed);
}

std::set<Operation> ApiDocument::operations() const {
  std::set<Operation> all;
  for (const auto& [path, item] : *document_.find("paths")->object()) {
    for (const auto& [method, operation] : *item.object()) {
      if (method == "parameters") continue;
      std::string name = method;
      std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::toupper(c); });
      all.emplace(name, path);
    }
  }
  return all;
}

const json::Value* ApiDocument::operation(const Operation& operation) const {
  const json::Value* item = document_.find("paths")->find(operation.second);
  return item == nullptr ? nullptr : item->find(in_lower_case(operation.first));
}

std::set<int> ApiDocument::answers(const Operation& wanted) const {
  std::set<int> all;
  const json::Value* found = operation(wanted);
  if (found == nullptr) return all;
  for (const auto& [status, answer] : *found->find("responses")->object()) all.insert(std::stoi(status));
  return all;
}

std::string ApiDocument::faults(const Operation& wanted, int status, const std::string& body) const {
  const json::Value* found = operation(wanted);
  if (found == nullptr) return "not documented";
  const json::Value* answer = found->find("responses")->find(std::to_string(status));
  if (answer == nullptr) return "status " + std::to_string(status) + " is not documented: " + body;
  const json::Value* content = answer->find("content");
  if (content == nullptr) return body.empty() ? "" : "no body is documented";
  if (content->find("text/plain") != nullptr) return body.empty() ? "no text" : "";
  const auto value = json::parse(body, {});
  if (!value.ok()) return "no JSON: " + body;
  std::string all;
  check(*content->find("application/json")->find("schema"), *value, "body", all);
  return all;
}

const json::Value& ApiDocument::resolved(const json::Value& schema) const {
  const std::string& reference = text_of(schema.find("$ref"));
  if (reference.empty()) return schema;
  const json::Value* found = document_.find("components")
                                 ->find("schemas")
                                 ->find(reference.substr(std::string("#/components/schemas/").size()));
  if (found == nullptr) throw std::runtime_error("no schema " + reference);
  return *found;
}

void ApiDocument::check(const json::Value& unresolved, const json::Value& value, const std::string& where,
                        std::string& faults) const {
  const json::Value& schema = resolved(unresolved);
  const std::string& type = text_of(schema.find("type"));
  if (!is_of(type, value)) {
    faults += where + " is no " + type + "; ";
    return;
  }
  if (const json::Value* words = schema.find("enum")) {
    const auto& all = *words->array();
    if (std::find(all.begin(), all.end(), value) == all.end()) faults += where + " is another word; ";
  }
  if (type == "array") {
    for (const json::Value& item : *value.array()) check(*schema.find("items"), item, where + "[]", faults);
  }
  if (type == "object") check_object(schema, value, where, faults);
}

void ApiDocument::check_object(const json::Value& schema, const json::Value& value, const std::string& where,
                               std::string& faults) const {
  const json::Value& properties = *schema.find("properties");
  for (const auto& [name, member] : *value.object()) {
    const json::Value* property = properties.find(name);
    if (property == nullptr) {
      faults += where + "." + name + " is not documented; ";
    } else {
      check(*property, member, where + "." + name, faults);
    }
  }
  for (const json::Value& name : *schema.find("required")->array()) {
    if (value.find(*name.string()) == nullptr) faults += where + "." + *name.string() + " is missing; ";
  }
}

}  // namespace causeway::scenario
