import Checking
import Model
import Targets
import TestSupport
import Testing

@Suite("The texts of findings", .timeLimit(.minutes(30)))
struct FindingWords {
  private func look(at findings: [Finding], _ name: String) {
    for finding in findings {
      #expect(finding.textFaults.isEmpty, "\(name): \(finding.message) / \(finding.fix ?? "")")
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
