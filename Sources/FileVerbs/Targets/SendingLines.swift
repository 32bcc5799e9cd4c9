/// Formats how a job is sent to a target and followed, as lines of its page.
struct SendingLines {
  private let profile: TargetProfile
  /// The rules on sending, including those that several targets of the provider share.
  private let sending: EffectiveSending

  /// Creates the lines for a profile.
  init(_ profile: TargetProfile, _ sending: EffectiveSending) {
    self.profile = profile
    self.sending = sending
  }

  /// The section with its title; shared rules are marked with their provider and date.
  var lines: [String] {
    let own = sending.own
    let facts: [String?] = [
      line("keys", sending.keys, isOwn: own.keys != nil) { keys in
        keys.map(Self.words).joined(separator: " or ")
      },
      line("upload", sending.upload, isOwn: own.upload != nil, words: Self.words),
      line("submit", sending.submit, isOwn: own.submit != nil) { "job id: \($0)" },
      line("accepted when", sending.success, isOwn: own.success != nil) { "\($0)" },
      line("refused because", sending.refusal, isOwn: own.refusal != nil) { places in
        places.map(\.text).joined(separator: " or ")
      },
      line("poll", sending.poll, isOwn: own.poll != nil, words: Self.words),
      line("result", sending.result, isOwn: own.result != nil, words: Self.words),
      line("found again by", sending.resume, isOwn: own.resume != nil, words: Self.words),
      line("asked for by", sending.find, isOwn: own.find != nil) {
        "\($0.field) in the request, GET \($0.url), job id: \($0.id)"
      },
      line("cancelled by", sending.cancel, isOwn: own.cancel != nil) {
        "\($0.method.rawValue) \($0.url)"
      },
    ]
    let notes = sending.shared?.notes.map { "  \($0)" } ?? []
    let title = sending.shared.map { "Sending, as \($0.provider), of \($0.asOf.formatted)" }
    return ["", title ?? "Sending"] + facts.compactMap(\.self) + notes
  }

  /// Returns the line of a rule; `nil` if it isn't stated.
  ///
  /// The sources of shared rules are numbered after those of the profile.
  private func line<Value>(
    _ name: String, _ fact: Fact<Value>?, isOwn: Bool, words: (Value) -> String
  ) -> String? {
    guard let fact else { return nil }
    let number =
      isOwn
      ? profile.sources.firstIndex { $0.key == fact.source }
      : sending.shared?.sources.firstIndex { $0.key == fact.source }
        .map { $0 + profile.sources.count }
    let mark = TargetPage.mark(fact, number: number, note: fact.note)
    return TargetPage.line(name, "\(words(fact.value))\(mark)")
  }

  // MARK: Words

  /// Returns a kind of API key in words.
  private static func words(_ key: SendingRules.KeyKind) -> String {
    switch key {
    case .apiKey: "an API key"
    case .signedToken: "a token signed with AK and SK (JWT)"
    }
  }

  /// Returns how files are uploaded.
  private static func words(_ upload: SendingRules.Upload) -> String {
    let method =
      switch upload.method {
      case .none: "none: files are fetched from an address"
      case .multipart: "a form with the file"
      case .post: "a call for a token, then POST of the bytes"
      case .put: "a call, then PUT of the bytes"
      case .form: "a call, then a form with its fields and the file"
      }
    return [
      method, upload.url.map { "at \($0)" },
      upload.asks.isEmpty ? nil : "says \(words(upload.asks))",
      upload.token.map { "the token is \($0.path) of \($0.url)" },
      upload.head.isEmpty ? nil : "with \(words(upload.head))",
      upload.part.map { "the file is the part \($0)" },
      upload.form.isEmpty ? nil : "with \(words(upload.form))",
      upload.to.map { "the bytes go to \($0)" },
      upload.headers.map { "with the lines at \($0)" },
      upload.fields.map { "with the fields at \($0)" },
      upload.address.map { "the address is \($0)" },
      upload.expires.map { "until \($0)" }, upload.keptHours.map { "for \($0) hours" },
      upload.lasts.map { "kept \($0)" },
      upload.maxBytes.map { "up to \(Quantity.bytes($0))" },
      upload.otherwise.first.map { "otherwise \(words($0))" },
    ].compactMap(\.self).joined(separator: ", ")
  }

  private static func words(_ members: [SendingRules.Upload.Member]) -> String {
    members.map { "\($0.name) \($0.text)" }.joined(separator: ", ")
  }

  /// Returns how the state of a job is requested, and which states there are.
  private static func words(_ poll: SendingRules.Poll) -> String {
    let states = [
      poll.waiting.isEmpty ? nil : "waits at \(poll.waiting.joined(separator: ", "))",
      "done at \(poll.done.joined(separator: ", "))",
      poll.failed.isEmpty ? nil : "failed at \(poll.failed.joined(separator: ", "))",
      poll.reason.map { "why is at \($0)" },
    ].compactMap(\.self).joined(separator: "; ")
    return "GET \(poll.url), \(poll.state): \(states)"
  }

  /// Returns where the result of a job is found.
  private static func words(_ result: SendingRules.Result) -> String {
    let nested = result.inside.map { "\($0) in the JSON text at \(result.path)" }
    return [
      result.url.map { "GET \($0)" }, nested ?? result.path.text,
      result.lasts.map { "kept \($0)" },
    ].compactMap(\.self).joined(separator: ", ")
  }

  /// Returns how a job is found again after its id was lost.
  private static func words(_ resume: SendingRules.Resume) -> String {
    switch resume {
    case .externalID: "an id of your own"
    case .idempotencyKey: "an idempotency key"
    case .list: "the provider's list"
    case .none: "no known way: ask the provider before you submit again"
    }
  }
}
