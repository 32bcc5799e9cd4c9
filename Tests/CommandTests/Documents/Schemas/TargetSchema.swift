import Castbook
import Foundation
import Model
import TestSupport
import Testing

/// The schema of the profiles of targets, which other programs read as data.
@Suite("docs/schemas/target.schema.json", .timeLimit(.minutes(30)))
struct TargetSchema {
  @Test("accepts each file of Catalog/Targets, all of which the program has")
  func accepted() throws {
    let folder = Fixtures.repository.appending(path: "Catalog/Targets")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
    #expect(names == (try TargetCatalogue()).ids.map { "\($0).json" }.sorted())
    #expect(!names.isEmpty)
    let desk = try SchemaDesk("target")
    for name in names {
      try desk.scratch.write(try Data(contentsOf: folder.appending(path: name)), to: name)
    }
    try desk.accepts(names)
  }

  // MARK: - Faults

  @Test("accepts a profile, but not with a fault in it")
  func refused() throws {
    let desk = try SchemaDesk("target")
    try desk.scratch.write(FullProfile.text, to: "full.json")
    try desk.accepts("full.json", butNotWith: Self.faults)
  }

  @Test("refuses only what the reader of profiles refuses as well", arguments: faults)
  func reader(fault: SchemaFault) throws {
    let sound = try FullProfile.json
    _ = try ProfileLoader.load(Array(sound.compactText.utf8), file: "full.json")
    let faulty = Array(fault.applied(to: sound).compactText.utf8)
    #expect(throws: ProfileError.self) { try ProfileLoader.load(faulty, file: "full.json") }
  }

  private static let faults: [SchemaFault] = faultsOfParts + faultsOfSlots + faultsOfRequests

  /// What can be wrong with the parts that every profile has, and with calls.
  private static let faultsOfParts: [SchemaFault] = [
    .value("target/1", of: "castbook", becomes: "target/2"),
    .value("my.full", of: "id", becomes: "My.Full"),
    .key("provider", called: "maker"),
    .values(of: "asOf", become: "2026-02-30"),
    .values(of: "retires", become: "2027-02-29"),
    .value("live", of: "status", becomes: "alive"),
    .value("consent", of: "real", becomes: "asked"),
    .values(of: "sources", become: [:]),
    .value("first_party_page", of: "kind", becomes: "my_page"),
    .key("ref", called: "address"),
    .object("page", gains: "title", "…"),
    .object("basis", gains: "value", 1),
    .values(of: "confidence", become: "sure"),
    .values(of: "notes", become: "…"),
    .values(of: "model", become: ""),
    .value("https://me.example/{path}", of: "url", becomes: "http://me.example/{path}"),
    .values(of: "headers", become: ["Authorization"]),
    .value("data-uri", of: "inline", becomes: "file"),
    .value("item_{n}", of: "refs", becomes: "item"), .value("mine", of: "model", becomes: 1),
    .value("request_id", of: "id", becomes: "request..id"),
    .object("asks", gains: "file_name", "{file}"),
    .object("asks", gains: "file_name", "a\nb"),
    .object("upload", gains: "folder", "in"),
  ]

  /// What can be wrong with slots, and with the limits of several.
  private static let faultsOfSlots: [SchemaFault] = [
    .object("slots", gains: "clips", [:]),
    .object("image", gains: "format", ["png"]),
    .object("image", gains: "pictures", ["max": 2]),
    .object("image", gains: "use", "edit"),
    .object("video", gains: "use", "edit"),
    .object("image", gains: "perRequest", ["min": 1]),
    .values(of: "excess", become: "keeps-all"),
    .object("voice", gains: "formats", ["mp3"]),
    .object("pictures", gains: "maxx", 4),
    .values(of: "pictures", become: ["inclusive": true]),
    .object("side", gains: "max", "6000"),
    .value("2:5", of: "min", becomes: "0.4"),
    .object("bytes", gains: "encoded", true),
    .key("binary", called: "bytes"),
    .list("value", begins: "pmg"),
    .object("seconds", gains: "max", -1),
    .values(of: "maxBySetting", become: ["video": 10]),
    .values(of: "sum", become: []),
    .list("sum", begins: "image"),
    .values(of: "when", become: [["slot": "video"]]),
  ]

  /// What can be wrong with fields of the request, with durations and with prices.
  private static let faultsOfRequests: [SchemaFault] = [
    .value("items", of: "takes", becomes: "images"),
    .value("images", of: "takes", becomes: "items"),
    .value("aspect", of: "takes", becomes: "resolution"),
    .value("image", of: "takes", becomes: "images"),
    .value("uris", of: "form", becomes: "urls"),
    .values(of: "required", become: 1),
    .key("without", called: "except"),
    .key("is", called: "equals"),
    .object("required", gains: "any", []),
    .values(of: "onlyEndpoints", become: []),
    .values(of: "byInput", become: [["value": "auto"]]),
    .object("duration", gains: "inclusive", true),
    .values(of: "counted", become: "words"),
    .value("field", of: "in", becomes: "body"),
    .values(of: "tiers", become: [:]),
    .value("0.084", of: "amount", becomes: "$0.084"),
    .values(of: "per", become: "call"),
    .values(of: "minimumTimesOutput", become: 0),
  ]

  // MARK: - Keys

  /// An object of the full profile, and the definition that it has in the schema.
  struct Place: CustomTestStringConvertible, Sendable {
    let path: String
    /// The name of the definition, and the keys that lead to one inside it; empty for the profile.
    let definition: String
    /// Keys that the reader looks for only to say what is wrong.
    let others: Set<String>

