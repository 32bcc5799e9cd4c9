import Foundation
import Model
import Targets
import Testing

@Suite("Every fact that was collected about providers")
struct CoverageTests {
  /// The facts from which the profiles were written, as they were collected.
  static let factsFile = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "providers.json")
  /// The collection itself, if it is beside the repository.
  static let collectionFile = CatalogFiles.folder.deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/providers.json")
  static let ledgerFile = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "ledger.json")

  /// The facts that were found later.
  static let laterFile = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "later.json")

  static let ownFile = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "ours.json")

  private static func json(_ file: URL) throws -> JSONValue {
    try JSONParser.parse([UInt8](Data(contentsOf: file)))
  }

  private static func ids(_ facts: JSONValue) -> [String] {
    (facts["targets"]?.array ?? []).compactMap { $0["id"]?.string }
  }

  private static func profiles() throws -> [String: JSONValue] {
    let catalogue = try TargetCatalogue()
    return try catalogue.ids.reduce(into: [:]) { profiles, id in
      profiles[id.rawValue] = try JSONParser.parse(catalogue.profile(id).bytes)
    }
  }

  private static let collected = Result {
    Coverage(
      ledger: try Ledger(json(ledgerFile)), facts: try json(factsFile),
      later: try LaterFacts(json(laterFile)), profiles: try profiles())
  }

  @Test("is in a profile, or is left out for a reason")
  func covered() throws {
    let report = try Self.collected.get().report
    #expect(report.problems.isEmpty, "\(report.problems.prefix(40).joined(separator: "\n"))")
    #expect(report.covered > 5000)
    #expect(report.leftOut.values.reduce(0, +) < 250)
  }

  @Test("belongs to an existing target, and only the guides' rule and the app are additional")
  func targets() throws {
    let ids = Self.ids(try Self.json(Self.factsFile))
    let later = Self.ids(try Self.json(Self.laterFile))
    #expect(Set(ids).count == ids.count)
    #expect(Set(try Self.profiles().keys) == Set(ids).union(later).union(["kling", "kling.app"]))
  }

  @Test("is equal to the collected one, if the collection can be compared")
  func copy() throws {
    let copy = try Data(contentsOf: Self.factsFile)
    #expect(copy.count > 200_000)
    guard let collection = try? Data(contentsOf: Self.collectionFile) else { return }
    #expect(copy == collection, "copy \(Self.collectionFile.path) here and see what it changes")
  }

  @Test("is noticed if a profile has another value, or the value is listed as our own")
  func mutations() throws {
    let mutations = Mutations(try Self.collected.get())
    let places = mutations.places
    #expect(places.count > 2500)
    let unnoticed = places.filter { !mutations.isNoticed($0.place) }
    let own = try OwnValues(Self.json(Self.ownFile))
    if ProcessInfo.processInfo.environment["CASTBOOK_UPDATE_LEDGER"] != nil {
      let (text, homeless) = own.text(unnoticed)
      #expect(homeless.isEmpty, "no reason is given for \(homeless.joined(separator: "\n"))")
      try Data(text.utf8).write(to: Self.ownFile)
      return
    }
    let problems = own.problems(unnoticed)
    #expect(problems.isEmpty, "\(problems.prefix(40).joined(separator: "\n"))")
    // Most facts should be checked: the list of our own values may shrink.
    #expect(unnoticed.count * 2 < places.count)
  }

  @Test(
    "or value of our own is reported if it changes, disappears or appears",
    arguments: [
      ("kling", ["slots", "element", "side", "min"]),
      ("kling.v3-omni", ["limits", "0", "sum", "0"]),
      ("fal.kling-o3.r2v", ["slots", "element", "formats", "confidence"]),
      ("kling.element.create", ["slots", "element", "bytes", "binary"]),
    ])
  func missed(target: String, path: [String]) throws {
    let all = try Self.collected.get()
    let own = try OwnValues(Self.json(Self.ownFile))
    let profile = try #require(all.profiles[target])
    for changed in [
      JSONEdit.changed(profile, at: path[...]), JSONEdit.removed(profile, at: path[...]),
    ] {
      #expect(changed != profile, "\(path) is not there")
      let coverage = all.with(changed, of: target)
      let mutations = Mutations(coverage)
      let unnoticed = mutations.places.filter { $0.place.target == target }
        .filter { !mutations.isNoticed($0.place) }
      let problems = own.problems(unnoticed).filter { $0.hasPrefix("\(target): ") }
      #expect(!(coverage.report.problems + problems).isEmpty)
    }
  }

  @Test("is looked for by readable rules, wherever the facts are")
  func readable() throws {
    let ledger = try Ledger(Self.json(Self.ledgerFile))
    #expect(ledger.rules.count > 300)
    #expect(ledger.leaves.count == Self.ids(try Self.json(Self.factsFile)).count)
    for rule in ledger.rules {
      guard case .leftOut(let reason) = rule.verdict else { continue }
      #expect(reason.contains(" "), "\(rule.text)")
    }
  }
}

