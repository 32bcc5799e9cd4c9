/// The JSON of registrations (`docs/json.md`): `register/2`, `unregister/2`, `registrations/2`.
public enum RegistrationJSON {
  /// Returns `register/2`: the registrations, and whether each is new.
  public static func registered(
    _ outcomes: [(status: RegistrationStatus, isNew: Bool)], plan: PlannedSend? = nil,
    isPreview: Bool = false
  ) -> JSONValue {
    [
      "castbook": "register/2", "dryRun": isPreview.orNil, "plan": plan.map(SendJSON.creation),
      "registrations": outcomes.map { outcome in
        JSONValue.object(["new": outcome.isNew]).adding(registration(outcome.status))
      },
    ]
  }

  /// Returns what creating an element at a provider would do, and the key with which it is carried
  /// out; or its registration, if it is there, unchanged.
  public static func creation(_ plan: CreateAtProvider.Plan, key: String?) -> JSONValue {
    [
      "handle": plan.handle, "key": key,
      "plan": plan.creation.map(SendJSON.creationPlan),
      "registration": plan.known.map(registration),
    ]
  }

  /// Returns a list of registrations; `schema` is the name and version of its format.
  public static func list(_ schema: String, _ statuses: [RegistrationStatus]) -> JSONValue {
    ["castbook": schema, "registrations": statuses.map(registration)]
  }

  /// Returns a list of registrations with what providers say of them.
  public static func list(
    _ schema: String, _ statuses: [RegistrationStatus], _ answers: [CheckRegistrations.Answer]
  ) -> JSONValue {
    [
      "castbook": schema,
      "registrations": zip(statuses, answers).map { status, answer in
        registration(status).adding(["provider": answer])
      },
    ]
  }

  /// Returns a registration and its state, with the changes that a provider would see if the
  /// registration is outdated.
  static func registration(_ status: RegistrationStatus) -> JSONValue {
    let registration = status.registration
    let (state, changes): (String, [String]?) =
      switch status.state {
      case .current: ("current", nil)
      case .behind(let changes): ("behind", changes)
      case .expired: ("expired", nil)
      }
    return [
      "handle": status.handle, "element": registration.element, "revision": status.sequence,
      "sha256": registration.revision, "blob": registration.blob,
      "target": registration.target, "account": registration.account,
      "kind": registration.kind, "id": registration.remoteId, "at": registration.at,
      "expires": registration.expires?.day, "state": state, "changes": changes,
    ]
  }
}
