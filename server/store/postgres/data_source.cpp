#include "store/postgres/data_source.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <optional>

#include "store/postgres/errors.h"

namespace causeway::store::postgres {

namespace {

using Settings = std::map<std::string, std::string, std::less<>>;

// libpq 15, section 34.1.2 of PostgreSQL's manual: what it takes as it is.
constexpr std::array<std::string_view, 38> libpq_keys = {"host",
                                                         "hostaddr",
                                                         "port",
                                                         "dbname",
                                                         "user",
                                                         "password",
                                                         "passfile",
                                                         "channel_binding",
                                                         "connect_timeout",
                                                         "client_encoding",
                                                         "options",
                                                         "application_name",
                                                         "fallback_application_name",
                                                         "keepalives",
                                                         "keepalives_idle",
                                                         "keepalives_interval",
                                                         "keepalives_count",
                                                         "tcp_user_timeout",
                                                         "sslmode",
                                                         "sslcompression",
                                                         "sslcert",
                                                         "sslkey",
                                                         "sslpassword",
                                                         "sslrootcert",
                                                         "sslcrl",
                                                         "sslcrldir",
                                                         "sslsni",
                                                         "requirepeer",
                                                         "ssl_min_protocol_version",
                                                         "ssl_max_protocol_version",
                                                         "krbsrvname",
                                                         "gsslib",
                                                         "gssencmode",
                                                         "service",
                                                         "target_session_attrs",
                                                         "load_balance_hosts",
                                                         "require_auth",
                                                         "replication"};

// Words of Go's drivers, without a meaning for libpq.
constexpr std::array<std::string_view, 8> dropped_keys = {"binary_parameters",
                                                          "disable_prepared_binary_result",
                                                          "krbspn",
                                                          "client_encoding",
                                                          "default_query_exec_mode",
                                                          "statement_cache_capacity",
                                                          "description_cache_capacity",
                                                          "load_balance_hosts"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& keys, std::string_view key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

base::Error wrong(const std::string& what) {
  return base::refused(refused_code, "the data source " + what);
}

bool blank(char c) {
  return std::isspace(static_cast<unsigned char>(c)) != 0;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size() || hex_digit(text[i + 1]) < 0 || hex_digit(text[i + 2]) < 0) return std::nullopt;
      result += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      result += plus_is_blank && text[i] == '+' ? ' ' : text[i];
    }
  }
  return result;
}

void append_to_list(std::string& list, std::string_view item, bool first) {
  if (!first) list += ',';
  list += item;
}

// host, host:port, [ipv6]:port, or several of them with commas between.
bool read_hosts(std::string_view text, Settings& settings) {
  std::string hosts;
  std::string ports;
  bool any_port = false;
  for (bool first = true; !text.empty() || first; first = false) {
    const std::string_view one = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    std::string_view host = one;
    std::string_view port;
    if (one.starts_with('[')) {
      const auto close = one.find(']');
      if (close == std::string_view::npos) return false;
      host = one.substr(1, close - 1);
      const auto rest = one.substr(close + 1);
      if (!rest.empty() && !rest.starts_with(':')) return false;
      if (!rest.empty()) port = rest.substr(1);
    } else if (const auto colon = one.rfind(':'); colon != std::string_view::npos) {
      host = one.substr(0, colon);
      port = one.substr(colon + 1);
    }
    const auto decoded = percent_decoded(host, false);
    if (!decoded) return false;
    append_to_list(hosts, *decoded, first);
    append_to_list(ports, port, first);
    any_port = any_port || !port.empty();
  }
  if (!hosts.empty()) settings["host"] = hosts;
  if (any_port) settings["port"] = ports;
  return true;
}

base::Result<Settings> read_query(std::string_view query, Settings settings) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    const auto key = percent_decoded(pair.substr(0, equals), true);
    const auto value =
        equals == std::string_view::npos ? std::string() : percent_decoded(pair.substr(equals + 1), true);
    if (!key || key->empty() || !value) return wrong("has a query parameter that cannot be read");
    settings[*key] = *value;
  }
  return settings;
}

base::Result<Settings> read_uri(std::string_view rest) {
  Settings settings;
  std::string_view query;
  rest = rest.substr(0, rest.find('#'));
  if (const auto mark = rest.find('?'); mark != std::string_view::npos) {
    query = rest.substr(mark + 1);
    rest = rest.substr(0, mark);
  }
  std::string_view path;
  // A password may hold an unescaped slash only in texts that Go refuses too.
  if (const auto slash = rest.find('/'); slash != std::string_view::npos) {
    path = rest.substr(slash + 1);
    rest = rest.substr(0, slash);
  }
  if (const auto at = rest.rfind('@'); at != std::string_view::npos) {
    const std::string_view login = rest.substr(0, at);
    rest = rest.substr(at + 1);
    const auto colon = login.find(':');
    const auto user = percent_decoded(login.substr(0, colon), false);
    if (!user) return wrong("has a user name with a broken percent escape");
    if (!user->empty()) settings["user"] = *user;
    if (colon != std::string_view::npos) {
      const auto password = percent_decoded(login.substr(colon + 1), false);
      if (!password) return wrong("has a password with a broken percent escape");
      settings["password"] = *password;
    }
  }
  if (!read_hosts(rest, settings)) return wrong("has a host that cannot be read");
  const auto database = percent_decoded(path, false);
  if (!database) return wrong("has a database name with a broken percent escape");
  if (!database->empty()) settings["dbname"] = *database;
  return read_query(query, std::move(settings));
}

