import Foundation
import Model
import TestSupport
import Testing

/// Real processes killed at random times, many times over, while the provider fails in every way.
@Suite("Sending that is killed", .timeLimit(.minutes(150)))
struct SendCrashes {
  private let studio: RenderStudio

  init() throws { studio = try RenderStudio() }

  /// A failure that one step may have.
  private static let faults: [(step: String, kind: String)] = [
    ("submit", "lost"), ("submit", "closed"), ("submit", "500"), ("submit", "failed after"),
    ("submit", "half"), ("submit", "429"), ("find", "500"), ("status", "500"), ("status", "half"),
    ("result", "closed"), ("download", "half"), ("download", "closed"), ("token", "500"),
    ("put", "closed"),
  ]

  @Test(
    "pays for no bundle at fal twice and loses no take; what can't be known is left to the user",
    arguments: ["fal.kling-o3.r2v", "fal.kling-o3.t2v"])
  func atFal(target: String) throws { try crash(target) }

  @Test(
    "pays for none elsewhere twice and loses no take; what can't be known is left to the user",
    arguments: ["kling.v3.t2v", "replicate.kling-v3-omni"])
  func elsewhere(target: String) throws { try crash(target) }

  /// Sends bundles and kills the sender, until each job has ended.
  private func crash(_ target: String) throws {
    var random = SeededGenerator(seed: target.utf8.reduce(0) { $0 + Int($1) })
    let count = TestRun.isLong ? 500 : 4
    var questions = 0
    var kills = 0
    for number in 0..<count {
      let text = "number \(number) in the rain"
      let cast = target.hasSuffix("t2v") ? "A car, \(text)." : "@mira walks, \(text)."
      let bundle = try studio.export("shot\(number)", for: target, cast)
      var isDone = false
      for attempt in 0..<20 where !isDone {
        let isRough = attempt < 4
        let fault = Self.faults.randomElement(using: &random)
        try studio.providers.set(
          isRough && Bool.random(using: &random)
            ? [
              FakeProviders.Fault(
                fault?.step ?? "", fault?.kind ?? "", times: Int.random(in: 1...3, using: &random))
            ] : [], polls: 1)
        if isRough, Bool.random(using: &random) {
          let process = try studio.start(["send", bundle, "--yes"])
          Thread.sleep(forTimeInterval: Double.random(in: 0...0.7, using: &random))
          kill(process.processIdentifier, SIGKILL)
          process.waitUntilExit()
          kills += 1
          continue
        }
        let sent = try studio.json("send", bundle, "--yes")
        let first = sent["bundles"]?.array?.first
        isDone = RenderStudio.end(sent) == "take" || first?["state"]?.string == "done"
        if RenderStudio.end(sent) == "undecided" {
          questions += 1
          try decide(first, text)
        }
      }
      #expect(isDone, "\(bundle) came to no end")
      let paid = try studio.providers.set([]).submissions.filter {
        $0["body"]?.compactText.contains("\(text).") == true
      }
      #expect(paid.count == 1, "\(bundle) was paid \(paid.count) times")
    }
    if TestRun.isLong { #expect(kills > count / 2) }
    // Kling can look up a job by name, so the user is asked only while it doesn't answer.
    if target.hasPrefix("kling.") { #expect(questions <= count / 4) }
    let ledger = try #require(try studio.json("exports")["exports"]?.array)
    #expect(ledger.count == count)
    for export in ledger { #expect(export["takes"]?.array?.count == 1) }
    #expect(try studio.json("jobs", "--open")["jobs"]?.array?.isEmpty == true)
    // A killed process may leave a file that no record names; doctor does not count it as an error.
    let doctor = try studio.json("doctor")
    #expect(doctor["summary"]?["errors"]?.integer == 0, "\(doctor)")
    #expect(try studio.providers.set().leaks == [])
  }

  /// Acts like a user who looks at the provider's page.
  private func decide(_ bundle: JSONValue?, _ text: String) throws {
    let job = try #require(bundle?["result"]?["job"]?["id"]?.string)
    let paid = try studio.providers.set([]).submissions.first {
      $0["body"]?.compactText.contains("\(text).") == true
    }
    if let task = paid?["id"]?.string {
      _ = try studio.run(["fetch", job, "--task", task, "-o", "out"])
    } else {
      try studio.output("cancel", job, "--yes")
    }
  }
}
