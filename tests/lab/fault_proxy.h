#pragma once
// A TCP proxy on 127.0.0.1 with weather: it stands where peers reach a server and can refuse, swallow or cut what
// passes. Threads of its own; the calls may come from any thread. The port stays ours through every mode.

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>

namespace causeway::lab {

class FaultProxy {
 public:
  enum class Mode {
    pass,         // bytes go both ways
    refuse,       // connection refused by the kernel; open connections are reset
    black_hole,   // connections are accepted, nothing ever moves
    cut_request,  // the client's bytes pass up to cut_after(), then both ends are reset
    cut_answer,   // the whole request passes, both ends are reset instead of the answer's first byte
    trickle,      // requests go on, a few bytes at a time
    repeat,      // each request (of 1 MB at most) arrives once more, on another connection, before its answer goes back
    own_answer,  // the whole request passes, the client gets what set_answer said, and the end
  };

  FaultProxy();  // listens; nothing passes until set_target
  ~FaultProxy();
  FaultProxy(const FaultProxy&) = delete;
  FaultProxy& operator=(const FaultProxy&) = delete;

  int port() const;
  void set_target(int port);  // on 127.0.0.1
  void set_mode(Mode mode);   // takes effect at once, for open connections too
  void set_answer(const std::string& bytes);
  void cut_after(std::size_t bytes);  // of one connection's request bytes; for cut_request (default 1000)
  // The request bytes that passed lately (1 MB at most), of all connections mixed: who reads headers needs no more.
  std::string recorded() const;
  std::size_t connections() const;  // accepted since the beginning

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace causeway::lab
