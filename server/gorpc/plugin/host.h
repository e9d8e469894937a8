#pragma once
// The plugin's side of Mattermost's plugin protocol, whole: handshake, session, control, hooks and API. Spec:
// ../SPEC.md.
//
//   int main(int argc, char** argv) {
//     base::RealClock clock;
//     gorpc::plugin::HookTable table;                       // 1. say what is served
//     table.on<Args, Reply>("ExecuteCommand", handler);
//     auto host = gorpc::plugin::Host::over_socket(table, clock);      // or over_stdio
//     if (!host.ok()) { std::cerr << host.error().text << '\n'; return 1; }
//     return gorpc::plugin::exit_code((*host)->run());      // 2. serve until the host goes
//   }
//
// Make the Host before any other thread is started: it masks SIGTERM for them all (it reads it from a descriptor), and
// ignores SIGINT and SIGPIPE. A child process should unmask SIGTERM. SIGTERM means "EOF soon": hooks are still served,
// and the process ends by itself after sigterm_grace if the host says nothing.

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "gorpc/plugin/api_client.h"
#include "gorpc/plugin/hooks.h"

namespace causeway::gorpc::plugin {

struct HostOptions {
  std::size_t workers = 32;         // threads for hooks, started when needed; each may wait for a slow body or database
  std::size_t queued_calls = 1024;  // hook calls waiting for a worker; beyond, the host gets an error at once
  std::chrono::milliseconds sigterm_grace{15000};  // the host gives OnDeactivate 10 s
  std::chrono::milliseconds api_lost_grace{1000};  // between the API connection's end and the session's, in a shutdown
  std::chrono::seconds exit_deadline{
      10};  // a handler that still runs so long after the end: SIGALRM ends the process; 0 = never
  std::chrono::milliseconds keepalive_interval{0};  // own pings; the host pings us every 30 s
  bool own_signals = true;                          // false in a test that runs a host inside its own process
};

enum class HostEnd {
  quit,            // the host asked for it and closed the session
  host_gone,       // EOF without a Quit
  terminated,      // SIGTERM and then silence
  api_lost,        // the API connection ended while in service: only a new process can heal that
  protocol_error,  // the session broke
  stopped,         // stop() was called
};
// 0 for quit, host_gone, terminated and stopped; 1 for the others.
int exit_code(HostEnd end);

// One session with one host. Everything that it started has ended when it is destroyed.
class Host {
 public:
  // The handshake of go-plugin: checks the magic cookie, listens on a unix socket, prints the one line, takes the one
  // connection. No socket file stays behind, whatever happens. Waits up to 60 s for the host.
  // refused `not_a_plugin`: started by hand, with a text for people. refused `handshake`: the socket could not be made.
  // `table` and `clock` must outlive the Host.
  static base::Result<std::unique_ptr<Host>> over_socket(const HookTable& table, const base::Clock& clock,
                                                         HostOptions options = {});
  // The same session on stdin and stdout, its bytes begin at once; nothing else may use stdout. refused `not_a_pipe`
  // for a terminal or a file.
  static base::Result<std::unique_ptr<Host>> over_stdio(const HookTable& table, const base::Clock& clock,
                                                        HostOptions options = {});
  // The same on descriptors of the caller, who closes them after the Host's end. They may be the same one.
  static std::unique_ptr<Host> over_descriptors(int in, int out, const HookTable& table, const base::Clock& clock,
                                                HostOptions options = {});
  ~Host();
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  // Connected from the arrival of OnActivate on; lives as long as the Host. Any thread.
  ApiClient& api();

  // Serves until the session ends; the calling thread is the session thread. Once. When it returns, calls in flight
  // have failed and the hooks' stop tokens are asked.
  HostEnd run();
  // Any thread: run() returns soon.
  void stop();

 private:
  class Impl;
  explicit Host(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace causeway::gorpc::plugin
