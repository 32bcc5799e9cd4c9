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

  func finding(for target: TargetID) -> Finding? {
    if let held { return held.finding }
    if !others.isEmpty {
      return Finding(
        .registrationMissing, .warning,
        message: "\(handle) is registered with other accounts: \(others.joined(separator: ", "))",
        fix: "add --account NAME")
    }
    return Finding(
      .registrationMissing, .note,
      message: "\(target) needs an id for \(handle), and none is registered",
      fix: "create it there, then castbook register \(handle) --at "
        + "\(target.rawValue.prefix { $0 != "." }) --id ID")
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
