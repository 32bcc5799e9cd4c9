internal import Library

extension ElementLibrary {
  /// Notes what providers hold: all of it or nothing. What is noted already is not noted twice.
  public func register(
    _ drafts: [RegistrationDraft], in catalogue: TargetCatalogue, today: Day?
  ) throws -> [(held: HeldRegistration, isNew: Bool)] {
    try change { change in
      let registering = RegisteringAtProviders(
        change: change, catalogue: catalogue, today: today)
      return try drafts.map(registering.register)
    }
  }

  /// Takes back what a provider is said to hold: at one of its accounts, or at all of them.
  public func unregister(
    _ subject: RegistrationDraft.Subject, at target: String, account: String? = nil,
    kind: Registration.Kind? = nil, in catalogue: TargetCatalogue, today: Day?
  ) throws -> [HeldRegistration] {
    try change { change in
      let target = try ProviderName(target, in: catalogue).text
      return try change.contents.registered(subject).filter { registered in
        let registration = registered.registration
        return registration.target == target
          && (account.map { $0 == registration.account } ?? true)
          && (kind.map { $0 == registration.kind } ?? true)
      }.map { registered in
        change.add(
          .withdrawal(
            Withdrawal(
              record: registered.record,
              at: try change.moment(after: registered.registration.at))))
        return try change.contents.held(registered, today)
      }
    }
  }

  /// What providers hold: of one element or file, or all of it, by name.
  public func registrations(
    of subject: RegistrationDraft.Subject? = nil, today: Day?
  ) throws -> [HeldRegistration] {
    return try contents { contents in
      if let subject {
        return try contents.registered(subject).map { try contents.held($0, today) }
      }
      var all: [HeldRegistration] = []
      var last: Digest?
      while true {
        let some = try contents.registrations(after: last, limit: 1000)
        all += try some.map { try contents.held($0, today) }
        guard some.count == 1000, let end = some.last?.record else { break }
        last = end
      }
      return all.sorted { left, right in
        let names = (left.handle?.name ?? "~", right.handle?.name ?? "~")
        return names.0 == names.1
          ? left.registration.at > right.registration.at : names.0 < names.1
      }
    }
  }
}

extension Contents {
  /// What is noted of an element or a file.
  fileprivate func registered(_ subject: RegistrationDraft.Subject) throws -> [Registered] {
    switch subject {
    case .element(let reference): try registrations(of: find(reference).element)
    case .blob(let prefix): try registrations(ofFile: blob(beginning: prefix))
    }
  }

  /// The one file whose SHA-256 begins so; `fix` says what to do where none does.
  func blob(
    beginning prefix: String, fix: String = "castbook show @HANDLE --json lists them"
  ) throws -> Digest {
    let prefix = prefix.lowercased()
    // An odd digit at the end stands for half a byte: what begins with the whole ones is looked at.
    let whole = String(prefix.dropLast(prefix.utf8.count % 2))
    guard prefix.utf8.count >= 8, let bytes = Hex.bytes(of: whole) else {
      throw ElementLibraryError.wrong(
        "\"\(sanitized(prefix))\" is not the start of a SHA-256",
        fix: "use at least 8 digits")
    }
    let found = try blobs(beginning: bytes, limit: 1000).filter { $0.hex.hasPrefix(prefix) }
    guard let only = found.first else {
      throw ElementLibraryError.wrong(
        "no file in this library has a SHA-256 that starts with \(prefix)", fix: fix)
    }
    guard found.count == 1 else {
      throw ElementLibraryError.wrong(
        "\(prefix) matches the SHA-256 of \(found.count) files",
        fix: "use more digits")
    }
    return only
  }

  /// What changed of the voice of an element since a moment: what a provider made of it speaks as it was.
  private func voiceChanges(
    of revision: ElementRevision, since moment: Instant
  ) throws -> [String] {
    guard let voice = revision.voice, let latest = try entries(of: voice).first else { return [] }
    let then = try history(of: voice).compactMap { try self.revision($0) }
      .last { $0.revision.at.milliseconds <= moment.milliseconds }
    guard let then, let now = try self.revision(latest.revision) else { return [] }
    return try PinDifferences(
      from: then.revision, to: now.revision, naming: handle(of:), voice: self.voice(of:)
    ).seen.map { "\(latest.handle): \($0)" }
  }

