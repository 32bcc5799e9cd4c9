/// Describes the statements of profiles in the words that `targets` uses for them.
enum StatementWords {
  /// Returns the heading of a part of a profile.
  static func heading(_ section: Statement.Section) -> String {
    switch section {
    case .profile: "The target"
    case .slot(let slot): "Slot \(slot.rawValue)"
    case .together: "Together"
    case .prompt: "Prompt"
    case .shots: "Shots"
    case .names: "Names"
    case .dialect: "Tokens in the prompt"
    case .request: "Fields of the request"
    case .render: "Render"
    case .prices: "Prices"
    case .remarks: "Remarks"
    case .sources: "Dates and sources"
    }
  }

  /// Returns the subject of a statement, which is printed below the heading of its part.
  static func name(_ statement: Statement) -> String {
    let key = statement.key.split(separator: ".").last.map(String.init) ?? statement.key
    switch (statement.section, statement.item) {
    case (.request, .name(let field)?): return field
    case (_, .some): return entries[statement.key] ?? key
    case (.slot, nil) where statement.value == .present: return "the slot itself"
    case (.slot, nil): return slotNames[key] ?? key
    default: return names[statement.key] ?? key
    }
  }

  /// The names of list entries by the key of their list.
  private static let entries = [
    "endpoints": "endpoint", "limits": "limit", "prices": "price", "sources": "source",
  ]

  /// Returns which entry of a list a statement is about; `nil` if it isn't about a list entry.
  static func item(of statement: Statement) -> String? {
    switch statement.item {
    case nil: nil
    case .name(let name): name
    case .limit(let scope):
      FactWords.sum(scope.sum) + FactWords.scope(scope.when, scope.settings, scope.endpoints)
    case .price: statement.value.attribute("when")?.string
    }
  }

  /// Returns several statements in a few words: "element (formats, file size), 3 limits, real
  /// faces".
  static func list(_ statements: [Statement]) -> String {
    var sections: [Statement.Section] = []
    for statement in statements where !sections.contains(statement.section) {
      sections.append(statement.section)
    }
    return sections.map { section in
      let statementsHere = statements.filter { $0.section == section }
      let names = statementsHere.map(name).joined(separator: ", ")
      switch section {
      case .together: return Quantity.count(statementsHere.count, "limit")
      case .prices: return prices(statementsHere)
      case .slot(let slot): return "\(slot.rawValue) (\(names))"
      case .prompt, .shots, .names: return "\(heading(section).lowercased()) (\(names))"
      default: return names
      }
    }.joined(separator: ", ")
  }

  /// Returns which prices are meant: "price (pro, audio on)". More than 3 are only counted.
  private static func prices(_ rows: [Statement]) -> String {
    let items = rows.filter { $0.item != nil }
    let others = rows.filter { $0.item == nil }.map(name)
    let names = items.compactMap { item(of: $0) }
    let count = items.isEmpty ? [] : [Quantity.count(items.count, "price")]
    let words =
      items.isEmpty || items.count > 3
      ? count : ["\(items.count == 1 ? "price" : "prices") (\(names.joined(separator: "; ")))"]
    return (words + others).joined(separator: ", ")
  }

  /// The names of the rules of slots by the last part of their key.
  private static let slotNames = [
    "via": "made by", "perRequest": "per request", "bytes": "file size",
    "inlineBytes": "as data URI", "totalBytes": "all files together",
    "shorterSide": "shorter side", "side": "each side", "area": "total pixels",
    "aspect": "width to height", "aspects": "ratios", "seconds": "length",
    "totalSeconds": "total length", "framesPerSecond": "frames per second",
    "fetchSeconds": "fetched within", "accepts": "given as", "content": "to show",
  ]

