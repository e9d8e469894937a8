#pragma once
// Processor seconds of processes, from /proc. No state.

#include <sys/types.h>

#include <vector>

namespace causeway::lab {

// User and system time of the process; 0 when it has ended.
double cpu_seconds(pid_t pid);

// Of these processes and all their descendants, and of those descendants that have ended and were waited for.
double tree_cpu_seconds(const std::vector<pid_t>& roots);

// The most resident memory that the process ever had, in units of 1,000,000 bytes; 0 when it has ended.
double peak_memory_mb(pid_t pid);

}  // namespace causeway::lab
