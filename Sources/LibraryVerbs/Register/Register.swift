package import Library

/// The verb `register`: records what is registered with providers, completely or not at all. A
/// known registration is not recorded again.
///
/// ```swift
/// let draft = RegistrationDraft(.element(reference), at: "kling", remoteId: "1234")
/// let registered = try Register([draft], in: catalogue, today: today).run(in: library)
/// ```
public struct Register: Sendable {
  /// The registrations.
  public var drafts: [RegistrationDraft]
  /// The targets, which the drafts name.
  public var catalogue: TargetCatalogue
  /// The day that decides which registrations have expired; `nil` to ignore expiry.
  public var today: Day?

  /// Creates the verb for some registrations.
  public init(_ drafts: [RegistrationDraft], in catalogue: TargetCatalogue, today: Day?) {
    (self.drafts, self.catalogue, self.today) = (drafts, catalogue, today)
  }

  /// Records the registrations.
  ///
  /// - Returns: For each draft its state, and whether it was new.
  /// - Throws: `ElementLibraryError` if an element or file is unknown, or if the kind doesn't suit
  ///   it.
  public func run(
    in library: ElementLibrary
  ) throws -> [(status: RegistrationStatus, isNew: Bool)] {
    try library.change { change in
      let writer = RegistrationWriter(change: change, catalogue: catalogue, today: today)
      return try drafts.map(writer.register)
    }
  }
}

/// The verb `unregister`: withdraws the registrations of an element or file with a provider.
public struct Unregister: Sendable {
  /// The element or the file.
  public var subject: RegistrationDraft.Subject
  /// The provider, or one of its targets.
  public var target: String
  /// The account; `nil` for all accounts.
  public var account: String?
  /// The kind of registration; `nil` for all kinds.
  public var kind: Registration.Kind?
  /// The targets, which may contain the user's own.
  public var catalogue: TargetCatalogue
  /// The day that decides which registrations have expired; `nil` to ignore expiry.
  public var today: Day?

  /// Creates the verb for an element or file and a provider.
  public init(
    _ subject: RegistrationDraft.Subject, at target: String, account: String? = nil,
    kind: Registration.Kind? = nil, in catalogue: TargetCatalogue, today: Day?
  ) {
    (self.subject, self.target, self.catalogue, self.today) = (subject, target, catalogue, today)
    (self.account, self.kind) = (account, kind)
  }

  /// Withdraws the registrations.
  ///
  /// - Returns: The withdrawn registrations, which may be none.
  public func run(in library: ElementLibrary) throws -> [RegistrationStatus] {
    try library.change { change in
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
        return try change.contents.status(of: registered, today: today)
      }
    }
  }
}

/// The verb `registrations`: lists what providers hold.
public struct ListRegistrations: Sendable {
  /// The element or file; `nil` for all, in the order of their handles, with files at the end.
  public var subject: RegistrationDraft.Subject?
  /// The day that decides which registrations have expired; `nil` to ignore expiry.
  public var today: Day?

  /// Creates the verb for one subject or all.
  public init(of subject: RegistrationDraft.Subject? = nil, today: Day?) {
    (self.subject, self.today) = (subject, today)
  }

