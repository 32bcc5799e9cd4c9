/// The terminal, while a command may ask for a password on it: only the group of processes in front
/// can read from it.
package struct TerminalLoan {
  private let terminal: Int32
  private let owner: pid_t

  /// Lends the terminal to a group; `nil` unless the terminal belongs to this program's group, or
  /// to that of the program that started it.
  package init?(to group: pid_t) {
    let terminal = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard terminal >= 0 else { return nil }
    let owner = tcgetpgrp(terminal)
    guard owner > 0, owner == getpgrp() || owner == getpgid(getppid()) else {
      close(terminal)
      return nil
    }
    (self.terminal, self.owner) = (terminal, owner)
    pass(to: group)
    // It was stopped if it has asked before.
    kill(-group, SIGCONT)
  }

  /// Returns the terminal to its owner.
  package func end() {
    pass(to: owner)
    close(terminal)
  }

  /// Brings a group to the foreground, with SIGTTOU blocked: background processes that try get it.
  private func pass(to group: pid_t) {
    var signals = sigset_t()
    var before = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGTTOU)
    unsafe pthread_sigmask(SIG_BLOCK, &signals, &before)
    tcsetpgrp(terminal, group)
    unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
  }
}
