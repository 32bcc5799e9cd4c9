internal import Library

/// The JSON of `prepare` (`docs/json.md`). The same document is stored beside the copies as a proof
/// of how they were made.
public enum PrepareJSON {
  /// The name and version of the format.
  public static let schema = "prepare/1"

  /// The bounds for reading a proof, which is long for thousands of files.
  static let bounds = JSONParser.Bounds(byteCount: 64 << 20)

  /// Returns the members before the files: the targets and the options.
  public static func head(_ preparation: Preparation) -> [JSONValue.Member] {
    let options = preparation.options
    let value: JSONValue = [
      "castbook": .string(schema), "targets": CheckJSON.targets(preparation.targets),
      "options": .object([
        "fit": .string(options.fit.rawValue),
        "background": options.background.map { .string($0.text) },
        "allowUpscale": options.allowsEnlarging ? true : nil,
        "keep": options.keptMetadata.isEmpty
          ? nil : .array(options.keptMetadata.sorted().map { .string($0.rawValue) }),
        "inferredLimits": options.followsInferredLimits ? true : nil,
        "keepInterlaced": options.keepsInterlaced ? true : nil,
      ]), "metric": .string(PictureScores.metric),
    ]
    return value.members ?? []
  }

  /// Returns one file before and after its preparation.
  ///
  /// - Parameters:
  ///   - file: The prepared file.
  ///   - name: The name of the copy within its folder; `nil` if it wasn't written to one.
  public static func file(_ file: PreparedFile, name: String? = nil) -> JSONValue {
    let facts = file.before.facts
    let copy = file.preparedCopy
    return [
      "path": .string(facts.path.text),
      "path_hex": facts.path.isText ? nil : .string(Hex.text(of: facts.path.bytes)),
      "status": .string(status(file)),
      "sha256": facts.digest.map { .string($0.hex) },
      "steps": .array(copy?.steps.map(\.json) ?? []),
      "output": output(file, name),
      "before": state(file.before, file.before.allFindings, file.scores),
      "after": copy.map { state($0.after, $0.findings, $0.scores) },
      "reasons": file.refusals.isEmpty ? nil : CheckJSON.findings(file.refusals),
    ]
  }

  /// Returns the outcome by its name in the format.
  private static func status(_ file: PreparedFile) -> String {
    switch file.outcome {
    case .asItIs: "as-it-is"
    case .prepared: "prepared"
    case .refused: "refused"
    case .skipped: "passed-over"
    }
  }

  /// Returns the file that can be sent: the copy, or the original if it needs none; `nil` if the
  /// original was refused or skipped.
  private static func output(_ file: PreparedFile, _ name: String?) -> JSONValue? {
    let facts: FileFacts
    switch file.outcome {
    case .asItIs: facts = file.before.facts
    case .prepared(let copy): facts = copy.facts
    case .refused, .skipped: return nil
    }
    return [
      "path": name.map { .string($0) }, "sha256": facts.digest.map { .string($0.hex) },
      "bytes": facts.byteCount.map { .integer($0) },
    ]
  }

  /// Returns a picture before or after: its facts, the verdict of the targets, and its scores.
  static func state(
    _ file: CheckedFile, _ findings: [Finding], _ scores: PictureScores?
  ) -> JSONValue {
    let facts = file.facts
    let own: JSONValue = [
      "status": .string(Status(findings).rawValue),
      "statusFor": .object(
        file.outcomes.map { target, _ in
          JSONValue.Member(target.rawValue, .string(file.status(for: target).rawValue))
        }),
      "format": facts.format.map { .string($0.rawValue) },
      "bytes": facts.byteCount.map { .integer($0) },
      "width": facts.image.map { .integer($0.size.width) },
      "height": facts.image.map { .integer($0.size.height) },
      "orientation": facts.image.map { .integer($0.orientation.rawValue) },
      "color": facts.image.map { .string($0.color.name) },
      "findings": CheckJSON.findings(findings),
    ]
    let judged: JSONValue? = scores.map {
      .object(["quality": CheckJSON.findings(ScoreRules.findings($0).worstFirst)])
    }
    return .object(
      (own.members ?? []) + (scores.map(ScoreJSON.members) ?? []) + (judged?.members ?? []))
  }

  /// Returns the number of files by outcome.
  public static func summary(_ summary: PreparationSummary) -> JSONValue {
    [
      "files": .integer(summary.files), "asTheyAre": .integer(summary.readyAsIs),
      "prepared": .integer(summary.prepared),
      "keptBefore": summary.alreadyKept == 0 ? nil : .integer(summary.alreadyKept),
      "refused": .integer(summary.refused),
      "passedOver": .integer(summary.skipped),
      "findings": CheckJSON.findings(summary.findings),
    ]
  }

  /// Returns the whole document: the options, every file, and the summary.
  public static func document(
    _ preparation: Preparation, _ outcome: Preparation.Outcome
  ) -> JSONValue {
    let files = zip(outcome.files, outcome.written).map { PrepareJSON.file($0, name: $1?.name) }
    return .object(
      head(preparation) + [
        JSONValue.Member("files", .array(files)),
        JSONValue.Member("summary", PrepareJSON.summary(outcome.summary)),
      ])
  }

  /// Adds to a proof the entries of an earlier one that are still valid: those for copies that
  /// exist and that the new proof doesn't mention.
  static func joined(
    _ proof: JSONValue, with earlier: JSONValue, isThere: (String) -> Bool
  ) -> JSONValue {
    func name(_ file: JSONValue) -> String? { file["output"]?["path"]?.string }
    let own = proof["files"]?.array ?? []
    let names = Set(own.compactMap(name))
    let others = (earlier["files"]?.array ?? []).filter { file in
      name(file).map { !names.contains($0) && isThere($0) } ?? false
    }
    return .object(
      (proof.members ?? []).map { member in
        member.key == "files" ? JSONValue.Member("files", .array(others + own)) : member
      })
  }
}
