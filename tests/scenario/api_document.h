#pragma once
// docs/openapi.json as far as a test can hold answers against it: which operations there are, which answers each one
// has, and whether a body is as its schema says (type, properties, required, enum, items, $ref; no other properties).
// Never changes once it is read.

#include <set>
#include <string>
#include <utility>

#include "json/value.h"

namespace causeway::scenario {

// "GET" and "/api/v1/audit", as in routes::Router::doors().
using Operation = std::pair<std::string, std::string>;

class ApiDocument {
 public:
  ApiDocument();  // throws when there is none, or it is no JSON

  std::set<Operation> operations() const;
  // The answers that an operation may give; its good ones are 2xx.
  std::set<int> answers(const Operation& operation) const;
  // What is wrong with such an answer; empty when nothing is.
  std::string faults(const Operation& operation, int status, const std::string& body) const;

 private:
  const json::Value* operation(const Operation& operation) const;
  const json::Value& resolved(const json::Value& schema) const;
  void check(const json::Value& schema, const json::Value& value, const std::string& where, std::string& faults) const;
  void check_object(const json::Value& schema, const json::Value& value, const std::string& where,
                    std::string& faults) const;

  json::Value document_;
};

}  // namespace causeway::scenario
