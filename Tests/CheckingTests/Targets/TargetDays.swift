import Checking
import CheckingSupport
import Model
import Targets
import Testing

@Suite("A target on a given day")
struct TargetDays {
  private func findings(
    status: String = "live", more: String = "", on day: String?
  ) throws -> [String] {
    let target = try SampleTarget.own(status: status, more: more)
    let today = try day.map { try #require(Day($0)) }
    return target.findings(on: today).map { finding in
      #expect(finding.target == "my.target")
      #expect(finding.fix?.isEmpty == false)
      return "\(finding.rule) \(finding.severity): \(finding.message)"
    }
  }

  @Test("that is live has no finding")
  func live() throws {
    #expect(try findings(on: "2026-11-20").isEmpty)
    #expect(try findings(on: nil).isEmpty)
  }

  @Test("that has ended is an error")
  func ended() throws {
    #expect(
      try findings(status: "ended", more: "\"statusNote\": \"closed in May\",", on: "2026-11-20")
        == ["target.ended error: my.target has ended: closed in May"])
    #expect(
      try findings(status: "ended", on: nil) == ["target.ended error: my.target has ended"])
  }

  @Test("that was never seen working is a note")
  func unverified() throws {
    #expect(
      try findings(status: "unverified", on: "2026-11-20")
        == ["target.unverified note: my.target is not confirmed"])
  }

  @Test(
    "that is to end warns until its last day is over",
    arguments: [
      ("2026-11-20", "target.retiring warning: my.target ends on 1 Dec 2026"),
      ("2026-11-30", "target.retiring warning: my.target ends on 1 Dec 2026"),
      ("2026-12-01", "target.retiring warning: my.target ends on 1 Dec 2026"),
      ("2026-12-02", "target.ended error: my.target was due to end on 1 Dec 2026"),
      ("2027-01-01", "target.ended error: my.target was due to end on 1 Dec 2026"),
    ])
  func retiring(day: String, message: String) throws {
    #expect(try findings(more: "\"retires\": \"2026-12-01\",", on: day) == [message])
    #expect(try findings(more: "\"retires\": \"2026-12-01\",", on: nil).isEmpty)
  }

  @Test("that has ended says when, once, and names its replacement")
  func endedOnDay() throws {
    let more = "\"retires\": \"2026-09-24\", \"instead\": \"kling\","
    for day in ["2026-09-01", "2026-09-24", "2026-11-20", nil] {
      #expect(
        try findings(status: "ended", more: more, on: day)
          == ["target.ended error: my.target has ended (24 Sep 2026)"])
    }
    let target = try SampleTarget.own(status: "ended", more: more)
    #expect(target.findings(on: nil).map(\.fix) == ["use kling instead"])
  }

  @Test("that is to end names its replacement and the reason, if known")
  func instead() throws {
    let more = #""retires": "2026-12-01", "instead": "kling", "statusNote": "said on its page","#
    let target = try SampleTarget.own(more: more)
    let before = target.findings(on: Day("2026-11-20"))
    #expect(before.map(\.message) == ["my.target ends on 1 Dec 2026: said on its page"])
    #expect(before.map(\.fix) == ["move to kling before that day"])
    #expect(target.findings(on: Day("2026-12-02")).map(\.fix) == ["use kling instead"])
  }

  @Test("that was never seen working and is to end says both")
  func unverifiedAndRetiring() throws {
    #expect(
      try findings(status: "unverified", more: "\"retires\": \"2026-12-01\",", on: "2026-11-20")
        == [
          "target.unverified note: my.target is not confirmed",
          "target.retiring warning: my.target ends on 1 Dec 2026",
        ])
  }

  @Test(
    "Sora's video calls ended on 24 September 2026, whatever the day",
    arguments: ["2026-09-01", "2026-11-20", nil])
  func sora(day: String?) throws {
    let catalogue = try TargetCatalogue()
    let target = try CheckTarget(catalogue.profile("openai.sora-2"), slot: nil, in: catalogue)
    let findings = target.findings(on: day.flatMap(Day.init))
    #expect(findings.map(\.rule) == [.targetEnded])
    #expect(findings.map(\.severity) == [.error])
    #expect(
      findings[0].message.hasPrefix("openai.sora-2 has ended (24 Sep 2026): OpenAI's own SDK"))
  }

  @Test("that takes ids in a slot requests no file there, and says so when the slot is named")
  func idOnly() throws {
    let sora = try SampleTarget.builtIn("openai.sora-2")
    #expect(sora.slot(for: .picture) == .start)
    let named = try SampleTarget.builtIn("openai.sora-2", slot: .element)
    let found = named.findings(for: try FileFacts.picture())
    #expect(found.map(\.rule) == [.targetNoSlot])
    #expect(
      found.map(\.message) == ["slot \"element\" of openai.sora-2 accepts only an id, not a file"])
    #expect(found.map(\.fix) == ["choose one of its slots: start, clip"])
  }

  @Test(
    "has a limit to check a file against, or no known limit",
    arguments: [
      (#"{ "image": { "formats": ["jpeg"] } }"#, true),
      (#"{ "image": { "shorterSide": { "min": 300 } } }"#, true),
      (#"{ "image": { "perRequest": { "max": 3 } } }"#, false),
      (#"{ "image": { "content": ["a face"] } }"#, false), ("{}", true),
    ])
  func limits(slots: String, isKnown: Bool) throws {
    let target = try SampleTarget.own(slots: slots)
    #expect(target.hasLimits(for: try .picture()) == isKnown)
    // A file that is not media has no limits to be checked against.
    #expect(target.hasLimits(for: try .file(.text)))
  }

  @Test("limits sides and lengths of a clip, and the length of a sound")
  func limitsOfOthers() throws {
    let sides =
      #"{ "video": { "side": { "min": 300 } }, "voice": { "bytes": { "stated": "5MB", "decimal": 5000000, "binary": 5242880 } } }"#
    let target = try SampleTarget.own(slots: sides)
    #expect(target.hasLimits(for: try .file(.mp4)))
    #expect(target.hasLimits(for: try .file(.wav)))
    let lengths = try SampleTarget.own(
      slots: #"{ "video": {}, "voice": { "seconds": { "min": 3 } } }"#)
    #expect(!lengths.hasLimits(for: try .file(.mp4)))
    #expect(lengths.hasLimits(for: try .file(.wav)))
  }

  @Test("without any known limit refuses nothing, and says so", arguments: ["atlas-cloud.kling"])
  func unknown(id: TargetID) throws {
    let catalogue = try TargetCatalogue()
    let target = try CheckTarget(catalogue.profile(id), slot: nil, in: catalogue)
    let found = target.findings(for: try FileFacts.picture())
    #expect(found.map(\.rule) == [.targetNoSlot])
    #expect(found.map(\.severity) == [.warning])
    #expect(found.map(\.message) == ["the limits of \(id) are not known"])
  }

  @Test("that is built in has a text for every state but live")
  func builtIn() throws {
    let catalogue = try TargetCatalogue()
    for id in catalogue.ids {
      let target = try CheckTarget(catalogue.profile(id), slot: nil, in: catalogue)
      let rules = target.findings(on: Day("2026-11-20")).map(\.rule)
      switch target.profile.status {
      case .live: #expect(!rules.contains(.targetEnded) || target.profile.retires != nil)
      case .ended: #expect(rules.contains(.targetEnded))
      case .unverified: #expect(rules == [.targetUnverified])
      }
    }
  }
}
