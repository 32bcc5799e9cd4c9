/// The JSON of `prepare` (`docs/json.md`). The same document is stored beside the copies as a proof
/// of how they were made.
public enum PrepareJSON {
  /// The name and version of the format.
  public static let schema = "prepare/1"

  /// The bounds for reading a proof, which is long for thousands of files.
  static let bounds = JSONParser.Bounds(byteCount: 64 << 20)

  /// Returns the members before the files: the targets and the options.
  public static func head(_ preparation: Preparation) -> JSONValue {
    let options = preparation.options
    return [
      "castbook": schema, "targets": CheckJSON.targets(preparation.targets),
      "options": .object([
        "fit": options.fit, "background": options.background?.text,
        "allowUpscale": options.allowsEnlarging.orNil,
        "keep": options.keptMetadata.sorted().nonEmpty,
        "inferredLimits": options.followsInferredLimits.orNil,
        "keepInterlaced": options.keepsInterlaced.orNil,
      ]), "metric": PictureScores.metric,
    ]
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
      "path": facts.path, "status": status(file), "sha256": facts.digest,
      "steps": copy?.steps ?? [], "output": output(file, name),
      "before": state(file.before, file.before.allFindings, file.scores),
      "after": copy.map { state($0.after, $0.findings, $0.scores) },
      "reasons": file.refusals.nonEmpty,
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
    return ["path": name, "sha256": facts.digest, "bytes": facts.byteCount]
  }

  /// Returns a picture before or after: its facts, the verdict of the targets, and its scores.
  static func state(
    _ file: CheckedFile, _ findings: [Finding], _ scores: PictureScores?
  ) -> JSONValue {
    let facts = file.facts
    let own: JSONValue = [
      "status": Status(findings),
      "statusFor": .object(
        file.outcomes.map { JSONValue.Member($0.target.rawValue, file.status(for: $0.target)) }),
      "format": facts.format, "bytes": facts.byteCount, "width": facts.image?.size.width,
      "height": facts.image?.size.height, "orientation": facts.image?.orientation.rawValue,
      "color": facts.image?.color.name, "findings": findings,
    ]
    guard let scores else { return own }
    return own.adding(ScoreJSON.measured(scores))
      .adding(["quality": ScoreRules.findings(scores).worstFirst])
  }

  /// Returns the number of files by outcome.
  public static func summary(_ summary: PreparationSummary) -> JSONValue {
    [
      "files": summary.files, "asTheyAre": summary.readyAsIs, "prepared": summary.prepared,
      "keptBefore": summary.alreadyKept == 0 ? nil : summary.alreadyKept,
      "refused": summary.refused, "passedOver": summary.skipped, "findings": summary.findings,
    ]
  }

  /// Returns the whole document: the options, every file, and the summary.
  public static func document(
    _ preparation: Preparation, _ outcome: Preparation.Outcome
  ) -> JSONValue {
    let files = zip(outcome.files, outcome.written).map { PrepareJSON.file($0, name: $1?.name) }
    return head(preparation).adding(["files": files, "summary": summary(outcome.summary)])
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
    return proof.replacing(["files": others + own])
  }
}
