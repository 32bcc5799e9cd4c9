import Foundation
import Model
import TestSupport
import Testing

@testable import Agents

/// The tool `send`, over the program and against the fakes of providers: an agent pays only what
/// its user agreed to, and once.
@Suite("The tool send", .timeLimit(.minutes(20)))
struct SendToolTests {
  private let studio: SendServer.Studio
  private let price: Double

  init() throws {
    studio = try SendServer.Studio()
    price = try studio.export("lobby")
  }

  private static let bundles = ["out/lobby"]

  /// An amount of dollars, with a share of the price.
  private func dollars(_ share: Double) -> String {
    String(format: "%.3f USD", price * share)
  }

  private func sending(_ plan: String, _ more: JSONValue = [:]) -> JSONValue {
    let base: JSONValue = [
      "action": "send", "bundles": Self.bundles, "plan": plan, "max_cost": dollars(1),
    ]
    return base.adding(more)
  }

  private func end(_ content: JSONValue) -> String? {
    content["data"]?["results"]?.array?.first?["end"]?.string
  }

  @Test("plans first, then sends what was planned, and pays once whatever is repeated")
  func journey() throws {
    let server = try SendServer(studio)
    let planned = try server.content(["bundles": Self.bundles, "detail": "full"])
    #expect(planned["data"]?["action"] == "plan" && planned["data"]?["ready"] == true)
    #expect(planned["data"]?["calls"] == 1 && planned["data"]?["send"]?["castbook"] == "send/1")
    #expect(planned.summary.contains("uploads 4 files"), "\(planned.summary)")
    #expect(try studio.providers.set().requests.isEmpty)
    let plan = try #require(planned["data"]?["plan"]?.string)
    #expect(planned["next"]?.array?.first?.string?.contains(plan) == true)
    // Planning again changes nothing.
    #expect(try server.plan(Self.bundles) == plan)
    let sent = try server.content(sending(plan, ["wait": true]))
    #expect(end(sent) == "take" && sent["data"]?["complete"] == true)
    let file = try #require(sent["data"]?["results"]?.array?.first?["file"]?.string)
    #expect(file == "root1/out/lobby-take-1.mp4")
    #expect(try studio.submissions() == 1)
    // A repeated call, a detached one, and one with a wrong plan find the result there already.
    let other = String(repeating: "0", count: 64)
    for arguments in [sending(plan, ["wait": true]), sending(plan), sending(other)] {
      #expect(end(try server.content(arguments)) == "done-before")
    }
    let again = try server.content(["bundles": Self.bundles])
    #expect(again["data"]?["plan"] == nil && again["data"]?["calls"] == 0)
    #expect(try studio.submissions() == 1)
    #expect(try studio.providers.set().leaks == [])
  }

  @Test("returns once a job is submitted; fetch gets its result")
  func detached() throws {
    let server = try SendServer(studio)
    let arguments = sending(try server.plan(Self.bundles), ["key": "lobby-1"])
    let sent = try server.content(arguments)
    #expect(end(sent) == "accepted")
    let job = try #require(sent["data"]?["results"]?.array?.first?["job"]?.string)
    #expect(sent["next"]?.array?.first?.string?.contains(job) == true)
    // A repeated call has the first answer, also from a server that was started again.
    #expect(try server.content(arguments) == sent)
    #expect(try SendServer(studio).content(arguments) == sent)
    #expect(try studio.submissions() == 1)
    let fetched = try server.content(
      ["action": "fetch", "job": job, "wait": true, "output": "root1/takes", "detail": "full"])
    #expect(end(fetched) == "take")
    #expect(fetched["data"]?["result"]?["castbook"] == "job-result/1")
    let takes = try FileManager.default.contentsOfDirectory(
      atPath: studio.scratch.path("film/takes").text)
    #expect(takes == ["lobby-take-1.mp4"])
    let ended = try server.refusal(["action": "cancel", "job": job])
    #expect(ended.hasSuffix("[send.not-now]"), "\(ended)")
    #expect(try studio.submissions() == 1)
  }

