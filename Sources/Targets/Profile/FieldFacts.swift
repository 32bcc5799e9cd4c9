package import Model

/// A field of a request as it is at one endpoint, and values as it takes them.
package struct FieldFacts {
  package let field: RequestField
  package let standard: JSONValue?
  package let values: [JSONValue]
  package let required: RequestField.Required

  /// Nothing where the endpoint has no such field.
  package init?(_ field: RequestField, at endpoint: Endpoint?) {
    if !field.onlyEndpoints.isEmpty {
      guard let endpoint, field.onlyEndpoints.contains(where: endpoint.isMeant) else { return nil }
    }
    let own = endpoint.flatMap { endpoint in
      field.perEndpoint.first { endpoint.isMeant(by: $0.key) }?.value
    }
    self.field = field
    standard = own?.default ?? field.default
    values = own.flatMap { $0.values.isEmpty ? nil : $0.values } ?? field.values
    required = own?.required ?? field.required
  }

  package var isAlwaysRequired: Bool { required == .always }

  /// Whether a request with these counts and settings must have it, where some fields are sent.
  package func isRequired(
    with counts: [Slot: Int], _ said: Set<Setting>, beside fields: Set<String>
  ) -> Bool {
    switch required {
    case .always: true
    case .never, .insideItem, .words: false
    case .when(let condition):
      condition.alternatives.contains { all in
        all.counts.allSatisfy { $0.holds(for: counts[$0.slot] ?? 0) }
          && said.isSuperset(of: all.settings) && fields.isDisjoint(with: all.without)
      }
    }
  }

  /// What it must be with these counts and settings, whatever is said.
  package func forced(by counts: [Slot: Int], _ said: Set<Setting>) -> JSONValue? {
    forcing(counts, said)?.value
  }

  /// Why it must be that.
  package func reason(for counts: [Slot: Int], _ said: Set<Setting>) -> String? {
    forcing(counts, said)?.note
  }

  private func forcing(_ counts: [Slot: Int], _ said: Set<Setting>) -> RequestField.Case? {
    field.byInput.first { rule in
      rule.when.allSatisfy { $0.holds(for: counts[$0.slot] ?? 0) }
        && said.isSuperset(of: rule.settings)
    }
  }

  // MARK: Values

  /// A number of seconds as the provider takes it.
  package func seconds(_ seconds: Int) -> JSONValue? {
    let texts = ["\(seconds)", "\(seconds)s"]
    if !values.isEmpty {
      return values.first { value in
        value.integer == seconds || value.string.map(texts.contains) ?? false
      }
    }
    if case .string(let text) = standard {
      return .string(text.hasSuffix("s") ? texts[1] : texts[0])
    }
    return standard == nil && field.type.hasPrefix("string") ? .string(texts[0]) : .integer(seconds)
  }

  /// A word as it is spelled there.
  package func word(_ word: String) -> JSONValue? {
    values.isEmpty
      ? .string(word) : values.first { $0.string?.lowercased() == word.lowercased() }
  }

  /// A ratio: in words, or as a size that has it. A size in pixels can miss its ratio a little: 1460:624 is 21:9 for those
  /// who list it.
  package func aspect(_ aspect: String) -> JSONValue? {
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
      let off = size.width * wanted.height - size.height * wanted.width
      return abs(off) * 100 <= size.height * wanted.width
    }?.value
  }

  private static func ratio(_ text: String) -> (width: Int, height: Int)? {
    let sides = text.split(separator: ":").compactMap { Int($0) }
    return sides.count == 2 && sides.allSatisfy { (1...100_000).contains($0) }
      ? (sides[0], sides[1]) : nil
  }

  /// What stands for such sound in the field; `nil` where it has no value for that.
  package func value(for sound: SoundSetting) -> JSONValue? {
    let isBoolean = values.isEmpty && standard?.string == nil
    return switch (field.takes, sound) {
    case (.audio, .on): isBoolean ? true : word("native") ?? word("on")
    case (.audio, .off): isBoolean ? false : word("off")
    case (.audio, .original): isBoolean ? nil : word("original")
    case (.originalSound, .original): isBoolean ? true : word("yes")
    case (.originalSound, .off): isBoolean ? false : word("no")
    default: nil
    }
  }

  /// What the field says where such sound is asked for. Where another field keeps the sound of a video, none is made
  /// beside that.
  package func value(asking sound: SoundSetting) -> JSONValue? {
    value(for: sound)
      ?? (field.takes == .audio && sound == .original ? value(for: .off) : nil)
  }

  /// The sound that a value of the field stands for.
  package func sound(of value: JSONValue?) -> SoundSetting? {
    guard let value else { return nil }
    return SoundSetting.allCases.first { self.value(for: $0) == value }
  }

  /// The settings of sound that the field has a value for.
  package var sounds: [SoundSetting] { SoundSetting.allCases.filter { value(for: $0) != nil } }

  /// The model's name: the default, the only one, or the one that ends as the variant does.
  package func model(variant: String?) -> JSONValue? {
    if let standard { return standard }
    if values.count == 1 { return values.first }
    guard let variant else { return nil }
    return values.first { $0.string?.hasSuffix(variant) ?? false }
  }

  /// A tier by any of its names.
  package func tier(_ tier: String) -> JSONValue? {
    let names = tier == "standard" ? ["standard", "std"] : [tier]
    return names.lazy.compactMap(word).first
  }
}

extension TargetProfile {
  /// The fields that a request to an endpoint has.
  package func fields(at endpoint: Endpoint?) -> [FieldFacts] {
    request.compactMap { FieldFacts($0, at: endpoint) }
  }

  /// Whether a tier chooses the endpoint, or the value of a field.
  package func hasTiers(at endpoint: Endpoint?) -> Bool {
    endpoints.haveTiers || fields(at: endpoint).contains { $0.field.takes == .tier }
  }

  /// The resolution that a tier stands for where the target has no tiers.
  package func resolution(ofTier tier: String, at endpoint: Endpoint?) -> String? {
    hasTiers(at: endpoint) ? nil : tiers?.value[tier]
  }
}
