import Foundation
import Model
import Testing

@testable import Media

/// An empty folder that is deleted at the end of the test. Names are bytes, as the system takes
/// them.
final class TemporaryFolder: Sendable {
  let path: FilePath

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appending(path: "MediaTests-\(UUID().uuidString)").resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = try #require(FilePath(url))
  }

  deinit {
    // `rm` removes folders deeper than the maximum length of a path, which Foundation can't.
    let process = Process()
    process.executableURL = URL(filePath: "/bin/rm")
    process.arguments = ["-rf", path.text]
    try? process.run()
    process.waitUntilExit()
  }

  func path(_ name: String) -> FilePath { path.appending(Array(name.utf8)) }

  @discardableResult
  func write(_ bytes: [UInt8], to name: [UInt8]) throws -> FilePath {
    let file = path.appending(name)
    let descriptor = file.withCString { open($0, O_WRONLY | O_CREAT | O_TRUNC, 0o644) }
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        Foundation.write(descriptor, $0.baseAddress, $0.count)
      }
      try #require(count > 0)
      written += count
    }
    return file
  }

  @discardableResult
  func write(_ bytes: [UInt8] = Array("x".utf8), to name: String) throws -> FilePath {
    try write(bytes, to: Array(name.utf8))
  }

  @discardableResult
  func makeFolder(_ name: String) throws -> FilePath {
    let folder = path(name)
    try #require(folder.withCString { mkdir($0, 0o755) } == 0)
    return folder
  }

  @discardableResult
  func makePipe(_ name: String) throws -> FilePath {
    let pipe = path(name)
    try #require(pipe.withCString { mkfifo($0, 0o644) } == 0)
    return pipe
  }

  /// Makes a symbolic link to `goal`, whether that exists or not.
  @discardableResult
  func link(_ name: String, to goal: String) throws -> FilePath {
    let link = path(name)
    try #require(link.withCString { symlink(goal, $0) } == 0)
    return link
  }

  func protect(_ name: String, mode: mode_t) throws {
    try #require(path(name).withCString { chmod($0, mode) } == 0)
  }

  /// The names of paths below this folder, for comparing with the result of a walk.
  func names(of paths: [FilePath]) -> [String] {
    let start = path.bytes.count + 1
    return paths.map { String(decoding: $0.bytes.dropFirst(start), as: UTF8.self) }
  }
}

/// Whether file permissions apply to this process: they don't for root.
let permissionsHold = geteuid() != 0
