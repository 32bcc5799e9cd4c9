internal import Glibc

/// Whole files, read and written by path.
enum Disk {
  static func read(_ path: String) throws(FixtureError) -> [UInt8]? {
    let file = unsafe open(path, O_RDONLY)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw .cannotRead(path: path, reason: lastError())
    }
    defer { close(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe Glibc.read(file, &block, block.count)
      guard count >= 0 else { throw .cannotRead(path: path, reason: lastError()) }
      if count == 0 { return bytes }
      bytes += block.prefix(count)
    }
  }

  static func write(_ bytes: [UInt8], to path: String) throws(FixtureError) {
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard file >= 0 else { throw .cannotWrite(path: path, reason: lastError()) }
    defer { close(file) }
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { block in
        unsafe Glibc.write(file, block.baseAddress?.advanced(by: done), block.count - done)
      }
      guard count > 0 else { throw .cannotWrite(path: path, reason: lastError()) }
      done += count
    }
  }

  static func createFolder(_ path: String) throws(FixtureError) {
    guard unsafe mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw .cannotWrite(path: path, reason: lastError())
    }
  }

  /// The names in a folder, sorted; empty if it does not exist.
  static func names(in path: String) -> [String] {
    guard let folder = unsafe opendir(path) else { return [] }
    defer { unsafe _ = closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private static func lastError() -> String {
    guard let text = unsafe strerror(errno) else { return "error \(errno)" }
    return unsafe String(cString: text)
  }
}
