internal import Model

extension StatementList {
  /// Adds the name of the shared rules on sending, and the profile's own rules that replace parts
  /// of them.
  mutating func add(_ sending: SendingReference) {
    add(.profile, "sending", text: sending.shared)
    let own = sending.own
    add(.profile, "sending.keys", own.keys) { .choices($0.map(\.rawValue)) }
    add(.profile, "sending.upload", own.upload) { .record($0.attributes) }
    add(.profile, "sending.submit", own.submit) { .text($0.text) }
    add(.profile, "sending.success", own.success) { success in
      .record([
        Statement.Attribute("at", .string(success.place.text)),
        Statement.Attribute("is", success.value),
      ])
    }
    add(.profile, "sending.poll", own.poll) { .record($0.attributes) }
    add(.profile, "sending.result", own.result) { .record($0.attributes) }
    add(.profile, "sending.resume", own.resume) { .text($0.rawValue) }
  }
}

extension SendingRules.Upload {
  fileprivate var attributes: [Statement.Attribute] {
    [
      Statement.Attribute("method", method.rawValue), Statement.Attribute("url", url),
      Statement.Attribute("address", address?.text), Statement.Attribute("lasts", lasts),
    ].compactMap(\.self)
  }
}

extension SendingRules.Poll {
  fileprivate var attributes: [Statement.Attribute] {
    [
      Statement.Attribute("url", url), Statement.Attribute("state", state.text),
      Statement.Attribute("waiting", anyOf: waiting.map { .string($0) }),
      Statement.Attribute("done", anyOf: done.map { .string($0) }),
      Statement.Attribute("failed", anyOf: failed.map { .string($0) }),
    ].compactMap(\.self)
  }
}

extension SendingRules.Result {
  fileprivate var attributes: [Statement.Attribute] {
    [
      Statement.Attribute("url", url), Statement.Attribute("at", place.text),
      Statement.Attribute("inside", inside?.text), Statement.Attribute("lasts", lasts),
    ].compactMap(\.self)
  }
}
