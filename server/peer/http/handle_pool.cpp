#include "peer/http/handle_pool.h"

#include <utility>

namespace causeway::peer::http {
namespace {

constexpr std::size_t idle_handles = 64;           // each may hold an open connection: file descriptors
constexpr std::size_t idle_handles_an_origin = 8;  // more calls to one peer at once are rare

}  // namespace

Handle HandlePool::take(const std::string& origin) {
  {
    const base::MutexLock lock(mutex_);
    const auto found = idle_.find(origin);
    if (found != idle_.end()) {
      Handle handle = std::move(found->second.back());
      found->second.pop_back();
      --count_;
      if (found->second.empty()) idle_.erase(found);
      curl_easy_reset(handle.easy.get());
      return handle;
    }
  }
  return {};
}

void HandlePool::give_back(const std::string& origin, Handle handle) {
  const base::MutexLock lock(mutex_);
  if (count_ >= idle_handles) {
    // Another origin's connections make room, so that a crowd of dead peers does not keep the living ones out.
    count_ -= idle_.begin()->second.size();
    idle_.erase(idle_.begin());
  }
  auto& handles = idle_[origin];
  if (handles.size() >= idle_handles_an_origin) return;
  handles.push_back(std::move(handle));
  ++count_;
}

}  // namespace causeway::peer::http
