#pragma once
// What passes between the plugin and its child that examines a road: one job on stdin, one report on stdout, both JSON.
// The token travels there and nowhere else. Values.

#include <string>
#include <vector>

#include "base/record.h"
#include "model/ids.h"
#include "model/policy.h"

namespace causeway::doctor {

#define CAUSEWAY_DOCTOR_JOB(F)                          \
  F(remote_id, "-", "remote_id", keep, model::RemoteId) \
  F(site_url, "-", "site_url", keep, std::string)       \
  F(token, "-", "token", keep, std::string)             \
  F(road, "-", "road", keep, model::RemoteRoad)         \
  F(allow_insecure, "-", "allow_insecure", keep, bool)
CAUSEWAY_RECORD(Job, CAUSEWAY_DOCTOR_JOB);

// verdict: "ok", "doubtful" (it works, or may) or "wrong" (it does not; what comes behind was not looked at).
#define CAUSEWAY_DOCTOR_FINDING(F)              \
  F(part, "-", "part", keep, std::string)       \
  F(verdict, "-", "verdict", keep, std::string) \
  F(text, "-", "text", keep, std::string)
CAUSEWAY_RECORD(Finding, CAUSEWAY_DOCTOR_FINDING);

#define CAUSEWAY_DOCTOR_REPORT(F) F(findings, "-", "findings", keep, std::vector<Finding>)
CAUSEWAY_RECORD(Report, CAUSEWAY_DOCTOR_REPORT);

}  // namespace causeway::doctor