  @Test("sends nothing that the user did not agree to")
  func refused() throws {
    let server = try SendServer(studio)
    let plan = try server.plan(Self.bundles)
    let cases: [(JSONValue, String)] = [
      (sending(String(repeating: "0", count: 64)), "[send.not-now]"),
      (sending(plan).replacing(["max_cost": dollars(0.9)]), "[agents.price]"),
      (sending(plan).replacing(["max_cost": "300 CREDITS"]), "[agents.price]"),
      (sending(plan).removing("max_cost"), "[agents.argument]"),
      (sending(plan).removing("plan"), "[agents.argument]"),
      (sending(plan, ["job": "ABCDEF"]), "[agents.argument]"),
      (["action": "fetch", "job": "ABCDEF"], "[usage]"),
      (["action": "fetch", "bundles": Self.bundles], "[agents.argument]"),
      (["bundles": ["../library"]], "[agents.outside]"),
      (["bundles": ["lobby.md"]], "[agents.argument]"),
    ]
    for (arguments, end) in cases {
      let text = try server.refusal(arguments)
      #expect(text.hasSuffix(end), "\(arguments.compactText): \(text)")
    }
    #expect(try studio.providers.set().requests.isEmpty)
  }

  @Test("spends no more than the server may, until it is started again")
  func limit() throws {
    let poor = try SendServer(studio, maximumCost: dollars(0.9))
    #expect(try poor.refusal(["bundles": Self.bundles]).hasSuffix("[agents.price]"))
    let other = try SendServer(studio, maximumCost: "300 CREDITS")
    #expect(try other.refusal(["bundles": Self.bundles]).hasSuffix("[agents.price]"))
    #expect(try studio.providers.set().requests.isEmpty)

    let server = try SendServer(studio, maximumCost: dollars(1.5))
    _ = try server.content(sending(server.plan(Self.bundles), ["wait": true]))
    let spent = try server.refusal(["bundles": Self.bundles, "again": true])
    #expect(spent.contains("are spent") && spent.hasSuffix("[agents.price]"), "\(spent)")
    #expect(try studio.submissions() == 1)

    let restarted = try SendServer(studio, maximumCost: dollars(1.5))
    let plan = try restarted.plan(Self.bundles, again: true)
    let arguments = sending(plan, ["again": true, "wait": true])
    #expect(end(try restarted.content(arguments)) == "take")
    #expect(try studio.submissions() == 2)
    // Another take needs another plan, also from a server with money.
    let rich = try SendServer(studio)
    let repeated = try rich.refusal(arguments)
    #expect(repeated.hasSuffix("[send.not-now]"), "\(repeated)")
    #expect(try studio.submissions() == 2)
  }

  @Test("releases the price of what a provider refused")
  func released() throws {
    let server = try SendServer(studio, maximumCost: dollars(1.5))
    try studio.providers.set([
      FakeProviders.Fault(
        "submit", "refused",
        more: ["status": 422, "body": ["detail": "no"] as JSONValue])
    ])
    let refused = try server.content(sending(server.plan(Self.bundles), ["wait": true]))
    #expect(end(refused) == "refused" && refused["data"]?["complete"] == false)
    #expect(try studio.submissions() == 0)
    let sent = try server.content(sending(server.plan(Self.bundles), ["wait": true]))
    #expect(end(sent) == "take")
    #expect(try studio.submissions() == 1)
  }

  @Test("sends no bundle whose elements have changed since the plan, or that lacks a key")
  func changed() throws {
    let keyless = try SendServer(studio, without: ["FAL_KEY"])
    let planned = try keyless.content(["bundles": Self.bundles])
    #expect(planned["data"]?["ready"] == false && planned["data"]?["plan"] == nil)
    #expect(planned.summary.contains("FAL_KEY is not set"), "\(planned.summary)")

    let server = try SendServer(studio)
    let plan = try server.plan(Self.bundles)
    try studio.run("edit", "@mira", "--order", "2")
    let text = try server.refusal(sending(plan))
    #expect(text.contains("@mira has changed since this export"), "\(text)")
    #expect(text.hasSuffix("[send.not-now]"))
    let again = try server.content(["bundles": Self.bundles])
    #expect(again["data"]?["ready"] == false && again["data"]?["plan"] == nil)
    #expect(try studio.providers.set().requests.isEmpty)
  }

  @Test("does not exist without leave, and then the program can't connect")
  func forbidden() throws {
    let reading = try SendServer(studio, allow: "take")
    #expect(try reading.call("send", ["bundles": Self.bundles]) == nil)
    let sending = try SendServer(studio)
    _ = try sending.plan(Self.bundles)
    // Each filter of system calls is counted, on systems that have them.
    func filters(_ server: SendServer) throws -> Int? {
      let status = try? String(
        contentsOfFile: "/proc/\(server.processIdentifier)/status", encoding: .utf8)
      let line = status?.split(separator: "\n").first { $0.hasPrefix("Seccomp_filters:") }
      return line?.split(separator: "\t").last.flatMap { Int($0) }
    }
    if let none = try filters(sending) { #expect(try filters(reading) == none + 1) }
  }
}
