/// The registration of an element or file with a provider, and whether the library still matches.
public struct RegistrationStatus: Hashable, Sendable {
  /// The registration as it was recorded.
  public let registration: Registration
  /// The current handle of the element; `nil` for a file, and for an element that was erased.
  public let handle: Handle?
  /// The number of the registered revision; `nil` for a file.
  public let sequence: Int?
  /// Whether the registration can be used.
  public let state: State

  /// Whether a registration can be used.
  public enum State: Hashable, Sendable {
    /// The provider holds what the library has.
    case current
    /// The element has changed since, in the given ways that a provider would see.
    case behind([String])
    /// The provider no longer holds it.
    case expired
  }

  /// The warning about a registration that is outdated or has expired; `nil` if it is current.
  public var finding: Finding? {
    let name = handle.map { "\($0)" } ?? registration.blob.map { "\($0.hex.prefix(8))" } ?? "it"
    let registered = "\(registration.target) \(registration.kind.rawValue) \(registration.remoteId)"
    let again =
      handle == nil
      ? "upload it there again: castbook send and castbook upload do so by themselves"
      : "create it there again: castbook register \(name) --at \(sanitized(registration.target)) --send"
    switch state {
    case .current: return nil
    case .behind(let changes):
      return Finding(
        .registrationBehind, .warning,
        message: "\(registered) is revision \(sequence ?? 0) of \(name), which has changed since "
          + "(\(changes.joined(separator: "; ")))",
        fix: again)
    case .expired:
      let day = registration.expires.map { $0.day.formatted } ?? "some day"
      return Finding(
        .registrationExpired, .warning, message: "\(registered) of \(name) expired on \(day)",
        fix: again)
    }
  }
}

/// A registration to be recorded.
public struct RegistrationDraft: Sendable {
  /// The element or file that was registered.
  public var subject: Subject
  /// The provider, or one of its targets.
  public var target: String
  /// The user's name for the account at the provider.
  public var account: String
  /// The kind of registration; `nil` for the kind that follows from the subject.
  public var kind: Registration.Kind?
  /// The id that the provider gave.
  public var remoteId: String
  /// The last day on which the provider holds it; `nil` if it doesn't expire.
  public var expires: Day?

  /// The element or file that a registration is about.
  public enum Subject: Hashable, Sendable {
    case element(HandleReference)
    /// A file of the library, by the start of its SHA-256.
    case blob(String)
  }

  /// Creates a draft.
  public init(
    _ subject: Subject, at target: String, account: String = Self.defaultAccount,
    kind: Registration.Kind? = nil, remoteId: String, expires: Day? = nil
  ) {
    self.subject = subject
    self.target = target
    self.account = account
    self.kind = kind
    self.remoteId = remoteId
    self.expires = expires
  }

  /// The name of the account if the user has only one.
  public static let defaultAccount = "main"
}
