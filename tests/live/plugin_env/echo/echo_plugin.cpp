// The smallest plugin that uses everything of gorpc/plugin: it answers each hook with something that shows what
// arrived. Its commands (ExecuteCommand) drive the other direction: "set K V", "get K", "bench DEPTH CALLS", "upload
// BYTES", "sleep MS", "crash", "leave-api".

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <deque>
#include <iostream>
#include <sstream>
#include <string>
#include <thread>

#include "base/clock.h"
#include "gorpc/plugin/host.h"
#include "live/plugin_env/echo/records.h"

namespace causeway::echo {
namespace {

using gorpc::plugin::ApiClient;
using gorpc::plugin::Call;

base::Result<CommandReply> say(std::string text) {
  return CommandReply{Response{"ephemeral", std::move(text)}, {}};
}

base::Result<CommandReply> bench(ApiClient& api, std::size_t depth, std::size_t calls) {
  const auto start = std::chrono::steady_clock::now();
  std::deque<gorpc::plugin::Pending<BytesReply>> flight;
  for (std::size_t sent = 0; sent < calls || !flight.empty();) {
    if (sent < calls && flight.size() < depth) {
      flight.push_back(api.start<BytesReply>("KVGet", OneText{"bench"}));
      ++sent;
      continue;
    }
    auto reply = flight.front().take();
    flight.pop_front();
    if (!reply.ok()) return std::move(reply).error();
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  return say(std::to_string(static_cast<double>(calls) / took.count()));
}

base::Result<CommandReply> upload(ApiClient& api, std::size_t bytes, std::stop_token stop) {
  CAUSEWAY_TRY(offer, api.offer());
  std::size_t sent = 0;
  const auto source = [&](char* into, std::size_t count) -> base::Result<std::size_t> {
    const std::size_t now = std::min(count, bytes - sent);
    for (std::size_t i = 0; i < now; ++i) into[i] = static_cast<char>('a' + (sent + i) % 26);
    sent += now;
    return now;
  };
  const UploadArgs args{UploadSession{"upload", static_cast<std::int64_t>(bytes)}, offer.id()};
  CAUSEWAY_TRY(reply, api.call_with_body<UploadReply>("UploadData", args, offer, source, {std::move(stop), {}}));
  return say(reply.a ? reply.a->name + " " + std::to_string(reply.a->size) : "no file");
}

base::Result<CommandReply> command(CommandArgs& args, Call& call) {
  std::istringstream line(args.b ? args.b->command : "");
  std::string word;
  std::string key;
  line >> word;
  if (word == "set") {
    std::string value;
    line >> key >> value;
    CAUSEWAY_TRY(reply, call.api().call<ErrorReply>("KVSet", SetArgs{key, {value}}));
    return say(reply.a ? reply.a->message : "stored");
  }
  if (word == "get") {
    line >> key;
    CAUSEWAY_TRY(reply, call.api().call<BytesReply>("KVGet", OneText{key}));
    return say(reply.a.data);
  }
  std::size_t first = 0;
  std::size_t second = 0;
  line >> first >> second;
  if (word == "bench") return bench(call.api(), first, second);
  if (word == "upload") return upload(call.api(), first, call.stop());
  if (word == "sleep") std::this_thread::sleep_for(std::chrono::milliseconds(first));
  if (word == "crash") ::kill(::getpid(), SIGKILL);
  if (word == "refuse") return CommandReply{{}, AppError{"echo.refused", "refused", 418}};
  if (word == "fail") return base::refused("echo_failed", "the handler failed");
  return say("echo " + (args.b ? args.b->command + " " + args.b->user_id : "") +
             (args.a ? " " + args.a->request_id : ""));
}

base::Result<Nothing> serve_http(HttpArgs& args, Call& call) {
  auto body = call.body(0);
  auto response = call.response(1);
  if (!args.request) return base::refused("no_request", "no request");
  gorpc::plugin::ResponseWriter::Headers headers{{"Content-Type", {"application/octet-stream"}}};
  headers["X-Method"] = {args.request->method};
  headers["X-Url"] = {args.request->url ? args.request->url->data : ""};
  CAUSEWAY_CHECK(response.set_headers(headers));
  if (args.request->url && args.request->url->data == "/teapot") {
    CAUSEWAY_CHECK(response.write_header(418));
    CAUSEWAY_CHECK(response.write("short and stout"));
    return Nothing{};
  }
  if (args.request->url && args.request->url->data == "/unread") {
    CAUSEWAY_CHECK(response.write("not read"));
    return Nothing{};
  }
  std::string piece(64 * 1024, '\0');
  while (true) {
    CAUSEWAY_TRY(count, body.read(piece.data(), piece.size(), call.stop()));
    if (count == 0) break;
    CAUSEWAY_CHECK(response.write({piece.data(), count}));
  }
  return Nothing{};
}

base::Result<FileReply> file_uploaded(FileArgs& args, Call& call) {
  auto body = call.body(0);
  auto replacement = call.stream(1);
  CAUSEWAY_TRY(bytes, body.read_all(std::size_t{16} << 20, call.stop()));
  if (bytes.starts_with("reject")) return FileReply{{}, "rejected"};
  if (bytes.starts_with("replace")) {
    std::reverse(bytes.begin(), bytes.end());
    CAUSEWAY_CHECK(replacement.write(bytes, call.stop()));
  }
  return FileReply{FileInfo{args.b ? args.b->name + ".seen" : "", static_cast<std::int64_t>(bytes.size())}, ""};
}

void fill(gorpc::plugin::HookTable& table) {
  using gorpc::plugin::api_id;
  using gorpc::plugin::Lane;
  using gorpc::plugin::rpc_id;
  using gorpc::plugin::stream_id;
  using gorpc::plugin::unused_id;
  // Their result is an `error`, an interface; leaving it out is nil.
  table.on<ActivateArgs, Nothing>("OnActivate",
                                  [](ActivateArgs&, Call& call) -> base::Result<Nothing> {
                                    CAUSEWAY_CHECK(call.api().call<ErrorReply>("KVSet", SetArgs{"activated", {"yes"}}));
                                    return Nothing{};
                                  },
                                  {api_id(&ActivateArgs::api), unused_id(&ActivateArgs::driver)},
                                  {Lane::lifecycle, false});
  const auto nothing = [](Nothing&) -> base::Result<Nothing> { return Nothing{}; };
  table.on<Nothing, Nothing>("OnDeactivate", nothing, {}, {Lane::lifecycle, true});
  table.on<Nothing, Nothing>("OnConfigurationChange", nothing, {}, {Lane::lifecycle, false});
  table.on<CommandArgs, CommandReply>("ExecuteCommand", command);
  table.on<HttpArgs, Nothing>("ServeHTTP", serve_http, {stream_id(&HttpArgs::body), rpc_id(&HttpArgs::response)});
  table.on<FileArgs, FileReply>("FileWillBeUploaded", file_uploaded,
                                {stream_id(&FileArgs::uploaded), stream_id(&FileArgs::replacement)});
  table.on<PostArgs, PostReply>("MessageWillBePosted", [](PostArgs& args) -> base::Result<PostReply> {
    if (!args.b) return PostReply{};
    return PostReply{Post{"", "", args.b->message + " seen"}, args.b->message == "reject" ? "rejected" : ""};
  });
  table.on<PostArgs, Nothing>("MessageHasBeenPosted", [](PostArgs& args, Call& call) -> base::Result<Nothing> {
    const std::string id = args.b ? args.b->id : "";
    const SetArgs entry{"posted " + id, {args.b ? args.b->message : ""}};
    CAUSEWAY_CHECK(call.api().call<ErrorReply>("KVSet", entry));
    return Nothing{};
  });
}

int serve(bool stdio) {
  const base::RealClock clock;
  gorpc::plugin::HookTable table;
  fill(table);
  auto host = stdio ? gorpc::plugin::Host::over_stdio(table, clock) : gorpc::plugin::Host::over_socket(table, clock);
  if (!host.ok()) {
    std::cerr << host.error().text << '\n';
    return 1;
  }
  return gorpc::plugin::exit_code((*host)->run());
}

}  // namespace
}  // namespace causeway::echo

int main(int argc, char** argv) {
  return causeway::echo::serve(argc > 1 && std::string_view(argv[1]) == "--stdio");
}
