import Media
import Model
import TestSupport

/// Reads fixtures as the program does, so that findings come from real facts.
enum Inspected {
  private static let inspector = Inspector(budget: MemoryBudget(total: 512 << 20))

  static func facts(of name: String) async throws -> FileFacts {
    try await inspector.inspect(.path(try Fixtures.path(name)), depth: .facts).facts
  }
}
