/// Formats a target for people, with every limit and its source.
///
/// ```swift
/// let catalogue = try TargetCatalogue()
/// print(try TargetPage.text(of: catalogue.find("kling"), in: catalogue))
/// ```
public enum TargetPage {
  /// Returns the page as text, without a line end after the last line.
  public static func text(
    of profile: TargetProfile, in catalogue: TargetCatalogue
  ) throws -> String {
    var page = head(profile, catalogue)
    page += try slots(of: profile, in: catalogue)
    if !profile.limits.isEmpty {
      page += ["", "Together"] + profile.limits.map { limit($0, profile) }
    }
    let sending = try catalogue.sending(of: profile)
    page += TargetPromptLines.lines(profile) + prices(profile)
    page += sending.map { SendingLines(profile, $0).lines } ?? []
    page += remarks(profile) + sources(profile, sending?.shared)
    return page.joined(separator: "\n")
  }

  /// Returns the lines about the target as a whole.
  private static func head(_ profile: TargetProfile, _ catalogue: TargetCatalogue) -> [String] {
    var lines = ["\(profile.id): \(profile.provider), \(profile.title)"]
    lines.append(date(profile))
    lines.append(
      "Known by: \(profile.certainty.label)"
        + (profile.sources[0].seen.map { ", looked at on \($0.formatted)" } ?? ""))
    lines.append(state(profile))
    let aliases = catalogue.aliases(of: profile.id)
    if !aliases.isEmpty { lines.append("Short names: \(aliases.joined(separator: ", "))") }
    lines.append("Real faces: \(faces(profile))")
    lines += faceAccess(profile.faceAccess)
    if let transport = profile.transport { lines.append("Sent: \(transport)") }
    lines += profile.endpoints.map { endpoint in
      let kind = [endpoint.tier, endpoint.variant].compactMap(\.self).joined(separator: ", ")
      return "Endpoint: \(endpoint.path)\(kind.isEmpty ? "" : " (\(kind))")"
    }
    return lines
  }

  /// Returns how old the facts are: "Facts of 2 Aug 2026", or "Facts as of September 2026" if only
  /// the month is known.
  private static func date(_ profile: TargetProfile) -> String {
    let day = profile.asOf
    if profile.asOfIsLatest, profile.asOfNote == "\("\(day)".prefix(7)): the day is not known" {
      return "Facts as of \(day.formattedMonth)"
    }
    return "Facts \(profile.datePhrase)" + (profile.asOfNote.map { " (\($0))" } ?? "")
  }

  /// Returns whether the target can be used: "Not confirmed, ends on 1 Dec 2026: why".
  private static func state(_ profile: TargetProfile) -> String {
    let day = profile.retires?.formatted
    var state =
      switch profile.status {
      case .live: "Live"
      case .ended: "Ended"
      case .unverified: "Not confirmed"
      }
    if let day { state += profile.status == .ended ? " on \(day)" : ", ends on \(day)" }
    if let other = profile.replacement { state += ", use \(other) instead" }
    return state + (profile.statusNote.map { ": \($0)" } ?? "")
  }

  /// Returns whether pictures of real faces are accepted.
  private static func faces(_ profile: TargetProfile) -> String {
    let fact = profile.faces
    guard fact.value != .unknown else { return "not known" + (fact.note.map { ": \($0)" } ?? "") }
    return fact.value.rawValue.replacing("-", with: " ") + mark(fact, profile)
  }

  /// Returns the rules for each kind of person, if a source distinguishes them.
  private static func faceAccess(_ ways: TargetProfile.FaceAccess) -> [String] {
    [("real people", ways.real), ("generated realistic people", ways.virtual)]
      .compactMap { who, way in way.map { "  \(who): \(words($0))" } }
  }

  /// Returns in words how a target treats pictures of people.
  private static func words(_ way: TargetProfile.FaceAccess.Way) -> String {
    switch way {
    case .accepted: "accepted"
    case .consent: "accepted with the person's permission"
    case .liveness:
      "register them with the provider, including a liveness check; then send the asset id"
    case .registered: "register them with the provider; then send the asset id"
    case .refused: "not accepted"
    }
  }

  /// Returns the slots with their facts. A slot with the same facts as an earlier one refers to it.
  private static func slots(
    of profile: TargetProfile, in catalogue: TargetCatalogue
  ) throws -> [String] {
    var seen: [(slot: Slot, facts: [String], words: [String])] = []
    var lines: [String] = []
    for rules in profile.slots {
      let slot = try slot(rules, of: profile, in: catalogue)
      lines += ["", slot.title] + slot.ownFacts
      if slot.facts.count > 2, let same = seen.first(where: { $0.facts == slot.facts }) {
        lines.append(line("all else", "as in slot \(same.slot)"))
        lines += slot.words.filter { !same.words.contains($0) }
      } else {
        lines += slot.facts + slot.words
        seen.append((rules.slot, slot.facts, slot.words))
      }
    }
    return lines
  }

