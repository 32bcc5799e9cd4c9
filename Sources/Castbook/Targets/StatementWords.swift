/// What profiles say, in the words that `targets` uses for it.
enum StatementWords {
  /// The part of a profile, as a heading.
  static func heading(_ place: Statement.Place) -> String {
    switch place {
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

  /// What the statement is about, below its heading.
  static func name(_ statement: Statement) -> String {
    let key = statement.key.split(separator: ".").last.map(String.init) ?? statement.key
    switch (statement.place, statement.item) {
    case (.request, .name(let field)?): return field
    case (_, .some): return entries[statement.key] ?? key
    case (.slot, nil) where statement.value == .present: return "the slot itself"
    case (.slot, nil): return slotNames[key] ?? key
    default: return names[statement.key] ?? key
    }
  }

  /// What one entry of a list is called.
  private static let entries = [
    "endpoints": "endpoint", "limits": "limit", "prices": "price", "sources": "source",
  ]

  /// Which entry of a list it is.
  static func item(of statement: Statement) -> String? {
    switch statement.item {
    case nil: nil
    case .name(let name): name
    case .limit(let scope):
      FactWords.sum(scope.sum) + FactWords.scope(scope.when, scope.settings, scope.endpoints)
    case .price: statement.value.attribute("when")?.string
    }
  }

  /// Several statements in a few words: "element (formats, file size), 3 limits, real faces".
  static func list(_ statements: [Statement]) -> String {
    var places: [Statement.Place] = []
    for statement in statements where !places.contains(statement.place) {
      places.append(statement.place)
    }
    return places.map { place in
      let inside = statements.filter { $0.place == place }
      let names = inside.map(name).joined(separator: ", ")
      switch place {
      case .together: return Quantity.count(inside.count, "limit")
      case .prices: return prices(inside)
      case .slot(let slot): return "\(slot.rawValue) (\(names))"
      case .prompt, .shots, .names: return "\(heading(place).lowercased()) (\(names))"
      default: return names
      }
    }.joined(separator: ", ")
  }

  /// "price (pro, audio on)": which rows, where they are few.
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

  private static let slotNames = [
    "via": "made by", "perRequest": "per request", "bytes": "file size",
    "inlineBytes": "as data URI", "totalBytes": "all files together",
    "shorterSide": "shorter side", "side": "each side", "area": "total pixels",
    "aspect": "width to height", "aspects": "ratios", "seconds": "length",
    "totalSeconds": "total length", "framesPerSecond": "frames per second",
    "fetchSeconds": "fetched within", "accepts": "given as", "content": "to show",
  ]

  private static let names = [
    "sending": "sent as", "sending.keys": "keys", "sending.upload": "upload",
    "sending.submit": "the job's id", "sending.success": "accepted when", "sending.poll": "poll",
    "sending.result": "result", "sending.resume": "found again by",
    "statusNote": "status note", "retires": "ends on", "faces": "real faces",
    "faces.real": "real people", "faces.virtual": "generated people",
    "prompt.min": "at least", "prompt.max": "at most",
    "prompt.maxOtherScripts": "other scripts", "prompt.negativeMax": "negative prompt",
    "prompt.perElement": "an element's name", "shots": "form", "shots.in": "placed in",
    "shots.count": "number", "shots.seconds": "each", "shots.maxCharacters": "text of each",
    "shots.total": "together", "names.min": "at least", "names.max": "at most",
    "names.maxDescription": "description", "duration": "length, how it is sent",
    "duration.seconds": "length", "aspectRatios": "ratios",
    "aspectNote": "about ratios", "audio": "sound", "soundWithoutField": "sound without a field",
    "pricesAs": "prices as",
    "priceNote": "about prices", "conflicts": "sources disagree", "unverified": "not verified",
    "asOf": "day of the facts", "asOfIsLatest": "latest possible day",
    "asOfNote": "how it is known",
  ]

  // MARK: Values

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

  /// How a record changed: only the parts that did.
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

  private static func record(
    _ attributes: [Statement.Attribute], of statement: Statement
  ) -> String {
    statement.key == "prices"
      ? "\(amount(statement)) per \(statement.value.attribute("per")?.string ?? "")"
      : attributes.map { "\($0.name) \(shown($0.value))" }.joined(separator: "; ")
  }

  /// "USD 0.084".
  static func amount(_ price: Statement) -> String {
    guard let amount = price.value.attribute("amount")?.string else { return "unknown" }
    return "\(price.value.attribute("currency")?.string ?? "") \(amount)"
  }

  private static func shown(_ value: JSONValue) -> String {
    guard let values = value.array else { return value.string ?? value.compactText }
    return values.map { $0.string ?? $0.compactText }.joined(separator: ", ")
  }

  private static func quantity(_ number: Int, _ statement: Statement) -> String {
    Quantity.grouped(number) + (statement.unit.map { " \($0)" } ?? "")
  }

  private static func shownUnit(_ statement: Statement) -> String? {
    statement.unit == "pictures" ? "per element" : statement.unit
  }
}

extension Statement.Value {
  /// A part of a record.
  func attribute(_ name: String) -> JSONValue? {
    guard case .record(let attributes) = self else { return nil }
    return attributes.first { $0.name == name }?.value
  }
}
