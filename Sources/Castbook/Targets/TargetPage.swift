/// Targets in words for people: the list, and one of them with every limit and its source.
public enum TargetPage {
  public static func list(_ catalogue: TargetCatalogue) throws -> String {
    let profiles = try catalogue.ids.map(catalogue.profile)
    let width = profiles.map { $0.id.rawValue.count }.max() ?? 0
    let models = profiles.map { "\($0.provider), \($0.model)" }
    let modelWidth = min(models.map(\.count).max() ?? 0, 44)
    var lines = zip(profiles, models).map { profile, model in
      var remarks: [String] = []
      if profile.status != .live { remarks.append(profile.status.rawValue) }
      if let day = profile.retires { remarks.append("ends \(day.words)") }
      remarks += catalogue.aliases(of: profile.id).map { "short: \($0)" }
      if profile.id == TargetCatalogue.defaultTarget { remarks.append("the default") }
      if catalogue.isUsers(profile.id) {
        remarks.append(catalogue.replaced.contains(profile.id) ? "yours, for ours" : "yours")
      }
      let line = [
        filled(profile.id.rawValue, width), filled(profile.asOf.words, 11),
        filled(model, modelWidth), remarks.joined(separator: ", "),
      ].joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
    lines.append("\(profiles.count) targets; `castbook targets ID` shows one with its sources")
    return lines.joined(separator: "\n")
  }

  public static func text(
    of profile: TargetProfile, in catalogue: TargetCatalogue
  ) throws -> String {
    var page = head(profile, catalogue)
    for rules in profile.slots { page += try slot(rules, of: profile, in: catalogue) }
    if !profile.limits.isEmpty {
      page += ["", "Together"] + profile.limits.map { limit($0, profile) }
    }
    page += PromptLines.lines(profile) + prices(profile) + remarks(profile) + sources(profile)
    return page.joined(separator: "\n")
  }

  private static func head(_ profile: TargetProfile, _ catalogue: TargetCatalogue) -> [String] {
    var lines = ["\(profile.id): \(profile.provider), \(profile.model)"]
    let note = profile.asOfNote.map { " (\($0))" } ?? ""
    lines.append("Facts of \(profile.asOf.words)\(note); \(profile.status.rawValue)")
    if let note = profile.statusNote { lines.append(note) }
    if let day = profile.retires { lines.append("Ends on \(day.words)") }
    let aliases = catalogue.aliases(of: profile.id)
    if !aliases.isEmpty { lines.append("Short names: \(aliases.joined(separator: ", "))") }
    lines.append("Real faces: \(profile.faces.value.rawValue)\(mark(profile.faces, profile))")
    lines += profile.endpoints.map { endpoint in
      let kind = [endpoint.tier, endpoint.variant].compactMap(\.self).joined(separator: ", ")
      return "Endpoint: \(endpoint.path)\(kind.isEmpty ? "" : " (\(kind))")"
    }
    return lines
  }

  private static func slot(
    _ own: SlotRules, of profile: TargetProfile, in catalogue: TargetCatalogue
  ) throws -> [String] {
    let effective = try catalogue.rules(for: own.slot, of: profile)
    let rules = effective?.rules ?? own
    let holder = effective?.profile ?? profile
    var facts = FactLines(holder: holder, on: profile)
    facts.add("a request", own.perRequest, of: profile) { FactWords.range($0) }
    facts.add("pictures", rules.pictures) { FactWords.range($0) + " an element" }
    facts.add("formats", rules.formats) { Quantity.list($0) }
    facts.add("file size", rules.bytes, words: FactWords.bytes)
    facts.add("as data URI", rules.inlineBytes, words: FactWords.bytes)
    facts.add("all files together", rules.totalBytes, words: FactWords.bytes)
    facts.add("shorter side", rules.shorterSide) { FactWords.range($0, unit: "px") }
    facts.add("each side", rules.side) { FactWords.range($0, unit: "px") }
    facts.add("pixels in all", rules.area) { FactWords.range($0, unit: "px") }
    facts.add("width to height", rules.aspect, words: FactWords.aspect)
    facts.add("ratios", rules.aspects) { $0.map(\.description).joined(separator: ", ") }
    facts.add("resolution", rules.resolution) { $0 }
    facts.add("length", rules.seconds, words: FactWords.seconds)
    facts.add("length together", rules.totalSeconds, words: FactWords.seconds)
    facts.add("frames a second", rules.framesPerSecond) { FactWords.range($0) }
    facts.add("fetched within", rules.fetchSeconds) { "\($0) s" }
    let via = own.via.map { ", made by \($0), where its sources stand" } ?? ""
    return ["", "Slot \(own.slot.rawValue)\(via)"] + facts.lines
      + (rules.content + rules.rules).map { "  \($0)" }
  }

  private static func limit(_ limit: SharedLimit, _ profile: TargetProfile) -> String {
    "  " + FactWords.limit(limit) + mark(limit.count, profile)
  }

  private static func prices(_ profile: TargetProfile) -> [String] {
    var lines = profile.prices.map { price in
      let amount = price.amount.map { "\(price.currency) \($0.value)" } ?? "not seen"
      return
        "  \(filled(price.condition, 30)) \(amount) per \(price.per)\(mark(price.fact, profile))"
    }
    if let other = profile.pricesAs { lines.append("  as \(other)") }
    if let note = profile.priceNote { lines.append("  \(note)") }
    return lines.isEmpty ? [] : ["", "Prices"] + lines
  }

  private static func remarks(_ profile: TargetProfile) -> [String] {
    func section(_ title: String, _ texts: [String]) -> [String] {
      texts.isEmpty ? [] : ["", title] + texts.map { "  \($0)" }
    }
    return section("Notes", profile.notes + [profile.terms].compactMap(\.self))
      + section("Sources disagree", profile.conflicts)
      + section("Not verified", profile.unverified)
  }

  private static func sources(_ profile: TargetProfile) -> [String] {
    ["", "Sources"]
      + profile.sources.enumerated().map { index, source in
        let details = [source.kind.rawValue.replacing("_", with: " "), source.version, source.note]
          .compactMap(\.self).joined(separator: "; ")
        return "  [\(index + 1)] \(source.ref) (\(details))"
      }
  }

  /// How a fact is known, as a mark behind it: its source's number, a word where it is not stated,
  /// and what is to be said about it.
  static func mark<Value>(_ fact: Fact<Value>, _ profile: TargetProfile) -> String {
    mark(fact, profile, note: fact.note)
  }

  /// Without a profile, sources have no numbers.
  static func mark<Value>(
    _ fact: Fact<Value>, _ profile: TargetProfile?, note: String?
  ) -> String {
    let place = profile?.sources.firstIndex { $0.key == fact.source }
    let word = fact.confidence == .stated ? nil : fact.confidence.rawValue
    let words = [place.map { "[\($0 + 1)]" }, word].compactMap(\.self).joined(separator: " ")
    let mark = [words, note].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ": ")
    return mark.isEmpty ? "" : "  \(mark)"
  }

  static func filled(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