@Suite("The coverage of facts")
struct CoverageFailures {
  static let sampleFacts = """
    {"targets": [{"id": "a.b", "bytes": {"mb": "10MB", "n": 10}, "formats": ["jpg", "png"],
     "request": [{"name": "x", "min": 1}, {"name": "y", "min": 2.0}], "end": null, "unit": "s", "sizes": [1, 2]}]}
    """
  static let sampleProfile = """
    {"id": "a.b", "sizes": [1, 2], "slots": {"start": {"bytes": {"stated": "10MB", "decimal": 10},
      "formats": {"value": ["jpeg", "png"]}}, "end": {"via": "maker"}},
     "request": [{"name": "y", "min": 2}, {"name": "x", "min": 1}]}
    """
  static let sampleMaker = #"{"slots": {"end": {"formats": ["png", "jpeg"]}}}"#
  static let sampleLedger = """
    {"names": {"formats": ["start", "end"]}, "leaves": {"a.b": 13}, "rules": [
      {"leaf": "id", "at": "id"}, {"leaf": "sizes/*", "at": "sizes/$1"},
      {"leaf": "bytes/mb", "at": "slots/start/bytes/stated"},
      {"leaf": "bytes/n", "at": "slots/start/bytes/decimal"},
      {"leaf": "{formats}/*", "at": "slots/@1/formats", "as": "format"},
      {"leaf": "request/*/{name,min}", "at": "request/[name]/$2"},
      {"leaf": "end", "value": [null], "at": "slots/start/end", "as": "absent"},
      {"leaf": "unit", "left": "the numbers are seconds"}
    ]}
    """

  private func problems(
    facts: (String, String) = ("", ""), profile: (String, String) = ("", ""),
    ledger: (String, String) = ("", "")
  ) throws -> [String] {
    func parse(_ text: String, _ change: (String, String)) throws -> JSONValue {
      if !change.0.isEmpty { #expect(text.contains(change.0)) }
      return try JSONParser.parse(Array(text.replacing(change.0, with: change.1).utf8))
    }
    return Coverage(
      ledger: try Ledger(parse(Self.sampleLedger, ledger)),
      facts: try parse(Self.sampleFacts, facts),
      profiles: [
        "a.b": try parse(Self.sampleProfile, profile),
        "maker": try parse(Self.sampleMaker, ("", "")),
      ]
    ).report.problems
  }

  @Test("holds if everything is right, including a slot that another target makes")
  func right() throws {
    #expect(try problems() == [])
  }

  @Test(
    "fails if a fact is new, gone or changed",
    arguments: [
      (#""n": 10"#, #""n": 10, "m": 5"#, "a.b: bytes/m = 5 is not in the ledger"),
      (#", "unit": "s""#, "", "a.b has 12 values, the ledger knows 13"),
      (#", "unit": "s""#, "", #"a rule is for nothing: {"leaf":"unit""#),
      (#""n": 10"#, #""n": 11"#, "a.b: bytes/n = 11: slots/start/bytes/decimal is 10"),
      (#""jpg""#, #""webp""#, #"a.b: formats/0 = "webp": slots/start/formats is"#),
      (#""end": null"#, #""end": 5"#, "a.b: end = 5 is not in the ledger"),
      (#""name": "y""#, #""name": "z""#, "nothing stands at request/[name]/$2"),
    ])
  func facts(old: String, new: String, message: String) throws {
    let found = try problems(facts: (old, new))
    #expect(found.contains { $0.contains(message) }, "\(found)")
  }

  @Test(
    "fails if a profile says something else, or has an unsupported value",
    arguments: [
      (#""min": 2"#, #""min": 3"#, "request/[name]/$2 is 3"),
      (#""png""#, #""webp""#, #"a.b: formats/1 = "png": slots/start/formats is"#),
      (#""decimal": 10"#, #""binary": 10"#, "nothing stands at slots/start/bytes/decimal"),
      (#"["jpeg", "png"]"#, #"["jpeg", "png", "gif"]"#, "slots/start/formats has more than"),
      ("[1, 2]", "[1, 2, 3]", "sizes/$1 has more than"),
      (
        #""decimal": 10"#, #""decimal": 10}, "end": {"x": 1"#, "slots/start/end should not be there"
      ),
    ])
  func profile(old: String, new: String, message: String) throws {
    let found = try problems(profile: (old, new))
    #expect(found.contains { $0.contains(message) }, "\(found)")
  }

  @Test(
    "fails if the ledger refers to something that does not exist",
    arguments: [
      (#"{"leaf": "id", "at": "id"}"#, #"{"leaf": "id", "at": "ids"}"#, "nothing stands at ids"),
      (#""bytes/n""#, #""bytes/k""#, #"a rule is for nothing: {"leaf":"bytes/k""#),
      (#""a.b": 13"#, #""a.b": 13, "c.d": 3"#, "the ledger knows c.d, which is no target"),
    ])
  func ledger(old: String, new: String, message: String) throws {
    let found = try problems(ledger: (old, new))
    #expect(found.contains { $0.contains(message) }, "\(found)")
  }

  @Test(
    "can't be read if a rule has no path and no reason, or an unknown key",
    arguments: [
      (#""at": "id""#, #""to": "id""#), (#""the numbers are seconds""#, #""why""#),
      (#""as": "format""#, #""as": "formats""#), (#""leaf": "id""#, #""leef": "id""#),
    ])
  func unreadable(old: String, new: String) throws {
    #expect(throws: Ledger.Fault.self) { try problems(ledger: (old, new)) }
  }
}
