import Decoding
import Model
import TestSupport
import Testing

@testable import Media

extension Fixtures {
  static func view(_ name: String) throws -> ByteView { ByteView(try bytes(name)) }
}

extension Inspector {
  /// The inspector of most tests, with the program's maximum of memory.
  static let sample = Inspector(budget: MemoryBudget(total: 768 << 20))

  /// The facts about a file.
  func facts(at path: FilePath) async throws -> FileFacts {
    try await inspect(.path(path), depth: .facts).facts
  }

  /// The facts about bytes, as if they had been read from a file of this name.
  func inspect(_ bytes: [UInt8], named name: String) async throws -> FileFacts {
    try await inspect(.bytes(bytes, name: try #require(FilePath(name))), depth: .facts).facts
  }

  /// Decodes the first picture of a file at its full size, with all memory.
  func pixels(
    _ bytes: [UInt8], as format: DecodedFormat, of image: ImageFacts?, into sink: any PixelSink
  ) async -> PixelOutcome {
    var facts = FileFacts(path: .unnamed)
    facts.format = format.mediaFormat
    facts.image = image
    return await pixels(of: bytes, facts, memory: budget.total, into: sink)
  }
}

extension FileFacts {
  /// The names of the problems' cases, for tables: `truncated`.
  var problemNames: [String] {
    problems.map { problem in String("\(problem)".prefix { $0 != "(" }) }
  }
}
