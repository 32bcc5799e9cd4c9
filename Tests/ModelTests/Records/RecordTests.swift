import Foundation
import Model
import Testing

@Suite("Records")
struct RecordTests {
  @Test("of every kind are read back as they were written, with every key")
  func roundTrips() throws {
    for record in try RecordSamples.all() {
      let line = try #require(record.line)
      #expect(try Record(line: line) == record)
    }
  }

  @Test("are written as RFC 8785 says: another implementation sorts and writes the same text")
  func canonical() throws {
    for record in try RecordSamples.all() {
      let line = try #require(record.line)
      let object = try JSONSerialization.jsonObject(with: Data(line))
      let again = try JSONSerialization.data(
        withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
      #expect(
        String(decoding: line, as: UTF8.self) == String(decoding: again, as: UTF8.self))
    }
  }

  @Test("lose no key when an optional one is absent, and gain none")
  func optionalKeys() throws {
    for record in try RecordSamples.all() {
      let members = try #require(record.json.members)
      for member in members where member.key != "castbook" {
        let without = JSONValue.object(members.filter { $0 != member })
        guard let shorter = try? Record(without) else { continue }
        #expect(shorter != record, "\(member.key)")
        let written = Set(try #require(shorter.json.members).map(\.key))
        #expect(written == Set(try #require(without.members).map(\.key)), "\(member.key)")
      }
    }
  }

  @Test("keep keys and kinds of a newer version, and pass them on")
  func newer() throws {
    for record in try RecordSamples.all() {
      let newer: JSONValue = .object(
        try #require(record.json.members) + [JSONValue.Member("zoom", ["deep": .array([1, true])])])
      let read = try Record(newer)
      #expect(read != record)
      #expect(read.json["zoom"] == ["deep": .array([1, true])])
      #expect(Set(try #require(read.json.members)) == Set(try #require(newer.members)))
    }
    let kind: JSONValue = ["castbook": "mood/1", "blob": RecordSamples.digest.hex]
    #expect(try Record(kind) == .unknown(kind))
    #expect(try Record(kind).blobs == [RecordSamples.digest])
  }

  @Test(
    "keep their digest if an empty value means the same as an absent one",
    arguments: [
      ("name", "\"\""), ("retired", "false"), ("tags", "[]"), ("merges", "[]"),
      ("references", "[]"),
      ("description", "\"\""),
    ])
  func emptyValues(key: String, value: String) throws {
    var revision = ElementRevision(
      element: RecordSamples.identity(1), at: RecordSamples.at, kind: .product,
      handle: try Handle("mug"), name: "")
    let members = try #require(Record.revision(revision).json.members)
    let empty = JSONValue.Member(key, try JSONParser.parse(Array(value.utf8)))
    let line = try #require(JSONValue.object(members + [empty]).canonicalBytes)
    let record = try Record(line: line)
    #expect(record.line == line)
    guard case .revision(let read) = record else {
      Issue.record("no revision")
      return
    }
    revision = read
    revision.name = "Mug"
    revision.retired = true
    revision.tags = ["blue"]
    let changed = try #require(Record.revision(revision).json.members)
    #expect(Set(changed.map(\.key)).count == changed.count)
    #expect(Record.revision(revision).json["name"] == "Mug")
    #expect(Record.revision(revision).json["retired"] == true)
  }

  @Test("keep a newer key within a span")
  func span() throws {
    let digest = RecordSamples.digest.hex
    let line = Array(
      (#"{"at":"2026-11-20T07:00:00Z","blob":"\#(digest)","castbook":"derivation/1","from":""#
        + digest + #"","span":{"endMilliseconds":2,"frames":1,"startMilliseconds":1},"steps":[],"#
        + #""tool":"t"}"#).utf8)
    #expect(try Record(line: line).line == line)
  }

  @Test("have no key twice, however its letters are composed")
  func equalKeys() {
    let line = "{\"castbook\":\"mood/1\",\"e\u{301}\":1,\"\u{e9}\":2}"
    #expect(throws: RecordError.self) { try Record(line: Array(line.utf8)) }
    #expect(throws: JSONError.self) { try JSONParser.parse(Array(line.utf8)) }
    #expect(throws: Never.self) {
      try Record(line: Array("{\"castbook\":\"mood/1\",\"\u{e8}\":1,\"\u{e9}\":2}".utf8))
    }
  }

  @Test("keep a newer key within a reference or the rights in the next revision")
  func nested() throws {
    var value = try RecordSamples.revision()
    let text = try #require(Record.revision(value).line)
    let newer = String(decoding: text, as: UTF8.self)
      .replacing("\"note\":\"studio\"", with: "\"note\":\"studio\",\"pose\":\"calm\"")
      .replacing("\"holder\":", with: "\"guild\":7,\"holder\":")
    guard case .revision(let read) = try Record(line: sorted(newer)) else {
      Issue.record("no revision")
      return
    }
    value = read
    value.sequence += 1
    let next = String(decoding: try #require(Record.revision(value).line), as: UTF8.self)
    #expect(next.contains("\"pose\":\"calm\""))
    #expect(next.contains("\"guild\":7"))
  }

  private func sorted(_ text: String) throws -> [UInt8] {
    let value = try JSONParser.parse(Array(text.utf8))
    return try #require(value.canonicalBytes)
  }

  @Test(
    "are refused in any other form of the same value",
    arguments: [
      #"{"at": "2026-11-20T07:00:00Z","castbook":"withdrawal/1","record":"R"}"#,
      #"{"castbook":"withdrawal/1","at":"2026-11-20T07:00:00Z","record":"R"}"#,
      #"{"at":"2026-11-20T07:00:00Z","castbook":"withdrawal/1","reason":"\u0061","record":"R"}"#,
      #"{"at":"2026-11-20T07:00:00Z","castbook":"withdrawal/1","n":1.0,"record":"R"}"#,
      #"{"at":"2026-11-20T07:00:00Z","castbook":"withdrawal/1","n":null,"record":"R"}"#,
      #"{"at":"2026-11-20T07:00:00Z","castbook":"withdrawal/1","record":"R"} "#,
      #"{"at":"2026-11-20T07:00:00Z","record":"R"}"#, "[]", "", "{}",
      #"{"at":"2026-11-20T07:00:00.000Z","castbook":"withdrawal/1","record":"R"}"#,
      #"{"at":"2026-11-20","castbook":"withdrawal/1","record":"R"}"#,
      #"{"at":"2026-11-20T07:00:00Z","castbook":"withdrawal/1","record":"9F"}"#,
      #"{"at":"2026-11-20T07:00:00Z","castbook":"withdrawal/1"}"#,
    ])
  func refused(text: String) {
    let line = text.replacing("\"R\"", with: "\"\(RecordSamples.digest.hex)\"")
    #expect(throws: RecordError.self) { try Record(line: Array(line.utf8)) }
  }

  @Test(
    "report what is wrong with them",
    arguments: [
      ("sequence", "0", "\"sequence\" starts at 1"), ("handle", "\"Mira\"", "is not a handle"),
      ("kind", "\"animal\"", "\"kind\" is not one of the allowed words"),
      ("parent", "\"ABC\"", "not a SHA-256"),
      ("references", "[{}]", "\"blob\" is missing"), ("tags", "[1]", "not a list of texts"),
      ("element", "\"x\"", "not a ULID"), ("retired", "1", "neither true nor false"),
      ("rights", "{\"basis\":\"own\",\"allowed\":[\"war\"]}", "the unknown word \"war\""),
    ])
  func faults(key: String, value: String, problem: String) throws {
    let members = try #require(Record.revision(try RecordSamples.revision()).json.members)
    let wrong =
      members.filter { $0.key != key }
      + [JSONValue.Member(key, try JSONParser.parse(Array(value.utf8)))]
    let error = #expect(throws: RecordError.self) { try Record(.object(wrong)) }
    #expect(error?.problem.contains(problem) == true, "\(String(describing: error))")
  }

  @Test("have equal contents if only time and parents differ")
  func same() throws {
    let one = try RecordSamples.revision()
    var two = one
    two.sequence = 9
    two.parent = nil
    two.at = Instant(milliseconds: 1)
    #expect(one.hasSameContent(as: two))
    two.tags = []
    #expect(!one.hasSameContent(as: two))
  }

  @Test(
    "amounts are decimal numbers",
    arguments: [
      ("0.84", true), ("12", true), ("1.", false), (".5", false), ("1,2", false), ("-1", false),
      ("", false), ("1e3", false), ("٣", false),
    ])
  func amounts(text: String, isAmount: Bool) {
    #expect((Cost(amount: text, currency: "USD") != nil) == isAmount)
  }
}
