#pragma once
// A fake of the server's half of the plugin protocol (server/gorpc/SPEC.md): starts the real executable, speaks yamux
// as the client, dispenses and dials the hooks, and answers the API calls that an activation makes. One owner, one
// thread; nothing moves but inside its functions. Every wait has a limit; what does not come in time throws.

#include <sys/types.h>

#include <boost/process.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "gorpc/rpc/client.h"
#include "gorpc/rpc/server.h"
#include "gorpc/yamux/session.h"
#include "mattermost/rpc/hooks.h"

namespace causeway::fakes {

class PluginHost {
 public:
  enum class Transport { socket, stdio };

  // Starts the program in `folder`, where its socket and its stderr go. No session yet.
  PluginHost(const std::filesystem::path& program, const std::filesystem::path& folder, Transport transport,
             bool with_cookie = true);
  ~PluginHost();  // kills what still runs
  PluginHost(const PluginHost&) = delete;
  PluginHost& operator=(const PluginHost&) = delete;

  void connect();       // handshake, the host's three streams, dispense, the hooks connection
  void send_garbage();  // instead of a session; after the handshake

  template <class Reply, class Args>
  base::Result<Reply> hook(std::string_view name, const Args& args) {
    return call<Reply>(hooks_, "Plugin." + std::string(name), args);
  }
  // Names both API connections and waits for the answer: nil, or the error.
  base::Result<gorpc::gob::Value> activate();
  base::Result<> ping();
  base::Result<> quit();
  void close_api();  // only the API connection
  void close();      // the session: the plugin reads EOF
  void signal(int number);

  int wait();                // for the process's end; its exit code
  std::string said() const;  // its stderr
  const std::vector<std::string>& api_calls() const { return api_calls_; }
  bool driver_was_finished() const { return driver_finished_; }
  std::size_t sockets() const;  // socket files in the folder

 private:
  using StreamId = gorpc::yamux::StreamId;
  struct Caller {
    StreamId stream = 0;
    std::size_t echo = 0;  // bytes of the broker's answer still to come
    gorpc::rpc::Client client;
  };

  template <class Reply, class Args>
  base::Result<Reply> call(Caller& caller, const std::string& method, const Args& args) {
    std::optional<base::Result<Reply>> result;
    std::string out;
    const auto done = [&result](base::Result<Reply> reply) { result.emplace(std::move(reply)); };
    const auto started = caller.client.call<Reply>(method, args, done, out);
    if (!started.ok()) return started.error();
    send(caller.stream, out);
    pump([&result] { return result.has_value(); });
    return std::move(*result);
  }

  void shake_hands();
  void send(StreamId stream, std::string_view bytes);
  void write_out();
  void pump(const std::function<bool()>& until);
  void on_event(const gorpc::yamux::Event& event);
  void on_data(StreamId stream, std::string_view bytes);
  void on_dialled(StreamId stream, std::string_view bytes);
  void serve_api(std::string_view bytes);
  void answer(const std::string& method, std::uint64_t seq, std::string& out);

  const base::RealClock clock_;
  const std::filesystem::path folder_;
  const Transport transport_;
  int stdout_ = -1;  // of the plugin, once the session is over the socket
  int in_ = -1;      // what the plugin writes
  int out_ = -1;     // what it reads; the same one over a socket
  boost::process::child child_;
  bool ended_ = false;  // EOF
  gorpc::yamux::Session session_{gorpc::yamux::Role::client};
  Caller control_;
  Caller hooks_;
  std::map<StreamId, std::string> dialled_;  // of the plugin, the number not yet whole
  StreamId api_ = 0;
  StreamId driver_ = 0;
  bool driver_finished_ = false;
  gorpc::rpc::CallReader api_reader_;
  gorpc::rpc::ReplyWriter api_writer_;
  std::vector<std::string> api_calls_;
};

}  // namespace causeway::fakes
