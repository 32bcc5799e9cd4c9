import Castbook
import TestSupport

extension Fixtures {
  /// Checks fixtures against targets, which may be patterns.
  static func check(_ names: [String], for targets: [String]) async throws -> CheckSummary {
    let targets = try Fixtures.targets(targets)
    return try await Check(targets: targets).run(FileList(names.map(Fixtures.path))) { _ in }
  }

  /// The matrix of fixtures and targets.
  static func matrix(_ names: [String], for targets: [String]) async throws -> CheckMatrix {
    try await check(names, for: targets).matrix
  }
}

extension CheckMatrix {
  /// The cells of each file, in the order of the rows.
  var cells: [[Cell]] { rows.map { kinds[$0.kind].cells } }

  /// The targets that are best.
  var bestTargets: [TargetID] { best.map { targets[$0] } }
}
