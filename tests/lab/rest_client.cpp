#include "lab/rest_client.h"

#include <curl/curl.h>

#include <mutex>

#include "lab/error.h"
#include "lab/secrets.h"

namespace causeway::lab {

using std::chrono::steady_clock;

namespace {

constexpr long call_limit_seconds = 180;

// libcurl wants this once, before any thread uses it.
void prepare_curl() {
  static const CURLcode done = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (done != CURLE_OK) throw LabError("libcurl cannot start");
}

size_t collect(char* data, size_t size, size_t count, void* text) {
  static_cast<std::string*>(text)->append(data, size * count);
  return size * count;
}

struct SlistFree {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Slist = std::unique_ptr<curl_slist, SlistFree>;

void append(Slist& list, const std::string& line) {
  curl_slist* longer = curl_slist_append(list.get(), line.c_str());
  (void)list.release();
  list.reset(longer);
}

}  // namespace

struct RestClient::Impl {
  explicit Impl(std::string url) : base_url(std::move(url)) {
    prepare_curl();
    curl = curl_easy_init();
    if (curl == nullptr) throw LabError("libcurl cannot make a handle");
  }
  ~Impl() { curl_easy_cleanup(curl); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Reply perform(const std::string& method, const std::string& path, const std::string* body, curl_mime* mime,
                const Headers& headers);

  std::string base_url;
  std::string token;
  std::string user_id;
  std::mutex mutex;  // the handle is used by one call at a time
  CURL* curl = nullptr;
};

Reply RestClient::Impl::perform(const std::string& method, const std::string& path, const std::string* body,
                                curl_mime* mime, const Headers& headers) {
  Reply reply;
  curl_easy_reset(curl);  // keeps the connections
  const std::string url = base_url + path;
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, call_limit_seconds);
  curl_easy_setopt(curl, CURLOPT_TCP_NODELAY, 1L);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &collect);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reply.text);
  Slist list;
  append(list, "Expect:");
  if (!token.empty()) append(list, "Authorization: Bearer " + token);
  for (const auto& [name, value] : headers) append(list, name + ": " + value);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list.get());
  if (mime != nullptr) {
    curl_easy_setopt(curl, CURLOPT_MIMEPOST, mime);
  } else if (body != nullptr && (method != "GET" || !body->empty())) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body->data());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body->size()));
  }
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
  const CURLcode code = curl_easy_perform(curl);
  reply.at = steady_clock::now();
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply.status);
  if (code != CURLE_OK && reply.status == 0) reply.text = curl_easy_strerror(code);
  reply.body = Json::parse(reply.text, nullptr, false);
  return reply;
}

std::string Reply::error_id() const {
  if (!body.is_object() || !body.contains("id") || !body["id"].is_string()) return {};
  return body["id"].get<std::string>();
}

RestClient::RestClient(std::string base_url) : impl_(std::make_unique<Impl>(std::move(base_url))) {}
RestClient::~RestClient() = default;
RestClient::RestClient(RestClient&&) noexcept = default;
RestClient& RestClient::operator=(RestClient&&) noexcept = default;

RestClient RestClient::twin() const {
  RestClient result(impl_->base_url);
  result.impl_->token = impl_->token;
  result.impl_->user_id = impl_->user_id;
  return result;
}

const std::string& RestClient::token() const {
  return impl_->token;
}
const std::string& RestClient::user_id() const {
  return impl_->user_id;
}
const std::string& RestClient::base_url() const {
  return impl_->base_url;
}

Reply RestClient::call(const std::string& method, const std::string& path, const std::string& body,
                       const Headers& headers) {
  const std::lock_guard lock(impl_->mutex);
  return impl_->perform(method, path, &body, nullptr, headers);
}

Reply RestClient::call_json(const std::string& method, const std::string& path, const Json& body) {
  return call(method, path, body.dump(), {{"Content-Type", "application/json"}});
}

namespace {

Json expect(const Reply& reply, const std::string& what) {
  if (reply.ok()) return reply.body;
  throw LabError(what + " answered " + std::to_string(reply.status) + ": " + reply.text.substr(0, 1000));
}

}  // namespace

Json RestClient::get(const std::string& path) {
  return expect(call("GET", path), "GET " + path);
}
Json RestClient::post(const std::string& path, const Json& body) {
  return expect(call_json("POST", path, body), "POST " + path);
}
Json RestClient::put(const std::string& path, const Json& body) {
  return expect(call_json("PUT", path, body), "PUT " + path);
}
Json RestClient::remove(const std::string& path) {
  return expect(call("DELETE", path), "DELETE " + path);
}

void RestClient::login(const std::string& name, const std::string& password) {
  // The token comes in a header; logging in through the session list would need it already, so the header is read here.
  const std::lock_guard lock(impl_->mutex);
  impl_->token.clear();
  const std::string body = Json{{"login_id", name}, {"password", password}}.dump();
  const Reply reply = impl_->perform("POST", "/api/v4/users/login", &body, nullptr, {});
  expect(reply, "login of " + name);
  curl_header* header = nullptr;
  if (curl_easy_header(impl_->curl, "Token", 0, CURLH_HEADER, -1, &header) != CURLHE_OK) {
    throw LabError("login of " + name + " gave no token");
  }
  impl_->token = header->value;
  keep_secret(impl_->token);
  impl_->user_id = reply.body.at("id").get<std::string>();
}

void RestClient::upload_plugin(const std::filesystem::path& bundle) {
  const std::lock_guard lock(impl_->mutex);
  std::unique_ptr<curl_mime, decltype(&curl_mime_free)> mime(curl_mime_init(impl_->curl), &curl_mime_free);
  curl_mimepart* part = curl_mime_addpart(mime.get());
  curl_mime_name(part, "plugin");
  curl_mime_filedata(part, bundle.c_str());
  part = curl_mime_addpart(mime.get());
  curl_mime_name(part, "force");
  curl_mime_data(part, "true", CURL_ZERO_TERMINATED);
  expect(impl_->perform("POST", "/api/v4/plugins", nullptr, mime.get(), {}), "upload of " + bundle.string());
}

Json RestClient::make_emoji(const std::string& name, const std::string& image) {
  const std::string words = Json{{"name", name}, {"creator_id", user_id()}}.dump();
  const std::lock_guard lock(impl_->mutex);
  std::unique_ptr<curl_mime, decltype(&curl_mime_free)> mime(curl_mime_init(impl_->curl), &curl_mime_free);
  curl_mimepart* part = curl_mime_addpart(mime.get());
  curl_mime_name(part, "emoji");
  curl_mime_data(part, words.c_str(), words.size());
  part = curl_mime_addpart(mime.get());
  curl_mime_name(part, "image");
  curl_mime_filename(part, "emoji.png");
  curl_mime_data(part, image.data(), image.size());
  return expect(impl_->perform("POST", "/api/v4/emoji", nullptr, mime.get(), {}), "emoji " + name);
}

}  // namespace causeway::lab
