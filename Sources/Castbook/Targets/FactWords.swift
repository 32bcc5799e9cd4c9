/// Describes the values of facts.
enum FactWords {
  /// Returns a range in words: "300 px or more", "2–5", "under 60 s, bounds excluded".
  static func range(_ range: SlotRules.Range, unit: String? = nil) -> String {
    let unit = unit.map { " \($0)" } ?? ""
    let open = range.inclusive == false
    switch (range.minimum.map(Quantity.grouped), range.maximum.map(Quantity.grouped)) {
    case (let low?, let high?) where low == high: return "\(low)\(unit)"
    case (let low?, let high?): return "\(low)–\(high)\(unit)\(open ? ", bounds excluded" : "")"
    case (let low?, nil): return open ? "over \(low)\(unit)" : "\(low)\(unit) or more"
    case (nil, let high?): return open ? "under \(high)\(unit)" : "\(high)\(unit) at most"
    case (nil, nil): return "any"
    }
  }

  /// Returns a limit in bytes as it was stated. If the unit may be decimal or binary, both readings
  /// are given.
  static func bytes(_ limit: SlotRules.ByteLimit) -> String {
    let readings =
      limit.decimal == limit.binary
      ? Quantity.grouped(limit.decimal)
      : "\(Quantity.grouped(limit.decimal)) or \(Quantity.grouped(limit.binary))"
    return "\(limit.stated) at most: \(readings) bytes"
  }

  /// Returns the forms in which a file may be given: "an address only", "an address or base64".
  static func forms(_ forms: [SlotRules.FileForm]) -> String {
    if forms == [.url] { return "an address only" }
    return forms.map { form in
      switch form {
      case .url: "an address"
      case .base64: "base64"
      case .dataURI: "a data URI"
      }
    }.joined(separator: " or ")
  }

  /// Returns a range of width-to-height ratios, and whether its bounds are included.
  static func aspect(_ range: SlotRules.AspectRange) -> String {
    let inclusive =
      switch range.inclusive {
      case true?: ""
      case false?: ", bounds excluded"
      case nil: "; whether bounds are included is not stated"
      }
    func words(_ ratio: Ratio) -> String { "\(ratio.decimal) (\(ratio))" }
    switch (range.minimum, range.maximum) {
    case (let low?, let high?): return "\(words(low)) to \(words(high))\(inclusive)"
    case (let low?, nil): return "\(words(low)) or more\(inclusive)"
    case (nil, let high?): return "\(words(high)) at most\(inclusive)"
    case (nil, nil): return "any"
    }
  }

  /// Returns a range of durations, with the maximums that depend on a setting.
  static func seconds(_ range: SlotRules.SecondsRange) -> String {
    let low = range.minimumMilliseconds.map(Quantity.seconds)
    let high = range.maximumMilliseconds.map(Quantity.seconds)
    let plain =
      switch (low, high) {
      case (let low?, let high?): "\(low.dropLast(2))–\(high)"
      case (let low?, nil): "\(low) or more"
      case (nil, let high?): "\(high) at most"
      case (nil, nil): ""
      }
    let settings = range.perSetting.sorted { $0.key < $1.key }
      .map { "\(Quantity.seconds(milliseconds: $0.value)) at most with \($0.key)" }
    return ([plain] + settings).filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// Returns a limit on the number of files in several slots, and when it applies: "7 at most with
  /// no video and a clip at pro".
  static func limit(_ limit: SharedLimit) -> String {
    let count = limit.count.value.maximum == 0 ? "none" : range(limit.count.value)
    return count + scope(limit.when, limit.settings, limit.endpoints)
  }

  /// Returns the conditions of a rule: "a video and mode=pro".
  static func conditions(_ counts: [SharedLimit.Condition], _ settings: [Setting]) -> String {
    (counts.map(condition) + settings.map(\.description)).joined(separator: " and ")
  }

  /// Returns the input that a rule depends on. It is "a start alone" if one slot must be filled and
  /// several others must be empty.
  static func input(_ counts: [SharedLimit.Condition], _ settings: [Setting]) -> String {
    let filled = counts.filter { $0.maximum != 0 }
    guard filled.count == 1, counts.count > 2 else { return conditions(counts, settings) }
    return (["\(condition(filled[0])) alone"] + settings.map(\.description))
      .joined(separator: " and ")
  }

  /// Returns the slots that a limit counts together: "image + video".
  static func sum(_ slots: [Slot]) -> String {
    slots.map(\.rawValue).joined(separator: " + ")
  }

  /// Returns when and where a limit applies: " with no video at v3". The result is empty if it
  /// always applies.
  static func scope(
    _ when: [SharedLimit.Condition], _ settings: [Setting], _ endpoints: [String]
  ) -> String {
    let conditions = conditions(when, settings)
    let words = conditions.isEmpty ? "" : " with \(conditions)"
    return words + (endpoints.isEmpty ? "" : " at \(endpoints.joined(separator: ", "))")
  }

  /// Returns a condition on the number of files in one slot: "no video", "2 or more image".
  private static func condition(_ condition: SharedLimit.Condition) -> String {
    let slot = condition.slot.rawValue
    switch (condition.minimum, condition.maximum) {
    case (_, 0?): return "no \(slot)"
    case (let low?, let high?): return "\(low)–\(high) \(slot)"
    case (1?, nil): return "\("eiao".contains(slot.prefix(1)) ? "an" : "a") \(slot)"
    case (let low?, nil): return "\(low) or more \(slot)"
    case (nil, let high?): return "up to \(high) \(slot)"
    case (nil, nil): return slot
    }
  }
}

/// Formats what a target says of prompts, shots and names as lines of its page.
enum PromptLines {
  /// Returns all sections that the profile has facts for, each after an empty line.
  static func lines(_ profile: TargetProfile) -> [String] {
    prompt(profile) + shots(profile) + names(profile) + dialect(profile)
      + RenderLines.lines(profile)
  }

