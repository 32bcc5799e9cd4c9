public import Model

/// A fact about one rule of a target's profile, as a provider's refusal states it.
///
/// ```swift
/// for fact in LearnedFact.all(from: answer, saying: words, about: profile) where fact.isNews {
///   print(fact.place)
/// }
/// ```
public struct LearnedFact: Hashable, Sendable {
  /// The keys that lead to the rule in the profile's file: `slots`, `image`, `side`, `min`. An
  /// entry of the list `request` is identified by its field's name.
  public let place: [String]
  /// The value that the answer states.
  public let value: JSONValue
  /// The value in the profile; `nil` if it has none.
  public let known: JSONValue?
  /// Whether the profile's own value allows what the answer excludes.
  public let isNews: Bool
  /// The id of the rule whose findings report violations of the limit before sending.
  public let rule: String
  /// The sentence of the provider's answer that states the limit.
  public let quote: String

  /// Reads the facts that a refusal states.
  ///
  /// - Parameters:
  ///   - answer: The body of the provider's answer.
  ///   - words: The provider's words in it.
  public static func all(
    from answer: String, saying words: String, about profile: TargetProfile
  ) -> [LearnedFact] {
    let names = profile.request.flatMap { field in
      [field.name] + (field.name.split(separator: ".").last.map { [String($0)] } ?? [])
    }
    return RefusalReader(fields: names).limits(in: answer, or: words)
      .compactMap { LearnedFact($0, profile) }
      .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
      .filter { !$0.isNews || $0.fits(profile) }
  }

  /// Whether a profile with the fact is valid. An answer may contradict the rest of the profile.
  private func fits(_ profile: TargetProfile) -> Bool {
    let json = profile.learning([self], on: profile.asOf, fromJob: "x")
    return (try? ProfileLoader.load(Array(json.compactText.utf8), file: "\(profile.id)")) != nil
  }

  private init?(_ stated: StatedLimit, _ profile: TargetProfile) {
    let limit = stated.withKnownFormats
    guard let field = profile.field(at: limit.field),
      let target = Self.target(of: limit, field.rules, inner: field.inner, profile),
      let value = Self.value(of: limit)
    else { return nil }
    let json = (try? JSONParser.parse(profile.bytes)) ?? .null
    (rule, quote) = (target.rule, limit.quote)
    // A bound leaves only the listed durations that are within it.
    if target.place[0] == "duration", limit.bound != nil,
      let listed = json["duration"]?["values"], let all = listed.array, !all.isEmpty
    {
      let left = all.filter { limit.accepts($0) }
      (place, known, self.value) = (["duration", "values"], listed, .array(left))
      isNews = left.count < all.count && !left.isEmpty
      return
    }
    (place, self.value) = (target.place, value)
    known = json.value(at: target.place)
    switch (limit.terms, known) {
    case (_, nil): isNews = true
    case (.minimum(let number), let known?):
      isNews = Double(number) ?? 0 > known.numberText.flatMap(Double.init) ?? 0
    case (.maximum(let number), let known?):
      isNews = Double(number) ?? 0 < known.limit ?? .infinity
    case (.oneOf(let values), let known?):
      // The profile has a value that is not accepted.
      isNews = !(known.array ?? []).allSatisfy { own in
        values.contains { $0.scalar == own.scalar }
      }
    }
  }

  /// The value in the form that profiles use.
  private static func value(of limit: StatedLimit) -> JSONValue? {
    switch limit.terms {
    case .minimum(let number), .maximum(let number):
      if limit.measure == .bytes {
        return Int(number).map { .object(ByteWords(bytes: $0).members) }
      }
      if limit.measure == .aspect { return number.contains(":") ? .string(number) : nil }
      return Int(number).map { .integer($0) } ?? .number(number)
    case .oneOf(let values): return values.isEmpty ? nil : .array(values)
    }
  }

  // MARK: Places

  private typealias Target = (place: [String], rule: String)

  /// The keys that lead to the rule in the profile, and the rule's id.
  ///
  /// - Parameter inner: The names inside the items of the field's list.
  private static func target(
    of limit: StatedLimit, _ field: RequestField, inner: [String], _ profile: TargetProfile
  ) -> Target? {
    if let slot = slot(of: field, inner: inner) {
      return media(limit, slot, isInside: !inner.isEmpty, profile)
    }
    let bound = limit.bound
    switch (field.content, limit.measure) {
    case (.prompt, .characters), (.prompt, .count):
      return bound.map { (["prompt", $0], "prompt.too-\($0 == "min" ? "short" : "long")") }
    case (.negative, .characters): return (["prompt", "negativeMax"], "prompt.too-long")
    case (.shots, .characters) where bound == "max":
      return (["shots", "maxCharacters"], "prompt.too-long")
    case (.shots, .count) where inner.isEmpty:
      return bound.map { (["shots", "count", $0], "prompt.too-many-shots") }
    case (.shots, _) where inner.last == "duration":
      return bound.map { (["shots", "seconds", $0], "prompt.shot-seconds") }
    case (.duration, .value), (.duration, .seconds):
      return (["duration", bound ?? "values"], "prompt.duration-range")
    case (.prompt, _), (.negative, _), (.shots, _), (.contents, _): return nil
    case (_, .value): return (["request", field.name, bound ?? "values"], "request.bad-value")
    case (_, .count) where bound == "max":
      return (["request", field.name, "maxItems"], "request.bad-value")
    case (_, .characters) where bound == "max":
      return (["request", field.name, "maxCharacters"], "request.bad-value")
    default: return nil
    }
  }

