internal import Model

extension StatementList {
  // MARK: Prompts

  /// Adds the rules for prompts, shots, names and tokens.
  mutating func addPromptRules(_ profile: TargetProfile) {
    if let prompt = profile.prompt { add(prompt) }
    if let shots = profile.shots { add(shots) }
    if let names = profile.names { add(names) }
    guard let dialect = profile.dialect else { return }
    add(.dialect, "dialect.element", text: dialect.element)
    add(.dialect, "dialect.image", text: dialect.image)
    add(.dialect, "dialect.video", text: dialect.video)
    add(.dialect, "dialect.voice", text: dialect.voice)
    add(.dialect, "dialect.countsFrames", text: dialect.countsFrames ? "true" : nil)
    add(.dialect, "dialect.rules", texts: dialect.rules)
  }

  private mutating func add(_ rules: PromptRules) {
    let unit = rules.counted == .characters ? "characters" : rules.counted.rawValue
    add(.prompt, "prompt.min", rules.minimum, .minimum, unit: unit)
    add(.prompt, "prompt.max", rules.maximum, .maximum, unit: unit)
    add(.prompt, "prompt.maxOtherScripts", rules.maximumOtherScripts, .maximum, unit: unit)
    add(.prompt, "prompt.advised", rules.advised, .neither, unit: unit)
    add(.prompt, "prompt.cut", rules.cut, .neither, unit: unit)
    add(.prompt, "prompt.negativeMax", rules.negativeMaximum, .maximum, unit: unit)
    add(.prompt, "prompt.perElement", rules.perElement, .neither, unit: unit)
    add(.prompt, "prompt.counted", text: rules.counted.rawValue)
    add(.prompt, "prompt.note", text: rules.note)
  }

  private mutating func add(_ rules: ShotRules) {
    let item = rules.item.sorted { $0.key < $1.key }.map { JSONValue.Member($0, $1) }
    add(.shots, "shots.in", text: rules.location.rawValue)
    add(
      .shots, "shots",
      record: Statement.Attribute.parts([
        "field": rules.field, "syntax": rules.syntax, "separator": rules.separator,
        "item": item.isEmpty ? nil : JSONValue.object(item), "defaultType": rules.defaultType,
        "switch": rules.switch,
      ]))
    add(.shots, "shots.count", rules.count)
    add(.shots, "shots.seconds", rules.seconds, unit: "s")
    add(.shots, "shots.maxCharacters", rules.maximumCharacters, .maximum, unit: "characters")
    add(.shots, "shots.total", rules.total, unit: "s")
    add(.shots, "shots.sum", rules.sum) { .text($0.rawValue) }
    add(.shots, "shots.types", choices: rules.types)
    add(.shots, "shots.note", text: rules.note)
  }

  private mutating func add(_ rules: NameRules) {
    add(.names, "names.min", rules.minimumCharacters, .minimum, unit: "characters")
    add(.names, "names.max", rules.maximumCharacters, .maximum, unit: "characters")
    add(.names, "names.maxDescription", rules.maximumDescription, .maximum, unit: "characters")
    add(.names, "names.characters", text: rules.characters)
    add(.names, "names.rules", texts: rules.rules)
  }

  // MARK: The request's body

  mutating func addRequest(_ profile: TargetProfile) {
    add(.request, "wrap", text: profile.wrap)
    for field in profile.request {
      let isShared = profile.request.count { $0.name == field.name } > 1
      let places = isShared ? field.onlyEndpoints.sorted() : []
      add(
        .request, "request", item: .name(([field.name] + places).joined(separator: " ")),
        value: .record(field.attributes))
    }
  }

  // MARK: Render

  /// Adds the properties of the rendered video: duration, aspect ratios and sound.
  mutating func addRender(_ profile: TargetProfile) {
    if let duration = profile.duration { add(duration) }
    add(.render, "aspectRatios", choices: profile.aspectRatios)
    add(.render, "aspectNote", text: profile.aspectNote)
    guard let audio = profile.audio else { return }
    add(.render, "soundWithoutField", audio.withoutField) { .text($0.rawValue) }
    add(
      .render, "audio",
      record: Statement.Attribute.parts([
        "default": audio.default, "field": audio.field,
        "languages": Statement.Unordered(audio.languages), "note": audio.note,
      ]))
  }

