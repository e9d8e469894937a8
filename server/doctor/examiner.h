#pragma once
// Has a road examined by a child process, this very executable with --doctor, and puts what it found into words. Any
// thread; blocks until the child has ended, limits::doctor_time at most.

#include <filesystem>
#include <stop_token>
#include <string>

#include "base/result.h"
#include "doctor/job.h"

namespace causeway::doctor {

class Examiner {
 public:
  // `program`: what to start; the default is this process's own executable.
  explicit Examiner(std::filesystem::path program = "/proc/self/exe") : program_(std::move(program)) {}

  // Refused doctor_failed (the child did not start, or died); retry_later doctor_timeout, doctor_stopped.
  base::Result<Report> examine(const Job& job, std::stop_token stop) const;

 private:
  const std::filesystem::path program_;
};

// A Markdown list, one line a finding.
std::string in_words(const Report& report);

}  // namespace causeway::doctor
