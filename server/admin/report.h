#pragma once
// The pages for operators: figures for Prometheus, and what a support packet holds of us. No secret, no content, no
// address of a person is on them. Any thread. Errors: the store's.

#include <string>
#include <vector>

#include "admin/health.h"
#include "admin/metrics.h"
#include "base/result.h"
#include "config/current.h"
#include "mattermost/events.h"
#include "store/store.h"

namespace causeway::admin {

class Report {
 public:
  Report(store::Store& store, Health& health, const Metrics& metrics, const config::Current& current)
      : store_(store), health_(health), metrics_(metrics), current_(current) {}

  // The text of Exposition::content_type.
  base::Result<std::string> metrics();
  // What could not be read is said in the file instead.
  std::vector<mattermost::SupportFile> support();

 private:
  base::Result<std::string> connections();
  base::Result<std::string> channels();
  base::Result<std::string> audit();
  std::string settings() const;

  store::Store& store_;
  Health& health_;
  const Metrics& metrics_;
  const config::Current& current_;
};

}  // namespace causeway::admin
