import Castbook
import Foundation
import Testing

/// Paths of files in the repository.
enum Fixtures {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures")

  static func path(_ name: String) throws -> FilePath {
    try #require(FilePath(folder.appending(path: name).path(percentEncoded: false)))
  }

  static func targets(_ names: [String], slot: Slot? = nil) throws -> [CheckTarget] {
    try CheckTarget.resolve(names, slot: slot, in: TargetCatalogue())
  }
}

/// A temporary folder for one test, deleted afterwards.
final class Scratch {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "castbook-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) throws -> FilePath {
    try #require(FilePath(folder.appending(path: name).path(percentEncoded: false)))
  }
}