// 'a b', a\ b, and blanks around the equals sign: libpq's rules, which are lib/pq's too.
base::Result<Settings> read_pairs(std::string_view text) {
  Settings settings;
  std::size_t i = 0;
  const auto skip_blanks = [&] {
    while (i < text.size() && blank(text[i])) ++i;
  };
  while (true) {
    skip_blanks();
    if (i >= text.size()) return settings;
    std::string key;
    while (i < text.size() && text[i] != '=' && !blank(text[i])) key += text[i++];
    skip_blanks();
    if (key.empty() || i >= text.size() || text[i] != '=') return wrong("has a word without '=' after it");
    ++i;
    skip_blanks();
    std::string value;
    const bool quoted = i < text.size() && text[i] == '\'';
    if (quoted) ++i;
    while (i < text.size() && (quoted ? text[i] != '\'' : !blank(text[i]))) {
      if (text[i] == '\\' && i + 1 < text.size()) ++i;
      value += text[i++];
    }
    if (quoted && i >= text.size()) return wrong("has a quote that does not end (key " + key + ")");
    if (quoted) ++i;
    settings[key] = value;
  }
}

std::string quoted(std::string_view value) {
  std::string result = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') result += '\\';
    result += c;
  }
  return result + "'";
}

// One "-c name=value" for the server, whose splitting at blanks takes a backslash as escape.
std::string run_time_setting(std::string_view key, std::string_view value) {
  std::string result = "-c ";
  result += key;
  result += '=';
  for (const char c : value) {
    if (blank(c) || c == '\\') result += '\\';
    result += c;
  }
  return result;
}

void apply_defaults(Settings& settings, const DataSourceDefaults& defaults) {
  if (!settings.contains("host") && !settings.contains("hostaddr") && !defaults.host.empty()) {
    settings["host"] = defaults.host;
  }
  const auto host = settings.find("host");
  const bool socket = host != settings.end() && (host->second.starts_with('/') || host->second.starts_with('@'));
  if (!settings.contains("sslmode") && !socket) settings["sslmode"] = "require";
  const auto mode = settings.find("sslmode");
  if (mode != settings.end() && mode->second.starts_with("verify-") && !settings.contains("sslrootcert") &&
      !defaults.system_certificates.empty()) {
    settings["sslrootcert"] = defaults.system_certificates;
  }
  settings.emplace("connect_timeout", "5");
  settings.emplace("tcp_user_timeout", "15000");  // ms: a database that vanished is noticed, not waited for
  settings["application_name"] = "causeway";
}

}  // namespace

base::Result<DataSource> translate_data_source(std::string_view text, const DataSourceDefaults& defaults) {
  if (text.find('\0') != std::string_view::npos) return wrong("holds a NUL");
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  if (text.empty()) return wrong("is empty");
  Settings settings;
  const auto scheme = text.find("://");
  if (text.starts_with("postgres://") || text.starts_with("postgresql://")) {
    CAUSEWAY_TRY(read, read_uri(text.substr(scheme + 3)));
    settings = std::move(read);
  } else if (scheme != std::string_view::npos && text.substr(0, scheme).find('=') == std::string_view::npos) {
    return wrong("is not for PostgreSQL");
  } else {
    CAUSEWAY_TRY(read, read_pairs(text));
    settings = std::move(read);
  }
  if (const auto inlined = settings.find("sslinline"); inlined != settings.end()) {
    if (inlined->second == "true") return wrong("holds certificates itself (sslinline); name files instead");
    settings.erase(inlined);
  }
  apply_defaults(settings, defaults);
  DataSource result;
  std::string options = settings.contains("options") ? settings["options"] : "";
  for (const auto& [key, value] : settings) {
    if (key == "options" || contains(dropped_keys, key)) continue;
    if (!contains(libpq_keys, key)) {
      if (!options.empty()) options += ' ';
      options += run_time_setting(key, value);
      continue;
    }
    result.conninfo += key + "=" + quoted(value) + " ";
    if (key == "password") result.password = value;
  }
  if (!options.empty()) result.conninfo += "options=" + quoted(options) + " ";
  return result;
}

}  // namespace causeway::store::postgres