  /// The slot of a field's files; `nil` for a field without files, or with files of several kinds.
  private static func slot(of field: RequestField, inner: [String]) -> Slot? {
    switch field.content {
    case .start, .frames: .start
    case .end: .end
    case .middle: .middle
    case .image, .images: .image
    case .video, .videos: .video
    case .voices: .voice
    case .elements:
      switch inner.last?.lowercased() {
      case let name? where name.contains("video"): .clip
      case let name? where name.contains("voice") || name.contains("audio"): .voice
      default: .element
      }
    default: nil
    }
  }

  /// The rule about a file of a slot. A slot whose content is created elsewhere has none.
  private static func media(
    _ limit: StatedLimit, _ slot: Slot, isInside: Bool, _ profile: TargetProfile
  ) -> Target? {
    guard let rules = profile[slot], rules.via == nil, !rules.acceptsOnlyIDs else { return nil }
    let medium =
      switch slot.medium {
      case .picture: "image"
      case .clip: "clip"
      case .sound, .other: "sound"
      }
    func place(_ key: String, _ inner: String?) -> [String] {
      ["slots", slot.rawValue, key] + (inner.map { [$0] } ?? [])
    }
    switch (limit.measure, limit.bound) {
    case (.side, let bound?):
      return (place("side", bound), "\(medium).too-\(bound == "min" ? "small" : "large")")
    case (.aspect, let bound?):
      return (
        place("aspect", bound),
        medium == "image" ? "image.too-\(bound == "min" ? "narrow" : "wide")" : "clip.aspect"
      )
    case (.bytes, "max"): return (place("bytes", nil), "\(medium).too-heavy")
    case (.seconds, let bound?) where medium != "image":
      return (place("seconds", bound), "\(medium).too-\(bound == "min" ? "short" : "long")")
    case (.framesPerSecond, let bound?) where medium == "clip":
      return (place("framesPerSecond", bound), "clip.frame-rate")
    case (.format, nil): return (place("formats", nil), "\(medium).format-not-accepted")
    case (.count, let bound?) where !isInside:
      return (
        place("perRequest", bound), "request.too-\(bound == "min" ? "few" : "many")-references"
      )
    default: return nil
    }
  }
}

extension StatedLimit {
  /// The key of a bound in a profile: `min` or `max`.
  fileprivate var bound: String? {
    switch terms {
    case .minimum: "min"
    case .maximum: "max"
    case .oneOf: nil
    }
  }

  /// The limit with formats as profiles name them: `jpeg` for `image/jpeg` and `.jpg`.
  fileprivate var withKnownFormats: StatedLimit {
    guard measure == .format, case .oneOf(let values) = terms else { return self }
    let formats = values.compactMap(\.string).compactMap { text -> MediaFormat? in
      let name = text.lowercased().split { "/.".contains($0) }.last.map(String.init) ?? ""
      return MediaFormat(suffix: name)
    }.filter { $0.medium != .other }
    let names = formats.reduce(into: [JSONValue]()) { names, format in
      if !names.contains(.string(format.rawValue)) { names.append(.string(format.rawValue)) }
    }
    return StatedLimit(field, measure, .oneOf(names), quote)
  }

  /// Whether a number is within the bound; `true` for anything that isn't a number.
  fileprivate func accepts(_ value: JSONValue) -> Bool {
    guard let number = value.numberText.flatMap(Double.init) else { return true }
    return switch terms {
    case .minimum(let bound): number >= Double(bound) ?? 0
    case .maximum(let bound): number <= Double(bound) ?? .infinity
    case .oneOf: true
    }
  }
}

extension TargetProfile {
  /// Returns the field of the request that a path in the body leads to, and the rest of the path
  /// inside the field.
  fileprivate func field(at place: [String]) -> (rules: RequestField, inner: [String])? {
    guard !place.isEmpty else { return nil }
    let candidates = [place, wrap.flatMap { place.first == $0 ? Array(place.dropFirst()) : nil }]
      .compactMap(\.self)
    for path in candidates {
      for field in request.sorted(by: { $0.name.count > $1.name.count }) {
        let names = field.name.split(separator: ".").map(String.init)
        if path.starts(with: names) { return (field, Array(path.dropFirst(names.count))) }
        // A sentence names a field without the objects around it.
        if path.count == 1, names.last == path[0] { return (field, []) }
      }
    }
    return nil
  }
}

extension JSONValue {
  /// The text in lower case, or the number as text.
  fileprivate var scalar: String? { string?.lowercased() ?? numberText }

  /// The number of a maximum, which may be a size in bytes.
  fileprivate var limit: Double? {
    (self["decimal"] ?? self["value"] ?? self).numberText.flatMap(Double.init)
  }

  /// Returns the value at a path of a profile; the value of a fact with evidence is its `value`.
  func value(at place: [String]) -> JSONValue? {
    guard let key = place.first else { return self["value"] ?? self }
    let next = array.map { items in items.first { $0["name"]?.string == key } } ?? self[key]
    return next?.value(at: Array(place.dropFirst()))
  }
}

/// A size in bytes as profiles state it.
struct ByteWords {
  let members: [JSONValue.Member]

  init(bytes: Int) {
    let binary = 1 << 20
    let text =
      bytes.isMultiple(of: binary)
      ? "\(bytes / binary) MiB"
      : bytes.isMultiple(of: 1_000_000) ? "\(bytes / 1_000_000) MB" : "\(bytes) bytes"
    members = [
      JSONValue.Member("stated", text), JSONValue.Member("decimal", bytes),
      JSONValue.Member("binary", bytes),
    ]
  }
}
