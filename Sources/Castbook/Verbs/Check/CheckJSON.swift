internal import Files
internal import Media

/// The JSON of `check` (`docs/json.md`). Its shape doesn't depend on the number of files and
/// targets.
public enum CheckJSON {
  /// The name and version of the format.
  public static let schema = "check/2"

  /// Returns the targets of a check, with the digest of each profile and the date of its facts.
  public static func targets(_ targets: [CheckTarget]) -> JSONValue {
    .array(
      targets.map { target in
        let slot = target.slot ?? target.slot(for: .picture)
        return [
          "id": .string(target.profile.id.rawValue),
          "as": slot.map { .string($0.rawValue) },
          "via": slot.flatMap(target.rules)?.via.map { .string($0.rawValue) },
          "profile": .string(SHA256.digest(of: target.profile.bytes).hex),
          "asOf": .string(target.profile.asOf.description),
          "asOfIsLatest": target.profile.asOfIsLatest ? true : nil,
          "yours": target.isUserDefined ? true : nil,
        ]
      })
  }

  /// Returns the targets that a pattern matches but the check leaves out, by reason; `nil` if there
  /// are none.
  public static func leftOut(of selection: TargetSelection) -> JSONValue? {
    selection.leftOut.isEmpty
      ? nil
      : .object(
        selection.leftOut.map { reason, ids in
          JSONValue.Member(reason.rawValue, .array(ids.map { .string($0.rawValue) }))
        })
  }

  /// Returns the facts, the status and the findings of one file. Facts that are not known are
  /// absent.
  public static func file(_ file: CheckedFile) -> JSONValue {
    let facts = file.facts
    let image = facts.image
    let size = image?.size ?? facts.clip?.size
    return [
      "path": .string(facts.path.text),
      "path_hex": facts.path.isText ? nil : .string(Hex.text(of: facts.path.bytes)),
      "status": .string(file.status.rawValue),
      "statusFor": .object(
        file.outcomes.map { target, outcomes in
          JSONValue.Member(target.rawValue, .string(file.status(for: target, outcomes).rawValue))
        }),
      "copyFor": file.copies.isEmpty
        ? nil
        : .object(
          file.outcomes.compactMap { target, _ in
            file.copies[target].map { .init(target.rawValue, .string($0.digest.hex)) }
          }),
      "notKnownFor": file.targetsWithUnknownLimits.isEmpty
        ? nil : .array(file.targetsWithUnknownLimits.sorted().map { .string($0.rawValue) }),
      "format": facts.format.map { .string($0.rawValue) },
      "bytes": facts.byteCount.map { .integer($0) },
      "sha256": facts.digest.map { .string($0.hex) },
      "proven": facts.format == nil ? nil : .boolean(facts.isProven),
      "width": size.map { .integer($0.width) },
      "height": size.map { .integer($0.height) },
      "seconds": facts.clip?.milliseconds.map(JSONValue.seconds)
        ?? facts.sound.map { .decimal($0.seconds) },
      "sound": facts.sound.map(StreamJSON.sound), "film": facts.film.map(StreamJSON.film),
      "orientation": image.map { .integer($0.orientation.rawValue) },
      "depth": image.map { .integer($0.depth) },
      "channels": image.map { .integer($0.channels) },
      "alpha": image.map { .string($0.alpha.rawValue) },
      "color": image.map { .string($0.color.name) },
      "frames": image.map { .integer($0.frames) },
      "pages": image.flatMap { $0.pages > 1 ? .integer($0.pages) : nil },
      "progressive": image?.coding.isProgressive == true ? true : nil,
      "coding": image?.coding.rare.map { .string($0) },
      "sampling": image?.coding.sampling.map { .string($0) },
      "privateMetadata": facts.privateMetadata.isEmpty
        ? nil : .array(facts.privateMetadata.sorted().map { .string($0.rawValue) }),
      "otherDataBytes": image.flatMap {
        $0.otherDataBytes > 0 ? .integer($0.otherDataBytes) : nil
      },
      "trailingBytes": image?.trailing.map { .integer($0.byteCount) },
      "findings": findings(file.allFindings),
    ]
  }

  /// Returns findings, in the given order.
  ///
  /// ```json
  /// [{"rule": "image.too-small", "severity": "error", "target": "kling.v3-omni", "measured": "256"}]
  /// ```
  public static func findings(_ findings: [Finding]) -> JSONValue {
    .array(
      findings.map { finding in
        [
          "rule": .string(finding.rule.rawValue),
          "severity": .string(finding.severity.rawValue),
          "target": finding.target.map { .string($0.rawValue) },
          "slot": finding.slot.map { .string($0.rawValue) },
          "basis": finding.basis.map { .string($0.rawValue) },
          "measured": finding.measured.map { .string($0) },
          "limit": finding.limit.map { .string($0) },
          "unit": finding.unit.map { .string($0) },
          "box": finding.box.map(ScoreJSON.box),
          "span": finding.span.map { .array([.seconds($0.start), .seconds($0.end)]) },
          "message": .string(finding.message),
          "fix": finding.fix.map { .string($0) },
        ]
      })
  }

  /// Returns the findings on all files together.
  public static func set(_ summary: CheckSummary) -> JSONValue {
    [
      "status": .string(summary.setStatus.rawValue), "findings": findings(summary.setFindings),
    ]
  }

  /// Returns the number of files by outcome, in total and for each target.
  public static func summary(_ summary: CheckSummary) -> JSONValue {
    [
      "fileCount": .integer(summary.files), "pass": .integer(summary.counts.pass),
      "warn": .integer(summary.counts.warn), "fail": .integer(summary.counts.fail),
      "notMediaCount": .integer(summary.nonMediaCount), "skipped": .integer(summary.skippedCount),
      "passEverywhere": .integer(summary.matrix.passingEverywhere),
      "passNowhere": .integer(summary.matrix.passingNowhere),
      "countsFor": .object(
        summary.matrix.targets.map { target in
          let counts = summary.counts(for: target)
          return JSONValue.Member(
            target.rawValue,
            [
              "pass": .integer(counts.pass), "warn": .integer(counts.warn),
              "fail": .integer(counts.fail),
              "notKnown": counts.unknown == 0 ? nil : .integer(counts.unknown),
            ])
        }),
    ]
  }
}
