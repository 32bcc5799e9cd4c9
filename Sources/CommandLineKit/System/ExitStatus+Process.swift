internal import POSIX

extension ExitStatus {
  /// Ends the process with this exit code. Flush all output before calling it.
  public func endProcess() -> Never { exit(rawValue) }
}