  /// Returns the registrations.
  public func run(in library: ElementLibrary) throws -> [RegistrationStatus] {
    try library.contents { contents in
      if let subject {
        return try contents.registered(subject).map { try contents.status(of: $0, today: today) }
      }
      var all: [RegistrationStatus] = []
      var last: Digest?
      while true {
        let some = try contents.registrations.all(after: last, limit: 1000)
        all += try some.map { try contents.status(of: $0, today: today) }
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
  /// Returns the registrations of an element or a file.
  fileprivate func registered(_ subject: RegistrationDraft.Subject) throws -> [StoredRegistration] {
    switch subject {
    case .element(let reference): try registrations.of(find(reference).element)
    case .blob(let prefix): try registrations.ofFile(blob(beginning: prefix))
    }
  }

  /// Returns the digest of the file whose SHA-256 begins with the given digits.
  ///
  /// - Parameters:
  ///   - prefix: At least 8 hexadecimal digits.
  ///   - fix: The advice for the case that no file matches.
  /// - Throws: `ElementLibraryError` if no file or more than one matches.
  package func blob(
    beginning prefix: String, fix: String = "castbook show @HANDLE --json lists them"
  ) throws -> Digest {
    let prefix = prefix.lowercased()
    // An odd last digit is half a byte: the index is searched for the whole bytes before it.
    let whole = String(prefix.dropLast(prefix.utf8.count % 2))
    guard prefix.utf8.count >= 8, let bytes = Hex.bytes(of: whole) else {
      throw ElementLibraryError.invalidRequest(
        "\"\(sanitized(prefix))\" is not the start of a SHA-256",
        fix: "use at least 8 digits")
    }
    let found = try blobs.digests(beginning: bytes, limit: 1000).filter { $0.hex.hasPrefix(prefix) }
    guard let only = found.first else {
      throw ElementLibraryError.invalidRequest(
        "no file in this library has a SHA-256 that starts with \(prefix)", fix: fix)
    }
    guard found.count == 1 else {
      throw ElementLibraryError.invalidRequest(
        "\(prefix) matches the SHA-256 of \(found.count) files",
        fix: "use more digits")
    }
    return only
  }

  /// Returns what changed in the voice of an element since a moment, because a provider's element
  /// continues to speak with the old voice.
  private func voiceChanges(
    of revision: ElementRevision, since moment: Instant
  ) throws -> [String] {
    guard let voice = revision.voice, let latest = try entries(of: voice).first else { return [] }
    let then = try history(of: voice).compactMap { try self.revision($0) }
      .last { $0.revision.at.milliseconds <= moment.milliseconds }
    guard let then, let now = try self.revision(latest.revision) else { return [] }
    return try self.differences(from: then.revision, to: now.revision).seen.map {
      "\(latest.handle): \($0)"
    }
  }

  /// Compares a registration with a revision of its element.
  ///
  /// - Parameters:
  ///   - registered: The registration.
  ///   - today: The day that decides whether it has expired; `nil` to ignore expiry.
  ///   - used: The revision that will be sent; `nil` for the latest one.
  package func status(
    of registered: StoredRegistration, today: Day?, revision used: Digest? = nil
  ) throws -> RegistrationStatus {
    let registration = registered.registration
    let old = try registration.revision.flatMap { try revision($0) }
    var state = RegistrationStatus.State.current
    if let expires = registration.expires, let today, expires.day < today {
      state = .expired
    } else if let element = registration.element, let old,
      let current = try used ?? entries(of: element).first?.revision,
      let new = try revision(current)
    {
      let differences = try differences(from: old.revision, to: new.revision)
      let changes = try differences.seen + voiceChanges(of: new.revision, since: registration.at)
      if !changes.isEmpty { state = .behind(changes) }
    }
    return RegistrationStatus(
      registration: registration,
      handle: try registration.element.flatMap { try entries(of: $0).first?.handle },
      sequence: old?.revision.sequence, state: state)
  }
}

/// The place of a registration: a provider, or one of its targets.
package struct ProviderName {
  /// The name as records have it, in lower case.
  package let text: String

  /// Returns whether a target is the one that is named, or one of the provider's.
  package func contains(_ id: TargetID) -> Bool { id.rawValue == text || id.provider == text }

  /// Resolves the name of a provider, or the id or short name of a target.
  ///
  /// - Throws: `UnknownTarget` if the catalogue has no such target.
  package init(_ name: String, in catalogue: TargetCatalogue) throws {
    let name = name.lowercased()
    // A provider's name may also be the short name of a target with general rules, where nothing
    // can be registered, so the provider takes precedence.
    if catalogue.ids.contains(where: { $0.provider == name }) {
      text = name
    } else {
      text = try catalogue.find(name).id.rawValue
    }
  }
}

/// Adds registrations to a change of the library.
private struct RegistrationWriter {
  let change: Change
  let catalogue: TargetCatalogue
  let today: Day?

  /// Adds a registration unless the same one exists already.
  func register(
    _ draft: RegistrationDraft
  ) throws -> (status: RegistrationStatus, isNew: Bool) {
    var registration = Registration(
      target: try ProviderName(draft.target, in: catalogue).text,
      account: try RecordText.line(draft.account, "an account", limit: 100), kind: .element,
      remoteId: "", at: try change.moment())
    // The registration is valid until the end of the day in UTC.
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
        throw ElementLibraryError.invalidRequest(
          "\(element.handle) is a \(element.revision.revision.kind.rawValue), which can't be "
            + "registered as \(registration.kind.rawValue)",
          fix: "leave out --kind; an upload is registered by its file: --blob SHA256")
      }
    case .blob(let prefix):
      registration.blob = try change.contents.blob(beginning: prefix)
      registration.kind = draft.kind ?? .upload
      guard registration.kind == .upload else {
        throw ElementLibraryError.invalidRequest(
          "a file by itself is registered as an upload, not as \(registration.kind.rawValue)",
          fix: "name the element it belongs to")
      }
    }
    registration.remoteId = try RecordText.providers(
      draft.remoteId, "an id", registration.kind.textKind)
    let known = try change.contents.registered(draft.subject).first { other in
      let other = other.registration
      return other.target == registration.target && other.account == registration.account
        && other.kind == registration.kind && other.remoteId == registration.remoteId
        && other.revision == registration.revision && other.expires == registration.expires
    }
    if let known { return (try change.contents.status(of: known, today: today), false) }
    change.add(.registration(registration))
    return (
      RegistrationStatus(
        registration: registration, handle: found?.handle,
        sequence: found?.revision.revision.sequence, state: .current), true
    )
  }
}
