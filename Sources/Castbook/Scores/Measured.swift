internal import Library
internal import Media
internal import Quality

extension Inspection {
  /// The facts, with what was measured of the picture and what that comes to.
  var measured: FileFacts {
    var facts = facts
    // A look that failed for the moment measured nothing.
    guard facts.format?.medium == .picture, !facts.isUndecided else { return facts }
    facts.metric = PictureScores.metric
    facts.scores = picture.map(PictureMeasuring.scores)
    facts.weaknesses = facts.scores.map { ScoreRules.weaknesses(of: $0) } ?? []
    return facts
  }
}

/// A finding that somebody dismissed: it stays true, and is not counted any more.
public struct DismissedFinding: Hashable, Sendable {
  public let finding: Finding
  public let reason: String
  public let at: Instant
}

/// What was measured of a picture that a library keeps, and what that comes to for its element.
public struct KeptScores: Sendable {
  /// The version of the measures: `quality/1`.
  public let metric: String
  public let scores: PictureScores
  /// What is to be said of them, worst first, without what was dismissed.
  public let findings: [Finding]
  /// In the order of what matters.
  public let dismissed: [DismissedFinding]

  public var status: Status { Status(findings) }

  init(
    _ scores: PictureScores, metric: String, kind: ElementKind, dismissals: [Contents.Dismissed]
  ) {
    self.metric = metric
    self.scores = scores
    (findings, dismissed) = ScoreRules.findings(scores, kind: kind).parted(by: dismissals)
  }
}

extension [Finding] {
  /// Those that hold, worst first, and those that were dismissed.
  func parted(
    by dismissals: [Contents.Dismissed]
  ) -> (held: [Finding], dismissed: [DismissedFinding]) {
    var held: [Finding] = []
    var dismissed: [DismissedFinding] = []
    for finding in self {
      // Of each rule what counts comes first.
      if let word = dismissals.first(where: { $0.rule == finding.rule }) {
        dismissed.append(DismissedFinding(finding: finding, reason: word.reason, at: word.at))
      } else {
        held.append(finding)
      }
    }
    return (held.worstFirst, dismissed)
  }

  /// In the order in which they are, but the worst ones first.
  var worstFirst: [Finding] {
    enumerated().sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }
      .map(\.element)
  }
}

extension Contents {
  /// What was measured of a file of an element, and what it comes to; nothing for what has no scores.
  func keptScores(of blob: Digest, kind: ElementKind) throws -> KeptScores? {
    guard let (metric, scores) = try scores(of: blob), let scores else { return nil }
    return KeptScores(
      scores, metric: metric, kind: kind, dismissals: try dismissals(of: blob))
  }
}
