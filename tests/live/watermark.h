#pragma once
#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>
#include <vector>

#include "lab/mattermost_server.h"

namespace causeway::live {

// The most memory that some processes hold while this lives, in MB.
class Watermark {
 public:
  explicit Watermark(std::vector<pid_t> processes) : processes_(std::move(processes)), peaks_(processes_.size()) {
    for (const pid_t process : processes_) start_.push_back(now(process));
    peaks_ = start_;
    thread_ = std::jthread([this](std::stop_token stop) {
      while (!stop.stop_requested()) {
        for (std::size_t i = 0; i < processes_.size(); ++i) peaks_[i] = std::max(peaks_[i], now(processes_[i]));
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
      }
    });
  }
  // How much each grew at most; ends the watch.
  std::vector<double> growth() {
    thread_.request_stop();
    thread_.join();
    std::vector<double> grown;
    for (std::size_t i = 0; i < peaks_.size(); ++i) grown.push_back(peaks_[i] - start_[i]);
    return grown;
  }

 private:
  static double now(pid_t process) {
    const auto seen = lab::inspect_process(process);
    return seen ? seen->rss_mb : 0;
  }

  const std::vector<pid_t> processes_;
  std::vector<double> start_;
  std::vector<double> peaks_;
  std::jthread thread_;
};

}  // namespace causeway::live
