internal import Library

/// What a request calls by an id of the provider: an element or a voice that has to be made there first.
public struct RemoteName: Hashable, Sendable {
  /// As the body has it: `castbook:remote/@mira`.
  public let placeholder: String
  public let handle: Handle
  /// What the provider is known to hold in its place.
  public let held: HeldRegistration?
  /// The accounts that hold it, where none of them is the one that is meant.
  let others: [String]

  /// Whether its id can be sent.
  public var isUsable: Bool { held?.state == .current }

  /// What is wrong with the ids of a request; those that are not registered yet are named together.
  static func findings(on names: [RemoteName], for target: TargetID) -> [Finding] {
    let missing = names.filter { $0.held == nil && $0.others.isEmpty }
    return names.compactMap(\.finding) + (missing.isEmpty ? [] : [finding(of: missing, target)])
  }

  private var finding: Finding? {
    if let held { return held.finding }
    if others.isEmpty { return nil }
    return Finding(
      .registrationMissing, .warning,
      message: "\(handle) is registered with other accounts: \(others.joined(separator: ", "))",
      fix: "add --account NAME")
  }

  private static func finding(of missing: [RemoteName], _ target: TargetID) -> Finding {
    let handles = missing.map { "\($0.handle)" }
    let host = target.rawValue.prefix { $0 != "." }
    let only = handles.count == 1 ? handles.first : nil
    return Finding(
      .registrationMissing, .note,
      message: only.map { "\(target) needs an id for \($0), and none is registered" }
        ?? "\(target) needs ids for \(handles.joined(separator: ", ")), and none is registered",
      fix: "create \(only == nil ? "them" : "it") there, then castbook register "
        + "\(only ?? "@HANDLE") --at \(host) --id ID")
  }
}

extension Contents {
  /// What is known of an element at a target, as a prompt uses it: of the account that is named, else of the
  /// only one, or the usual one.
  func remote(
    _ placeholder: String, _ element: ULID, _ handle: Handle, revision: Digest?,
    at targets: Set<String>, account: String?, _ today: Day?
  ) throws -> RemoteName {
    let found = try registrations(of: element).filter { targets.contains($0.registration.target) }
    let accounts = Set(found.map(\.registration.account))
    let chosen =
      account ?? (accounts.count == 1 ? accounts.first : RegistrationDraft.usualAccount)
    let known = try found.filter { $0.registration.account == chosen }
      .map { try held($0, today, besides: revision) }
    return RemoteName(
      placeholder: placeholder, handle: handle,
      held: known.first { $0.state == .current } ?? known.first,
      others: known.isEmpty ? accounts.sorted() : [])
  }
}