    init(_ path: String, _ definition: String, others: Set<String> = []) {
      self.path = path
      self.definition = definition
      self.others = others
    }

    var testDescription: String { path.isEmpty ? "the profile" : path }
  }

  @Test("lists exactly the keys that the reader knows in each object", arguments: places)
  func keys(place: Place) throws {
    let path = place.path.split(separator: ".")
    let broken = Self.adding("surplus", to: try FullProfile.json, at: path)
    let error = try #require(throws: ProfileError.self) {
      try ProfileLoader.load(Array(broken.compactText.utf8), file: "full.json")
    }
    #expect(error.path.last == "surplus", "\(error.message)")
    let known = try #require(error.problem.firstMatch(of: /; known: (.*)/)).output.1
    let keys = Set(known.split(separator: ", ").map(String.init))
    #expect(Set(try Self.properties(of: place.definition)) == keys.subtracting(place.others))
  }

  @Test("has no definition of an object that no test compares with the reader")
  func complete() throws {
    let definitions = try #require(try Self.schema()["$defs"]?.members)
    let objects = definitions.filter { $0.value["properties"] != nil }.map(\.key)
    #expect(Set(objects).subtracting(Self.places.map(\.definition)) == [])
  }

  @Test("describes a profile's own rules on sending as sending.schema.json does")
  func sending() throws {
    let own = try Self.schema()
    let shared = try Self.schema("sending")
    let parts = try #require(own["$defs"]?["sendingRules"]?["properties"]?.members)
    let ofFile = ["castbook", "id", "provider", "asOf", "sources", "notes"]
    let names = try #require(shared["properties"]?.members).map(\.key)
    #expect(Set(parts.map(\.key)) == Set(names).subtracting(ofFile).union(["as"]))
    for part in parts where part.key != "as" {
      #expect(part.value == shared["properties"]?[part.key], "\(part.key)")
    }
    for definition in shared["$defs"]?.members ?? [] {
      #expect(definition.value == own["$defs"]?[definition.key], "\(definition.key)")
    }
  }

  private static func schema(_ name: String = "target") throws -> JSONValue {
    let file = SchemaDesk.schemas.appending(path: "\(name).schema.json")
    return try JSONParser.parse(Array(try Data(contentsOf: file)))
  }

  /// The keys that a definition lists: `slot`, or `sendingRules.poll` for an object inside one.
  private static func properties(of definition: String) throws -> [String] {
    var place = try schema()
    for (index, name) in definition.split(separator: ".").enumerated() {
      place = try #require(place[index == 0 ? "$defs" : "properties"]?[String(name)])
    }
    return try #require(place["properties"]?.members).map(\.key)
  }

  /// The value with one more member in the object at a path.
  private static func adding(
    _ key: String, to value: JSONValue, at path: some Collection<Substring>
  ) -> JSONValue {
    guard let name = path.first else {
      return .object((value.members ?? []) + [JSONValue.Member(key, JSONValue.object([]))])
    }
    let rest = path.dropFirst()
    if let items = value.array {
      return .array(
        items.enumerated().map { String($0) == name ? adding(key, to: $1, at: rest) : $1 })
    }
    let members = value.members ?? []
    return .object(
      members.map { member in
        guard member.key == name else { return member }
        return JSONValue.Member(member.key, adding(key, to: member.value, at: rest))
      })
  }

  private static let places: [Place] = [
    Place("", ""), Place("sources.page", "source"), Place("basis", "basis"),
    Place("faces", "facesObject"), Place("endpoints.0", "endpoint"), Place("call", "call"),
    Place("node", "node"),
    Place("endpoints.0.when.0", "slotCondition", others: ["setting"]),
    Place("sending", "sendingRules"), Place("sending.upload", "sendingRules.upload"),
    Place("sending.upload.otherwise", "wayToUpload", others: ["otherwise"]),
    Place("sending.upload.otherwise.token", "token"),
    Place("sending.submit", "sendingRules.submit"),
    Place("sending.success", "sendingRules.success"), Place("sending.poll", "sendingRules.poll"),
    Place("sending.result", "sendingRules.result"), Place("sending.find", "sendingRules.find"),
    Place("sending.cancel", "sendingRules.cancel"),
    Place("slots", "slots"), Place("slots.image", "slot"), Place("slots.video", "slot"),
    Place("slots.element.pictures", "range"), Place("slots.image.aspect", "aspectRange"),
    Place("slots.image.bytes", "size"), Place("slots.image.inlineBytes", "inlineSize"),
    Place("slots.video.seconds", "secondsRange"), Place("limits.0", "limit"),
    Place("limits.0.when.1", "settingCondition"), Place("prompt", "prompt"),
    Place("prompt.max", "maximumObject"), Place("shots", "shots"), Place("names", "names"),
    Place("dialect", "dialect"), Place("request.0", "field"),
    Place("request.0.required.any.0", "alternative"),
    Place("request.0.required.any.1.when.0", "absenceCondition"),
    Place("request.1.required", "requirement"),
    Place("request.1.perEndpoint.plain", "fieldDifference"),
    Place("request.2.byInput.0", "fieldCase"), Place("duration", "duration"),
    Place("duration.perEndpoint.r2v", "durationDifference"),
    Place("duration.byInput.0", "durationCase"), Place("tiers", "tiers"),
    Place("tiers.pro", "tier"), Place("audio", "audio"), Place("prices.0", "price"),
  ]
}
