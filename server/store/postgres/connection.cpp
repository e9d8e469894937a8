#include "store/postgres/connection.h"

#include <Poco/Data/PostgreSQL/SessionHandle.h>
#include <Poco/Exception.h>
#include <poll.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstring>

#include "base/utf8.h"

namespace causeway::store::postgres {

namespace {

// Bounds for one call of the store. A statement here touches few rows by index; seconds mean trouble.
constexpr const char* session_settings =
    "SET statement_timeout = '10s'; SET lock_timeout = '4s'; SET idle_in_transaction_session_timeout = '60s'; "
    "SET client_min_messages = warning; SET default_transaction_isolation = 'read committed'; "
    "SET standard_conforming_strings = on; SET bytea_output = hex";

// Each deadlock has had its second of waiting already.
constexpr int most_tries = 3;

void drop_notice(void*, const char*) {}

// The five characters after the severity: "FATAL:  28P01: password authentication failed".
std::string state_in(const std::string& text) {
  for (auto at = text.find(":  "); at != std::string::npos; at = text.find(":  ", at + 1)) {
    const std::string state = text.substr(at + 3, 5);
    const bool word = std::all_of(state.begin(), state.end(), [](unsigned char c) {
      return c < 128 && (std::isdigit(c) != 0 || std::isupper(c) != 0);
    });
    if (word && state.size() == 5 && text.compare(at + 8, 2, ": ") == 0) return state;
  }
  return {};
}

std::string sendable(const std::string& text) {
  std::string result = base::utf8_valid(text) ? text : base::utf8_clean(text);
  std::erase(result, '\0');
  return result;
}

}  // namespace

std::string text_of(bool value) {
  return value ? "t" : "f";
}
std::string text_of(std::int64_t value) {
  return std::to_string(value);
}
std::string text_of(base::Time value) {
  return std::to_string(base::to_millis(value));
}

std::string bytea_of(std::string_view bytes) {
  constexpr const char* digits = "0123456789abcdef";
  std::string result = "\\x";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    result += digits[byte >> 4U];
    result += digits[byte & 15U];
  }
  return result;
}

std::string array_of(const std::vector<std::string>& items) {
  std::string result = "{";
  for (const std::string& item : items) {
    if (result.size() > 1) result += ',';
    result += '"';
    for (const char c : item) {
      if (c == '"' || c == '\\') result += '\\';
      result += c;
    }
    result += '"';
  }
  return result + "}";
}

std::int64_t Rows::affected() const {
  const char* text = PQcmdTuples(result_.get());
  std::int64_t value = 0;
  std::from_chars(text, text + std::strlen(text), value);
  return value;
}

std::string Rows::text(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column), static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

std::int64_t Rows::integer(int row, int column) const {
  const char* text = PQgetvalue(result_.get(), row, column);
  std::int64_t value = 0;
  std::from_chars(text, text + PQgetlength(result_.get(), row, column), value);
  return value;
}

bool Rows::boolean(int row, int column) const {
  return *PQgetvalue(result_.get(), row, column) == 't';
}

base::Time Rows::time(int row, int column) const {
  return base::from_millis(integer(row, column));
}

std::string Rows::bytes(int row, int column) const {
  const std::string hex = text(row, column);
  std::string result;
  for (std::size_t i = 2; i + 1 < hex.size(); i += 2) {
    unsigned value = 0;
    std::from_chars(hex.data() + i, hex.data() + i + 2, value, 16);
    result += static_cast<char>(value);
  }
  return result;
}

Connection::Connection() : handle_(std::make_unique<Poco::Data::PostgreSQL::SessionHandle>()) {}

Connection::~Connection() {
  // Poco's handle leaves a broken session unfinished; it must be gone before the session is, as it looks at it.
  const bool finished_by_poco = handle_->isConnected();
  handle_.reset();
  if (!finished_by_poco && connection_ != nullptr) PQfinish(connection_);
}

