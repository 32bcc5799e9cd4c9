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
  /// The version of the measures: `quality/4`.
  public let metric: String
  public let scores: PictureScores
  /// What is to be said of them, worst first, without what was dismissed.
  public let findings: [Finding]
  /// In the order of what matters.
  public let dismissed: [DismissedFinding]
  /// The prepared copy that was judged, where it comes out better than the original, in whose place it is sent.
  public let copy: Digest?

  public var status: Status { Status(findings) }

  init(
    _ scores: PictureScores, metric: String, kind: ElementKind, dismissals: [Contents.Dismissed],
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

/// What scores of a picture come to: its own, or those of a copy that is sent in its place, where the copy comes out
/// better.
struct JudgedScores {
  let scores: PictureScores
  /// Worst first, without what was dismissed.
  let findings: [Finding]
  let dismissed: [DismissedFinding]
  /// `nil` where the picture itself was judged.
  let copy: StoredCopy?

  var status: Status { Status(findings) }

  init(
    _ scores: PictureScores, kind: ElementKind?, dismissals: [Contents.Dismissed],
    copies: [TargetID: StoredCopy]
  ) {
    let own = JudgedScores(scores, kind, dismissals, copy: nil)
    guard own.status != .pass else {
      self = own
      return
    }
    // In a fixed order, whatever order a dictionary has.
    self = copies.sorted { $0.key < $1.key }.map(\.value).reduce(own) { best, copy in
      guard let scores = copy.scores else { return best }
      let judged = JudgedScores(scores, kind, dismissals, copy: copy)
      return judged.status < best.status ? judged : best
    }
  }

  private init(
    _ scores: PictureScores, _ kind: ElementKind?, _ dismissals: [Contents.Dismissed],
    copy: StoredCopy?
  ) {
    self.scores = scores
    self.copy = copy
    let (held, dismissed) = ScoreRules.findings(scores, kind: kind).parted(by: dismissals)
    // Places in a copy are not places in the picture that is shown.
    findings = copy.map { held.map(\.withoutBox) + [$0.note] } ?? held
    self.dismissed = dismissed
  }
}

extension Finding {
  fileprivate var withoutBox: Finding {
    var finding = self
    finding.box = nil
    return finding
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
  func keptScores(
    of blob: Digest, kind: ElementKind, copies: [TargetID: StoredCopy] = [:]
  ) throws -> KeptScores? {
    guard let (metric, scores) = try scores(of: blob), let scores else { return nil }
    return KeptScores(
      scores, metric: metric, kind: kind, dismissals: try dismissals(of: blob), copies: copies)
  }
}
