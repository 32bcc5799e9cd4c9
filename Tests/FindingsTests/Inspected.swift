import Checking
import Media
import Model
import Targets
import TestSupport

/// Reads fixtures as the program does, so that findings come from real facts.
enum Inspected {
  private static let inspector = Inspector(budget: MemoryBudget(total: 512 << 20))

  static func facts(of name: String) async throws -> FileFacts {
    try await inspector.inspect(.path(try Fixtures.path(name)), depth: .facts).facts
  }

  static func target(_ name: String) throws -> CheckTarget {
    let catalogue = try TargetCatalogue()
    return try CheckTarget(catalogue.find(name), slot: nil, in: catalogue)
  }
}

extension CheckTarget {
  /// The findings for a file at this target.
  func findings(for file: FileFacts) -> [Finding] { outcomes(for: file).compactMap(\.finding) }

  /// The rules that a file breaks, each with its severity: `image.too-small error`.
  func broken(by file: FileFacts) -> [String] {
    findings(for: file).map { "\($0.rule) \($0.severity)" }
  }
}
