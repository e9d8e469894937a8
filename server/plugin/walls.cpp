#include "doctor/examiner.h"
#include "peer/http/http_client.h"
#include "plugin/plugin.h"
#include "plugin/token_cipher.h"
#include "store/postgres/open.h"

namespace causeway::plugin {

Walls real_walls(const base::Clock& clock) {
  Walls walls;
  walls.store = [&clock](const config::Snapshot& snapshot) {
    store::postgres::Options options;
    const std::string& own = snapshot.settings.data_source;
    options.data_source = own.empty() ? snapshot.facts.data_source : own;
    const TokenCipher cipher(snapshot.settings.secret);
    options.cipher.seal = [cipher](const std::string& token) { return cipher.seal(token); };
    options.cipher.open = [cipher](const std::string& sealed) { return cipher.open(sealed); };
    return store::postgres::open_store(std::move(options), clock);
  };
  walls.peers = [](const config::Snapshot& snapshot) -> std::unique_ptr<peer::Client> {
    peer::http::Options options;
    options.allow_http = snapshot.settings.allow_insecure_peers;
    options.allow_private_addresses = snapshot.settings.allow_insecure_peers;
    return std::make_unique<peer::http::HttpClient>(std::move(options));
  };
  walls.examine = [](const doctor::Job& job, std::stop_token stop) { return doctor::Examiner().examine(job, stop); };
  return walls;
}

}  // namespace causeway::plugin
