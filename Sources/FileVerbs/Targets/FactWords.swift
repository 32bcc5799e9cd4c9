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
  /// are given, since the source doesn't say which one the provider applies.
  static func bytes(_ limit: SlotRules.ByteLimit) -> String {
    let readings =
      limit.decimal == limit.binary
      ? Quantity.grouped(limit.decimal)
      : "\(Quantity.grouped(limit.decimal)) or \(Quantity.grouped(limit.binary))"
    return "\(limit.stated) at most: \(readings) bytes"
  }

  /// Returns which of too many files are used.
  static func excess(_ excess: SlotRules.Excess) -> String {
    switch excess {
    case .keepsFirst: "uses the first of too many, and ignores the others"
    case .keepsLast: "uses the last of too many, and ignores the others"
    }
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
  static func sum(_ slots: [Slot]) -> String { slots.map(\.rawValue).joined(separator: " + ") }

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
