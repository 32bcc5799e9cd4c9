import Foundation
import Model
import Targets
import Testing

@Suite("Every built-in profile")
struct BuiltInProfiles {
  static let ids: [TargetID] = (try? TargetCatalogue().ids) ?? []

  private func profile(_ id: TargetID) throws -> TargetProfile {
    try TargetCatalogue().profile(id)
  }

  @Test("exists, including the guides' rule and the app")
  func count() {
    #expect(Self.ids.count > 50)
    #expect(Self.ids.contains("kling") && Self.ids.contains("kling.app"))
  }

  @Test("loads, and its id is its file's name", arguments: ids)
  func loads(id: TargetID) throws {
    #expect(try profile(id).id == id)
  }

  @Test("addresses its readers, without internal notes or commands", arguments: ids)
  func words(id: TargetID) throws {
    let value = try JSONParser.parse(profile(id).bytes)
    let texts = (value.members ?? []).filter { $0.key != "castbook" }.flatMap { $0.value.texts }
    let forbidden =
      #/(?i)\bindex text|project notes|kling-guides|searches|this search|by the index|castbook|\bwarns?\b|never refuses|\bencode \d/#
    for text in texts { #expect(text.firstMatch(of: forbidden) == nil, "\(text)") }
  }

  @Test("says how its day is known if that is only the last possible one", arguments: ids)
  func lastDay(id: TargetID) throws {
    let profile = try profile(id)
    if profile.asOfIsLatest { #expect(profile.asOfNote != nil) }
    let isUndated =
      profile.asOfNote?.contains("stored before that day") == true
      || profile.asOfNote?.contains("the day is not known") == true
    if isUndated { #expect(profile.asOfIsLatest) }
  }

  @Test("of Kling 4.0, at any host, accepts equal pictures")
  func klingFour() throws {
    let catalogue = try TargetCatalogue()
    let hosts = try catalogue.ids.filter {
      $0.rawValue.contains("kling-4.0") || $0.rawValue.contains("kling-v4") || $0 == "kling.v4"
    }.map(catalogue.profile)
    #expect(hosts.count >= 7)
    for profile in hosts {
      for slot in profile.slots
      where !slot.acceptsOnlyIDs && [.element, .image, .start, .end].contains(slot.slot) {
        let rules = try #require(try catalogue.rules(for: slot.slot, of: profile)).rules
        #expect(rules.side?.value.minimum == 300, "\(profile.id) \(slot.slot)")
        #expect(rules.aspect?.value.minimum == Ratio(2, 5), "\(profile.id) \(slot.slot)")
        #expect(rules.aspect?.value.maximum == Ratio(5, 2), "\(profile.id) \(slot.slot)")
      }
    }
  }

  @Test("names a maker that exists and has the slot", arguments: ids)
  func makers(id: TargetID) throws {
    let catalogue = try TargetCatalogue()
    let profile = try catalogue.profile(id)
    for rules in profile.slots where !rules.acceptsOnlyIDs {
      let effective = try #require(try catalogue.rules(for: rules.slot, of: profile))
      #expect(effective.via == rules.via)
      #expect(rules.via != id)
      #expect(effective.rules.via == nil)
    }
    if let other = profile.pricesAs { #expect(try !catalogue.profile(other).prices.isEmpty) }
    // Used as a user's profile, it passes the catalogue's own check of links.
    #expect(try TargetCatalogue(user: [("\(id).json", profile.bytes)]).replaced == [id])
  }

  @Test("names a listed source for every fact", arguments: ids)
  func sources(id: TargetID) throws {
    let profile = try profile(id)
    #expect(profile.facts.count > 0)
    let facts = try JSONParser.parse([UInt8](Data(contentsOf: CoverageTests.laterFile)))
    let compiled = try #require(facts["compiled"]?.string.flatMap { Day($0) })
    for (path, fact) in profile.facts {
      #expect(profile.source(fact.source) != nil, "\(path)")
      // A day after the facts were compiled can't be known.
      #expect(fact.asOf <= compiled, "\(path)")
    }
  }

  @Test(
    "says where each source is found: its address, its repository, or what it is", arguments: ids)
  func places(id: TargetID) throws {
    for source in try profile(id).sources {
      let isFound = ["https://", "repo ", "SDK "].contains { source.ref.contains($0) }
      switch source.kind {
      case .publishedGuide, .thirdPartyCopy, .inference: #expect(!source.ref.isEmpty)
      default: #expect(isFound || source.ref.hasPrefix("a third party's list"), "\(source.ref)")
      }
    }
  }

  @Test("gives a reason if a fact is not simply stated", arguments: ids)
  func reasons(id: TargetID) throws {
    for (path, fact) in try profile(id).facts where fact.confidence != .stated {
      #expect(fact.note != nil, "\(path)")
    }
  }

  @Test("takes no stated fact from a third party or a guide", arguments: ids)
  func firstHand(id: TargetID) throws {
    let profile = try profile(id)
    let firstHand: Set<Source.Kind> = [
      .firstPartySchema, .firstPartyPage, .firstPartyDoc, .firstPartyDocSnapshot,
    ]
    for (path, fact) in profile.facts where fact.confidence == .stated && id != "kling" {
      #expect(profile.source(fact.source).map { firstHand.contains($0.kind) } == true, "\(path)")
    }
  }

  @Test("has a day for facts that no source dates", arguments: ids)
  func dates(id: TargetID) throws {
    let profile = try profile(id)
    if profile.sources[0].version?.hasPrefix("undated") == true {
      #expect(profile.asOfNote != nil)
    }
    if profile.status != .live { #expect(profile.statusNote != nil) }
  }

  @Test("adds up only its own slots", arguments: ids)
  func limits(id: TargetID) throws {
    let profile = try profile(id)
    for slot in profile.limits.flatMap({ $0.sum + $0.when.map(\.slot) }) {
      #expect(profile[slot] != nil, "\(slot)")
    }
  }

  @Test("refers only to endpoints that it lists", arguments: ids)
  func endpoints(id: TargetID) throws {
    let profile = try profile(id)
    let names =
      profile.request.flatMap { $0.onlyEndpoints + $0.perEndpoint.keys }
      + profile.limits.flatMap(\.endpoints) + (profile.duration?.perEndpoint.keys.sorted() ?? [])
    for name in names {
      #expect(profile.endpoints.contains { $0.matches(name) }, "\(name)")
    }
  }

  @Test("gives defaults and values in the type of the field", arguments: ids)
  func types(id: TargetID) throws {
    for field in try profile(id).request where !field.type.hasPrefix("array") {
      for value in field.values + [field.default].compactMap(\.self) {
        #expect(value.isOf(type: field.type), "\(field.name)")
      }
      if let value = field.default, !field.values.isEmpty {
        #expect(field.values.contains(value), "\(field.name)")
      }
    }
  }

  @Test("accepts the durations that its field accepts", arguments: ids)
  func durations(id: TargetID) throws {
    let profile = try profile(id)
    let names = ["duration", "settings.duration", "input.duration"]
    guard let duration = profile.duration,
      let field = names.compactMap(profile.field).first
    else { return }
    #expect(duration.values == field.values)
    #expect(duration.default == field.default)
    // An inferred length is not the field's own.
    if duration.range.confidence != .stated, field.minimum == nil { return }
    #expect(duration.seconds?.minimum.map(String.init) == field.minimum)
    #expect(duration.seconds?.maximum.map(String.init) == field.maximum)
  }

  @Test(
    "writes its shots into a field that it has", arguments: ids)
  func shots(id: TargetID) throws {
    let profile = try profile(id)
    guard let shots = profile.shots else { return }
    #expect((shots.location == .field) == (shots.field != nil))
    for name in [shots.field, shots.switch].compactMap(\.self) {
      #expect(profile.field(name) != nil, "\(name)")
    }
    if let field = profile.field("shot_type"), !shots.types.isEmpty {
      #expect(field.values.map(\.string) == shots.types)
      #expect(field.default?.string == shots.defaultType)
    }
  }
}

extension BuiltInProfiles {
  @Test("of the app has no endpoint, and states nothing, since only guides describe it")
  func app() throws {
    let app = try profile("kling.app")
    #expect(!app.hasEndpoint)
    #expect(app.facts.count > 15)
    for (path, fact) in app.facts { #expect(fact.confidence != .stated, "\(path)") }
    // The app accepts what the default target accepts.
    let common = try profile("kling")
    #expect(app[.element]?.side?.value == common[.element]?.side?.value)
    #expect(app[.element]?.aspect?.value == common[.element]?.aspect?.value)
    #expect(app[.element]?.bytes?.value.binary == common[.element]?.bytes?.value.binary)
    #expect(app[.clip]?.seconds?.value == common[.clip]?.seconds?.value)
    #expect(app[.voice]?.seconds?.value == common[.voice]?.seconds?.value)
  }

  static let kling: [TargetID] = ids.filter { $0.rawValue.contains("kling") }

  @Test(
    "of Kling accepts JPEG and PNG pictures, and WebP if the host says so",
    arguments: kling)
  func formats(id: TargetID) throws {
    let isRunway = id.rawValue.hasPrefix("runway.")
    for rules in try profile(id).slots where rules.slot.medium == .picture {
      guard let formats = rules.formats else { continue }
      #expect(formats.value == (isRunway ? [.jpeg, .png, .webp] : [.jpeg, .png]))
      if isRunway { #expect(formats.confidence == .stated && formats.source == "skills") }
    }
  }

  @Test("of Kling does not say whether the bounds of a picture are inclusive", arguments: kling)
  func inclusiveness(id: TargetID) throws {
    for rules in try profile(id).slots where rules.slot.medium == .picture {
      #expect(rules.side?.value.inclusive == nil)
      #expect(rules.aspect?.value.inclusive == nil)
      #expect(rules.bytes?.value.inclusive == nil)
    }
  }
}

extension JSONValue {
  /// Whether a request field of this type accepts the value.
  fileprivate func isOf(type: String) -> Bool {
    switch self {
    case .string: type.hasPrefix("string")
    case .integer: type.hasPrefix("integer") || type.hasPrefix("number")
    case .number: type.hasPrefix("number")
    case .boolean: type.hasPrefix("boolean")
    case .object, .array, .null: false
    }
  }
}