  private mutating func add(_ rules: DurationRules) {
    // The type of the values matters: "5" and 5 are sent differently.
    var attributes = Statement.Attribute.parts([
      "type": rules.type, "default": rules.default, "values": Statement.Unordered(rules.values),
      "note": rules.note,
    ])
    for (endpoint, difference) in rules.perEndpoint.sorted(by: { $0.key < $1.key }) {
      attributes += difference.attributes.map { $0.at(endpoint) }
    }
    for input in rules.byInput {
      let conditions = conditions(input.when, input.settings)
      attributes += input.difference.attributes.map { $0.with(conditions) }
    }
    add(.render, "duration.seconds", rules.range.value == nil ? nil : rules.range, unit: "s") {
      $0.map(Statement.Value.range) ?? .present
    }
    add(.render, "duration", record: attributes)
  }

  // MARK: Prices

  /// Adds the prices. A price is identified by its conditions in words only when another price has
  /// the same scope.
  mutating func addPrices(_ profile: TargetProfile) {
    let scopes = profile.prices.map(Statement.PriceScope.init)
    for (price, scope) in zip(profile.prices, scopes) {
      var scope = scope
      if scopes.count(where: { $0 == scope }) > 1 { scope.condition = price.condition }
      add(.prices, "prices", price.fact, item: .price(scope)) { _ in price.record }
    }
    add(.prices, "pricesAs", text: profile.pricesAs?.rawValue)
    add(.prices, "priceNote", text: profile.priceNote)
  }
}

extension Price {
  /// The price as named parts.
  fileprivate var record: Statement.Value {
    .record(
      Statement.Attribute.parts([
        "when": condition, "amount": amount?.value, "currency": currency, "per": per.rawValue,
        "minimumTimesOutput": minimumTimesOutput,
      ]))
  }
}

extension Statement.PriceScope {
  fileprivate init(_ price: Price) {
    self.init(
      tier: price.tier, variant: price.variant, resolution: price.resolution, audio: price.audio,
      withVideo: price.withVideo, withVoice: price.withVoice, condition: nil)
  }
}

extension DurationRules.Difference {
  /// The parts of a difference that are stated.
  fileprivate var attributes: [Statement.Attribute] {
    Statement.Attribute.parts([
      "seconds": seconds?.json, "values": Statement.Unordered(values), "default": self.default,
      "note": note,
    ])
  }
}

/// Returns conditions as parts of a name, sorted because their order has no meaning.
private func conditions(_ counts: [SharedLimit.Condition], _ settings: [Setting]) -> [String] {
  counts.sorted { $0.order < $1.order }.map(\.label) + settings.sorted().map(\.description)
}

extension SharedLimit.Condition {
  /// The condition as part of a name: `video 1…`.
  var label: String {
    let ends = [minimum, maximum].map { $0.map(String.init) ?? "" }
    return "\(slot.rawValue) \(ends[0])…\(ends[1])"
  }
}

extension Statement.Attribute {
  /// Returns the part with conditions in its name.
  fileprivate func with(_ conditions: [String]) -> Statement.Attribute {
    Statement.Attribute("\(name) with \(conditions.joined(separator: ", "))", value, isSet: isSet)
  }

  /// Returns the part with an endpoint in its name.
  fileprivate func at(_ endpoint: String) -> Statement.Attribute {
    Statement.Attribute("\(name) at \(endpoint)", value, isSet: isSet)
  }
}

extension RequestField {
  /// The field as named parts, with those for single endpoints and inputs.
  fileprivate var attributes: [Statement.Attribute] {
    var attributes = Statement.Attribute.parts([
      "type": type, "required": required.json, "default": self.default,
      "values": Statement.Unordered(values), "min": minimum.map(JSONValue.number),
      "max": maximum.map(JSONValue.number), "maxItems": maximumItems,
      "maxCharacters": maximumCharacters, "onlyEndpoints": Statement.Unordered(onlyEndpoints),
      "number": number,
      "words": words.isEmpty
        ? nil
        : JSONValue.object(
          words.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, $0.value) }),
      "items": items.isEmpty
        ? nil : JSONValue.object(items.map { JSONValue.Member($0.slot.rawValue, $0.item) }),
      "when": Statement.Unordered(conditions(when.counts, when.settings)), "note": note,
    ])
    for (endpoint, difference) in perEndpoint.sorted(by: { $0.key < $1.key }) {
      let parts = Statement.Attribute.parts([
        "required": difference.required?.json, "default": difference.default,
        "values": Statement.Unordered(difference.values),
        "min": difference.minimum.map(JSONValue.number),
        "max": difference.maximum.map(JSONValue.number), "note": difference.note,
      ])
      attributes += parts.map { $0.at(endpoint) }
    }
    for rule in byInput {
      let conditions = conditions(rule.when, rule.settings)
      attributes += Statement.Attribute.parts(["value": rule.value, "note": rule.note])
        .map { $0.with(conditions) }
    }
    return attributes
  }
}