  /// Returns the texts of one slot: its title, the facts of the target itself, the facts that may
  /// come from another profile, and the rules in words.
  private static func slot(
    _ own: SlotRules, of profile: TargetProfile, in catalogue: TargetCatalogue
  ) throws -> (title: String, ownFacts: [String], facts: [String], words: [String]) {
    let effective = try catalogue.rules(for: own.slot, of: profile)
    let rules = effective?.rules ?? own
    let holder = effective?.profile ?? profile
    var facts = FactLines(holder: holder, on: profile)
    var ownFacts = FactLines(holder: profile, on: profile)
    ownFacts.add("per request", own.perRequest) { FactWords.range($0) }
    facts.add("pictures", rules.pictures) { FactWords.range($0) + " per element" }
    facts.add("formats", rules.formats) { Quantity.list($0) }
    facts.add("file size", rules.bytes, words: FactWords.bytes)
    facts.add("given as", rules.accepts, words: FactWords.forms)
    facts.add("as data URI", rules.inlineBytes, words: FactWords.bytes)
    facts.add("all files together", rules.totalBytes, words: FactWords.bytes)
    facts.add("shorter side", rules.shorterSide) { FactWords.range($0, unit: "px") }
    facts.add("each side", rules.side) { FactWords.range($0, unit: "px") }
    facts.add("total pixels", rules.area) { FactWords.range($0, unit: "px") }
    facts.add("width to height", rules.aspect, words: FactWords.aspect)
    facts.add("ratios", rules.aspects) { $0.map(\.description).joined(separator: ", ") }
    facts.add("resolution", rules.resolution) { $0 }
    facts.add("length", rules.seconds, words: FactWords.seconds)
    facts.add("total length", rules.totalSeconds, words: FactWords.seconds)
    facts.add("frames per second", rules.framesPerSecond) { FactWords.range($0) }
    facts.add("fetched within", rules.fetchSeconds) { "\($0) s" }
    let unknown = (effective?.unknownLimits ?? []).map(\.rawValue)
    let noLimits =
      unknown.isEmpty ? [] : [line("no limit known", unknown.joined(separator: ", "))]
    let via =
      own.acceptsOnlyIDs
      ? ", by id only: no file" : own.via.map { ", made by \($0); see there for sources" } ?? ""
    let uses =
      (own.uses.isEmpty ? [] : ["used as \(own.uses.joined(separator: " or "))"])
      + (own.use.map { ["video-use: \($0.rawValue)"] } ?? [])
      + (own.excess.map { [FactWords.excess($0)] } ?? [])
    // The target's own rules stand beside those of the maker.
    let words = (own.via == nil ? [] : own.rules) + rules.content + rules.rules
    return (
      "Slot \(own.slot.rawValue)\(via)", ownFacts.inline, facts.lines + noLimits,
      (uses + words).map { "  \($0)" }
    )
  }

  /// Returns the line of a limit that several slots share.
  private static func limit(_ limit: SharedLimit, _ profile: TargetProfile) -> String {
    let sum = limit.sum.map(\.rawValue).joined(separator: " + ")
    return line(sum, "\(FactWords.limit(limit))\(mark(limit.count, profile))")
  }

  /// Returns the section on prices.
  private static func prices(_ profile: TargetProfile) -> [String] {
    let width = min(max(30, profile.prices.map(\.condition.count).max() ?? 0), 44)
    var lines = profile.prices.map { price in
      let amount = price.amount.map { "\(price.currency) \($0.value)" } ?? "unknown"
      let minimum = price.minimumTimesOutput.map { ", at least \($0) times the output" } ?? ""
      return "  \(padded(price.condition, to: width)) \(amount) per \(price.per)\(minimum)"
        + mark(price.fact, profile)
    }
    if let other = profile.pricesAs { lines.append("  as \(other)") }
    if let note = profile.priceNote { lines.append("  \(note)") }
    return lines.isEmpty ? [] : ["", "Prices"] + lines
  }

  /// Returns the sections with notes, contradictions and unverified statements.
  private static func remarks(_ profile: TargetProfile) -> [String] {
    func section(_ title: String, _ texts: [String]) -> [String] {
      texts.isEmpty ? [] : ["", title] + texts.map { "  \($0)" }
    }
    return section("Notes", profile.notes + [profile.terms].compactMap(\.self))
      + section("Sources disagree", profile.conflicts)
      + section("Not verified", profile.unverified)
  }

  /// Returns the numbered sources of the profile, followed by those of the rules on sending that it
  /// shares with others.
  private static func sources(_ profile: TargetProfile, _ sending: SharedSending?) -> [String] {
    ["", "Sources"]
      + (profile.sources + (sending?.sources ?? [])).enumerated().map { index, source in
        let details = [
          source.kind.rawValue.replacing("_", with: " "), source.version, source.note,
          source.seen.map { "looked at on \($0.formatted)" },
        ].compactMap(\.self).joined(separator: "; ")
        return "  [\(index + 1)] \(source.ref) (\(details))"
      }
  }

  /// Returns how a fact is known, to be put behind it: the number of its source, a word unless it
  /// is stated, and its note, as in "[2] inferred: from the error message".
  static func mark<Value>(_ fact: Fact<Value>, _ profile: TargetProfile) -> String {
    mark(fact, profile, note: fact.note)
  }

  /// Returns the mark of a fact with another note. Without a profile, the source has no number.
  static func mark<Value>(
    _ fact: Fact<Value>, _ profile: TargetProfile?, note: String?
  ) -> String {
    mark(fact, number: profile?.sources.firstIndex { $0.key == fact.source }, note: note)
  }

  /// Returns the mark of a fact; `number` is the index of its source in the list of sources.
  static func mark<Value>(_ fact: Fact<Value>, number: Int?, note: String?) -> String {
    let word = fact.confidence == .stated ? nil : fact.certainty.label
    let words = [number.map { "[\($0 + 1)]" }, word].compactMap(\.self).joined(separator: " ")
    let mark = [words, note].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ": ")
    return mark.isEmpty ? "" : "  \(mark)"
  }

  /// Returns a line with a name and what is known of it.
  static func line(_ name: String, _ text: String) -> String { "  \(padded(name, to: 18)) \(text)" }

  /// Returns a text filled up with spaces to a width.
  static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
