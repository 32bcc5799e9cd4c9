import Checking
import Model
import Targets
import TestSupport
import Testing

@Suite("The texts of findings", .timeLimit(.minutes(30)))
struct FindingWords {
  private static let formatNames = MediaFormat.allCases.map(\.name)

  /// The faults in the text of a finding; empty if it is fit to print.
  private static func faults(_ finding: Finding) -> [String] {
    var faults: [String] = []
    let texts = [finding.message, finding.fix, finding.measured, finding.limit, finding.unit]
      .compactMap(\.self)
    if finding.message.isEmpty { faults.append("no message") }
    if finding.fix?.isEmpty ?? true { faults.append("no fix") }
    for text in texts {
      if text.contains("Optional(") || text.contains("nil") { faults.append("a bare value") }
      if text.contains("  ") { faults.append("two spaces") }
      if text.hasSuffix(".") { faults.append("a dot at its end") }
      if text.contains("\n") { faults.append("a line break") }
    }
    let first = finding.message.first
    let startsWell =
      first?.isLowercase == true || first?.isNumber == true
      || (formatNames + ["Castbook "]).contains { finding.message.hasPrefix($0) }
    if !startsWell { faults.append("a strange beginning") }
    if !RuleID.all.contains(finding.rule) { faults.append("an unknown rule") }
    return faults
  }

  private func look(at findings: [Finding], _ name: String) {
    for finding in findings {
      #expect(Self.faults(finding).isEmpty, "\(name): \(finding.message) / \(finding.fix ?? "")")
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

  @Test("are fit to print for every problem, whatever the file name")
  func problems() throws {
    let formats = MediaFormat.allCases.map { FileProblem.notMedia($0) }
    let unproven = MediaFormat.allCases.map { FileProblem.notProven($0) }
    for problem in SampleProblems.all.map(\.problem) + formats + unproven {
      for name in ["a", "a.jpg", "a.mp4", "a.wav", "a.txt"] {
        let facts = try SampleProblems.facts(problem, named: name)
        look(at: FileRules.findings(for: facts), name)
        look(at: FileRules.findings(for: facts, isNamed: true), name)
      }
    }
  }

  @Test("are fit to print for sets and targets")
  func sets() throws {
    let catalogue = try TargetCatalogue()
    let targets = try catalogue.ids.map {
      try CheckTarget(catalogue.profile($0), slot: nil, in: catalogue)
    }
    for count in [1, 5, 30] {
      for isCompleteSet in [false, true] {
        var check = SetCheck(targets: targets, isCompleteSet: isCompleteSet)
        for number in 0..<count {
          check.add(try .picture(name: "\(number).jpg").with(digest: 1))
          check.add(try .file(.mp4, name: "\(number).mp4"))
        }
        look(at: check.findings, "\(count)")
      }
    }
    for target in targets {
      look(at: target.findings(on: Day("2026-11-20")), "\(target.profile.id)")
    }
    look(at: [SetCheck.noFiles(skipped: 0), SetCheck.noFiles(skipped: 3)], "nothing")
  }
}
