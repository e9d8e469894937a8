#include "lab/process.h"

#include <arpa/inet.h>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/process/args.hpp>
#include <boost/process/child.hpp>
#include <boost/process/env.hpp>
#include <boost/process/environment.hpp>
#include <boost/process/exe.hpp>
#include <boost/process/extend.hpp>
#include <boost/process/handles.hpp>
#include <boost/process/io.hpp>
#include <boost/process/start_dir.hpp>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "lab/error.h"

namespace causeway::lab {

namespace bp = boost::process;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

struct Account {
  uid_t uid = 0;
  gid_t gid = 0;
  bool change = false;
};

Account find_account(const std::string& user) {
  if (user.empty()) return {};
  const passwd* entry = getpwnam(user.c_str());
  if (entry == nullptr) throw LabError("no account named " + user + " on this machine");
  return {entry->pw_uid, entry->pw_gid, true};
}

// Runs in the child between fork and exec: async-signal-safe calls only.
void prepare_child(const Account& account, int death_signal, pid_t parent) {
  if (account.change && (setgroups(0, nullptr) != 0 || setgid(account.gid) != 0 || setuid(account.uid) != 0))
    _exit(126);
  // After the change of account, which clears it.
  prctl(PR_SET_PDEATHSIG, death_signal);
  if (getppid() != parent) _exit(126);  // the parent ended before the line above
  sigset_t none;  // a lab that waits for signals has blocked them; its children must not inherit that
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  setpgid(0, 0);  // Ctrl-C is the lab's business
}

bp::child launch(const ProcessSpec& spec) {
  const Account account = find_account(spec.user);
  const pid_t parent = getpid();
  bp::environment environment;
  for (const auto& [name, value] : spec.environment) environment[name] = value;
  auto setup = [&](auto&) { prepare_child(account, spec.death_signal, parent); };
  const std::string folder = spec.folder.empty() ? std::string("/") : spec.folder.string();
  try {
    if (spec.output.empty()) {
      return bp::child(bp::exe = spec.program.string(), bp::args = spec.arguments, environment, bp::start_dir = folder,
                       bp::std_in < bp::null, bp::limit_handles, bp::extend::on_exec_setup = setup);
    }
    FILE* output = std::fopen(spec.output.c_str(), "ae");
    if (output == nullptr) throw LabError("cannot write " + spec.output.string());
    std::unique_ptr<FILE, int (*)(FILE*)> closer(output, &std::fclose);
    return bp::child(bp::exe = spec.program.string(), bp::args = spec.arguments, environment, bp::start_dir = folder,
                     bp::std_in<bp::null, (bp::std_out & bp::std_err)> output, bp::limit_handles,
                     bp::extend::on_exec_setup = setup);
  } catch (const bp::process_error& error) {
    throw LabError("cannot start " + spec.program.string() + ": " + error.what());
  }
}

}  // namespace

struct Process::Impl {
  bp::child child;
};

Process::Process(const ProcessSpec& spec) : impl_(std::make_unique<Impl>(Impl{launch(spec)})) {}

Process::~Process() {
  end(SIGKILL, milliseconds(0));
}

pid_t Process::pid() const {
  return impl_->child.id();
}

bool Process::running() {
  std::error_code ignored;
  return impl_->child.running(ignored);
}

void Process::signal(int number) {
  if (running()) ::kill(pid(), number);
}

bool Process::wait(milliseconds limit) {
  const auto deadline = steady_clock::now() + limit;
  while (running()) {
    if (steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(milliseconds(5));
  }
  return true;
}

void Process::end(int number, milliseconds limit) {
  signal(number);
  if (wait(limit)) return;
  signal(SIGKILL);
  std::error_code ignored;
  impl_->child.wait(ignored);
}

std::optional<int> Process::exit_code() {
  if (running()) return std::nullopt;
  return impl_->child.exit_code();
}

void run_command(const ProcessSpec& spec, milliseconds limit) {
  Process process(spec);
  const bool ended = process.wait(limit);
  if (ended && process.exit_code() == 0) return;
  throw LabError(spec.program.string() + (ended ? " failed" : " took too long") + "\n" + tail(spec.output, 4000));
}

std::string tail(const std::filesystem::path& file, std::size_t bytes) {
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (!in) return {};
  const auto size = static_cast<std::size_t>(in.tellg());
  const std::size_t start = size > bytes ? size - bytes : 0;
  in.seekg(static_cast<std::streamoff>(start));
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (start == 0) return text;
  const auto newline = text.find('\n');
  return newline == std::string::npos ? text : text.substr(newline + 1);
}

std::map<std::string, std::string> plain_environment() {
  std::map<std::string, std::string> result{{"LANG", "C.UTF-8"}};
  for (const char* name : {"PATH", "HOME", "XDG_CACHE_HOME", "GOPROXY", "GOFLAGS", "HTTP_PROXY", "HTTPS_PROXY"}) {
    if (const char* value = std::getenv(name); value != nullptr) result[name] = value;
  }
  return result;
}

int free_port() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof(address);
  const bool bound = fd >= 0 && bind(fd, reinterpret_cast<sockaddr*>(&address), length) == 0 &&
                     getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) == 0;
  if (fd >= 0) close(fd);
  if (!bound) throw LabError("no free port on 127.0.0.1");
  return ntohs(address.sin_port);
}

}  // namespace causeway::lab
