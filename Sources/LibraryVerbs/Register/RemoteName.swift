internal import Library

/// An element or a voice that a request refers to by an id of the provider, so that it has to be
/// created there first.
public struct RemoteName: Hashable, Sendable {
  /// The placeholder in the body of the request: `castbook:remote/@mira`.
  public let placeholder: String
  public let handle: Handle
  /// The registration whose id replaces the placeholder; `nil` if none is known for the account.
  public let status: RegistrationStatus?
  /// The other accounts that hold the element, if the chosen one doesn't.
  let otherAccounts: [String]

  /// Whether the id can be sent.
  public var isUsable: Bool { status?.state == .current }

  /// Returns the findings on the ids of a request. All elements without any registration share one
  /// finding, and those of them that an earlier call creates share another.
  ///
  /// - Parameter made: The placeholders that the calls before the request fill in.
  package static func findings(
    on names: [RemoteName], for target: TargetID, made: Set<String>
  ) -> [Finding] {
    let missing = names.filter { $0.status == nil && $0.otherAccounts.isEmpty }
    let created = missing.filter { made.contains($0.placeholder) }
    let others = missing.filter { !made.contains($0.placeholder) }
    return names.compactMap(\.finding)
      + (created.isEmpty ? [] : [finding(of: created, target, areMade: true)])
      + (others.isEmpty ? [] : [finding(of: others, target, areMade: false)])
  }

  /// The finding on one element; `nil` if it is usable or not registered at all.
  private var finding: Finding? {
    if let status { return status.finding }
    if otherAccounts.isEmpty { return nil }
    return Finding(
      .registrationMissing, .warning,
      message:
        "\(handle) is registered with other accounts: \(otherAccounts.joined(separator: ", "))",
      fix: "add --account NAME")
  }

  /// Returns the finding on elements that are not registered with any account: a note if a call
  /// before the request creates them, otherwise an error, since their ids can't be sent.
  private static func finding(
    of missing: [RemoteName], _ target: TargetID, areMade: Bool
  ) -> Finding {
    let handles = missing.map { "\($0.handle)" }
    let host = target.provider
    let only = handles.count == 1 ? handles.first : nil
    if areMade {
      return Finding(
        .registrationMissing, .note,
        message: only.map { "\(target) needs an id for \($0)" }
          ?? "\(target) needs ids for \(handles.joined(separator: ", "))",
        fix: "castbook send creates \(only == nil ? "them" : "it"), or castbook register "
          + "\(only ?? "@HANDLE") --at \(host) --send before")
    }
    let ids = only.map { "an id for \($0)" } ?? "ids for \(handles.joined(separator: ", "))"
    return Finding(
      .requestNoMaker, .error,
      message: "\(target) needs \(ids): none is registered, and Castbook can't create "
        + "\(only == nil ? "them" : "it") there",
      fix: "create \(only == nil ? "them" : "it") at \(host), then castbook register "
        + "\(only ?? "@HANDLE") --at \(host) --id ID; or choose a target that accepts pictures")
  }
}

extension Contents {
  /// Returns what is known of an element at a target, for use in a prompt.
  ///
  /// - Parameters:
  ///   - placeholder: The placeholder in the body of the request.
  ///   - element: The identity of the element.
  ///   - handle: The handle that the prompt uses.
  ///   - revision: The revision that the prompt uses; `nil` for the latest one.
  ///   - targets: The names under which the target's provider may have been registered.
  ///   - account: The account; `nil` for the only one, or the default one if there are several.
  package func remote(
    _ placeholder: String, _ element: ULID, _ handle: Handle, revision: Digest?,
    at targets: Set<String>, account: String?, _ today: Day?
  ) throws -> RemoteName {
    let found = try registrations.of(element).filter {
      targets.contains($0.registration.target) && $0.registration.hasValidID
    }
    let accounts = Set(found.map(\.registration.account))
    let chosen =
      account ?? (accounts.count == 1 ? accounts.first : RegistrationDraft.defaultAccount)
    let known = try found.filter { $0.registration.account == chosen }
      .map { try status(of: $0, today: today, revision: revision) }
    return RemoteName(
      placeholder: placeholder, handle: handle,
      status: known.first { $0.state == .current } ?? known.first,
      otherAccounts: known.isEmpty ? accounts.sorted() : [])
  }
}
