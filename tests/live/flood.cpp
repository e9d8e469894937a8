#include "flood.h"

#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <memory>

namespace causeway::live {
namespace {

constexpr auto patience = std::chrono::minutes(5);

std::size_t give(char* into, std::size_t size, std::size_t count, void* left) {
  auto& rest = *static_cast<std::int64_t*>(left);
  const auto some = std::min<std::int64_t>(rest, static_cast<std::int64_t>(size * count));
  std::memset(into, 'x', static_cast<std::size_t>(some));
  rest -= some;
  return static_cast<std::size_t>(some);
}

std::size_t drop(char*, std::size_t size, std::size_t count, void*) {
  return size * count;
}

struct Free {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeMulti {
  void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};

}  // namespace

std::map<long, std::size_t> flood(const std::string& url, const std::vector<std::string>& headers, std::size_t count,
                                  std::int64_t bytes) {
  std::unique_ptr<curl_slist, Free> list;
  for (const std::string& header : headers) list.reset(curl_slist_append(list.release(), header.c_str()));
  const std::unique_ptr<CURLM, FreeMulti> all(curl_multi_init());
  std::vector<std::int64_t> left(count, bytes);
  std::vector<std::unique_ptr<CURL, Free>> requests;
  for (std::size_t i = 0; i < count; ++i) {
    CURL* const one = requests.emplace_back(curl_easy_init()).get();
    curl_easy_setopt(one, CURLOPT_URL, url.c_str());
    curl_easy_setopt(one, CURLOPT_POST, 1L);
    curl_easy_setopt(one, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(bytes));
    curl_easy_setopt(one, CURLOPT_HTTPHEADER, list.get());
    curl_easy_setopt(one, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(one, CURLOPT_READDATA, &left[i]);
    curl_easy_setopt(one, CURLOPT_WRITEFUNCTION, drop);
    curl_easy_setopt(one, CURLOPT_NOSIGNAL, 1L);
    curl_multi_add_handle(all.get(), one);
  }
  const auto end = std::chrono::steady_clock::now() + patience;
  int running = 1;
  while (running > 0 && std::chrono::steady_clock::now() < end) {
    curl_multi_perform(all.get(), &running);
    if (running > 0) curl_multi_poll(all.get(), nullptr, 0, 100, nullptr);
  }
  std::map<long, std::size_t> statuses;
  for (const auto& one : requests) {
    long status = 0;
    curl_easy_getinfo(one.get(), CURLINFO_RESPONSE_CODE, &status);
    ++statuses[status];
    curl_multi_remove_handle(all.get(), one.get());
  }
  return statuses;
}

}  // namespace causeway::live
