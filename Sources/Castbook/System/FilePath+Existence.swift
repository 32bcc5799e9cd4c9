internal import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension FilePath {
  /// Whether nothing is at this path, or only a link that leads nowhere. A path that may not be asked about counts as
  /// existing.
  public var isMissing: Bool {
    var status = stat()
    guard unsafe withCString({ unsafe stat($0, &status) }) != 0 else { return false }
    return errno == ENOENT || errno == ENOTDIR
  }
}
