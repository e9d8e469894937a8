#pragma once
// docs/openapi.json as a judge: does an answer look as the page says? Nothing more of OpenAPI than the page uses.

#include <set>
#include <string>
#include <vector>

#include "json/value.h"
#include "mattermost/http.h"

namespace causeway::scenario {

class OpenApi {
 public:
  explicit OpenApi(const std::string& path);  // throws std::runtime_error when it cannot be read

  // "METHOD /path" of every operation.
  std::set<std::string> operations() const;
  // What is wrong with the answer, one line each; an answer that the page does not know of is wrong too.
  std::vector<std::string> faults(const std::string& operation, const mattermost::HttpAnswer& answer) const;

 private:
  void check(const json::Value& schema, const json::Value& value, const std::string& where,
             std::vector<std::string>& faults) const;
  void check_object(const json::Value& schema, const json::Object& object, const std::string& where,
                    std::vector<std::string>& faults) const;

  json::Value page_;
};

}  // namespace causeway::scenario
