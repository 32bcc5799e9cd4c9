package import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A folder's names.
package enum Folder {
  /// The names in a folder, in byte order.
  package static func names(in folder: FilePath) -> Result<[[UInt8]], ReadFailure> {
    guard let stream = unsafe folder.withCString({ unsafe opendir($0) }) else {
      return .failure(errno == ENOENT ? .notFound : .unreadable(errno))
    }
    defer { unsafe closedir(stream) }
    var names: [[UInt8]] = []
    // At the end and at a fault readdir gives nothing; only errno tells them apart.
    errno = 0
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe Array(bytes.prefix { $0 != 0 })
      }
      if name != [UInt8(ascii: ".")], name != Array("..".utf8) { names.append(name) }
      errno = 0
    }
    guard errno == 0 else { return .failure(.unreadable(errno)) }
    return .success(names.sorted { $0.lexicographicallyPrecedes($1) })
  }
}

/// A small text file, such as a profile.
package enum TextFile {
  /// All of it; a failure when it is larger than `limit`.
  package static func read(_ path: FilePath, limit: Int) -> Result<[UInt8], ReadFailure> {
    do {
      let file = try FileReader.open(path)
      guard file.size <= limit else { return .failure(.tooLarge(file.size)) }
      return .success(try file.read())
    } catch {
      return .failure(error)
    }
  }
}
