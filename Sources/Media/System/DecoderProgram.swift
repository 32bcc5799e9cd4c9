internal import Files
package import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The programs that decode in a separate process. They are beside the program that runs, or in `libexec`, where
/// packages put programs that users don't call.
package enum DecoderProgram {
  /// `castbook-media`, for pictures.
  package static let location: FilePath? = location(of: "castbook-media")
  /// `castbook-streams`, for sounds and clips.
  package static let streams: FilePath? = location(of: "castbook-streams")

  /// The path of a program with this name that can be run; `nil` if there is none.
  package static func location(of name: String) -> FilePath? {
    guard let own = pathOfThisProgram, let slash = own.lastIndex(of: UInt8(ascii: "/")) else {
      return nil
    }
    let folder = own[..<slash]
    return ["/\(name)", "/../libexec/castbook/\(name)"]
      .compactMap { FilePath(bytes: folder + Array($0.utf8)) }
      .first(where: FileSystem.isExecutable)
  }

  private static var pathOfThisProgram: [UInt8]? {
    var path = [CChar](repeating: 0, count: 4096)
    #if canImport(Glibc)
      let count = path.count
      let length = unsafe readlink("/proc/self/exe", &path, count)
      // A path that fills the buffer may have been cut.
      guard length > 0, length < count else { return nil }
      return path.prefix(length).map(UInt8.init(bitPattern:))
    #else
      var count = UInt32(path.count)
      guard unsafe _NSGetExecutablePath(&path, &count) == 0 else { return nil }
      return path.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
    #endif
  }
}
