#pragma once
// What the server collects from us: the page of metrics and the file for the support packet. Neither holds content,
// tokens, e-mail addresses or passwords. Any thread.

#include <string>

#include "admin/metrics.h"
#include "admin/overview.h"
#include "config/current.h"
#include "mattermost/support.h"
#include "store/store.h"

namespace causeway::admin {

class Reports {
 public:
  Reports(const Metrics& metrics, const Overview& overview, store::Store& store, const config::Current& current)
      : metrics_(metrics), overview_(overview), store_(store), current_(current) {}

  // With the database away the counters still come, and causeway_store_up is 0.
  std::string metrics_page() const;
  // With the database away the file says so.
  mattermost::SupportFile support_file() const;

 private:
  const Metrics& metrics_;
  const Overview& overview_;
  store::Store& store_;
  const config::Current& current_;
};

}  // namespace causeway::admin
