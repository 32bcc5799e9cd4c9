import Model
import Targets
import Testing

/// What changed between two profiles: facts are compared, not texts.
@Suite struct ProfileDiffTests {
  private func diff(_ old: [UInt8], _ new: [UInt8]) throws -> ProfileDiff {
    ProfileDiff(
      from: try ProfileLoader.load(old, file: "old.json"),
      to: try ProfileLoader.load(new, file: "new.json"))
  }

  /// Compares the sample with itself after one replacement.
  private func change(_ old: String, _ new: String) throws -> ProfileDiff {
    try diff(SampleProfile.bytes(), SampleProfile.bytes(old, new))
  }

  @Test("A profile with its keys and lists in another order is equal")
  func order() throws {
    let catalogue = try TargetCatalogue()
    for id in catalogue.ids {
      let bytes = try catalogue.profile(id).bytes
      let reversed = JSONEdit.reversed(try JSONParser.parse(bytes)).indentedText
      #expect(try diff(bytes, Array(reversed.utf8)).isEmpty, "\(id)")
    }
  }

  @Test(
    "Another spelling of a value is not a difference",
    arguments: [
      ("\"2:5\"", "\"4:10\""), ("10 MB", "10MB"), ("[\"jpeg\", \"png\"]", "[\"png\", \"jpg\"]"),
      ("\"min\": 3, \"max\": 15.5", "\"max\": 15.500, \"min\": 3"),
      ("\"0.084\"", "\"0.0840\""),
      ("\"prompt\": { \"max\": 2500 }", "\"prompt\": { \"max\": { \"value\": 2500 } }"),
      ("\"status\": \"live\"", "\"basis\": { \"confidence\": \"stated\" }, \"status\": \"live\""),
    ])
  func writing(old: String, new: String) throws {
    #expect(SampleProfile.bytes(old, new) != SampleProfile.bytes())
    let diff = try change(old, new)
    #expect(diff.isEmpty, "\(diff.changes.map(\.statement.key))")
  }

  @Test("Every change of a profile is reported")
  func everythingIsCompared() throws {
    let catalogue = try TargetCatalogue()
    var reported = 0
    // One path of each kind is enough: `slots.element.bytes.decimal` of any target.
    var seen: Set<[String]> = []
    for id in catalogue.ids {
      let bytes = try catalogue.profile(id).bytes
      let profile = try ProfileLoader.load(bytes, file: "old.json")
      let value = try JSONParser.parse(bytes)
      for path in JSONEdit.leaves(of: value) where !["castbook", "id"].contains(path[0]) {
        let kind = path.enumerated().map {
          Int($1) == nil && ($0 != 1 || path[0] != "sources") ? $1 : ""
        }
        if seen.contains(kind) { continue }
        let changed = Array(JSONEdit.changed(value, at: path[...]).indentedText.utf8)
        // A profile that the loader refuses is skipped.
        guard let other = try? ProfileLoader.load(changed, file: "new.json") else { continue }
        seen.insert(kind)
        if ProfileDiff(from: profile, to: other).isEmpty {
          // A default that every fact below it overrides has no effect.
          #expect(path.contains("basis"), "\(id): \(path.joined(separator: "."))")
        } else {
          reported += 1
        }
      }
    }
    #expect(reported > 250)
  }

