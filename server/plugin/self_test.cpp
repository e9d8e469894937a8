#include "plugin/self_test.h"

#include <cstdio>
#include <string>
#include <thread>

#include "base/log.h"
#include "crypto/cipher.h"
#include "json/value.h"
#include "model/wire.h"
#include "peer/frame.h"
#include "peer/invite.h"
#include "plugin/plugin.h"
#include "plugin/token_cipher.h"

namespace causeway::plugin {
namespace {

constexpr const char* nowhere =
    "https://127.0.0.1:1";  // nothing listens there: an answer is an error, and that is the test

bool report(const char* what, bool ok, const std::string& detail = {}) {
  std::printf("%-10s %s %s\n", what, ok ? "ok" : "FAILED", detail.c_str());
  return ok;
}

bool json_works() {
  const auto parsed = json::parse(R"({"a":[1,2.5,"\u00fc"]})", {});
  return report("json", parsed.ok() && json::dump(*parsed) == "{\"a\":[1,2.5,\"\xc3\xbc\"]}");
}

bool crypto_works() {
  model::RemoteClusterInvite invite;
  invite.remote_id = model::RemoteId(base::new_id());
  invite.site_url = "https://example.org/plugins/causeway";
  invite.token = base::new_id();
  invite.version = 3;
  const auto opened = peer::open_invite(peer::seal_invite(invite, "a password of length"), "a password of length");
  const TokenCipher cipher("secret");
  const auto token = cipher.open(cipher.seal("token"));
  return report("crypto", opened.ok() && *opened == invite && token.ok() && *token == "token");
}

bool threads_work() {
  int value = 0;
  std::jthread([&value] { value = 1; }).join();
  try {
    throw std::string("thrown");
  } catch (const std::string&) {
    ++value;
  }
  return report("threads", value == 2);
}

bool peers_work(const Walls& walls, const base::Clock& clock) {
  config::Snapshot snapshot;
  snapshot.settings.allow_insecure_peers = true;
  const auto client = walls.peers(snapshot);
  const auto frame = peer::make_frame(model::RemoteId(base::new_id()), model::topic::ping, json::Object{}, clock.now());
  const auto answer = client->ping({frame.remote_id, nowhere, "token"}, frame, {});
  return report("http", !answer.ok() && answer.error().next == base::Next::retry_later,
                answer.ok() ? "" : answer.error().text);
}

bool store_works(const Walls& walls) {
  config::Snapshot snapshot;
  snapshot.settings.data_source = "postgres://nobody:nothing@127.0.0.1:1/none?sslmode=disable&connect_timeout=2";
  const auto store = walls.store(snapshot);
  if (!store.ok()) return report("postgres", false, store.error().text);
  const auto opened = (*store)->migrate();
  return report("postgres", !opened.ok() && opened.error().next == base::Next::retry_later,
                opened.ok() ? "" : opened.error().text);
}

}  // namespace

int self_test(const base::Clock& clock) {
  const Walls walls = real_walls(clock);
  bool all = json_works();
  all = crypto_works() && all;
  all = threads_work() && all;
  all = peers_work(walls, clock) && all;
  all = store_works(walls) && all;
  base::log::info("self_test", all ? "all checks passed" : "a check failed");
  return all ? 0 : 1;
}

}  // namespace causeway::plugin
