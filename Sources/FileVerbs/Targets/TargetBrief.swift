internal import Media

/// A target in about twenty lines: how many files of which kind it accepts, the limits of the
/// prompt and its tokens, the length of a render, and prices, each with whether a source states it.
///
/// ```swift
/// let catalogue = try TargetCatalogue()
/// print(try TargetBrief(catalogue.find("kling-o3"), in: catalogue).lines.joined(separator: "\n"))
/// ```
public struct TargetBrief: Sendable {
  /// A fact in words.
  struct Line: Hashable, Sendable {
    /// What the fact is about, such as `file size`.
    let name: String
    let words: String
    /// Whether a source states it; otherwise it is inferred or unverified.
    let isStated: Bool
  }

  /// The facts about one subject, such as a slot.
  struct Section: Sendable {
    let name: String
    private(set) var facts: [Line] = []
    /// An earlier slot whose facts this one has as well, besides its own.
    var sameAs: String?

    init(_ name: String) { self.name = name }

    /// Adds a fact if it is known.
    mutating func add<Value>(
      _ name: String, _ fact: Fact<Value>?, _ words: (Value) -> String
    ) {
      guard let fact else { return }
      let settings = fact.perSetting.sorted { $0.key < $1.key }
        .map { ", \(words($0.value)) with \($0.key)" }.joined()
      add(name, words(fact.value) + settings, isStated: fact.confidence == .stated)
    }

    /// Adds a fact in words, unless they are empty.
    mutating func add(_ name: String, _ words: String, isStated: Bool = true) {
      if !words.isEmpty { facts.append(Line(name: name, words: words, isStated: isStated)) }
    }
  }

  private let profile: TargetProfile
  let sections: [Section]

  /// Collects the facts of a target.
  public init(_ profile: TargetProfile, in catalogue: TargetCatalogue) throws {
    self.profile = profile
    var sections = try Self.slots(of: profile, in: catalogue)
    var together = Section("together")
    for limit in profile.limits {
      let sum = limit.sum.map(\.rawValue).joined(separator: " + ")
      together.add(
        sum, "\(sum): \(FactWords.limit(limit))", isStated: limit.count.confidence == .stated)
    }
    sections += [
      together, Self.prompt(profile), Self.shots(profile), Self.tokens(profile),
      Self.render(profile), Self.prices(profile), Self.faces(profile),
    ]
    self.sections = sections.filter { !$0.facts.isEmpty || $0.sameAs != nil }
  }

  // MARK: Sections

  /// Returns a section for each slot; one with the facts of an earlier slot refers to it.
  private static func slots(
    of profile: TargetProfile, in catalogue: TargetCatalogue
  ) throws -> [Section] {
    var earlier: [(name: String, facts: [Line])] = []
    return try profile.slots.map { own in
      let rules = try catalogue.rules(for: own.slot, of: profile)?.rules ?? own
      var section = Section(own.slot.rawValue)
      section.add("count", own.perRequest) { FactWords.range($0) }
      section.add("form", own.acceptsOnlyIDs ? "by id only" : "")
      section.add("via", own.via.map { "made by \($0)" } ?? "")
      var shared = Section(own.slot.rawValue)
      shared.add("pictures", rules.pictures) { FactWords.range($0) + " pictures each" }
      shared.add("formats", rules.formats) { Quantity.list($0) }
      shared.add("file size", rules.bytes) { "\($0.stated) at most" }
      shared.add("shorter side", rules.shorterSide) {
        "shorter side \(FactWords.range($0, unit: "px"))"
      }
      shared.add("each side", rules.side) { "each side \(FactWords.range($0, unit: "px"))" }
      shared.add("total pixels", rules.area) { "\(FactWords.range($0, unit: "px")) in all" }
      shared.add("width to height", rules.aspect, aspect)
      shared.add("ratios", rules.aspects) { $0.map(\.description).joined(separator: ", ") }
      shared.add("resolution", rules.resolution) { $0 }
      shared.add("length", rules.seconds, FactWords.seconds)
      shared.add("total length", rules.totalSeconds) { "\(FactWords.seconds($0)) together" }
      if shared.facts.count > 1, let same = earlier.first(where: { $0.facts == shared.facts }) {
        section.sameAs = same.name
      } else {
        for fact in shared.facts { section.add(fact.name, fact.words, isStated: fact.isStated) }
        earlier.append((section.name, shared.facts))
      }
      return section
    }
  }

  /// Returns a range of ratios: `width to height 2:5 to 5:2`.
  private static func aspect(_ range: SlotRules.AspectRange) -> String {
    let bounds = [range.minimum, range.maximum].compactMap { $0.map { "\($0)" } }
    return "width to height " + bounds.joined(separator: " to ")
  }

