import Checking
import Model
import Targets
import TestSupport
import Testing

@Suite("The texts of findings on real files", .timeLimit(.minutes(30)))
struct FixtureFindingWords {
  private func look(at findings: [Finding], _ name: String) {
    for finding in findings {
      #expect(finding.textFaults.isEmpty, "\(name): \(finding.message) / \(finding.fix ?? "")")
    }
  }

  @Test("are fit to print for every fixture and target", arguments: ["odd", "trouble"])
  func fixtures(folder: String) async throws {
    let catalogue = try TargetCatalogue()
    let targets = try catalogue.ids.map {
      try CheckTarget(catalogue.profile($0), slot: nil, in: catalogue)
    }
    for name in try Fixtures.names(in: folder) {
      let facts = try await Inspected.facts(of: "\(folder)/\(name)")
      look(at: FileRules.findings(for: facts, isNamed: true), name)
      for target in targets {
        let outcomes = target.outcomes(for: facts)
        look(at: outcomes.compactMap(\.finding), name)
        for outcome in outcomes where outcome.passed {
          #expect(outcome.limit?.contains("Optional(") != true)
        }
      }
    }
  }
}
