internal import Files
internal import Media

/// The JSON of `check` (`docs/json.md`). Its shape doesn't depend on the number of files and
/// targets.
public enum CheckJSON {
  /// The name and version of the format.
  public static let schema = "check/2"

  /// Returns the targets of a check, with the digest of each profile and the date of its facts.
  public static func targets(_ targets: [CheckTarget]) -> JSONValue {
    targets.objects { target in
      let slot = target.slot ?? target.slot(for: .picture)
      return [
        "id": target.profile.id, "as": slot, "via": slot.flatMap(target.rules)?.via,
        "profile": SHA256.digest(of: target.profile.bytes), "asOf": target.profile.asOf,
        "asOfIsLatest": target.profile.asOfIsLatest.orNil, "yours": target.isUserDefined.orNil,
      ]
    }.json
  }

  /// Returns the targets that a pattern matches but the check leaves out, by reason; `nil` if there
  /// are none.
  public static func leftOut(of selection: TargetSelection) -> JSONValue? {
    selection.leftOut.nonEmpty.map { leftOut in
      .object(leftOut.map { JSONValue.Member($0.rawValue, $1) })
    }
  }

  /// Returns the facts, the status and the findings of one file. Facts that are not known are
  /// absent.
  public static func file(_ file: CheckedFile) -> JSONValue {
    let facts = file.facts
    let image = facts.image
    let size = image?.size ?? facts.clip?.size
    return [
      "path": facts.path, "status": file.status,
      "statusFor": .object(
        file.outcomes.map { JSONValue.Member($0.rawValue, file.status(for: $0, $1)) }),
      "copyFor": file.copies.isEmpty
        ? nil
        : .object(
          file.outcomes.compactMap { target, _ in
            file.copies[target].map { JSONValue.Member(target.rawValue, $0.digest) }
          }),
      "notKnownFor": file.targetsWithUnknownLimits.sorted().nonEmpty, "format": facts.format,
      "bytes": facts.byteCount, "sha256": facts.digest,
      "proven": facts.format == nil ? nil : facts.isProven,
      "width": size?.width, "height": size?.height,
      "seconds": facts.clip?.milliseconds.map(JSONValue.seconds) ?? facts.sound?.seconds.json,
      "sound": facts.sound.map(StreamJSON.sound), "film": facts.film.map(StreamJSON.film),
      "orientation": image?.orientation.rawValue, "depth": image?.depth,
      "channels": image?.channels, "alpha": image?.alpha, "color": image?.color.name,
      "frames": image?.frames,
      "pages": image.flatMap { $0.pages > 1 ? $0.pages : nil },
      "progressive": image?.coding.isProgressive == true ? true : nil,
      "coding": image?.coding.rare, "sampling": image?.coding.sampling,
      "privateMetadata": facts.privateMetadata.sorted().nonEmpty,
      "provenance": facts.provenance.map { ProvenanceJSON.facts($0) },
      "otherDataBytes": image.flatMap { $0.otherDataBytes > 0 ? $0.otherDataBytes : nil },
      "trailingBytes": image?.trailing?.byteCount, "findings": file.allFindings,
    ]
  }

  /// Returns `check/2`: the files, the findings on them together, and the counts.
  public static func document(
    _ files: [CheckedFile], _ summary: CheckSummary, of targets: [CheckTarget]
  ) -> JSONValue {
    [
      "castbook": schema, "targets": self.targets(targets), "files": files.map(file),
      "set": set(summary), "summary": self.summary(summary),
    ]
  }

  /// Returns the findings on all files together.
  public static func set(_ summary: CheckSummary) -> JSONValue {
    ["status": summary.setStatus, "findings": summary.setFindings]
  }

  /// Returns the number of files by outcome, in total and for each target.
  public static func summary(_ summary: CheckSummary) -> JSONValue {
    [
      "fileCount": summary.files, "pass": summary.counts.pass,
      "warn": summary.counts.warn, "fail": summary.counts.fail,
      "notMediaCount": summary.nonMediaCount, "skipped": summary.skippedCount,
      "passEverywhere": summary.matrix.passingEverywhere,
      "passNowhere": summary.matrix.passingNowhere,
      "countsFor": .object(
        summary.matrix.targets.map { target in
          let counts = summary.counts(for: target)
          return JSONValue.Member(
            target.rawValue,
            [
              "pass": counts.pass, "warn": counts.warn, "fail": counts.fail,
              "notKnown": counts.unknown == 0 ? nil : counts.unknown,
            ])
        }),
    ]
  }
}
