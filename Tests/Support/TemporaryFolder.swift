package import Foundation
package import Model

/// An empty folder that exists as long as its test. Names are bytes, as the system takes them.
package final class TemporaryFolder: Sendable {
  /// Its full path, without links.
  package let path: FilePath

  /// Why the system did not do what a test needs.
  package struct Failure: Error {
    let call: String
    let code = errno
  }

  package init() throws {
    // A short name, so lines with a path are folded alike wherever the temporary folder is.
    let url = FileManager.default.temporaryDirectory
      .appending(path: "castbook-\(UUID().uuidString.prefix(13))").resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    guard let path = FilePath(bytes: Array(url.path().utf8.reversed().drop { $0 == 47 }.reversed()))
    else { throw Failure(call: "path") }
    self.path = path
  }

  deinit {
    if (try? FileManager.default.removeItem(at: url)) != nil { return }
    // `rm` removes folders deeper than any path may be long, which Foundation can't.
    _ = try? Program.run("/bin/rm", ["-rf", path.text])
  }

  /// Its address.
  package var url: URL { URL(filePath: path.text) }

  /// The path of a name in it.
  package func path(_ name: String) -> FilePath { path.appending(Array(name.utf8)) }

  /// Writes a file.
  @discardableResult
  package func write(_ bytes: [UInt8], to name: [UInt8]) throws -> FilePath {
    let file = path.appending(name)
    let descriptor = file.withCString { open($0, O_WRONLY | O_CREAT | O_TRUNC, 0o644) }
    guard descriptor >= 0 else { throw Failure(call: "open") }
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        Foundation.write(descriptor, $0.baseAddress, $0.count)
      }
      guard count > 0 else { throw Failure(call: "write") }
      written += count
    }
    return file
  }

  /// Writes a file, by default of one letter.
  @discardableResult
  package func write(_ bytes: [UInt8] = Array("x".utf8), to name: String) throws -> FilePath {
    try write(bytes, to: Array(name.utf8))
  }

  /// Writes a file.
  @discardableResult
  package func write(_ data: Data, to name: String) throws -> FilePath {
    try write([UInt8](data), to: name)
  }

  /// Writes a text file.
  @discardableResult
  package func write(_ text: String, to name: String) throws -> FilePath {
    try write(Array(text.utf8), to: name)
  }

  /// Copies a fixture into it, under another name if one is given.
  package func copy(_ fixture: String, as name: String? = nil) throws {
    let source = Fixtures.folder.appending(path: fixture)
    try FileManager.default.copyItem(
      at: source, to: url.appending(path: name ?? source.lastPathComponent))
  }

  /// Creates an empty file in it, for the output of a program.
  package func makeOutput(_ name: String) throws -> FileHandle {
    try write("", to: name)
    return try FileHandle(forWritingTo: url.appending(path: name))
  }

  /// The contents of a file in it, as text.
  package func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: url.appending(path: name)), as: UTF8.self)
  }

  /// Creates a folder in it.
  @discardableResult
  package func createFolder(_ name: String) throws -> FilePath {
    try call("mkdir", name) { mkdir($0, 0o755) }
  }

  /// Creates a pipe in it.
  @discardableResult
  package func makePipe(_ name: String) throws -> FilePath {
    try call("mkfifo", name) { mkfifo($0, 0o644) }
  }

  /// Creates a symbolic link to `goal`, whether that exists or not.
  @discardableResult
  package func link(_ name: String, to goal: String) throws -> FilePath {
    try call("symlink", name) { symlink(goal, $0) }
  }

  /// Sets the permissions of what has a name in it.
  package func protect(_ name: String, mode: mode_t) throws {
    try call("chmod", name) { chmod($0, mode) }
  }

  @discardableResult
  private func call(
    _ call: String, _ name: String, _ body: (UnsafePointer<CChar>) -> Int32
  ) throws -> FilePath {
    let path = path(name)
    guard path.withCString(body) == 0 else { throw Failure(call: call) }
    return path
  }

  /// The names in it, in order.
  package func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path.text).sorted()
  }

  /// The names of paths below this folder, for comparing with what a walk found.
  package func names(of paths: [FilePath]) -> [String] {
    let start = path.bytes.count + 1
    return paths.map { String(decoding: $0.bytes.dropFirst(start), as: UTF8.self) }
  }
}

/// Whether the permissions of files mean anything to this process: they don't for root.
package let permissionsHold = geteuid() != 0
