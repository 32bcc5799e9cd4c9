/// The JSON of `score` (`docs/json.md`), which adds measures to the shape of `check`.
public enum ScoreJSON {
  /// The name and version of the format.
  public static let schema = "score/1"

  /// The members of a document before its list of files.
  public static var head: JSONValue {
    ["castbook": schema, "metric": PictureScores.metric]
  }

  /// Returns `score/1`: the files, and the pictures as a set.
  ///
  /// - Parameters:
  ///   - files: The scored files, in their order.
  ///   - set: The result of scoring all of them.
  ///   - pick: The chosen pictures; `nil` if none were requested.
  ///   - isSaved: Whether saving the choice changed its element; `nil` if it was not saved.
  public static func document(
    _ files: [ScoredFile], _ set: ScoredSet, pick: Pick? = nil, isSaved: Bool? = nil
  ) -> JSONValue {
    head.adding(["files": files.map(file), "set": self.set(set, pick: pick), "saved": isSaved])
  }

  /// Returns the scores and findings of one file.
  public static func file(_ file: ScoredFile) -> JSONValue {
    let facts = file.facts
    let size = facts.image?.size ?? facts.clip?.size
    let own: JSONValue = [
      "path": facts.path, "sha256": facts.digest, "width": size?.width, "height": size?.height,
      "copy": file.copy,
    ]
    let judged: JSONValue = [
      "findings": file.findings, "dismissed": dismissed(file.dismissed), "status": file.status,
    ]
    return own.adding(file.scores.map(measured)).adding(judged)
  }

  /// Returns the measures of a picture.
  package static func measured(_ scores: PictureScores) -> JSONValue {
    [
      "analysis": .object([
        "width": scores.analysis.width, "height": scores.analysis.height,
        "overWhite": scores.isOverWhite.orNil,
      ]),
      "scores": .object(
        Measure.allCases.compactMap { measure in
          scores[measure].map { JSONValue.Member(measure.rawValue, $0.score) }
        }), "measures": measures(scores), "lighting": scores.lighting.map(lighting),
      "notMeasured": scores.notMeasured,
    ]
  }

  /// Returns dismissed findings, each with the reason; `nil` if there are none.
  package static func dismissed(_ findings: [DismissedFinding]) -> [JSONValue]? {
    findings.nonEmpty?.objects { one in
      one.finding.json.adding(["reason": one.reason, "at": one.at])
    }
  }

  /// Returns the measured values with the thresholds that their scores are based on.
  private static func measures(_ scores: PictureScores) -> JSONValue {
    .object(
      Measure.allCases.compactMap { measure in
        guard let score = scores[measure] else { return nil }
        let value: JSONValue = [
          "value": score.value, "warn": score.warn, "fail": score.fail, "box": score.box,
          "direction": measure == .sharpness ? scores.motion : nil,
        ]
        return JSONValue.Member(measure.rawValue, value)
      })
  }

  /// Returns the lighting of a picture.
  private static func lighting(_ lighting: Lighting) -> JSONValue {
    [
      "color": lighting.color, "exposure": lighting.exposure,
      "across": lighting.across, "down": lighting.down,
    ]
  }
}

extension ScoreJSON {
  /// Returns the pictures as a set, with the chosen ones if `pick` isn't `nil`.
  public static func set(_ set: ScoredSet, pick: Pick? = nil) -> JSONValue {
    // The findings on the elements are listed together with those on the pictures.
    (set.judged?.json(pick) ?? [:]).removing("findings", "status")
      .adding(["findings": set.findings, "status": set.status])
  }
}