  /// The names of all other statements by key.
  private static let names = [
    "sending": "sent as", "sending.keys": "keys", "sending.upload": "upload",
    "sending.submit": "the job's id", "sending.success": "accepted when", "sending.poll": "poll",
    "sending.result": "result", "sending.resume": "found again by",
    "statusNote": "status note", "retires": "ends on", "faces": "real faces",
    "sibling": "shows elements", "prompt.cut": "cut after", "faces.real": "real people",
    "faces.virtual": "generated people",
    "prompt.min": "at least", "prompt.max": "at most",
    "prompt.maxOtherScripts": "other scripts", "prompt.negativeMax": "negative prompt",
    "prompt.perElement": "an element's name", "shots": "form", "shots.in": "placed in",
    "shots.count": "number", "shots.seconds": "each", "shots.maxCharacters": "text of each",
    "shots.total": "together", "names.min": "at least", "names.max": "at most",
    "names.maxDescription": "description", "duration": "length, how it is sent",
    "duration.seconds": "length", "aspectRatios": "ratios",
    "aspectNote": "about ratios", "audio": "sound", "soundWithoutField": "sound without a field",
    "pricesAs": "prices as",
    "priceNote": "about prices", "conflicts": "sources disagree", "unverified": "not confirmed",
    "asOf": "day of the facts", "asOfIsLatest": "latest possible day",
    "asOfNote": "how it is known",
  ]

  // MARK: Values

  /// Returns the value of a statement in words.
  static func value(_ statement: Statement) -> String {
    switch statement.value {
    case .present: "accepted"
    case .range(let range): FactWords.range(range, unit: shownUnit(statement))
    case .seconds(let range): FactWords.seconds(range)
    case .aspect(let range): FactWords.aspect(range)
    case .bytes(let limit): FactWords.bytes(limit)
    case .formats(let formats): Quantity.list(formats)
    case .ratios(let ratios): ratios.map(\.description).joined(separator: ", ")
    case .number(let number, let perSetting, _):
      ([quantity(number, statement)]
        + perSetting.sorted { $0.key < $1.key }
        .map { "\(quantity($0.value, statement)) with \($0.key)" }).joined(separator: ", ")
    case .text(let text): text
    case .texts(let texts): texts.joined(separator: "; ")
    case .choices(let words) where statement.key.hasSuffix(".accepts"):
      FactWords.forms(words.compactMap(SlotRules.FileForm.init))
    case .choices(let words):
      words.joined(separator: ", ") + (statement.unit.map { " \($0)" } ?? "")
    case .record(let attributes): record(attributes, of: statement)
    }
  }

  /// Returns how a record changed; parts that are equal in both are left out.
  static func change(
    from old: [Statement.Attribute], to new: [Statement.Attribute]
  ) -> String {
    let names =
      new.map(\.name) + old.map(\.name).filter { name in !new.contains { $0.name == name } }
    return names.compactMap { name in
      let before = old.first { $0.name == name }.map { shown($0.value) }
      let after = new.first { $0.name == name }.map { shown($0.value) }
      if before == after { return nil }
      return "\(name) \(before ?? "not stated") → \(after ?? "not stated")"
    }.joined(separator: "; ")
  }

  /// Returns a record in words; a price is an amount per unit.
  private static func record(
    _ attributes: [Statement.Attribute], of statement: Statement
  ) -> String {
    statement.key == "prices"
      ? "\(amount(statement)) per \(statement.value.attribute("per")?.string ?? "")"
      : attributes.map { "\($0.name) \(shown($0.value))" }.joined(separator: "; ")
  }

  /// Returns the amount of a price: "USD 0.084".
  static func amount(_ price: Statement) -> String {
    guard let amount = price.value.attribute("amount")?.string else { return "unknown" }
    return "\(price.value.attribute("currency")?.string ?? "") \(amount)"
  }

  /// Returns a JSON value as text, without quotation marks and brackets.
  private static func shown(_ value: JSONValue) -> String {
    guard let values = value.array else { return value.string ?? value.compactText }
    return values.map { $0.string ?? $0.compactText }.joined(separator: ", ")
  }

  /// Returns a number with the unit of its statement.
  private static func quantity(_ number: Int, _ statement: Statement) -> String {
    Quantity.grouped(number) + (statement.unit.map { " \($0)" } ?? "")
  }

  /// Returns the unit that is shown for a statement.
  private static func shownUnit(_ statement: Statement) -> String? {
    statement.unit == "pictures" ? "per element" : statement.unit
  }
}

extension Statement.Value {
  /// Returns a part of a record; `nil` if the value isn't a record or lacks the part.
  func attribute(_ name: String) -> JSONValue? {
    guard case .record(let attributes) = self else { return nil }
    return attributes.first { $0.name == name }?.value
  }
}
