#pragma once
// The few records that the echo plugin needs, in gob's names as Mattermost's client_rpc.go has them.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/record.h"
#include "gorpc/gob/gob.h"

namespace causeway::echo {

CAUSEWAY_RECORD(Nothing, CAUSEWAY_NO_FIELDS);

#define ECHO_ACTIVATE_ARGS(F)                  \
  F(api, "APIMuxId", "-", keep, std::uint32_t) \
  F(driver, "DriverMuxId", "-", keep, std::uint32_t)
CAUSEWAY_RECORD(ActivateArgs, ECHO_ACTIVATE_ARGS);

#define ECHO_ONE_TEXT(F) F(a, "A", "-", keep, std::string)
CAUSEWAY_RECORD(OneText, ECHO_ONE_TEXT);

#define ECHO_TWO_TEXTS(F)           \
  F(a, "A", "-", keep, std::string) \
  F(b, "B", "-", keep, std::string)
CAUSEWAY_RECORD(TwoTexts, ECHO_TWO_TEXTS);

#define ECHO_APP_ERROR(F)                       \
  F(id, "Id", "-", keep, std::string)           \
  F(message, "Message", "-", keep, std::string) \
  F(status_code, "StatusCode", "-", keep, std::int64_t)
CAUSEWAY_RECORD(AppError, ECHO_APP_ERROR);

#define ECHO_COMMAND(F)                              \
  F(user_id, "UserId", "-", keep, std::string)       \
  F(channel_id, "ChannelId", "-", keep, std::string) \
  F(command, "Command", "-", keep, std::string)
CAUSEWAY_RECORD(Command, ECHO_COMMAND);

#define ECHO_CONTEXT(F) F(request_id, "RequestId", "-", keep, std::string)
CAUSEWAY_RECORD(Context, ECHO_CONTEXT);

#define ECHO_COMMAND_ARGS(F)                   \
  F(a, "A", "-", keep, std::optional<Context>) \
  F(b, "B", "-", keep, std::optional<Command>)
CAUSEWAY_RECORD(CommandArgs, ECHO_COMMAND_ARGS);

#define ECHO_RESPONSE(F)                          \
  F(type, "ResponseType", "-", keep, std::string) \
  F(text, "Text", "-", keep, std::string)
CAUSEWAY_RECORD(Response, ECHO_RESPONSE);

#define ECHO_COMMAND_REPLY(F)                   \
  F(a, "A", "-", keep, std::optional<Response>) \
  F(b, "B", "-", keep, std::optional<AppError>)
CAUSEWAY_RECORD(CommandReply, ECHO_COMMAND_REPLY);

#define ECHO_POST(F)                           \
  F(id, "Id", "-", keep, std::string)          \
  F(user_id, "UserId", "-", keep, std::string) \
  F(message, "Message", "-", keep, std::string)
CAUSEWAY_RECORD(Post, ECHO_POST);

#define ECHO_POST_ARGS(F)                      \
  F(a, "A", "-", keep, std::optional<Context>) \
  F(b, "B", "-", keep, std::optional<Post>)
CAUSEWAY_RECORD(PostArgs, ECHO_POST_ARGS);

#define ECHO_POST_REPLY(F)                  \
  F(a, "A", "-", keep, std::optional<Post>) \
  F(b, "B", "-", keep, std::string)
CAUSEWAY_RECORD(PostReply, ECHO_POST_REPLY);

#define ECHO_HTTP_REQUEST(F)                                           \
  F(method, "Method", "-", keep, std::string)                          \
  F(url, "URL", "-", keep, std::optional<gorpc::gob::BinaryMarshaled>) \
  F(header, "Header", "-", keep, std::map<std::string, std::vector<std::string>>)
CAUSEWAY_RECORD(HttpRequest, ECHO_HTTP_REQUEST);

#define ECHO_HTTP_ARGS(F)                                       \
  F(response, "ResponseWriterStream", "-", keep, std::uint32_t) \
  F(request, "Request", "-", keep, std::optional<HttpRequest>)  \
  F(body, "RequestBodyStream", "-", keep, std::uint32_t)
CAUSEWAY_RECORD(HttpArgs, ECHO_HTTP_ARGS);

#define ECHO_FILE_INFO(F)                 \
  F(name, "Name", "-", keep, std::string) \
  F(size, "Size", "-", keep, std::int64_t)
CAUSEWAY_RECORD(FileInfo, ECHO_FILE_INFO);

#define ECHO_FILE_ARGS(F)                                     \
  F(a, "A", "-", keep, std::optional<Context>)                \
  F(b, "B", "-", keep, std::optional<FileInfo>)               \
  F(uploaded, "UploadedFileStream", "-", keep, std::uint32_t) \
  F(replacement, "ReplacementFileStream", "-", keep, std::uint32_t)
CAUSEWAY_RECORD(FileArgs, ECHO_FILE_ARGS);

#define ECHO_FILE_REPLY(F)                      \
  F(a, "A", "-", keep, std::optional<FileInfo>) \
  F(b, "B", "-", keep, std::string)
CAUSEWAY_RECORD(FileReply, ECHO_FILE_REPLY);

#define ECHO_BYTES_REPLY(F)               \
  F(a, "A", "-", keep, gorpc::gob::Bytes) \
  F(b, "B", "-", keep, std::optional<AppError>)
CAUSEWAY_RECORD(BytesReply, ECHO_BYTES_REPLY);

#define ECHO_SET_ARGS(F)            \
  F(a, "A", "-", keep, std::string) \
  F(b, "B", "-", keep, gorpc::gob::Bytes)
CAUSEWAY_RECORD(SetArgs, ECHO_SET_ARGS);

#define ECHO_ERROR_REPLY(F) F(a, "A", "-", keep, std::optional<AppError>)
CAUSEWAY_RECORD(ErrorReply, ECHO_ERROR_REPLY);

#define ECHO_UPLOAD_SESSION(F)        \
  F(id, "Id", "-", keep, std::string) \
  F(size, "FileSize", "-", keep, std::int64_t)
CAUSEWAY_RECORD(UploadSession, ECHO_UPLOAD_SESSION);

#define ECHO_UPLOAD_ARGS(F)                          \
  F(a, "A", "-", keep, std::optional<UploadSession>) \
  F(stream, "PluginStreamID", "-", keep, std::uint32_t)
CAUSEWAY_RECORD(UploadArgs, ECHO_UPLOAD_ARGS);

#define ECHO_UPLOAD_REPLY(F) F(a, "A", "-", keep, std::optional<FileInfo>)
CAUSEWAY_RECORD(UploadReply, ECHO_UPLOAD_REPLY);

}  // namespace causeway::echo
