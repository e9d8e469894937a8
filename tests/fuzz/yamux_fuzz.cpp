// Foreign bytes and our own commands against one yamux session: it must neither crash nor forget its limits.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "gorpc/yamux/session.h"

using namespace causeway::gorpc::yamux;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

// Input: pieces of [length u8][command u8][length bytes for receive()].
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::string_view input(reinterpret_cast<const char*>(bytes), size);
  Options options;
  options.max_streams = 8;
  options.max_unaccepted = 4;
  options.max_unread = 1000;
  options.hard_output = 64 * 1024;
  options.soft_output = 16 * 1024;
  Session session(Role::server, options);
  const Time now{};
  while (input.size() >= 2) {
    const std::size_t length = static_cast<std::uint8_t>(input[0]);
    const auto command = static_cast<std::uint8_t>(input[1]);
    const StreamId stream = command >> 4;
    input.remove_prefix(2);
    const auto piece = input.substr(0, length);
    input.remove_prefix(piece.size());
    for (const auto& event : session.receive(piece, now)) {
      if (event.kind == EventKind::data) require(event.bytes.data() >= piece.data());
    }
    switch (command & 7) {
      case 0:
        session.accept(stream);
        break;
      case 1:
        session.reset(stream);
        break;
      case 2:
        session.finish(stream);
        break;
      case 3:
        session.consumed(stream, length * 64);
        break;
      case 4:
        require(session.send(stream, piece) <= piece.size());
        break;
      case 5:
        static_cast<void>(session.open());
        break;
      case 6:
        session.take_output();
        break;
      default:
        session.ping(command);
        break;
    }
    require(session.streams() <= options.max_streams);
    require(session.unread() <= options.max_unread);
    require(session.output().size() <= options.hard_output + 64 * 1024 + header_bytes);
  }
  return 0;
}
