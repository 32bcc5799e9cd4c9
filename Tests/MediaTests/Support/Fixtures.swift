import Foundation
import Model
import Testing

@testable import Media

/// The files in `Fixtures/` of the working copy that this test was built from.
enum Fixtures {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures")

  static func path(_ name: String) throws -> FilePath {
    try #require(FilePath(root.appending(path: name)))
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: root.appending(path: name)))
  }

  static func view(_ name: String) throws -> ByteView { ByteView(try bytes(name)) }

  static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: root.appending(path: folder).path(percentEncoded: false)
    )
    .sorted()
  }
}

extension FilePath {
  /// The path of a file URL, as the file system stores it.
  init?(_ url: URL) { self.init(url.path(percentEncoded: false)) }
}

extension Inspector {
  /// The inspector of most tests, with the program's maximum of memory.
  static let sample = Inspector(budget: MemoryBudget(total: 768 << 20))

  /// Inspects bytes as if they had been read from a file of this name.
  func inspect(_ bytes: [UInt8], named name: String) async throws -> FileFacts {
    await inspect(bytes, try #require(FilePath(name)), memory: nil)
  }
}

extension FileFacts {
  /// The names of the problems' cases, for tables: `truncated`.
  var problemNames: [String] {
    problems.map { problem in String("\(problem)".prefix { $0 != "(" }) }
  }
}
