import Foundation
import Media
import Model
import Testing

/// Reads fixtures as the program does, so that findings come from real facts.
enum Inspected {
  private static let inspector = Inspector(budget: MemoryBudget(total: 512 << 20))

  static let fixtures = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures")

  static func facts(of name: String) async throws -> FileFacts {
    let path = fixtures.appending(path: name).path(percentEncoded: false)
    return await inspector.inspect(try #require(FilePath(path)))
  }

  static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: fixtures.appending(path: folder).path(percentEncoded: false)
    ).sorted()
  }
}
