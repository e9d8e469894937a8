#pragma once
// A child process that never outlives its starter: when the thread that started it ends in any way (return, crash,
// kill -9), the kernel sends the child ProcessSpec::death_signal. So start children on a thread that lives as long as
// they should. The destructor kills and reaps. One owner, one thread.

#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace causeway::lab {

struct ProcessSpec {
  std::filesystem::path program;  // absolute
  std::vector<std::string> arguments;
  std::filesystem::path folder;                    // working directory
  std::map<std::string, std::string> environment;  // the whole of it; nothing is inherited
  std::filesystem::path output;                    // stdout and stderr are appended here; empty = inherited
  std::string user;                                // run as this account (we are root); empty = as ourselves
  int death_signal = SIGKILL;
};

class Process {
 public:
  explicit Process(const ProcessSpec& spec);  // throws LabError when the program cannot be started
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const;
  bool running();
  void signal(int number);                                // nothing when it has ended
  bool wait(std::chrono::milliseconds limit);             // true when it has ended (and is reaped) in time
  void end(int number, std::chrono::milliseconds limit);  // signal, wait, then SIGKILL and reap
  std::optional<int> exit_code();                         // absent while running

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Runs to the end. Throws LabError with the tail of the output when the exit code is not 0 or the limit passes.
void run_command(const ProcessSpec& spec, std::chrono::milliseconds limit);

// The last bytes of a text file, whole lines; empty when there is no such file.
std::string tail(const std::filesystem::path& file, std::size_t bytes);

// PATH, HOME and LANG as they are here: what a child needs when nothing else is inherited.
std::map<std::string, std::string> plain_environment();

// A TCP port on 127.0.0.1 that was free a moment ago.
int free_port();

}  // namespace causeway::lab
