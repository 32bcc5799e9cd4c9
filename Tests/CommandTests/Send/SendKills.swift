import Foundation
import Model
import TestSupport
import Testing

/// `castbook send`, killed at each call that changes a file, and in the middle of each write.
@Suite(
  "Sending that is killed at every file", .timeLimit(.minutes(60)),
  .enabled(if: CrashRun.isPossible, "no process may watch another here"))
struct SendKills {
  private let studio: RenderStudio

  init() throws { studio = try RenderStudio() }

  /// How a run is killed.
  private enum Kill: CaseIterable {
    /// Before a call, and so after the previous one.
    case before
    case within
  }

  private func command(_ bundle: String) -> CrashRun {
    CrashRun(
      Tool.binary.path(), ["send", bundle, "--yes"], under: studio.scratch.url,
      workingIn: studio.scratch.url, environment: studio.environment)
  }

  /// The paid jobs whose body contains a text.
  private func paid(_ text: String) throws -> [JSONValue] {
    try studio.providers.set().submissions.filter {
      $0["body"]?.compactText.contains(text) == true
    }
  }

  @Test(
    "pays once, keeps the take, and asks the user only where the provider can't be asked",
    arguments: ["fal.kling-o3.t2v", "kling.v3.t2v\naspect: 16:9"])
  func kills(target: String) throws {
    try studio.providers.set(polls: 1)
    let traced = try command(studio.export("first", for: target, "A car, number first.")).trace()
    #expect(traced.ending == .exited(0), "\(traced.errors)")
    #expect(traced.calls.count > 20)
    let numbers =
      TestRun.isLong
      ? Array(1...traced.calls.count) : TestRun.sample(5, of: traced.calls.count, seed: 7)
    var questions = 0
    for number in numbers {
      for kind in Kill.allCases {
        let text = "number \(number)-\(kind)."
        let bundle = try studio.export("shot-\(number)-\(kind)", for: target, "A car, \(text)")
        switch kind {
        case .before: try command(bundle).kill(at: number)
        case .within: try command(bundle).tear(at: number)
        }
        var end = RenderStudio.end(try studio.json("send", bundle, "--yes"))
        if end == "undecided" {
          questions += 1
          let jobs = try studio.json("jobs", "--open")["jobs"]?.array ?? []
          let job = try #require(jobs.first?["job"]?["id"]?.string)
          if let task = try paid(text).first?["id"]?.string {
            try studio.output("fetch", job, "--task", task, "-o", "out")
          } else {
            try studio.output("cancel", job, "--yes")
          }
          end = RenderStudio.end(try studio.json("send", bundle, "--yes"))
        }
        #expect(["take", "done-before", nil].contains(end), "\(text) \(end ?? "")")
        #expect(try paid(text).count == 1, "\(text)")
      }
    }
    if target.hasPrefix("kling") { #expect(questions == 0) }
    let ledger = try #require(try studio.json("exports")["exports"]?.array)
    for export in ledger { #expect(export["takes"]?.array?.count == 1, "\(export)") }
    #expect(try studio.json("jobs", "--open")["jobs"]?.array?.isEmpty == true)
    #expect(try studio.json("doctor")["summary"]?["errors"]?.integer == 0)
    #expect(try studio.leftovers.isEmpty)
  }

  @Test("Copies of files that a killed run left are removed by the next one")
  func copies() throws {
    try studio.providers.set([FakeProviders.Fault("put", "429", more: ["after": "30"])], polls: 1)
    let bundle = try studio.export("shot", for: "fal.kling-o3.r2v", "@mira waves.")
    let process = try studio.start(["send", bundle, "--yes"])
    for _ in 0..<200 where try studio.leftovers.isEmpty { Thread.sleep(forTimeInterval: 0.1) }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(try studio.leftovers.count == 1)
    #expect(RenderStudio.end(try studio.json("send", bundle, "--yes")) == "take")
    #expect(try studio.leftovers.isEmpty)
  }

  @Test("Two processes that send one bundle at the same time pay for it once")
  func together() throws {
    try studio.providers.set(polls: 2)
    let bundle = try studio.export("shot", for: "fal.kling-o3.r2v", "@mira waves.")
    let others = try (0..<3).map { _ in try studio.start(["send", bundle, "--yes"]) }
    let last = try studio.json("send", bundle, "--yes")
    for process in others { process.waitUntilExit() }
    #expect(["take", "done-before", "accepted"].contains(RenderStudio.end(last)), "\(last)")
    #expect(try studio.providers.set().submissions.count == 1)
    let takes = try studio.json("exports")["exports"]?.array?.first?["takes"]?.array
    #expect(takes?.count == 1, "\(takes ?? [])")
    #expect(others.allSatisfy { $0.terminationStatus == 0 })
  }
}
