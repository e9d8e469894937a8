#pragma once
// libcurl handles with their open connections, lent to one call at a time. Thread-safe. Only for this folder: the
// header knows libcurl.

#include <curl/curl.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/mutex.h"

namespace causeway::peer::http {

struct FreeEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct FreeMulti {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

// The connections belong to `multi`, so it is declared first and goes last.
struct Handle {
  std::unique_ptr<CURLM, FreeMulti> multi{curl_multi_init()};
  std::unique_ptr<CURL, FreeEasy> easy{curl_easy_init()};
};

class HandlePool {
 public:
  // A handle that last talked to `origin` when one is idle, otherwise a new one. Its options are reset.
  Handle take(const std::string& origin);
  // For a handle whose last transfer ended well.
  void give_back(const std::string& origin, Handle handle);

 private:
  base::Mutex mutex_;
  std::map<std::string, std::vector<Handle>> idle_ CAUSEWAY_GUARDED_BY(mutex_);
  std::size_t count_ CAUSEWAY_GUARDED_BY(mutex_) = 0;
};

}  // namespace causeway::peer::http
