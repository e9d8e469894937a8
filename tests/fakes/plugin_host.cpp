#include "fakes/plugin_host.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

namespace causeway::fakes {

namespace bp = boost::process;
namespace rpc = mattermost::rpc;
using gorpc::yamux::EventKind;

namespace {

constexpr std::chrono::seconds limit{20};
constexpr std::uint32_t api_number = 1001;
constexpr std::uint32_t driver_number = 1002;
constexpr std::size_t number_size = 4;

std::array<int, 2> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
  return ends;
}

std::string number_bytes(std::uint32_t number) {
  std::string bytes;
  for (unsigned shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(number >> shift & 0xffU);
  return bytes;
}

int connect_to(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) throw std::runtime_error("a long socket path: " + path);
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    throw std::runtime_error("cannot connect to " + path);
  }
  return fd;
}

struct CloseFile {
  void operator()(FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<FILE, CloseFile>;

}  // namespace

PluginHost::PluginHost(const std::filesystem::path& program, const std::filesystem::path& folder, Transport transport,
                       bool with_cookie)
    : folder_(folder), transport_(transport) {
  std::signal(SIGPIPE, SIG_IGN);
  const auto to_plugin = make_pipe();
  const auto from_plugin = make_pipe();
  in_ = from_plugin[0];
  out_ = to_plugin[1];
  const File its_input(::fdopen(to_plugin[0], "r"));
  const File its_output(::fdopen(from_plugin[1], "w"));
  bp::environment environment = boost::this_process::environment();
  environment["PLUGIN_UNIX_SOCKET_DIR"] = folder.string();
  environment["MATTERMOST_PLUGIN"] = with_cookie ? "Securely message teams, anywhere." : "";
  std::vector<std::string> arguments;
  if (transport == Transport::stdio) arguments.emplace_back("--stdio");
  child_ =
      bp::child(bp::exe = program.string(), bp::args = arguments, environment,
                bp::std_in<its_input.get(), bp::std_out> its_output.get(), bp::std_err > (folder / "stderr").string());
}

PluginHost::~PluginHost() {
  close();
  std::error_code ignored;
  if (child_.running(ignored)) child_.terminate(ignored);
}

void PluginHost::shake_hands() {
  if (transport_ == Transport::stdio) return;
  std::string line;
  for (char c = 0; c != '\n'; line += c) {
    if (::read(in_, &c, 1) != 1) throw std::runtime_error("no handshake: " + said());
  }
  constexpr std::string_view before = "1|1|unix|";
  constexpr std::string_view behind = "|netrpc|\n";
  if (line.rfind(before, 0) != 0 || line.find(behind) + behind.size() != line.size()) {
    throw std::runtime_error("not a handshake: " + line);
  }
  // Its stdout stays open, as with the real host: closed before it has accepted, the plugin takes the host for gone.
  stdout_ = in_;
  const std::size_t path_size = line.size() - before.size() - behind.size();
  const int connected = connect_to(line.substr(before.size(), path_size));
  ::close(out_);
  in_ = out_ = connected;
}

void PluginHost::connect() {
  shake_hands();
  control_.stream = *session_.open();
  session_.open();  // the plugin's stdout and stderr, as the host listens to them
  session_.open();
  const auto number = call<std::uint32_t>(control_, "Dispenser.Dispense", std::string("hooks"));
  if (!number.ok()) throw std::runtime_error("not dispensed: " + number.error().text);
  hooks_.stream = *session_.open();
  hooks_.echo = number_size;
  send(hooks_.stream, number_bytes(*number));
}

void PluginHost::send_garbage() {
  shake_hands();
  const std::string garbage(64, 'x');
  if (::write(out_, garbage.data(), garbage.size()) != 64) throw std::runtime_error("write");
}

base::Result<gorpc::gob::Value> PluginHost::activate() {
  auto reply = hook<rpc::ErrorReply>("OnActivate", rpc::ActivateArgs{api_number, driver_number});
  if (!reply.ok()) return reply.error();
  return reply->a;
}

base::Result<> PluginHost::ping() {
  const auto pong = call<gorpc::rpc::Nothing>(control_, "Control.Ping", true);
  return pong.ok() ? base::ok() : base::Result<>(pong.error());
}

base::Result<> PluginHost::quit() {
  const auto left = call<gorpc::rpc::Nothing>(control_, "Control.Quit", true);
  return left.ok() ? base::ok() : base::Result<>(left.error());
}

void PluginHost::close_api() {
  session_.finish(api_);
  write_out();
}

void PluginHost::close() {
  if (in_ >= 0) ::close(in_);
  if (out_ >= 0 && out_ != in_) ::close(out_);
  if (stdout_ >= 0) ::close(stdout_);
  in_ = out_ = stdout_ = -1;
}

void PluginHost::signal(int number) {
  ::kill(child_.id(), number);
}

int PluginHost::wait() {
  // Not wait_for(): that one sometimes misses the end of a quick child and sits out its limit.
  const base::Steady deadline = clock_.steady() + limit;
  while (child_.running()) {
    if (clock_.steady() > deadline) throw std::runtime_error("the plugin does not end: " + said());
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return child_.exit_code();
}

std::string PluginHost::said() const {
  std::ifstream in(folder_ / "stderr");
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::size_t PluginHost::sockets() const {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) count += entry.is_socket() ? 1U : 0U;
  return count;
}

// Nothing here is larger than a window.
void PluginHost::send(StreamId stream, std::string_view bytes) {
  if (session_.send(stream, bytes) != bytes.size()) throw std::runtime_error("a stream took less than all");
  write_out();
}

void PluginHost::write_out() {
  const std::string bytes = session_.take_output();
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t written = ::write(out_, bytes.data() + done, bytes.size() - done);
    if (written <= 0) return;  // it has gone; reading tells
    done += static_cast<std::size_t>(written);
  }
}

void PluginHost::pump(const std::function<bool()>& until) {
  const base::Steady deadline = clock_.steady() + limit;
  std::array<char, 65536> buffer{};
  while (!until()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - clock_.steady()).count();
    pollfd ready{in_, POLLIN, 0};
    if (ended_ || left <= 0 || ::poll(&ready, 1, static_cast<int>(left)) <= 0) {
      throw std::runtime_error((ended_ ? "the plugin has gone: " : "the plugin does not answer: ") + said());
    }
    const ssize_t count = ::read(in_, buffer.data(), buffer.size());
    if (count <= 0) {
      ended_ = true;
      continue;
    }
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(count));
    for (const auto& event : std::vector(session_.receive(bytes, clock_.steady()))) on_event(event);
    if (session_.failed()) throw std::runtime_error("the session broke: " + session_.failure());
    write_out();
  }
}