  static let directions: [(String, String, ProfileDiff.Direction?)] = [
    ("\"max\": 4 }", "\"max\": 3 }", .stricter), ("\"max\": 4 }", "\"max\": 5 }", .looser),
    ("\"min\": 2, \"max\": 4", "\"min\": 1, \"max\": 4", .looser),
    ("\"min\": 2, \"max\": 4", "\"min\": 1, \"max\": 3", .both),
    ("\"min\": 2, \"max\": 4", "\"max\": 4", .looser),
    ("\"min\": 2, \"max\": 4 }", "\"min\": 2, \"max\": 4, \"inclusive\": false }", .stricter),
    ("\"min\": 2, \"max\": 4 }", "\"min\": 2, \"max\": 4, \"inclusive\": true }", nil),
    ("[\"jpeg\", \"png\"]", "[\"jpeg\"]", .stricter),
    ("[\"jpeg\", \"png\"]", "[\"jpeg\", \"png\", \"webp\"]", .looser),
    ("[\"jpeg\", \"png\"]", "[\"jpeg\", \"webp\"]", .both),
    ("\"binary\": 10485760", "\"binary\": 10000000", .stricter),
    ("\"min\": \"2:5\"", "\"min\": \"1:2\"", .stricter),
    ("\"max\": \"5:2\"", "\"max\": \"3:1\"", .looser),
    ("\"max\": 15.5", "\"max\": 15.4", .stricter),
    ("\"max\": 15.5", "\"max\": 15.5, \"maxBySetting\": { \"prompt=x\": 10 }", .stricter),
    ("[\"16:9\"]", "[\"16:9\", \"9:16\"]", .looser),
    ("[\"16:9\"]", "[\"32:18\", \"9:16\"]", .looser),
    ("\"max\": 7", "\"max\": 6", .stricter), ("\"max\": 2500", "\"max\": 2501", .looser),
    ("{ \"max\": 2500 }", "{ \"max\": 2500, \"counted\": \"utf8-bytes\" }", nil),
    ("\"faces\": \"unknown\"", "\"faces\": \"refused\"", nil),
    ("\"required\": true", "\"required\": false", .looser),
    ("\"required\": true", "\"required\": \"sometimes\"", nil),
    ("\"required\": true", "\"required\": true, \"maxCharacters\": 9", .stricter),
    ("\"required\": true", "\"required\": true, \"values\": [\"a\"]", .stricter),
    ("\"0.084\"", "\"0.09\"", .dearer), ("\"0.084\"", "\"0.0839\"", .cheaper),
    ("\"amount\": \"0.084\"", "\"amount\": \"0.09\", \"currency\": \"EUR\"", nil),
    ("\"equals-duration\"", "\"advice\"", nil),
  ]

  @Test("Stricter, looser, dearer or cheaper is reported if bounds show it", arguments: directions)
  func direction(old: String, new: String, expected: ProfileDiff.Direction?) throws {
    let diff = try change(old, new)
    let first = try #require(diff.changes.first, "\(old) → \(new)")
    #expect(first.direction == expected, "\(old) → \(new)")
    // In the other direction it is the reverse.
    let back = try self.diff(SampleProfile.bytes(old, new), SampleProfile.bytes())
    let opposite: [ProfileDiff.Direction: ProfileDiff.Direction] = [
      .stricter: .looser, .looser: .stricter, .both: .both, .dearer: .cheaper, .cheaper: .dearer,
    ]
    #expect(back.changes.first?.direction == expected.flatMap { opposite[$0] })
  }

  @Test("Real faces go from accepted to registered to refused")
  func faces() throws {
    func direction(_ old: String, _ new: String) throws -> ProfileDiff.Direction? {
      func bytes(_ faces: String) -> [UInt8] {
        SampleProfile.bytes("\"faces\": \"unknown\"", "\"faces\": \"\(faces)\"")
      }
      return try diff(bytes(old), bytes(new)).changes.first?.direction
    }
    #expect(try direction("accepted", "registered-only") == .stricter)
    #expect(try direction("refused", "accepted") == .looser)
    #expect(try direction("refused", "unknown") == nil)
  }

  @Test("A rule that was never stated before counts as stricter, one that is gone as looser")
  func addedAndRemoved() throws {
    let added = try change("\"pictures\"", "\"side\": { \"min\": 300 }, \"pictures\"")
    #expect(added.changes.map(\.statement.key) == ["slots.element.side"])
    #expect(added.changes.map(\.direction) == [.stricter])
    #expect(added.changes[0].old == nil)
    let removed = try change("\"pictures\": { \"min\": 2, \"max\": 4 },", "")
    #expect(removed.changes.map(\.statement.key) == ["slots.element.pictures"])
    #expect(removed.changes.map(\.direction) == [.looser])
    #expect(removed.changes[0].new == nil)
  }

