extension ExportRecord {
  /// Reads a record of the kind `export/1`.
  init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "export")
    _ = try reader.text("castbook")
    bundle = try reader.digest("bundle")
    target = try reader.text("target")
    profile = try reader.digest("profile")
    project = try reader.ulid(ifPresent: "project")
    shot = try Shot(try reader.object("shot"))
    var elements: [Element] = []
    for value in try reader.values("elements") { elements.append(try Element(value)) }
    self.elements = elements
    let cost = try reader.object(ifPresent: "cost")
    self.cost = if let cost { try Cost(cost) } else { nil }
    at = try reader.instant("at")
    rest = reader.rest
  }

  /// The record as JSON, without empty values.
  var json: JSONValue {
    let known: JSONValue = [
      "castbook": "export/1", "bundle": .digest(bundle), "target": .string(target),
      "profile": .digest(profile), "project": .ulid(project), "shot": shot.json,
      "elements": .list(elements.map(\.json)), "cost": cost?.json, "at": .instant(at),
    ]
    return known.adding(rest)
  }

  /// The digests of all files that the record names.
  var blobs: [Digest] { elements.flatMap(\.blobs).flatMap { [$0.from, $0.sent] } }
}

extension ExportRecord.Shot {
  fileprivate init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "shot")
    path = try reader.text(orEmpty: "path")
    sha256 = try reader.digest("sha256")
    rest = reader.rest
  }

  fileprivate var json: JSONValue {
    let known: JSONValue = ["path": .text(path), "sha256": .digest(sha256)]
    return known.adding(rest)
  }
}

extension ExportRecord.Element {
  fileprivate init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "element of an export")
    element = try reader.ulid("element")
    revision = try reader.digest("revision")
    let text = try reader.text("handle")
    guard let handle = Handle(canonical: text) else {
      throw RecordError("element of an export: \"\(text)\" is not a handle")
    }
    self.handle = handle
    var blobs: [ExportRecord.Sent] = []
    for value in try reader.values("blobs") { blobs.append(try ExportRecord.Sent(value)) }
    self.blobs = blobs
    rest = reader.rest
  }

  fileprivate var json: JSONValue {
    let known: JSONValue = [
      "element": .ulid(element), "revision": .digest(revision),
      "handle": .string(handle.name), "blobs": .list(blobs.map(\.json)),
    ]
    return known.adding(rest)
  }
}

extension ExportRecord.Sent {
  fileprivate init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "blob of an export")
    from = try reader.digest("from")
    sent = try reader.digest("sent")
    rest = reader.rest
  }

  fileprivate var json: JSONValue {
    let known: JSONValue = ["from": .digest(from), "sent": .digest(sent)]
    return known.adding(rest)
  }
}

extension Cost {
  /// Reads an amount of money, and refuses an invalid one.
  fileprivate init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "cost")
    let amount = try reader.text("amount")
    let currency = try reader.text("currency")
    let asOf = try reader.day(ifPresent: "asOf")
    guard let cost = Cost(amount: amount, currency: currency, asOf: asOf) else {
      throw RecordError("cost: \"\(amount)\" is not an amount of money")
    }
    self = cost
    rest = reader.rest
  }

  fileprivate var json: JSONValue {
    let known: JSONValue = [
      "amount": .string(amount), "currency": .string(currency), "asOf": .day(asOf),
    ]
    return known.adding(rest)
  }
}

extension Take {
  /// Reads a record of the kind `take/1`.
  init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "take")
    _ = try reader.text("castbook")
    export = try reader.digest("export")
    blob = try reader.digest(ifPresent: "blob")
    result = try reader.choice("result")
    seed = try reader.text(ifPresent: "seed")
    let cost = try reader.object(ifPresent: "cost")
    self.cost = if let cost { try Cost(cost) } else { nil }
    note = try reader.text(orEmpty: "note")
    at = try reader.instant("at")
    rest = reader.rest
  }

  /// The record as JSON, without empty values.
  var json: JSONValue {
    let known: JSONValue = [
      "castbook": "take/1", "export": .digest(export), "blob": .digest(blob),
      "result": .string(result.rawValue), "seed": .text(seed), "cost": cost?.json,
      "note": .text(note), "at": .instant(at),
    ]
    return known.adding(rest)
  }
}
