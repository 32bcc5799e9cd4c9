internal import POSIX

extension FileSystem {
  /// The path of the running program's folder, in bytes; `nil` if the system does not report it.
  package static var programFolder: ArraySlice<UInt8>? {
    programPath.flatMap { path in path.lastIndex(of: UInt8(ascii: "/")).map { path[..<$0] } }
  }

  private static var programPath: [UInt8]? {
    var path = [CChar](repeating: 0, count: 4096)
    #if canImport(Glibc)
      let count = path.count
      let length = unsafe readlink("/proc/self/exe", &path, count)
      // A path that fills the buffer may be truncated.
      guard length > 0, length < count else { return nil }
      return path.prefix(length).map(UInt8.init(bitPattern:))
    #else
      var count = UInt32(path.count)
      guard unsafe _NSGetExecutablePath(&path, &count) == 0 else { return nil }
      return path.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
    #endif
  }
}
