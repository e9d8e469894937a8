#include "lab/postgres_cluster.h"

#include <pwd.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "lab/error.h"

namespace causeway::lab {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

constexpr const char* service_account = "postgres";

fs::path find_binaries() {
  fs::path best;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", ignored)) {
    const fs::path bin = entry.path() / "bin";
    if (fs::exists(bin / "initdb") && bin > best) best = bin;
  }
  if (best.empty()) throw LabError("no PostgreSQL server under /usr/lib/postgresql (package postgresql)");
  return best;
}

void give_to_service_account(const fs::path& path) {
  const passwd* entry = getpwnam(service_account);
  if (entry == nullptr) throw LabError("we are root and there is no account `postgres` to run PostgreSQL as");
  if (chown(path.c_str(), entry->pw_uid, entry->pw_gid) != 0) throw LabError("cannot chown " + path.string());
}

std::string percent_encoded(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      result += c;
    } else {
      char code[4];
      std::snprintf(code, sizeof(code), "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
      result += code;
    }
  }
  return result;
}

}  // namespace

PostgresCluster::PostgresCluster(const fs::path& folder, PostgresOptions options)
    : folder_(folder / "pg"),
      data_(folder_ / "data"),
      log_(folder_ / "log"),
      bin_(find_binaries()),
      options_(std::move(options)) {
  fs::create_directories(folder_);
  const fs::path secret = folder_ / "password";
  std::ofstream(secret) << options_.password << "\n";
  if (geteuid() == 0) {
    give_to_service_account(folder_);
    give_to_service_account(secret);
  }
  ProcessSpec init = spec("initdb");
  init.arguments = {"-D",
                    data_.string(),
                    "-U",
                    user_,
                    "-A",
                    "scram-sha-256",
                    "--pwfile=" + secret.string(),
                    "-E",
                    "UTF8",
                    "--locale=C.UTF-8",
                    "--no-sync",
                    "--no-instructions"};
  run_command(init, seconds(60));
  port_ = free_port();
  start();
}

PostgresCluster::~PostgresCluster() {
  if (server_) server_->end(SIGQUIT, seconds(10));
}

ProcessSpec PostgresCluster::spec(const std::string& program) const {
  ProcessSpec result;
  result.program = bin_ / program;
  result.folder = folder_;
  result.environment = plain_environment();
  result.environment["PGPASSWORD"] = options_.password;
  result.output = log_;
  if (geteuid() == 0) result.user = service_account;
  return result;
}

ProcessSpec PostgresCluster::client(const std::string& program, const std::string& database) const {
  ProcessSpec result = spec(program);
  result.arguments = {"-h", "127.0.0.1", "-p", std::to_string(port_), "-U", user_, "-d", database};
  return result;
}

void PostgresCluster::start() {
  ProcessSpec postgres = spec("postgres");
  // SIGQUIT is PostgreSQL's immediate stop: unlike SIGKILL it takes the workers and the shared memory with it.
  postgres.death_signal = SIGQUIT;
  postgres.arguments = {"-D", data_.string(), "-p", std::to_string(port_), "-k", folder_.string()};
  for (const char* setting : {"listen_addresses=127.0.0.1", "max_connections=800", "shared_buffers=128MB",
                              "autovacuum_naptime=10s", "max_wal_size=1GB", "log_min_messages=warning"}) {
    postgres.arguments.insert(postgres.arguments.end(), {"-c", setting});
  }
  for (const std::string& setting : options_.settings) {
    postgres.arguments.insert(postgres.arguments.end(), {"-c", setting});
  }
  if (!options_.durable) {
    for (const char* setting : {"fsync=off", "synchronous_commit=off", "full_page_writes=off"}) {
      postgres.arguments.insert(postgres.arguments.end(), {"-c", setting});
    }
  }
  server_ = std::make_unique<Process>(postgres);
  const auto deadline = steady_clock::now() + seconds(30);
  while (true) {
    ProcessSpec ready = spec("pg_isready");
    ready.arguments = {"-q", "-h", "127.0.0.1", "-p", std::to_string(port_), "-d", "postgres", "-U", user_};
    Process probe(ready);
    if (probe.wait(seconds(5)) && probe.exit_code() == 0) return;
    if (!server_->running() || steady_clock::now() > deadline) {
      throw LabError("PostgreSQL did not start\n" + tail(log_, 4000));
    }
    std::this_thread::sleep_for(milliseconds(50));
  }
}

pid_t PostgresCluster::pid() const {
  return server_ ? server_->pid() : 0;
}

void PostgresCluster::stop() {
  if (server_) server_->end(SIGINT, seconds(20));
  server_.reset();
}

void PostgresCluster::kill() {
  if (server_) server_->end(SIGQUIT, seconds(10));
  server_.reset();
}

void PostgresCluster::create_database(const std::string& name) {
  run_sql("postgres", "CREATE DATABASE \"" + name + "\"");
}

void PostgresCluster::run_sql(const std::string& database, const std::string& sql) {
  (void)query(database, sql);
}

std::string PostgresCluster::query(const std::string& database, const std::string& sql) {
  ProcessSpec psql = client("psql", database);
  psql.output = folder_ / ("answer-" + std::to_string(free_port()));
  const std::vector<std::string> arguments{"-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql};
  psql.arguments.insert(psql.arguments.end(), arguments.begin(), arguments.end());
  run_command(psql, seconds(60));
  std::string answer = tail(psql.output, 64U << 20U);
  fs::remove(psql.output);
  while (!answer.empty() && answer.back() == '\n') answer.pop_back();
  return answer;
}

fs::path PostgresCluster::back_up(const std::string& database) {
  const fs::path file = folder_ / ("backup-" + std::to_string(free_port()));
  ProcessSpec dump = client("pg_dump", database);
  dump.arguments.insert(dump.arguments.end(), {"-F", "c", "-f", file.string()});
  run_command(dump, seconds(60));
  return file;
}

void PostgresCluster::restore(const std::string& database, const fs::path& backup) {
  run_sql("postgres", "DROP DATABASE \"" + database + "\" WITH (FORCE)");
  create_database(database);
  ProcessSpec load = client("pg_restore", database);
  load.arguments.insert(load.arguments.end(), {"--exit-on-error", backup.string()});
  run_command(load, seconds(120));
}

std::string PostgresCluster::url(const std::string& database) const {
  return "postgres://" + user_ + ":" + percent_encoded(options_.password) + "@127.0.0.1:" + std::to_string(port_) +
         "/" + database + "?sslmode=disable&connect_timeout=10&binary_parameters=yes";
}

}  // namespace causeway::lab
