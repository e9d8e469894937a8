#include "doctor/examiner.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/process/args.hpp>
#include <boost/process/async.hpp>
#include <boost/process/child.hpp>
#include <boost/process/error.hpp>
#include <boost/process/exe.hpp>
#include <boost/process/io.hpp>
#include <future>

#include "json/record.h"
#include "model/limits.h"

namespace causeway::doctor {
namespace {

namespace process = boost::process;
constexpr auto look_around = std::chrono::milliseconds(100);
constexpr std::size_t report_bytes = 64U << 10U;

base::Error failed(const std::string& why) {
  return base::refused("doctor_failed", "the examination did not work: " + why);
}

}  // namespace

base::Result<Report> Examiner::examine(const Job& job, std::stop_token stop) const {
  const std::string question = json::encode(job);
  boost::asio::io_context io;
  std::future<std::string> said;
  std::error_code error;
  process::child child(process::exe = program_.string(), process::args = {"--doctor"},
                       process::std_in<boost::asio::buffer(question), process::std_out> said,
                       process::std_err > process::null, io, error);
  if (error) return failed(error.message());
  std::chrono::milliseconds left = model::limits::doctor_time;
  while (!io.stopped() && !stop.stop_requested() && left.count() > 0) {
    io.run_for(look_around);
    left -= look_around;
  }
  if (!io.stopped()) {
    child.terminate(error);
    return stop.stop_requested() ? base::retry_later("doctor_stopped", "the examination was stopped")
                                 : base::retry_later("doctor_timeout", "the examination took too long");
  }
  child.wait(error);
  const auto report = json::decode<Report>(said.get(), {report_bytes, 8, 1'000});
  if (!report.ok()) return failed("it ended with " + std::to_string(child.exit_code()) + " and no report");
  return *report;
}

std::string in_words(const Report& report) {
  std::string text;
  for (const Finding& finding : report.findings) {
    const char* mark = finding.verdict == "ok"      ? ":white_check_mark:"
                       : finding.verdict == "wrong" ? ":x:"
                                                    : ":warning:";
    text += std::string("* ") + mark + " **" + finding.part + "**: " + finding.text + "\n";
  }
  return text;
}

}  // namespace causeway::doctor
