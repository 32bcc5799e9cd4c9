internal import Files
internal import Media

/// The JSON of `targets` (`docs/json.md`).
public enum TargetJSON {
  /// Returns `targets/1`: a summary of the given targets, or of all if `ids` is `nil`.
  public static func list(
    _ catalogue: TargetCatalogue, _ ids: [TargetID]? = nil
  ) throws -> JSONValue {
    let targets: [JSONValue] = try (ids ?? catalogue.ids).map { id in
      let profile = try catalogue.profile(id)
      return .object(summary(profile, in: catalogue))
    }
    return ["castbook": "targets/1", "targets": .array(targets)]
  }

  /// Returns `target-profile/1`: a profile as it was written, with its digest and its short names,
  /// and the rules on sending that it shares with others.
  public static func profile(
    _ profile: TargetProfile, in catalogue: TargetCatalogue
  ) throws -> JSONValue {
    let source = try JSONParser.parse(profile.bytes)
    return [
      "castbook": "target-profile/1", "target": .object(summary(profile, in: catalogue)),
      "profile": source,
      "sending": try catalogue.sending(of: profile)?.shared.map { shared in
        try JSONParser.parse(shared.bytes)
      },
    ]
  }

  /// Returns the members that describe a target in a list.
  private static func summary(
    _ profile: TargetProfile, in catalogue: TargetCatalogue
  ) -> [JSONValue.Member] {
    let value: JSONValue = [
      "id": .string(profile.id.rawValue),
      "aliases": .array(catalogue.aliases(of: profile.id).map { .string($0) }),
      "provider": .string(profile.provider), "model": .string(profile.model),
      "kind": profile.kind.map { .string($0.rawValue) },
      "asOf": .string(profile.asOf.description),
      "asOfIsLatest": profile.asOfIsLatest ? true : nil, "status": .string(profile.status.rawValue),
      "statusNote": profile.statusNote.map { .string($0) },
      "retires": profile.retires.map { .string($0.description) },
      "instead": profile.replacement.map { .string($0.rawValue) },
      "faces": .string(profile.faces.value.rawValue),
      "slots": .array(profile.slots.map { .string($0.slot.rawValue) }),
      "sha256": .string(SHA256.digest(of: profile.bytes).hex),
      "yours": catalogue.isUserDefined(profile.id) ? true : nil,
    ]
    return value.members ?? []
  }
}