  @Test(
    "A required field is stricter, numbers of fields are compared exactly, an end is one",
    arguments: [
      (
        #""required": true }]"#,
        #""required": true }, { "name": "seed", "type": "integer", "required": true }]"#,
        ProfileDiff.Direction.stricter
      ),
      (
        #""required": true }]"#,
        #""required": true }, { "name": "seed", "type": "integer", "required": false }]"#, nil
      ),
      (#""status": "live""#, #""status": "ended""#, .stricter),
      (#""status": "live""#, #""status": "unverified", "statusNote": "unseen""#, nil),
    ])
  func comings(old: String, new: String, expected: ProfileDiff.Direction?) throws {
    let there = try change(old, new)
    #expect(there.changes.first?.direction == expected)
    let back = try diff(SampleProfile.bytes(old, new), SampleProfile.bytes())
    #expect(back.changes.first?.direction == expected.map { _ in .looser })
  }

  @Test(
    "Numbers of a field are limits",
    arguments: [
      ("\"max\": 1", "\"max\": 0.5", ProfileDiff.Direction.stricter),
      ("\"max\": 0.5", "\"max\": 1", .looser),
      ("\"min\": 0.10", "\"min\": 0.1", nil), ("\"min\": 0.1", "\"min\": 0.25", .stricter),
      ("\"min\": 1, \"max\": 3", "\"min\": 2, \"max\": 4", .both),
      ("\"max\": 3", "\"note\": \"none\"", .looser),
    ])
  func numbers(old: String, new: String, expected: ProfileDiff.Direction?) throws {
    func bytes(_ limits: String) -> [UInt8] {
      SampleProfile.bytes(
        #""type": "string", "required": true"#, #""type": "number", "required": true, \#(limits)"#)
    }
    #expect(try diff(bytes(old), bytes(new)).changes.first?.direction == expected)
  }

  @Test(
    "A limit that is removed with its slot is not looser, nor is a removed list of offers")
  func withSlots() throws {
    let diff = try change(
      #""clip": { "seconds": { "min": 3, "max": 15.5 }, "aspects": ["16:9"] }"#,
      #""image": { "perRequest": { "max": 3 } }"#)
    // The sample's limit counts clips; what counts none stays as it was.
    #expect(diff.changes.allSatisfy { $0.statement.section != .together || $0.direction == nil })
    let two = try change(
      #"[{ "sum": ["element", "clip"], "max": 7 }]"#,
      #"[{ "sum": ["element"], "max": 7 }]"#)
    #expect(two.changes.compactMap(\.direction) == [.stricter, .looser])
    func ratios(_ list: String) -> [UInt8] {
      SampleProfile.bytes(#""prices""#, #""aspectRatios": \#(list), "prices""#)
    }
    #expect(
      try self.diff(ratios(#"["16:9", "1:1"]"#), ratios(#"["16:9"]"#)).changes[0].direction
        == .stricter)
    #expect(try self.diff(ratios(#"["16:9"]"#), SampleProfile.bytes()).changes[0].direction == nil)
  }

  @Test("A new slot is one step looser; its rules are reported without a direction")
  func newSlot() throws {
    let diff = try change("\"clip\":", "\"image\": { \"side\": { \"min\": 300 } }, \"clip\":")
    #expect(diff.changes.map(\.statement.key) == ["slots.image", "slots.image.side"])
    #expect(diff.changes.map(\.direction) == [.looser, nil])
  }

  @Test("Rules of a slot that another target makes from now on are not looser for being gone")
  func madeElsewhere() throws {
    let diff = try change(
      "\"clip\": { \"seconds\": { \"min\": 3, \"max\": 15.5 }, \"aspects\": [\"16:9\"] }",
      "\"clip\": { \"via\": \"other\" }")
    #expect(
      diff.changes.map(\.statement.key)
        == ["slots.clip.via", "slots.clip.aspects", "slots.clip.seconds"])
    #expect(diff.changes.allSatisfy { $0.direction == nil })
  }

  @Test("If only dates and sources changed, no rule did")
  func evidence() throws {
    let dated = try change("2026-08-02", "2026-09-15")
    #expect(dated.changes.isEmpty)
    #expect(dated.evidence.contains { $0.statement.key == "slots.element.bytes" })
    #expect(dated.evidence.contains { $0.statement.key == "asOf" })
    let surer = try change(
      "\"decimal\": 10000000", "\"confidence\": \"inferred\", \"decimal\": 10000000")
    #expect(surer.changes.isEmpty)
    #expect(surer.evidence.map(\.statement.key) == ["slots.element.bytes"])
    #expect(surer.evidence.first?.new?.evidence?.confidence == .inferred)
    // Under another key it is the same source.
    let renamed = try change("\"page\":", "\"site\":")
    #expect(renamed.isEmpty)
    let moved = try change("https://example.com", "https://example.org")
    #expect(moved.changes.isEmpty && !moved.evidence.isEmpty)
  }

  @Test("Limits over several slots are identified by their subjects")
  func limits() throws {
    let two =
      "[{ \"sum\": [\"clip\", \"element\"], \"max\": 7 }, { \"sum\": [\"clip\"], \"max\": 1 }]"
    let diff = try change("[{ \"sum\": [\"element\", \"clip\"], \"max\": 7 }]", two)
    #expect(diff.changes.count == 1)
    #expect(diff.changes[0].old == nil)
    guard case .limit(let scope)? = diff.changes[0].statement.item else {
      Issue.record("a limit was expected")
      return
    }
    #expect(scope.sum == [.clip])
  }
}
