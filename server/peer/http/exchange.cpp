#include "peer/http/exchange.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <stdexcept>

#include "model/limits.h"
#include "peer/http/address_guard.h"
#include "peer/http/outcome.h"

namespace causeway::peer::http {
namespace {

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Headers = std::unique_ptr<curl_slist, FreeList>;

struct FreeForm {
  void operator()(curl_mime* form) const { curl_mime_free(form); }
};
using Form = std::unique_ptr<curl_mime, FreeForm>;

struct Progress {
  std::string body;
  const FileSource* file = nullptr;
  std::optional<base::Error> file_error;
  bool guard = true;
  bool blocked = false;    // the guard closed a way
  bool attempted = false;  // and let another one be tried
};

std::size_t on_body(char* bytes, std::size_t, std::size_t size, void* context) {
  auto& body = static_cast<Progress*>(context)->body;
  if (body.size() + size > model::limits::peer_response_bytes) return 0;  // ends the transfer: CURLE_WRITE_ERROR
  body.append(bytes, size);
  return size;
}

std::size_t on_file(char* into, std::size_t size, std::size_t count, void* context) {
  auto& progress = *static_cast<Progress*>(context);
  auto got = (*progress.file)(into, size * count);
  if (got.ok()) return *got;
  progress.file_error = std::move(got).error();
  return CURL_READFUNC_ABORT;
}

bool may_connect(const curl_sockaddr& address) {
  if (address.family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address.addr, sizeof in);
    std::array<std::uint8_t, 4> bytes{};
    std::memcpy(bytes.data(), &in.sin_addr, bytes.size());
    return is_public(bytes);
  }
  if (address.family == AF_INET6) {
    sockaddr_in6 in{};
    std::memcpy(&in, &address.addr, std::min<std::size_t>(sizeof in, address.addrlen));
    std::array<std::uint8_t, 16> bytes{};
    std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
    return is_public(bytes);
  }
  return false;
}

curl_socket_t on_open(void* context, curlsocktype, curl_sockaddr* address) {
  auto& progress = *static_cast<Progress*>(context);
  if (progress.guard && !may_connect(*address)) {
    progress.blocked = true;
    return CURL_SOCKET_BAD;
  }
  progress.attempted = true;
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

void add(Headers& headers, const std::string& line) {
  curl_slist* grown = curl_slist_append(headers.get(), line.c_str());
  if (grown == nullptr) throw std::bad_alloc();
  (void)headers.release();  // grown holds it now
  headers.reset(grown);
}

Headers make_headers(const Request& request) {
  Headers headers;
  // A form's is libcurl's own, with the boundary.
  if (request.picture == nullptr) {
    add(headers, request.file == nullptr ? "Content-Type: application/json" : "Content-Type:");
  }
  add(headers, "Accept: application/json");
  add(headers, "Expect:");  // no question before the body: it costs a round trip
  add(headers, "X-RemoteCluster-Id: " + request.remote_id);
  add(headers, "X-RemoteCluster-Token: " + request.token);
  return headers;
}

template <class T>
void set(CURL* easy, CURLoption option, T value) {
  const CURLcode code = curl_easy_setopt(easy, option, value);
  // A libcurl without HTTP/2 says so here; everything else would weaken what the header file promises.
  if (code != CURLE_OK && option != CURLOPT_HTTP_VERSION) {
    throw std::runtime_error("libcurl does not know option " + std::to_string(static_cast<int>(option)));
  }
}

void set_options(CURL* easy, const Request& request, const Headers& headers, Progress& progress, char* error) {
  const char* schemes = request.allow_http ? "http,https" : "https";
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_ERRORBUFFER, error);
  set(easy, CURLOPT_URL, request.url.c_str());
  set(easy, CURLOPT_PROTOCOLS_STR, schemes);
  set(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  set(easy, CURLOPT_FOLLOWLOCATION, 0L);
  set(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(easy, CURLOPT_PROXY, request.proxy.c_str());
  set(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  set(easy, CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));  // the token is not for a proxy's CONNECT
  set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!request.ca.empty()) {
    // Not copied: the request outlives the transfer.
    curl_blob blob{const_cast<char*>(request.ca.data()), request.ca.size(), CURL_BLOB_NOCOPY};
    set(easy, CURLOPT_CAINFO_BLOB, &blob);
    set(easy, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  } else if (!request.ca_file.empty()) {
    set(easy, CURLOPT_CAINFO, request.ca_file.c_str());
  }
  if (!request.pin.empty()) set(easy, CURLOPT_PINNEDPUBLICKEY, request.pin.c_str());
  set(easy, CURLOPT_USERAGENT, "Causeway");
  set(easy, CURLOPT_HTTPHEADER, headers.get());
  set(easy, CURLOPT_POST, 1L);
  set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect_timeout.count()));
  set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
  set(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  set(easy, CURLOPT_OPENSOCKETFUNCTION, &on_open);
  set(easy, CURLOPT_OPENSOCKETDATA, static_cast<void*>(&progress));
  set(easy, CURLOPT_WRITEFUNCTION, &on_body);
  set(easy, CURLOPT_WRITEDATA, static_cast<void*>(&progress));
}

// As native sends a profile's picture.
Form make_form(CURL* easy, const std::string& picture) {
  Form form(curl_mime_init(easy));
  curl_mimepart* part = curl_mime_addpart(form.get());
  const bool made = part != nullptr && curl_mime_name(part, "image") == CURLE_OK &&
                    curl_mime_filename(part, "profile.png") == CURLE_OK &&
                    curl_mime_type(part, "application/octet-stream") == CURLE_OK &&
                    curl_mime_data(part, picture.data(), picture.size()) == CURLE_OK;
  if (!made) throw std::bad_alloc();
  return form;
}

void set_body(CURL* easy, const Request& request, const Form& form, Progress& progress) {
  if (form != nullptr) {
    set(easy, CURLOPT_MIMEPOST, form.get());
    return;
  }
  if (request.file == nullptr) {
    set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(easy, CURLOPT_POSTFIELDS, request.body.c_str());
    return;
  }
  progress.file = request.file;
  set(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t{-1});  // not told: chunked with HTTP/1.1
  set(easy, CURLOPT_READFUNCTION, &on_file);
  set(easy, CURLOPT_READDATA, static_cast<void*>(&progress));
  set(easy, CURLOPT_UPLOAD_BUFFERSIZE, static_cast<long>(model::limits::file_piece_bytes));
  set(easy, CURLOPT_LOW_SPEED_LIMIT, model::limits::file_floor_bytes);
  set(easy, CURLOPT_LOW_SPEED_TIME, static_cast<long>(model::limits::file_floor_time.count()));
}

// libcurl's code of the finished transfer; CURLE_ABORTED_BY_CALLBACK when a stop came first. A multi handle, because it
// can be woken from another thread at once.
CURLcode perform(CURLM* multi, const std::stop_token& stop) {
  const std::stop_callback wake(stop, [multi] { curl_multi_wakeup(multi); });
  constexpr int longest_sleep_ms = 1000;
  int running = 1;
  while (!stop.stop_requested()) {
    if (curl_multi_perform(multi, &running) != CURLM_OK) return CURLE_FAILED_INIT;
    int left = 0;
    const CURLMsg* message = curl_multi_info_read(multi, &left);
    if (message != nullptr && message->msg == CURLMSG_DONE) return message->data.result;
    if (curl_multi_poll(multi, nullptr, 0, longest_sleep_ms, nullptr) != CURLM_OK) return CURLE_FAILED_INIT;
  }
  return CURLE_ABORTED_BY_CALLBACK;
}

// Undoes curl_multi_add_handle, so that the handle never points at an Exchange that is gone.
struct Attached {
  Handle& handle;
  explicit Attached(Handle& h) : handle(h) {
    if (curl_multi_add_handle(handle.multi.get(), handle.easy.get()) != CURLM_OK) throw std::bad_alloc();
  }
  ~Attached() { curl_multi_remove_handle(handle.multi.get(), handle.easy.get()); }
  Attached(const Attached&) = delete;
  Attached& operator=(const Attached&) = delete;
};

}  // namespace

base::Result<Answer> exchange(Handle& handle, const Request& request, const std::stop_token& stop) {
  CURL* easy = handle.easy.get();
  if (easy == nullptr || handle.multi == nullptr) throw std::bad_alloc();
  const Headers headers = make_headers(request);
  std::array<char, CURL_ERROR_SIZE> error{};
  Progress progress;
  progress.guard = request.guard;
  set_options(easy, request, headers, progress, error.data());
  const Form form = request.picture == nullptr ? nullptr : make_form(easy, *request.picture);
  set_body(easy, request, form, progress);

  const Attached attached(handle);
  const CURLcode code = perform(handle.multi.get(), stop);
  if (progress.file_error) return *std::move(progress.file_error);
  long request_size = 0;
  curl_easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &request_size);
  if (code != CURLE_OK) {
    return transfer_error(code, request_size > 0, progress.blocked && !progress.attempted, error.data());
  }
  Answer answer;
  long status = 0;
  curl_off_t retry_after = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &retry_after);
  answer.status = static_cast<int>(status);
  answer.body = std::move(progress.body);
  if (retry_after > 0) answer.retry_after = std::chrono::seconds(retry_after);
  return answer;
}

}  // namespace causeway::peer::http
