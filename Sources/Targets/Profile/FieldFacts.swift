package import Model

/// A field of a request as it is at one endpoint, with the JSON values that the provider expects in
/// it.
package struct FieldFacts {
  package let field: RequestField
  /// The value that the provider uses when the field isn't sent.
  package let defaultValue: JSONValue?
  /// The accepted values; empty when any value of the type is accepted.
  package let values: [JSONValue]
  package let required: RequestField.Required
  /// What differs at the endpoint.
  private let own: RequestField.Difference?

  /// Combines a field with what differs at an endpoint; `nil` when the endpoint has no such field.
  package init?(_ field: RequestField, at endpoint: Endpoint?) {
    if !field.onlyEndpoints.isEmpty {
      guard let endpoint, field.onlyEndpoints.contains(where: endpoint.matches) else { return nil }
    }
    own = endpoint.flatMap { endpoint in
      field.perEndpoint.first { endpoint.matches($0.key) }?.value
    }
    self.field = field
    defaultValue = own?.default ?? field.default
    values = own.flatMap { $0.values.isEmpty ? nil : $0.values } ?? field.values
    required = own?.required ?? field.required
  }

  /// Whether the field exists in a request with these counts and settings.
  package func exists(with counts: [Slot: Int], _ settings: Set<Setting>) -> Bool {
    field.when.counts.allSatisfy { $0.holds(for: counts[$0.slot] ?? 0) }
      && settings.isSuperset(of: field.when.settings)
  }

  /// Whether the field must be sent in every request.
  package var isAlwaysRequired: Bool { required == .always }

  /// Whether a request must contain the field.
  ///
  /// - Parameters:
  ///   - counts: how many files each slot has.
  ///   - settings: the settings that the request states.
  ///   - fields: the names of the other fields that are sent.
  package func isRequired(
    with counts: [Slot: Int], _ settings: Set<Setting>, beside fields: Set<String>
  ) -> Bool {
    switch required {
    case .always: true
    case .never, .insideItem, .words: false
    case .when(let condition):
      condition.alternatives.contains { all in
        all.counts.allSatisfy { $0.holds(for: counts[$0.slot] ?? 0) }
          && settings.isSuperset(of: all.settings) && fields.isDisjoint(with: all.without)
      }
    }
  }

  /// Returns the value that the field must have with these counts and settings, regardless of what
  /// the user asks for; `nil` when the choice is free.
  package func forced(by counts: [Slot: Int], _ settings: Set<Setting>) -> JSONValue? {
    forcing(counts, settings)?.value
  }

  /// Returns the reason why the value is forced; `nil` when it isn't, or when no reason is known.
  package func reason(for counts: [Slot: Int], _ settings: Set<Setting>) -> String? {
    forcing(counts, settings)?.note
  }

  /// Returns the first case whose conditions are all met.
  private func forcing(_ counts: [Slot: Int], _ settings: Set<Setting>) -> RequestField.Case? {
    field.byInput.first { rule in
      rule.when.allSatisfy { $0.holds(for: counts[$0.slot] ?? 0) }
        && settings.isSuperset(of: rule.settings)
    }
  }

  /// The accepted values in the words of shot files.
  package var choices: [String] {
    let named = field.words.filter { values.isEmpty || values.contains($0.value) }.keys.sorted()
    return named.isEmpty ? values.map { $0.string ?? $0.compactText } : named
  }

  /// The bounds of a number; `nil` when none is stated.
  package var bounds: ClosedRange<Double>? {
    let low = (own?.minimum ?? field.minimum).flatMap(Double.init)
    let high = (own?.maximum ?? field.maximum).flatMap(Double.init)
    guard low != nil || high != nil else { return nil }
    return (low ?? -.infinity)...max(low ?? -.infinity, high ?? .infinity)
  }

  /// The bounds as they are written: `0 to 1`, `at most 30`.
  package var boundsText: String {
    switch (own?.minimum ?? field.minimum, own?.maximum ?? field.maximum) {
    case (let low?, let high?): "\(low) to \(high)"
    case (let low?, nil): "at least \(low)"
    case (nil, let high?): "at most \(high)"
    case (nil, nil): "any number"
    }
  }

  // MARK: Values

  /// Returns a number of seconds as the provider expects it; `nil` when it isn't an accepted value.
  package func seconds(_ seconds: Int) -> JSONValue? {
    let texts = ["\(seconds)", "\(seconds)s"]
    if !values.isEmpty {
      return values.first { value in
        value.integer == seconds || value.string.map(texts.contains) ?? false
      }
    }
    if case .string(let text) = defaultValue {
      return .string(text.hasSuffix("s") ? texts[1] : texts[0])
    }
    return defaultValue == nil && field.type.hasPrefix("string")
      ? .string(texts[0]) : .integer(seconds)
  }

  /// Returns a word as the provider spells it; `nil` when it isn't an accepted value.
  package func word(_ word: String) -> JSONValue? {
    values.isEmpty
      ? .string(word) : values.first { $0.string?.lowercased() == word.lowercased() }
  }

  /// Returns an aspect ratio, either spelled out or as a size of that ratio; `nil` when there is
  /// none.
  ///
  /// A size in pixels may miss its ratio by up to three percent: 1344:768 is listed as 16:9. The
  /// first such size counts, as lists begin with the standard ones.
  package func aspect(_ aspect: String) -> JSONValue? {
    if let named = field.words[aspect], values.isEmpty || values.contains(named) { return named }
    if let value = word(aspect) { return value }
    guard let wanted = Self.ratio(aspect) else { return nil }
    let sizes = values.compactMap { value in
      value.string.flatMap(Self.ratio).map { (value: value, width: $0.width, height: $0.height) }
    }
    if let exact = sizes.first(where: { $0.width * wanted.height == $0.height * wanted.width }) {
      return exact.value
    }
    let pixels = sizes.filter { min($0.width, $0.height) >= 100 }
    return pixels.first { size in
      let error = size.width * wanted.height - size.height * wanted.width
      return abs(error) * 100 <= 3 * size.height * wanted.width
    }?.value
  }

  /// Reads two sides: `16:9`, `1536x1024`, `1280*720`.
  private static func ratio(_ text: String) -> (width: Int, height: Int)? {
    let sides = text.split { ":x*".contains($0) }.compactMap { Int($0) }
    return sides.count == 2 && sides.allSatisfy { (1...100_000).contains($0) }
      ? (sides[0], sides[1]) : nil
  }

  /// Returns the value that stands for a sound setting; `nil` when the field has none.
  package func value(for sound: SoundSetting) -> JSONValue? {
    let isBoolean = values.isEmpty && defaultValue?.string == nil
    return switch (field.content, sound) {
    case (.audio, .on): isBoolean ? true : word("native") ?? word("on")
    case (.audio, .off): isBoolean ? false : word("off")
    case (.audio, .original): isBoolean ? nil : word("original")
    case (.originalSound, .original): isBoolean ? true : word("yes")
    case (.originalSound, .off): isBoolean ? false : word("no")
    default: nil
    }
  }

  /// Returns the value to send when a sound setting is requested. When another field keeps the
  /// sound of a video, this one turns off the model's own sound.
  package func value(asking sound: SoundSetting) -> JSONValue? {
    value(for: sound)
      ?? (field.content == .audio && sound == .original ? value(for: .off) : nil)
  }

  /// Returns the sound setting that a value stands for.
  package func sound(of value: JSONValue?) -> SoundSetting? {
    guard let value else { return nil }
    return SoundSetting.allCases.first { self.value(for: $0) == value }
  }

  /// The sound settings that the field has a value for.
  package var sounds: [SoundSetting] { SoundSetting.allCases.filter { value(for: $0) != nil } }

  /// Returns the model's name: the default, the only value, or the value that ends with the
  /// variant.
  package func model(variant: String?) -> JSONValue? {
    if let defaultValue { return defaultValue }
    if values.count == 1 { return values.first }
    guard let variant else { return nil }
    return values.first { $0.string?.hasSuffix(variant) ?? false }
  }

  /// Returns the value for a tier under any of its names; `nil` when it isn't accepted.
  package func tier(_ tier: String) -> JSONValue? {
    let names = tier == "standard" ? ["standard", "std"] : [tier]
    return names.lazy.compactMap(word).first
  }
}

extension TargetProfile {
  package func fields(at endpoint: Endpoint?) -> [FieldFacts] {
    request.compactMap { FieldFacts($0, at: endpoint) }
  }

  /// Whether a tier chooses the endpoint or the value of a field.
  package func hasTiers(at endpoint: Endpoint?) -> Bool {
    endpoints.haveTiers || fields(at: endpoint).contains { $0.field.content == .tier }
  }

  /// Returns the resolution that a tier stands for; `nil` when the target has its own tiers or
  /// states no resolution.
  package func resolution(ofTier tier: String, at endpoint: Endpoint?) -> String? {
    hasTiers(at: endpoint) ? nil : tiers?.value[tier]
  }
}
