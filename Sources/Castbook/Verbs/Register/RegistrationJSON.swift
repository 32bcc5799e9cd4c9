/// The JSON of registrations (`docs/json.md`): `register/2`, `unregister/2`, `registrations/2`.
public enum RegistrationJSON {
  /// Returns `register/2`: the registrations, and whether each is new.
  public static func registered(
    _ outcomes: [(held: RegistrationStatus, isNew: Bool)]
  ) -> JSONValue {
    [
      "castbook": "register/2",
      "registrations": .array(
        outcomes.map { outcome in
          .object([JSONValue.Member("new", .boolean(outcome.isNew))] + members(outcome.held))
        }),
    ]
  }

  /// Returns a list of registrations; `schema` is the name and version of its format.
  public static func list(_ schema: String, _ held: [RegistrationStatus]) -> JSONValue {
    [
      "castbook": .string(schema),
      "registrations": .array(held.map(Self.registration)),
    ]
  }

  /// Returns one registration with its state.
  static func registration(_ held: RegistrationStatus) -> JSONValue { .object(members(held)) }

  /// Returns the members that describe a registration and its state, with the changes that a
  /// provider would see if the registration is outdated.
  private static func members(_ held: RegistrationStatus) -> [JSONValue.Member] {
    let registration = held.registration
    let (state, changes): (String, [String]?) =
      switch held.state {
      case .current: ("current", nil)
      case .behind(let changes): ("behind", changes)
      case .expired: ("expired", nil)
      }
    let value: JSONValue = [
      "handle": held.handle.map { .string($0.name) },
      "element": registration.element.map { .string($0.text) },
      "revision": held.sequence.map { .integer($0) },
      "sha256": registration.revision.map { .string($0.hex) },
      "blob": registration.blob.map { .string($0.hex) },
      "target": .string(registration.target), "account": .string(registration.account),
      "kind": .string(registration.kind.rawValue), "id": .string(registration.remoteId),
      "at": .string("\(registration.at)"),
      "expires": registration.expires.map { .string("\($0.day)") }, "state": .string(state),
      "changes": changes.map { .array($0.map { .string($0) }) },
    ]
    return value.members ?? []
  }
}