extension RequestField.Required {
  /// The value of the key `required` in a profile's file, or the condition in words.
  fileprivate var json: JSONValue {
    switch self {
    case .always: true
    case .never: false
    case .insideItem: "inside the item"
    case .when(let condition): .string(condition.summary)
    case .words(let words): .string(words)
    }
  }
}

extension RequestField.Condition {
  /// The condition in words: `with start …0, without multi_prompt (never both)`.
  fileprivate var summary: String {
    let all = alternatives.map { all in
      let stated = conditions(all.counts, all.settings)
      return [
        stated.isEmpty ? nil : "with \(stated.joined(separator: ", "))",
        all.without.isEmpty ? nil : "without \(all.without.sorted().joined(separator: ", "))",
      ].compactMap(\.self).joined(separator: ", ")
    }
    return all.sorted().joined(separator: "; or ") + (note.map { " (\($0))" } ?? "")
  }
}

extension StatementList {
  /// Adds the name of the shared rules on sending, and the profile's own rules that replace parts
  /// of them.
  mutating func add(_ sending: SendingReference) {
    add(.profile, "sending", text: sending.shared)
    let own = sending.own
    add(.profile, "sending.keys", own.keys) { .choices($0.map(\.rawValue)) }
    add(.profile, "sending.upload", own.upload) { .record($0.attributes) }
    add(.profile, "sending.submit", own.submit) { .text($0.text) }
    add(.profile, "sending.success", own.success) {
      .record(Statement.Attribute.parts(["at": $0.path.text, "is": $0.value]))
    }
    add(.profile, "sending.refusal", own.refusal) { .choices($0.map(\.text)) }
    add(.profile, "sending.poll", own.poll) { .record($0.attributes) }
    add(.profile, "sending.result", own.result) { .record($0.attributes) }
    add(.profile, "sending.resume", own.resume) { .text($0.rawValue) }
    add(.profile, "sending.find", own.find) {
      .record(
        Statement.Attribute.parts(["field": $0.field.text, "url": $0.url, "id": $0.id.text]))
    }
    add(.profile, "sending.cancel", own.cancel) {
      .record(Statement.Attribute.parts(["method": $0.method.rawValue, "url": $0.url]))
    }
  }
}

extension SendingRules.Upload {
  fileprivate var attributes: [Statement.Attribute] {
    Statement.Attribute.parts([
      "method": method.rawValue, "url": url, "asks": Self.words(asks), "form": Self.words(form),
      "part": part, "token": token.map { "\($0.path) of \($0.url)" }, "head": Self.words(head),
      "to": to?.text, "headers": headers?.text, "fields": fields?.text,
      "address": address?.text, "expires": expires?.text, "keptHours": keptHours, "lasts": lasts,
      "maxBytes": maxBytes, "otherwise": otherwise.first.map { "\($0.method) \($0.url ?? "")" },
    ])
  }

  private static func words(_ members: [Member]) -> String? {
    members.isEmpty ? nil : members.map { "\($0.name)=\($0.text)" }.joined(separator: ", ")
  }
}

extension SendingRules.Poll {
  fileprivate var attributes: [Statement.Attribute] {
    Statement.Attribute.parts([
      "url": url, "state": state.text, "waiting": Statement.Unordered(waiting),
      "done": Statement.Unordered(done), "failed": Statement.Unordered(failed),
      "reason": reason?.text,
    ])
  }
}

extension SendingRules.Result {
  fileprivate var attributes: [Statement.Attribute] {
    Statement.Attribute.parts([
      "url": url, "at": path.text, "inside": inside?.text, "lasts": lasts,
    ])
  }
}
