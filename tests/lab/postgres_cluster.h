#pragma once
// A private PostgreSQL cluster on a free port of 127.0.0.1 and a unix socket, run by the account `postgres` when we are
// root (PostgreSQL refuses root) and by ourselves otherwise. Stopped by the destructor; the caller owns the folder.
// One owner, one thread.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "lab/process.h"

namespace causeway::lab {

struct PostgresOptions {
  bool durable = false;                    // fsync; off because a test's data dies with the test
  std::string password = "lab pass'word";  // of the superuser `lab`; asked for on every connection
  std::vector<std::string> settings;       // further name=value of its configuration
};

class PostgresCluster {
 public:
  // Makes the cluster in folder/pg (any account must be able to enter folder) and starts it. Throws LabError.
  PostgresCluster(const std::filesystem::path& folder, PostgresOptions options);
  ~PostgresCluster();

  void create_database(const std::string& name);
  void run_sql(const std::string& database, const std::string& sql);  // as superuser, through psql; throws LabError
  std::string query(const std::string& database, const std::string& sql);  // unaligned, columns by |, rows by \n

  // A backup of the database in a file of the cluster's folder, and the database as it was then in the place of the one
  // that is: whoever is connected to it is not any more.
  std::filesystem::path back_up(const std::string& database);
  void restore(const std::string& database, const std::filesystem::path& backup);

  // postgres://lab:…@127.0.0.1:port/name?sslmode=disable&… in the very form that Mattermost uses by default.
  std::string url(const std::string& database) const;

  int port() const { return port_; }
  pid_t pid() const;  // of the postmaster; 0 when it is not running
  const std::filesystem::path& socket_folder() const { return folder_; }
  const std::string& user() const { return user_; }
  const std::string& password() const { return options_.password; }
  std::filesystem::path log() const { return log_; }

  void start();  // returns when connections are accepted
  void stop();   // fast: open connections are ended
  void kill();   // as a crash: every process at once, no checkpoint

 private:
  ProcessSpec spec(const std::string& program) const;
  ProcessSpec client(const std::string& program, const std::string& database) const;

  std::filesystem::path folder_;
  std::filesystem::path data_;
  std::filesystem::path log_;
  std::filesystem::path bin_;
  PostgresOptions options_;
  std::string user_ = "lab";
  int port_ = 0;
  std::unique_ptr<Process> server_;
};

}  // namespace causeway::lab
