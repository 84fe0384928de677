// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>

#include "support/temporary_folder.h"

extern char** environ;

namespace alcove::test {
namespace {

using Clock = std::chrono::steady_clock;

struct Pipe {
  std::array<int, 2> ends{-1, -1};  // read, write
  Pipe() {
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("No pipe");
  }
  ~Pipe() {
    closeEnd(0);
    closeEnd(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  void closeEnd(int end) {
    if (ends[end] >= 0) ::close(ends[end]);
    ends[end] = -1;
  }
};

pid_t spawn(const std::vector<std::string>& command, const Pipe& in, const Pipe& out,
            const Pipe& err) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.ends[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.ends[1], STDERR_FILENO);
  std::vector<char*> arguments;
  for (const std::string& argument : command) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  pid_t pid = -1;
  const int error = posix_spawn(&pid, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::runtime_error("Cannot run " + command[0]);
  return pid;
}

// Appends what has arrived; closes the end when there is no more to come.
void drain(Pipe& pipe, std::string& text) {
  std::array<char, 65536> buffer;
  const ssize_t count = ::read(pipe.ends[0], buffer.data(), buffer.size());
  if (count > 0) {
    text.append(buffer.data(), std::size_t(count));
  } else if (count == 0 || errno != EINTR) {
    pipe.closeEnd(0);
  }
}

void feed(Pipe& pipe, std::string_view& input) {
  if (!input.empty()) {
    const ssize_t count = ::write(pipe.ends[1], input.data(), input.size());
    if (count > 0) {
      input.remove_prefix(std::size_t(count));
    } else if (errno != EINTR && errno != EAGAIN) {
      input = {};
    }
  }
  if (input.empty()) pipe.closeEnd(1);
}

// Moves bytes until the program has closed its output or the time is up.
void converse(Pipe& in, Pipe& out, Pipe& err, std::string_view input, Clock::time_point deadline,
              ProcessResult& result) {
  fcntl(in.ends[1], F_SETFL, O_NONBLOCK);
  feed(in, input);
  while (out.ends[0] >= 0 || err.ends[0] >= 0) {
    std::array<pollfd, 3> watched = {pollfd{in.ends[1], POLLOUT, 0}, pollfd{out.ends[0], POLLIN, 0},
                                     pollfd{err.ends[0], POLLIN, 0}};
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0 || poll(watched.data(), watched.size(), int(left.count())) == 0) {
      result.timedOut = true;
      return;
    }
    if (watched[0].revents != 0) feed(in, input);
    if (watched[1].revents != 0) drain(out, result.out);
    if (watched[2].revents != 0) drain(err, result.err);
  }
}

}  // namespace

ProcessResult runProcess(const std::vector<std::string>& command, std::string_view input,
                         std::chrono::seconds timeout) {
  // A program that does not read its input must not end the test.
  signal(SIGPIPE, SIG_IGN);
  Pipe in;
  Pipe out;
  Pipe err;
  const pid_t pid = spawn(command, in, out, err);
  in.closeEnd(0);
  out.closeEnd(1);
  err.closeEnd(1);
  ProcessResult result;
  converse(in, out, err, input, Clock::now() + timeout, result);
  if (result.timedOut) kill(pid, SIGKILL);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  result.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

ProcessResult runEngine(std::vector<std::string> arguments, std::string_view input,
                        std::chrono::seconds timeout) {
  arguments.insert(arguments.begin(),
                   (pathFromEnvironment("ALCOVE_BIN_DIR") / "alcove-engine").string());
  return runProcess(arguments, input, timeout);
}

}  // namespace alcove::test
