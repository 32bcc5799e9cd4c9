internal import Media

/// Formats what a target says of the render as lines: its length, shape and sound, and the fields
/// of the request.
enum RenderLines {
  /// Returns the section; empty if the profile has no such facts.
  static func lines(_ profile: TargetProfile) -> [String] {
    let lines = length(profile) + shape(profile) + tiers(profile) + sound(profile) + fields(profile)
    return lines.isEmpty ? [] : ["", "Render"] + lines
  }

  /// Returns the lines on the length, with the exceptions for endpoints and inputs.
  private static func length(_ profile: TargetProfile) -> [String] {
    guard let rules = profile.duration else { return [] }
    let words = length(rules.seconds, rules.values, rules.default)
    let isInferred = rules.range.confidence != .stated
    let mark = isInferred ? TargetPage.mark(rules.range, profile) : ""
    let note = isInferred ? nil : rules.note
    let main = [words, note].compactMap(\.self).joined(separator: "; ")
    var lines = [TargetPage.line("length", (main.isEmpty ? "not stated" : main) + mark)]
    for (endpoint, other) in rules.perEndpoint.sorted(by: { $0.key < $1.key }) {
      lines.append(TargetPage.line("  at \(endpoint)", difference(other)))
    }
    for rule in rules.byInput {
      let when = FactWords.input(rule.when, rule.settings)
      let length = length(
        rule.difference.seconds, rule.difference.values, rule.difference.default)
      let words = [length.map { "\($0) with \(when)" } ?? "with \(when)", rule.difference.note]
      lines.append(TargetPage.line("  but", words.compactMap(\.self).joined(separator: "; ")))
    }
    return lines
  }

  /// Returns the length of a render in words, without exceptions; `nil` if nothing is stated.
  static func length(of profile: TargetProfile) -> String? {
    profile.duration.flatMap { length($0.seconds, $0.values, $0.default) }
  }

  /// Returns how the length differs for an endpoint.
  private static func difference(_ difference: DurationRules.Difference) -> String {
    [length(difference.seconds, difference.values, difference.default), difference.note]
      .compactMap(\.self).joined(separator: "; ")
  }

  /// Returns a length in words: "3–15 s, 5 by default"; `nil` if nothing is stated.
  private static func length(
    _ range: SlotRules.Range?, _ values: [JSONValue], _ defaultValue: JSONValue?
  ) -> String? {
    let defaultText = defaultValue.map { "\(text($0)) by default" }
    let length: String? =
      if let range {
        FactWords.range(range, unit: "s")
      } else {
        values.isEmpty ? nil : run(of: values) ?? values.map(text).joined(separator: ", ")
      }
    let words = [length, defaultText].compactMap(\.self)
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }

  /// Returns a list of more than 3 consecutive whole numbers as a range; `nil` for any other list.
  private static func run(of values: [JSONValue]) -> String? {
    let numbers = values.compactMap { Int(text($0)) }
    guard numbers.count == values.count, numbers.count > 3, let first = numbers.first,
      let last = numbers.last, numbers == Array(first...max(first, last))
    else { return nil }
    return "\(first)–\(last), whole seconds"
  }

  /// Returns a JSON value as text, without quotation marks.
  private static func text(_ value: JSONValue) -> String { value.string ?? value.compactText }

  /// Returns the line on aspect ratios.
  private static func shape(_ profile: TargetProfile) -> [String] {
    let ratios = profile.aspectRatios.joined(separator: ", ")
    let words = [ratios.isEmpty ? nil : ratios, profile.aspectNote].compactMap(\.self)
    return words.isEmpty ? [] : [TargetPage.line("ratios", words.joined(separator: "; "))]
  }

  /// Returns the line on what the tiers mean: "standard is 720p, pro is 1080p".
  private static func tiers(_ profile: TargetProfile) -> [String] {
    guard let fact = profile.tiers else { return [] }
    let words = ProfileLoader.tierNames.compactMap { name in
      fact.value[name].map { name == $0 ? name : "\(name) is \($0)" }
    }
    return [
      TargetPage.line("tiers", words.joined(separator: ", ") + TargetPage.mark(fact, profile))
    ]
  }

  /// Returns the line on sound.
  private static func sound(_ profile: TargetProfile) -> [String] {
    guard let audio = profile.audio else { return [] }
    let languages =
      audio.languages.isEmpty
      ? nil : "speaks \(audio.languages.joined(separator: ", "))"
    let words = [defaultSound(audio), fixedSound(profile), languages, audio.note].compactMap(\.self)
    return words.isEmpty ? [] : [TargetPage.line("sound", words.joined(separator: "; "))]
  }

  /// Returns whether a render has sound unless it is requested; `nil` if it isn't stated.
  static func defaultSound(of profile: TargetProfile) -> String? {
    profile.audio.flatMap(defaultSound).map { "sound \($0)" }
  }

  private static func defaultSound(_ audio: AudioRules) -> String? {
    audio.default.map { value in
      value.boolean.map { $0 ? "on by default" : "off by default" } ?? "\(text(value)) by default"
    }
  }

  /// Returns the sound of endpoints that have no setting for it; `nil` if it isn't stated.
  private static func fixedSound(_ profile: TargetProfile) -> String? {
    guard let fact = profile.audio?.withoutField else { return nil }
    let words =
      switch fact.value {
      case .on: "always on"
      case .off: "always off"
      case .original: "always the video's sound"
      }
    let scope = profile.request.contains { $0.content == .audio } ? " where there is no field" : ""
    return words + scope + TargetPage.mark(fact, profile)
  }

  /// Returns the line that lists the fields of a request and marks those that are required.
  private static func fields(_ profile: TargetProfile) -> [String] {
    if profile.request.isEmpty { return [] }
    let names = profile.request.map { field in
      switch field.required {
      case .always: "\(field.name) (required)"
      case .when(let condition):
        condition.note.map { "\(field.name) (required \($0))" } ?? field.name
      case .words(let words): "\(field.name) (required \(words))"
      case .insideItem, .never: field.name
      }
    }
    return [TargetPage.line("fields", names.joined(separator: ", "))]
  }
}
