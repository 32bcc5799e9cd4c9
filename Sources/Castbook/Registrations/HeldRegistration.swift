/// What a provider holds of an element or a file, and whether it is still what the library has.
public struct HeldRegistration: Hashable, Sendable {
  public let registration: Registration
  /// The element, as it is called now, and the number of the revision that was registered.
  public let handle: Handle?
  public let sequence: Int?
  public let state: State

  public enum State: Hashable, Sendable {
    case current
    /// The element has changed since, in what a provider sees: what changed.
    case behind([String])
    /// The provider holds it no longer.
    case expired
  }

  /// What is to be said of it.
  public var finding: Finding? {
    let name = handle.map { "\($0)" } ?? registration.blob.map { "\($0.hex.prefix(8))" } ?? "it"
    let held = "\(registration.target) \(registration.kind.rawValue) \(registration.remoteId)"
    switch state {
    case .current: return nil
    case .behind(let changes):
      return Finding(
        .registrationBehind, .warning,
        message: "\(held) is revision \(sequence ?? 0) of \(name), which has changed since "
          + "(\(changes.joined(separator: "; ")))",
        fix: "create it there again, then register the new id")
    case .expired:
      let day = registration.expires.map { $0.day.words } ?? "some day"
      return Finding(
        .registrationExpired, .warning, message: "\(held) of \(name) expired on \(day)",
        fix: "create it there again, then register the new id")
    }
  }
}

/// What is to be registered.
public struct RegistrationDraft: Sendable {
  public var subject: Subject
  /// A provider, or one of its targets.
  public var target: String
  public var account: String
  /// Without one an element is registered as what it is.
  public var kind: Registration.Kind?
  public var remoteId: String
  /// The last day on which the provider holds it.
  public var expires: Day?

  public enum Subject: Hashable, Sendable {
    case element(HandleReference)
    /// A file of the library, by the beginning of its SHA-256.
    case blob(String)
  }

  public init(
    _ subject: Subject, at target: String, account: String = Self.usualAccount,
    kind: Registration.Kind? = nil, remoteId: String, expires: Day? = nil
  ) {
    self.subject = subject
    self.target = target
    self.account = account
    self.kind = kind
    self.remoteId = remoteId
    self.expires = expires
  }

  /// For those who have one account.
  public static let usualAccount = "main"
}
