#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension ExitStatus {
  /// Ends the process with this exit code. What is still to be written must be flushed before.
  public func endProcess() -> Never { exit(rawValue) }
}
