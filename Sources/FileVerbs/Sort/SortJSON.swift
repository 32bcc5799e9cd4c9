/// The JSON of `sort` (`docs/json.md`).
public enum SortJSON {
  /// The name and version of the format.
  public static let schema = "sort/3"

  /// Returns the groups that were found.
  ///
  /// - Parameters:
  ///   - plan: The groups.
  ///   - written: The folder that was written; `nil` if nothing was written.
  public static func document(_ plan: SortPlan, _ written: SortPlan.Written?) -> JSONValue {
    [
      "castbook": schema, "pictureCount": plan.pictureCount,
      "facesCompared": false,
      "comparedBy": plan.model.isUsed ? "looks" : "colors",
      "leastLikeness": SortPlan.minimumLikeness,
      "groups": plan.groups.map(group), "undetermined": plan.undetermined.map(undetermined),
      "clips": plan.clips.objects { ["path": $0] }, "sounds": plan.sounds.objects { ["path": $0] },
      "damaged": plan.damaged.objects { ["path": $0.path, "findings": [$0.finding]] },
      "notMediaCount": plan.nonMediaCount, "skipped": plan.skippedCount,
      "written": written.map { written in
        .object([
          "path": written.folder.text, "elementCount": written.elements,
          "fileCount": written.files, "unsortedCount": written.unsorted,
        ])
      },
    ]
  }

  /// Returns a group with the evidence for it.
  private static func group(_ group: SortPlan.Group) -> JSONValue {
    [
      "handle": group.handle, "subject": group.subject, "known": group.known,
      "by": group.evidence, "confidence": group.confidence,
      "notCompared": group.notCompared, "likeness": group.likeness,
      "nearest": group.nearest?.handle,
      "nearestLikeness": group.nearest?.likeness,
      "files": group.pictures.objects { picture in
        [
          "path": picture.path, "sha256": picture.digest, "role": picture.role,
          "best": picture.rank,
        ]
      },
      "beside": group.clipsAndSounds.objects { ["path": $0] },
    ]
  }

  /// Returns a picture without a group, with the subjects that it may show.
  private static func undetermined(_ one: SortPlan.Undetermined) -> JSONValue {
    [
      "path": one.path, "reason": one.reason,
      "candidates": one.candidates.objects {
        ["handle": $0.handle, "likeness": $0.likeness]
      },
    ]
  }
}
