internal import Library
internal import Media
internal import Quality

extension Inspection {
  /// The facts, with the picture's scores and the weaknesses that follow from them.
  var factsWithScores: FileFacts {
    var facts = facts
    // An inspection that failed for the moment has measured nothing.
    guard facts.format?.medium == .picture, !facts.isUndecided else { return facts }
    facts.metric = PictureScores.metric
    facts.scores = picture.map(PictureMeasurement.scores)
    facts.weaknesses = facts.scores.map { ScoreRules.weaknesses(of: $0) } ?? []
    return facts
  }
}

extension Contents {
  /// Returns the scores of an element's file and the findings about them; `nil` for a file without
  /// scores.
  func keptScores(
    of blob: Digest, kind: ElementKind, copies: [TargetID: StoredCopy] = [:]
  ) throws -> KeptScores? {
    guard let (metric, scores) = try scores.of(blob), let scores else { return nil }
    return KeptScores(
      scores, metric: metric, kind: kind, dismissals: try dismissedRules(on: blob), copies: copies)
  }

  /// Returns the rules whose findings on a file were dismissed, those that count first.
  func dismissedRules(on blob: Digest) throws -> [DismissedRule] {
    try dismissals(of: blob).map { DismissedRule($0.rule, reason: $0.reason, at: $0.at) }
  }
}