base::Result<std::unique_ptr<Connection>> Connection::open(const DataSource& source) {
  std::unique_ptr<Connection> result(new Connection());
  result->password_ = source.password;
  try {
    // Poco's Session would split the text at blanks; its handle gives it to libpq as it is.
    result->handle_->connect(source.conninfo);
    result->connection_ = *result->handle_;
  } catch (const Poco::Exception&) {
    result->connection_ = *result->handle_;
    const std::string text = PQerrorMessage(result->connection_);
    // libpq keeps no SQLSTATE of a refused connect, but writes it into the text of a verbose one.
    PQsetErrorVerbosity(result->connection_, PQERRORS_VERBOSE);
    if (text.find("timeout expired") != std::string::npos || !result->handle_->reset()) {
      return result->failure(nullptr, Effect::none, text);
    }
  }
  PQsetNoticeProcessor(result->connection_, &drop_notice, nullptr);
  if (PQsetClientEncoding(result->connection_, "UTF8") != 0) return result->failure(nullptr, Effect::none);
  CAUSEWAY_CHECK(result->script(session_settings, Effect::none));
  return result;
}

base::Error Connection::failure(const PGresult* result, Effect effect, std::string text) const {
  std::string state;
  if (result != nullptr) {
    const char* code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char* primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);  // the detail may hold content
    if (code != nullptr) state = code;
    if (primary != nullptr) text = primary;
  }
  const bool lost = PQstatus(connection_) != CONNECTION_OK;
  if (result == nullptr) state = state_in(PQerrorMessage(connection_));
  if (text.empty()) text = PQerrorMessage(connection_);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  for (auto at = text.find(password_); !password_.empty() && at != std::string::npos; at = text.find(password_, at)) {
    text.replace(at, password_.size(), "*");
    ++at;
  }
  return error_of(state, lost, effect, "PostgreSQL: " + text);
}

base::Result<Rows> Connection::judge(PGresult* result, Effect effect) {
  Rows rows(result);
  const ExecStatusType status = PQresultStatus(result);
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return rows;
  return failure(result, effect);
}

base::Result<Rows> Connection::run(const Statement& statement, const Params& params) {
  if (!prepared_.contains(statement.name)) {
    CAUSEWAY_CHECK(judge(PQprepare(connection_, statement.name, statement.sql, 0, nullptr), Effect::none));
    prepared_.insert(statement.name);
  }
  Params clean;
  std::vector<const char*> values;
  clean.reserve(params.size());
  values.reserve(params.size());
  for (const std::string& param : params) values.push_back(clean.emplace_back(sendable(param)).c_str());
  const Effect effect = in_transaction() ? Effect::none : statement.effect;
  for (int tries = 1;; ++tries) {
    PGresult* result = PQexecPrepared(connection_, statement.name, static_cast<int>(values.size()), values.data(),
                                      nullptr, nullptr, 0);
    const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    // Within a transaction all of it is undone, and only its owner can repeat it.
    const bool again = state != nullptr && chosen_to_give_way(state) && !in_transaction() && tries < most_tries;
    if (!again) return judge(result, effect);
    PQclear(result);
  }
}

base::Result<Rows> Connection::script(const std::string& sql, Effect effect) {
  return judge(PQexec(connection_, sql.c_str()), effect);
}

bool Connection::alive() {
  if (PQstatus(connection_) != CONNECTION_OK) return false;
  pollfd socket{PQsocket(connection_), POLLIN, 0};
  if (::poll(&socket, 1, 0) == 0) return true;
  // Something came while no statement ran: a notice, or the server's farewell.
  if (PQconsumeInput(connection_) != 1) return false;
  socket.revents = 0;
  if (::poll(&socket, 1, 0) != 0 && PQconsumeInput(connection_) != 1) return false;
  return PQstatus(connection_) == CONNECTION_OK;
}

bool Connection::in_transaction() const {
  return PQtransactionStatus(connection_) != PQTRANS_IDLE;
}
std::string Connection::user() const {
  return PQuser(connection_);
}
std::string Connection::database() const {
  return PQdb(connection_);
}

}  // namespace causeway::store::postgres