  /// How a registration stands to a revision, the latest where none is named.
  func held(
    _ registered: Registered, _ today: Day?, besides used: Digest? = nil
  ) throws -> HeldRegistration {
    let registration = registered.registration
    let old = try registration.revision.flatMap { try revision($0) }
    var state = HeldRegistration.State.current
    if let expires = registration.expires, let today, expires.day < today {
      state = .expired
    } else if let element = registration.element, let old,
      let current = try used ?? entries(of: element).first?.revision,
      let new = try revision(current)
    {
      let differences = try PinDifferences(
        from: old.revision, to: new.revision, naming: handle(of:), voice: voice(of:))
      let changes = try differences.seen + voiceChanges(of: new.revision, since: registration.at)
      if !changes.isEmpty { state = .behind(changes) }
    }
    return HeldRegistration(
      registration: registration,
      handle: try registration.element.flatMap { try entries(of: $0).first?.handle },
      sequence: old?.revision.sequence, state: state)
  }
}

/// Where something is registered: a provider, or one of its targets.
struct ProviderName {
  let text: String

  /// A target by id or short name, or the provider that ids begin with.
  init(_ name: String, in catalogue: TargetCatalogue) throws {
    let name = name.lowercased()
    let providers = Set(catalogue.ids.compactMap { $0.rawValue.split(separator: ".").first })
    // "kling" is the guides' common rule, too, and there is nothing to register at a rule.
    if providers.contains(where: { $0 == name }) {
      text = name
    } else {
      text = try catalogue.find(name).id.rawValue
    }
  }
}

/// Registrations in the making, within one change of the library.
private struct RegisteringAtProviders {
  let change: Change
  let catalogue: TargetCatalogue
  let today: Day?

  func register(
    _ draft: RegistrationDraft
  ) throws -> (held: HeldRegistration, isNew: Bool) {
    var registration = Registration(
      target: try ProviderName(draft.target, in: catalogue).text,
      account: try Wording.line(draft.account, "an account", limit: 100), kind: .element,
      remoteId: try Wording.line(draft.remoteId, "an id", limit: 500),
      at: try change.moment())
    // Until the end of the day, wherever one is.
    registration.expires = draft.expires.map {
      Instant(milliseconds: ($0.daysSince1970 + 1) * 86_400_000 - 1)
    }
    var found: FoundElement?
    switch draft.subject {
    case .element(let reference):
      let element = try change.contents.unpinned(reference)
      found = element
      registration.element = element.element
      registration.revision = element.revision.digest
      let isVoice = element.revision.revision.kind == .voice
      registration.kind = draft.kind ?? (isVoice ? .voice : .element)
      guard registration.kind == (isVoice ? .voice : .element) else {
        throw ElementLibraryError.wrong(
          "\(element.handle) is a \(element.revision.revision.kind.rawValue), which can't be "
            + "registered as \(registration.kind.rawValue)",
          fix: "leave out --kind; an upload is registered by its file: --blob SHA256")
      }
    case .blob(let prefix):
      registration.blob = try change.contents.blob(beginning: prefix)
      registration.kind = draft.kind ?? .upload
      guard registration.kind == .upload else {
        throw ElementLibraryError.wrong(
          "a file by itself is registered as an upload, not as \(registration.kind.rawValue)",
          fix: "name the element it belongs to")
      }
    }
    let known = try change.contents.registered(draft.subject).first { other in
      let other = other.registration
      return other.target == registration.target && other.account == registration.account
        && other.kind == registration.kind && other.remoteId == registration.remoteId
        && other.revision == registration.revision && other.expires == registration.expires
    }
    if let known { return (try change.contents.held(known, today), false) }
    change.add(.registration(registration))
    return (
      HeldRegistration(
        registration: registration, handle: found?.handle,
        sequence: found?.revision.revision.sequence, state: .current), true
    )
  }
}