void PluginHost::on_event(const gorpc::yamux::Event& event) {
  if (event.kind == EventKind::opened) {
    session_.accept(event.stream);
    dialled_.emplace(event.stream, std::string());
  } else if (event.kind == EventKind::data) {
    on_data(event.stream, event.bytes);
    session_.consumed(event.stream, event.bytes.size());
  } else if (event.kind == EventKind::finished && event.stream == driver_) {
    driver_finished_ = true;
  }
}

void PluginHost::on_data(StreamId stream, std::string_view bytes) {
  if (dialled_.contains(stream)) return on_dialled(stream, bytes);
  if (stream == api_) return serve_api(bytes);
  for (Caller* caller : {&control_, &hooks_}) {
    if (caller->stream != stream) continue;
    const std::size_t echo = std::min(caller->echo, bytes.size());
    caller->echo -= echo;
    if (!caller->client.receive(bytes.substr(echo)).ok()) throw std::runtime_error("a reply cannot be read");
  }
}

// The first four bytes of a stream say which number it is for; they are echoed.
void PluginHost::on_dialled(StreamId stream, std::string_view bytes) {
  std::string& number = dialled_.at(stream);
  const std::size_t part = std::min(number_size - number.size(), bytes.size());
  number += bytes.substr(0, part);
  if (number.size() < number_size) return;
  if (number == number_bytes(api_number)) api_ = stream;
  if (number == number_bytes(driver_number)) driver_ = stream;
  send(stream, number);
  dialled_.erase(stream);
  if (part < bytes.size()) on_data(stream, bytes.substr(part));
}

void PluginHost::serve_api(std::string_view bytes) {
  if (!api_reader_.feed(bytes).ok()) throw std::runtime_error("an API call cannot be read");
  std::string out;
  for (auto ready = api_reader_.next(); ready.ok() && *ready; ready = api_reader_.next()) {
    const std::string method = api_reader_.method();
    api_calls_.push_back(method.substr(method.find('.') + 1));
    answer(api_calls_.back(), api_reader_.seq(), out);
  }
  send(api_, out);
}

void PluginHost::answer(const std::string& method, std::uint64_t seq, std::string& out) {
  using gorpc::gob::Bytes;
  if (method == "LoadPluginConfiguration") {
    const std::string settings = R"({"secret":")" + std::string(52, 's') + R"("})";
    (void)api_writer_.reply(seq, rpc::Letters<Bytes>{Bytes{settings}}, out);
  } else if (method == "GetUnsanitizedConfig") {
    rpc::Config config;
    config.service.site_url = "https://chat.example.com";
    config.sql.driver_name = "postgres";
    config.sql.data_source = "postgres://nobody:secret@127.0.0.1:1/none?sslmode=disable&connect_timeout=1";
    (void)api_writer_.reply(seq, rpc::Letters<rpc::Config>{config}, out);
  } else if (method == "GetServerVersion") {
    (void)api_writer_.reply(seq, rpc::Letters<std::string>{"11.4.0"}, out);
  } else if (method == "EnsureBotUser") {
    (void)api_writer_.reply(seq, rpc::Letters<std::string>{std::string(26, 'b')}, out);
  } else if (method == "RegisterCommand") {
    (void)api_writer_.reply(seq, rpc::NoReply{}, out);
  } else {
    api_writer_.fail(seq, "the fake host does not know " + method, out);
  }
}

}  // namespace causeway::fakes