  /// Returns the section on the names of elements.
  private static func names(_ profile: TargetProfile) -> [String] {
    guard let rules = profile.names else { return [] }
    func words(_ count: Int) -> String { "\(count) characters" }
    return ["", "Names"]
      + line("at least", rules.minimumCharacters, profile, words)
      + line("at most", rules.maximumCharacters, profile, words)
      + line("description", rules.maximumDescription, profile, words)
      + ([rules.characters].compactMap(\.self) + rules.rules).map { "  \($0)" }
  }

  /// Returns the line of a fact with its source; empty if the fact isn't stated.
  private static func line<Value>(
    _ name: String, _ fact: Fact<Value>?, _ profile: TargetProfile, _ words: (Value) -> String
  ) -> [String] {
    guard let fact else { return [] }
    let name = TargetPage.filled(name, 18)
    let settings = fact.perSetting.sorted { $0.key < $1.key }
      .map { ", \(words($0.value)) with \($0.key)" }.joined()
    return ["  \(name) \(words(fact.value))\(settings)\(TargetPage.mark(fact, profile))"]
  }

  /// Returns the section on the length of prompts.
  private static func prompt(_ profile: TargetProfile) -> [String] {
    guard let rules = profile.prompt else { return [] }
    let unit = rules.counted == .characters ? "characters" : rules.counted.rawValue
    func words(_ count: Int) -> String { "\(Quantity.grouped(count)) \(unit)" }
    return ["", "Prompt"]
      + line("at least", rules.minimum, profile, words)
      + line("at most", rules.maximum, profile, words)
      + line("other scripts", rules.maximumOtherScripts, profile, words)
      + line("advised", rules.advised, profile, words)
      + line("negative prompt", rules.negativeMaximum, profile, words)
      + line("an element's name", rules.perElement, profile, words)
      + [rules.note].compactMap { $0.map { "  \($0)" } }
  }

  /// Returns the section on prompts of several shots.
  private static func shots(_ profile: TargetProfile) -> [String] {
    guard let rules = profile.shots else { return [] }
    let title =
      switch rules.place {
      case .field: "Shots, in the field \(rules.field ?? "")"
      case .prompt: "Shots, in the prompt" + (rules.syntax.map { ": \($0)" } ?? "")
      case .none: "No shots"
      }
    return ["", title]
      + line("number", rules.count, profile) { FactWords.range($0) }
      + line("each", rules.seconds, profile) { FactWords.range($0, unit: "s") }
      + line("text of each", rules.maximumCharacters, profile) { "\($0) characters" }
      + line("together", rules.total, profile) { FactWords.range($0, unit: "s") }
      + line("sum", rules.sum, profile) { $0.rawValue.replacing("-", with: " ") }
      + [rules.note].compactMap { $0.map { "  \($0)" } }
  }

  /// Returns the section on the tokens that refer to files in a prompt.
  private static func dialect(_ profile: TargetProfile) -> [String] {
    guard let dialect = profile.dialect else { return [] }
    let tokens = [
      ("element", dialect.element), ("image", dialect.image), ("video", dialect.video),
      ("voice", dialect.voice),
    ]
    return ["", "Tokens in the prompt"]
      + tokens.compactMap { name, token in
        token.map { "  \(TargetPage.filled(name, 18)) \($0)" }
      } + (dialect.countsFrames ? ["  images are counted after the frames"] : [])
      + dialect.rules.map { "  \($0)" }
  }
}
