/// The JSON of registrations (`docs/json.md`): `register/2`, `unregister/2`, `registrations/2`.
public enum RegistrationJSON {
  /// Returns `register/2`: the registrations, and whether each is new.
  public static func registered(
    _ outcomes: [(held: RegistrationStatus, isNew: Bool)]
  ) -> JSONValue {
    [
      "castbook": "register/2",
      "registrations": outcomes.map { outcome in
        JSONValue.object(["new": outcome.isNew]).adding(registration(outcome.held))
      },
    ]
  }

  /// Returns a list of registrations; `schema` is the name and version of its format.
  public static func list(_ schema: String, _ held: [RegistrationStatus]) -> JSONValue {
    ["castbook": schema, "registrations": held.map(registration)]
  }

  /// Returns a registration and its state, with the changes that a provider would see if the
  /// registration is outdated.
  static func registration(_ held: RegistrationStatus) -> JSONValue {
    let registration = held.registration
    let (state, changes): (String, [String]?) =
      switch held.state {
      case .current: ("current", nil)
      case .behind(let changes): ("behind", changes)
      case .expired: ("expired", nil)
      }
    return [
      "handle": held.handle, "element": registration.element, "revision": held.sequence,
      "sha256": registration.revision, "blob": registration.blob,
      "target": registration.target, "account": registration.account,
      "kind": registration.kind, "id": registration.remoteId, "at": registration.at,
      "expires": registration.expires?.day, "state": state, "changes": changes,
    ]
  }
}
