/// The JSON of `sort` (`docs/json.md`).
public enum SortJSON {
  /// The name and version of the format.
  public static let schema = "sort/2"

  /// Returns the groups that were found.
  ///
  /// - Parameters:
  ///   - plan: The groups.
  ///   - written: The folder that was written; `nil` if nothing was written.
  public static func document(_ plan: SortPlan, _ written: SortPlan.Written?) -> JSONValue {
    [
      "castbook": .string(schema), "pictureCount": .integer(plan.pictureCount),
      "facesCompared": .boolean(false), "leastLikeness": .decimal(SortPlan.minimumLikeness),
      "groups": .array(plan.groups.map(group)),
      "undetermined": .array(plan.undetermined.map(undetermined)),
      "clips": .array(plan.clips.map { .object(path($0)) }),
      "sounds": .array(plan.sounds.map { .object(path($0)) }),
      "damaged": .array(
        plan.damaged.map { file in
          .object(
            path(file.path) + [
              JSONValue.Member("findings", CheckJSON.findings([file.finding]))
            ])
        }),
      "notMediaCount": .integer(plan.nonMediaCount), "skipped": .integer(plan.skippedCount),
      "written": written.map { written in
        .object([
          "path": .string(written.folder.text), "elementCount": .integer(written.elements),
          "fileCount": .integer(written.files), "unsortedCount": .integer(written.unsorted),
        ])
      },
    ]
  }

  /// Returns a group with the evidence for it.
  private static func group(_ group: SortPlan.Group) -> JSONValue {
    [
      "handle": .string(group.handle.name), "subject": group.subject.map { .string($0) },
      "by": .array(group.evidence.map { .string($0.rawValue) }),
      "likeness": group.likeness.map { .decimal($0) },
      "nearest": group.nearest.map { .string($0.handle.name) },
      "nearestLikeness": group.nearest.map { .decimal($0.likeness) },
      "files": .array(
        group.pictures.map { picture in
          let more: JSONValue = [
            "sha256": picture.digest.map { .string($0.hex) },
            "role": .string(picture.role.rawValue), "best": picture.rank.map { .integer($0) },
          ]
          return .object(path(picture.path) + (more.members ?? []))
        }),
      "beside": .array(group.clipsAndSounds.map { .object(path($0)) }),
    ]
  }

  /// Returns a picture without a group, with the most similar one.
  private static func undetermined(_ one: SortPlan.Undetermined) -> JSONValue {
    let more: JSONValue = [
      "reason": .string(one.isMeasured ? "unlike" : "not-measured"),
      "nearest": one.nearest.map { .string($0.handle.name) },
      "likeness": one.nearest.map { .decimal($0.likeness) },
    ]
    return .object(path(one.path) + (more.members ?? []))
  }

  /// Returns the members with a path; a path that isn't valid UTF-8 is also given in hexadecimal.
  private static func path(_ path: FilePath) -> [JSONValue.Member] {
    let value: JSONValue = [
      "path": .string(path.text),
      "path_hex": path.isText ? nil : .string(Hex.text(of: path.bytes)),
    ]
    return value.members ?? []
  }
}
