/// The JSON of `score` (`docs/json.md`), which adds measures to the shape of `check`.
public enum ScoreJSON {
  /// The name and version of the format.
  public static let schema = "score/1"

  /// Returns the scores and findings of one file.
  public static func file(_ file: ScoredFile) -> JSONValue {
    let facts = file.facts
    let size = facts.image?.size ?? facts.clip?.size
    let own: JSONValue = [
      "path": .string(facts.path.text),
      "path_hex": facts.path.isText ? nil : .string(Hex.text(of: facts.path.bytes)),
      "sha256": facts.digest.map { .string($0.hex) },
      "width": size.map { .integer($0.width) },
      "height": size.map { .integer($0.height) },
      "copy": file.copy.map { .string($0.hex) },
    ]
    let judged: JSONValue = [
      "findings": CheckJSON.findings(file.findings), "dismissed": dismissed(file.dismissed),
      "status": .string(file.status.rawValue),
    ]
    return .object(
      (own.members ?? []) + (file.scores.map(members) ?? []) + (judged.members ?? []))
  }

  /// Returns the members with the measures of a picture.
  static func members(_ scores: PictureScores) -> [JSONValue.Member] {
    let value: JSONValue = [
      "analysis": .object([
        "width": .integer(scores.analysis.width), "height": .integer(scores.analysis.height),
        "overWhite": scores.isOverWhite ? true : nil,
      ]),
      "scores": .object(
        Measure.allCases.compactMap { measure in
          scores[measure].map { JSONValue.Member(measure.rawValue, .decimal($0.score)) }
        }), "measures": measures(scores), "lighting": scores.lighting.map(lighting),
      "notMeasured": .array(scores.notMeasured.map { .string($0.rawValue) }),
    ]
    return value.members ?? []
  }

  /// Returns dismissed findings, each with the reason; `nil` if there are none.
  static func dismissed(_ findings: [DismissedFinding]) -> JSONValue? {
    findings.isEmpty
      ? nil
      : .array(
        zip(findings, CheckJSON.findings(findings.map(\.finding)).array ?? []).map { one, value in
          .object(
            (value.members ?? [])
              + [
                JSONValue.Member("reason", .string(one.reason)),
                JSONValue.Member("at", .string(one.at.description)),
              ])
        })
  }

  /// Returns the measured values with the thresholds that their scores are based on.
  private static func measures(_ scores: PictureScores) -> JSONValue {
    .object(
      Measure.allCases.compactMap { measure in
        guard let score = scores[measure] else { return nil }
        return JSONValue.Member(
          measure.rawValue,
          [
            "value": .decimal(score.value), "warn": score.warn.map(JSONValue.decimal),
            "fail": score.fail.map(JSONValue.decimal), "box": score.box.map(box),
            "direction": measure == .sharpness ? scores.motion.map { .integer($0) } : nil,
          ])
      })
  }

  /// Returns the lighting of a picture.
  private static func lighting(_ lighting: Lighting) -> JSONValue {
    [
      "color": .decimal(lighting.color), "exposure": .decimal(lighting.exposure),
      "across": .decimal(lighting.across), "down": .decimal(lighting.down),
    ]
  }

  /// Returns a rectangle in the upright picture, as left, top, width and height in pixels: `[120,
  /// 40, 512, 512]`.
  static func box(_ box: PixelBox) -> JSONValue {
    .array([box.x, box.y, box.width, box.height].map { .integer($0) })
  }
}

extension ScoreJSON {
  /// Returns the pictures as a set, with the chosen ones if `pick` isn't `nil`.
  public static func set(_ set: ScoredSet, pick: Pick? = nil) -> JSONValue {
    let measured = set.judged?.json(pick).members ?? []
    // The findings on the elements are listed together with those on the pictures.
    let own: JSONValue = [
      "findings": CheckJSON.findings(set.findings), "status": .string(set.status.rawValue),
    ]
    let members = measured.filter { $0.key != "findings" && $0.key != "status" }
    return .object(members + (own.members ?? []))
  }
}