  /// Returns the limits of the prompt.
  private static func prompt(_ profile: TargetProfile) -> Section {
    var section = Section("prompt")
    guard let rules = profile.prompt else { return section }
    let unit = rules.counted == .characters ? "characters" : rules.counted.rawValue
    func words(_ count: Int) -> String { "\(Quantity.grouped(count)) \(unit)" }
    section.add("at least", rules.minimum) { "\(words($0)) at least" }
    section.add("at most", rules.maximum) { "\(words($0)) at most" }
    section.add("other scripts", rules.maximumOtherScripts) { "\(words($0)) in other scripts" }
    section.add("negative prompt", rules.negativeMaximum) { "negative prompt \(words($0))" }
    return section
  }

  /// Returns the limits of shots.
  private static func shots(_ profile: TargetProfile) -> Section {
    var section = Section("shots")
    guard let rules = profile.shots else { return section }
    switch rules.location {
    case .field: section.add("form", "in the field \(rules.field ?? "")")
    case .prompt:
      section.add("form", rules.syntax.map { "in the prompt: \($0)" } ?? "in the prompt")
    case .none: section.add("form", "none")
    }
    section.add("number", rules.count) { FactWords.range($0) }
    section.add("each", rules.seconds) { "\(FactWords.range($0, unit: "s")) each" }
    section.add("text of each", rules.maximumCharacters) { "\($0) characters each" }
    section.add("together", rules.total) { "\(FactWords.range($0, unit: "s")) together" }
    return section
  }

  /// Returns the tokens for files in the prompt.
  private static func tokens(_ profile: TargetProfile) -> Section {
    var section = Section("tokens")
    guard let dialect = profile.dialect else { return section }
    section.add("element", dialect.element ?? "")
    section.add("image", dialect.image ?? "")
    section.add("video", dialect.video ?? "")
    section.add("voice", dialect.voice ?? "")
    return section
  }

  /// Returns the length, shape and sound of a render.
  private static func render(_ profile: TargetProfile) -> Section {
    var section = Section("render")
    section.add(
      "length", RenderLines.length(of: profile) ?? "",
      isStated: profile.duration?.range.confidence ?? .stated == .stated)
    section.add("ratios", profile.aspectRatios.joined(separator: ", "))
    section.add("sound", RenderLines.defaultSound(of: profile) ?? "")
    return section
  }

  /// Returns the prices.
  private static func prices(_ profile: TargetProfile) -> Section {
    var section = Section("price")
    for price in profile.prices {
      let amount = price.amount.map { "\($0.value) \(price.currency)" } ?? "unknown"
      section.add(
        price.condition, "\(price.condition) \(amount) per \(price.per)",
        isStated: price.fact.confidence == .stated)
    }
    section.add("as", profile.pricesAs.map { "as \($0)" } ?? "")
    section.add("note", profile.priceNote ?? "")
    return section
  }

  /// Returns whether real faces are accepted.
  private static func faces(_ profile: TargetProfile) -> Section {
    var section = Section("faces")
    let value = profile.faces.value
    section.add(
      "real faces",
      "real faces " + (value == .unknown ? "not known" : value.rawValue.replacing("-", with: " ")),
      isStated: value == .unknown || profile.faces.confidence == .stated)
    return section
  }

  // MARK: Forms

  /// The brief as lines of text, before they are wrapped. A question mark follows what no source
  /// states.
  public var lines: [String] {
    let width = (sections.map(\.name.count).max() ?? 0) + 2
    let state = profile.status.rawValue
    let rows = sections.map { section in
      let facts = section.facts.map { $0.words + ($0.isStated ? "" : " (?)") }
      let same = section.sameAs.map { ["as \($0)"] } ?? []
      return
        "  \(TargetPage.padded(section.name, to: width))\((facts + same).joined(separator: "; "))"
    }
    return ["\(profile.id): \(profile.provider), \(profile.title); \(state)"] + rows + [
      "(?) inferred or unverified. Facts \(profile.datePhrase); sources: castbook targets \(profile.id)"
    ]
  }

  /// The brief as `target-brief/1`.
  public var json: JSONValue {
    [
      "castbook": "target-brief/1", "id": profile.id, "provider": profile.provider,
      "title": profile.title, "status": profile.status, "asOf": profile.asOf,
      "sections": sections.map { section -> JSONValue in
        [
          "name": section.name, "sameAs": section.sameAs,
          "facts": section.facts.map { fact -> JSONValue in
            ["name": fact.name, "words": fact.words, "stated": fact.isStated]
          },
        ]
      },
    ]
  }
}
