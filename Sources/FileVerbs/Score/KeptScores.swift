internal import Media
internal import Quality

/// A rule whose findings on a file the user dismissed.
package struct DismissedRule: Hashable, Sendable {
  package let rule: RuleID
  /// The user's reason.
  package let reason: String
  /// The time of the dismissal.
  package let at: Instant

  package init(_ rule: RuleID, reason: String, at: Instant) {
    self.rule = rule
    self.reason = reason
    self.at = at
  }
}

/// A finding that the user dismissed. It stays true, but no longer counts.
public struct DismissedFinding: Hashable, Sendable {
  public let finding: Finding
  /// The user's reason.
  public let reason: String
  /// The time of the dismissal.
  public let at: Instant
}

/// The scores of a picture in a library, and the findings that follow for its element.
public struct KeptScores: Sendable {
  /// The version of the measures, such as `quality/6`.
  public let metric: String
  public let scores: PictureScores
  /// The findings about the scores, the worst first, without dismissed ones.
  public let findings: [Finding]
  /// The dismissed findings, in the order of their rules' importance.
  public let dismissed: [DismissedFinding]
  /// The prepared copy that was judged, if it is sent instead of the original and scores better;
  /// otherwise `nil`.
  public let copy: Digest?

  /// The worst status among `findings`.
  public var status: Status { Status(findings) }

  package init(
    _ scores: PictureScores, metric: String, kind: ElementKind,
    dismissals: [DismissedRule],
    copies: [TargetID: StoredCopy] = [:]
  ) {
    let judged = JudgedScores(scores, kind: kind, dismissals: dismissals, copies: copies)
    self.metric = metric
    self.scores = judged.scores
    findings = judged.findings
    dismissed = judged.dismissed
    copy = judged.copy?.digest
  }
}

/// The findings about a picture's scores, or about those of a copy that is sent instead, if that
/// scores better.
struct JudgedScores {
  let scores: PictureScores
  /// The findings, the worst first, without dismissed ones.
  let findings: [Finding]
  let dismissed: [DismissedFinding]
  /// The copy that was judged; `nil` if it was the picture itself.
  let copy: StoredCopy?

  var status: Status { Status(findings) }

  /// Judges a picture. Copies are considered only if the picture itself has a warning or an error.
  init(
    _ scores: PictureScores, kind: ElementKind?, dismissals: [DismissedRule],
    copies: [TargetID: StoredCopy]
  ) {
    let original = JudgedScores(scores, kind, dismissals, copy: nil)
    guard original.status != .pass else {
      self = original
      return
    }
    // Dictionaries have no fixed order, so copies are sorted by target to make the choice
    // repeatable.
    self = copies.sorted { $0.key < $1.key }.map(\.value).reduce(original) { best, copy in
      guard let scores = copy.scores else { return best }
      let judged = JudgedScores(scores, kind, dismissals, copy: copy)
      return judged.status < best.status ? judged : best
    }
  }

  /// Judges one set of scores, without comparing copies.
  private init(
    _ scores: PictureScores, _ kind: ElementKind?, _ dismissals: [DismissedRule],
    copy: StoredCopy?
  ) {
    self.scores = scores
    self.copy = copy
    let (remaining, dismissed) = ScoreRules.findings(scores, kind: kind).partitioned(by: dismissals)
    // Boxes in a copy are not positions in the picture that is shown.
    findings = copy.map { remaining.map(\.withoutBox) + [$0.note] } ?? remaining
    self.dismissed = dismissed
  }
}

extension Finding {
  /// The finding without the area that it refers to.
  fileprivate var withoutBox: Finding {
    var finding = self
    finding.box = nil
    return finding
  }
}

extension [Finding] {
  /// Returns the findings that remain, the worst first, and those that were dismissed.
  func partitioned(
    by dismissals: [DismissedRule]
  ) -> (remaining: [Finding], dismissed: [DismissedFinding]) {
    var remaining: [Finding] = []
    var dismissed: [DismissedFinding] = []
    for finding in self {
      // The first dismissal of a rule is the one that counts.
      if let dismissal = dismissals.first(where: { $0.rule == finding.rule }) {
        dismissed.append(
          DismissedFinding(finding: finding, reason: dismissal.reason, at: dismissal.at))
      } else {
        remaining.append(finding)
      }
    }
    return (remaining.worstFirst, dismissed)
  }

  /// The findings with the worst first; those of equal severity keep their order.
  package var worstFirst: [Finding] {
    enumerated().sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }
      .map(\.element)
  }
}
