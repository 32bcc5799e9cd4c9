internal import POSIX

/// The maximum number of files and connections that this process may have open.
package enum OpenFileLimit {
  package static var current: Int { limit.map { Int(clamping: $0.rlim_cur) } ?? 256 }

  /// Raises the limit, as far as the system allows.
  package static func raise(to number: Int) {
    guard var limit, limit.rlim_cur < number else { return }
    limit.rlim_cur = min(limit.rlim_max, rlim_t(number))
    _ = unsafe setrlimit(resource, &limit)
  }

  private static var limit: rlimit? {
    var limit = rlimit()
    return unsafe getrlimit(resource, &limit) == 0 ? limit : nil
  }

  #if canImport(Glibc)
    private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  #else
    private static let resource = RLIMIT_NOFILE
  #endif
}
