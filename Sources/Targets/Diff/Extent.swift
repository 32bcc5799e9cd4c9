internal import Model

/// The values that a rule allows, in a form in which two rules can be compared.
enum Extent {
  /// Everything between two bounds. `highs` are the upper bounds that replace `high` under
  /// settings.
  case interval(low: Bound?, high: Bound?, highs: [Setting: Bound])
  /// One of these words.
  case choices(Set<String>)

  /// A bound as a fraction, without rounding.
  struct Bound {
    let numerator: Int
    var denominator = 1
    /// Whether the bound itself is excluded.
    var isOpen = false
  }

  /// The ways in which a rule changed.
  struct Change: OptionSet {
    let rawValue: Int

    /// Something is forbidden that was allowed before.
    static let stricter = Change(rawValue: 1)
    /// Something is allowed that was forbidden before.
    static let looser = Change(rawValue: 2)
  }

  /// Returns how the second rule differs from the first; `nil` allows everything.
  static func change(from old: Extent?, to new: Extent?) -> Change {
    switch (old, new) {
    case (.interval(let low, let high, let highs)?, .interval(let low2, let high2, let highs2)?):
      let settings = Set(highs.keys).union(highs2.keys)
      let ends: Change = [
        change(low, low2, isLow: true), change(high, high2, isLow: false),
      ]
      return settings.reduce(into: ends) { change, setting in
        change.formUnion(
          self.change(highs[setting] ?? high, highs2[setting] ?? high2, isLow: false))
      }
    case (.choices(let words)?, .choices(let words2)?):
      var change: Change = []
      if !words.isSubset(of: words2) { change.insert(.stricter) }
      if !words2.isSubset(of: words) { change.insert(.looser) }
      return change
    default: return appearance(old != nil, new != nil)
    }
  }

  /// Compares two lower bounds, or two upper ones; a missing one allows everything beyond.
  private static func change(_ old: Bound?, _ new: Bound?, isLow: Bool) -> Change {
    guard let old, let new else { return appearance(old != nil, new != nil) }
    if old.isSame(as: new) { return openness(old, new) }
    return old.isLess(than: new) == isLow ? .stricter : .looser
  }

  /// Returns the change when at most one of two limits exists.
  private static func appearance(_ isOld: Bool, _ isNew: Bool) -> Change {
    isOld == isNew ? [] : isNew ? .stricter : .looser
  }

  /// Returns the change between equal bounds, one of which may be excluded.
  private static func openness(_ old: Bound, _ new: Bound) -> Change {
    if old.isOpen == new.isOpen { return [] }
    return new.isOpen ? .stricter : .looser
  }
}

extension Extent.Bound {
  init(_ number: Int, isOpen: Bool = false) { self.init(numerator: number, isOpen: isOpen) }

  /// Reads a JSON number exactly: 0.5 is 5 of 10. `nil` for a number with an exponent or more than
  /// nine decimals.
  init?(decimal value: JSONValue) {
    if let whole = value.integer {
      self.init(whole)
      return
    }
    guard case .number(let text) = value else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let fraction = parts.count > 1 ? parts[1] : ""
    guard parts.count <= 2, fraction.count <= 9, let digits = Int(parts[0] + fraction) else {
      return nil
    }
    self.init(
      numerator: digits, denominator: (0..<fraction.count).reduce(1) { scale, _ in scale * 10 })
  }

  init(_ ratio: Ratio, isOpen: Bool) {
    self.init(numerator: ratio.numerator, denominator: ratio.denominator, isOpen: isOpen)
  }

  /// Cross-multiplies two fractions in full width, because byte counts are large.
  private func cross(_ other: Extent.Bound) -> (left: (Int, UInt), right: (Int, UInt)) {
    (
      numerator.multipliedFullWidth(by: other.denominator),
      other.numerator.multipliedFullWidth(by: denominator)
    )
  }

  fileprivate func isSame(as other: Extent.Bound) -> Bool {
    let (left, right) = cross(other)
    return left == right
  }

  fileprivate func isLess(than other: Extent.Bound) -> Bool {
    let (left, right) = cross(other)
    return left < right
  }
}

extension Statement.Value {
  /// What the value allows; `nil` when it is not a limit that can be compared.
  var extent: Extent? {
    switch self {
    case .range(let range):
      let isOpen = range.inclusive == false
      return .interval(
        low: range.minimum.map { Extent.Bound($0, isOpen: isOpen) },
        high: range.maximum.map { Extent.Bound($0, isOpen: isOpen) }, highs: [:])
    case .seconds(let range):
      let isOpen = range.inclusive == false
      return .interval(
        low: range.minimumMilliseconds.map { Extent.Bound($0, isOpen: isOpen) },
        high: range.maximumMilliseconds.map { Extent.Bound($0, isOpen: isOpen) },
        highs: range.perSetting.mapValues { Extent.Bound($0, isOpen: isOpen) })
    case .aspect(let range):
      let isOpen = range.inclusive == false
      return .interval(
        low: range.minimum.map { Extent.Bound($0, isOpen: isOpen) },
        high: range.maximum.map { Extent.Bound($0, isOpen: isOpen) }, highs: [:])
    case .bytes(let limit):
      return .interval(
        low: nil, high: Extent.Bound(limit.binary, isOpen: limit.inclusive == false), highs: [:])
    case .formats(let formats): return .choices(Set(formats.map(\.rawValue)))
    case .ratios: return normalized.json?.array.map { .choices(Set($0.compactMap(\.string))) }
    case .choices(let words): return .choices(Set(words))
    case .number(let number, _, .minimum):
      return .interval(low: Extent.Bound(number), high: nil, highs: [:])
    case .number(let number, let perSetting, .maximum):
      return .interval(
        low: nil, high: Extent.Bound(number), highs: perSetting.mapValues { Extent.Bound($0) })
    case .present, .number, .text, .texts, .record: return nil
    }
  }
}

extension Statement.Attribute {
  /// What one part of a field allows; `nil` when the part is not a limit.
  var extent: Extent? {
    // "min at v3" and "values with video 1…" are limits as well.
    switch (name.split(separator: " ").first.map(String.init) ?? name, value) {
    case ("min", let number):
      Extent.Bound(decimal: number).map { .interval(low: $0, high: nil, highs: [:]) }
    case ("max", let number):
      Extent.Bound(decimal: number).map { .interval(low: nil, high: $0, highs: [:]) }
    case ("values", .array(let values)): .choices(Set(values.map(\.compactText)))
    case ("maxItems", .integer(let maximum)), ("maxCharacters", .integer(let maximum)):
      .interval(low: nil, high: Extent.Bound(maximum), highs: [:])
    // An optional field may be left out, and a required one may not.
    case ("required", .boolean(let isRequired)):
      .choices(isRequired ? ["sent"] : ["sent", "left out"])
    default: nil
    }
  }
}
