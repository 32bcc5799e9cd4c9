internal import Files
internal import Media

/// The JSON of `targets` (`docs/json.md`).
public enum TargetJSON {
  /// Returns `targets/1`: a summary of the given targets, or of all if `ids` is `nil`.
  ///
  /// - Parameter isWhole: Whether each has its profile as well, as it is written.
  public static func list(
    _ catalogue: TargetCatalogue, _ ids: [TargetID]? = nil, isWhole: Bool = false
  ) throws -> JSONValue {
    let targets: [JSONValue] = try (ids ?? catalogue.ids).map { id in
      let profile = try catalogue.profile(id)
      let whole = isWhole ? try JSONParser.parse(profile.bytes) : nil
      return summary(profile, whole, in: catalogue)
    }
    return ["castbook": "targets/1", "targets": targets]
  }

  /// Returns `target-profile/1`: a profile as it was written, with its digest and its short names,
  /// and the rules on sending that it shares with others.
  public static func profile(
    _ profile: TargetProfile, in catalogue: TargetCatalogue
  ) throws -> JSONValue {
    let source = try JSONParser.parse(profile.bytes)
    return [
      "castbook": "target-profile/1", "target": summary(profile, in: catalogue), "profile": source,
      "sending": try catalogue.sending(of: profile)?.shared.map { shared in
        try JSONParser.parse(shared.bytes)
      },
    ]
  }

  /// Returns a target as a list shows it.
  private static func summary(
    _ profile: TargetProfile, _ whole: JSONValue? = nil, in catalogue: TargetCatalogue
  ) -> JSONValue {
    [
      "id": profile.id, "aliases": catalogue.aliases(of: profile.id),
      "provider": profile.provider, "model": profile.model, "kind": profile.kind,
      "asOf": profile.asOf, "asOfIsLatest": profile.asOfIsLatest.orNil, "status": profile.status,
      "statusNote": profile.statusNote, "retires": profile.retires, "instead": profile.replacement,
      "certainty": profile.certainty, "seen": profile.sources[0].seen,
      "faces": profile.faces.value, "slots": profile.slots.map(\.slot),
      "sha256": SHA256.digest(of: profile.bytes),
      "yours": catalogue.isUserDefined(profile.id).orNil, "profile": whole,
    ]
  }
}
