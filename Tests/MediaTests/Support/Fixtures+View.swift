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
