extension Derivation {
  init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "derivation")
    _ = try reader.text("castbook")
    blob = try reader.digest("blob")
    from = try reader.digest("from")
    steps = try reader.values(required: "steps")
    tool = try reader.text("tool")
    let span = try reader.object(ifAny: "span")
    self.span = if let span { try Span(span) } else { nil }
    at = try reader.instant("at")
    rest = reader.rest
  }

  var json: JSONValue {
    let known: JSONValue = [
      "castbook": "derivation/1", "blob": .digest(blob), "from": .digest(from),
      "steps": .array(steps), "tool": .string(tool), "span": span?.json, "at": .instant(at),
    ]
    return known.adding(rest)
  }
}

extension Derivation.Span {
  fileprivate init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "span")
    let start = try reader.number("startMilliseconds")
    let end = try reader.number("endMilliseconds")
    guard let span = Self(startMilliseconds: start, endMilliseconds: end) else {
      throw RecordError("span: it ends before it starts")
    }
    self = span
    rest = reader.rest
  }

  fileprivate var json: JSONValue {
    let known: JSONValue = [
      "startMilliseconds": .integer(startMilliseconds),
      "endMilliseconds": .integer(endMilliseconds),
    ]
    return known.adding(rest)
  }
}

extension Registration {
  init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "registration")
    _ = try reader.text("castbook")
    element = try reader.identity(ifAny: "element")
    revision = try reader.digest(ifAny: "revision")
    blob = try reader.digest(ifAny: "blob")
    target = try reader.text("target")
    account = try reader.text(orEmpty: "account")
    kind = try reader.word("kind")
    remoteId = try reader.text("remoteId")
    at = try reader.instant("at")
    expires = try reader.instant(ifAny: "expires")
    rest = reader.rest
  }

  var json: JSONValue {
    let known: JSONValue = [
      "castbook": "registration/1", "element": .identity(element), "revision": .digest(revision),
      "blob": .digest(blob), "target": .string(target), "account": .text(account),
      "kind": .string(kind.rawValue), "remoteId": .string(remoteId), "at": .instant(at),
      "expires": .instant(expires),
    ]
    return known.adding(rest)
  }
}

extension Dismissal {
  init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "dismissal")
    _ = try reader.text("castbook")
    blob = try reader.digest("blob")
    rule = try reader.text("rule")
    reason = try reader.text(orEmpty: "reason")
    at = try reader.instant("at")
    rest = reader.rest
  }

  var json: JSONValue {
    let known: JSONValue = [
      "castbook": "dismissal/1", "blob": .digest(blob), "rule": .string(rule),
      "reason": .text(reason), "at": .instant(at),
    ]
    return known.adding(rest)
  }
}

extension ProjectUse {
  init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "use")
    _ = try reader.text("castbook")
    project = try reader.identity("project")
    path = try reader.text(orEmpty: "path")
    element = try reader.identity("element")
    revision = try reader.digest("revision")
    at = try reader.instant("at")
    rest = reader.rest
  }

  var json: JSONValue {
    let known: JSONValue = [
      "castbook": "use/1", "project": .identity(project), "path": .text(path),
      "element": .identity(element), "revision": .digest(revision), "at": .instant(at),
    ]
    return known.adding(rest)
  }
}

extension Withdrawal {
  init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "withdrawal")
    _ = try reader.text("castbook")
    record = try reader.digest("record")
    reason = try reader.text(orEmpty: "reason")
    at = try reader.instant("at")
    rest = reader.rest
  }

  var json: JSONValue {
    let known: JSONValue = [
      "castbook": "withdrawal/1", "record": .digest(record), "reason": .text(reason),
      "at": .instant(at),
    ]
    return known.adding(rest)
  }
}

extension Erasure {
  init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "erasure")
    _ = try reader.text("castbook")
    element = try reader.identity("element")
    before = try reader.digest(ifAny: "before")
    takes = try reader.flag("takes")
    reason = try reader.text(orEmpty: "reason")
    at = try reader.instant("at")
    rest = reader.rest
  }

  var json: JSONValue {
    let known: JSONValue = [
      "castbook": "erasure/1", "element": .identity(element), "before": .digest(before),
      "takes": .flag(takes), "reason": .text(reason), "at": .instant(at),
    ]
    return known.adding(rest)
  }
}
