public import Model

/// Turns the scores of one picture into findings: one cause, one finding.
public enum ScoreRules {
  /// Returns the findings on a picture's scores.
  ///
  /// `kind` is the kind of the element that the picture belongs to, or `nil`. A place, for
  /// example, may have a busy background.
  public static func findings(_ scores: PictureScores, kind: ElementKind? = nil) -> [Finding] {
    Judgement(scores: scores, kind: kind).findings
  }

  /// Returns a finding on a picture that is as fine as its pixels but has fewer than any
  /// provider accepts, or `nil`.
  ///
  /// It is for checks without a target; a target's own limits say the same.
  public static func tooSmall(_ scores: PictureScores) -> Finding? {
    Judgement(scores: scores, kind: nil).size
  }

  /// The finding on a picture that shows several views, without its scores.
  public static var severalViews: Finding {
    Finding(.imageCollage, .warning, message: severalViewsMessage, fix: severalViewsFix)
  }

  static let severalViewsMessage = "looks like several pictures or views in one"
  static let severalViewsFix = "cut them apart with castbook split"

  /// Returns the measure that a rule is about, or `nil` for other rules.
  public static func measure(of rule: RuleID) -> Measure? {
    switch rule {
    case .imageSubjectSmall: .subject
    case .imageSubjectCut: .framing
    case .imageBlurred, .imageMotionBlurred: .sharpness
    case .imageUpscaled: .resolution
    case .imageDark, .imageOverexposed: .exposure
    case .imageHazy: .contrast
    case .imageNoisy: .noise
    case .imageOverCompressed: .compression
    case .imageColorCast: .color
    case .imageCluttered: .clutter
    case .imageLetterboxed: .border
    case .imageCollage: .collage
    case .imageScreenshot: .screenshot
    case .imageBacklit: .backlight
    case .imageVignette: .vignette
    case .imageOverSharpened: .sharpening
    case .imageTextOverlay: .text
    case .imageTilted: .tilt
    default: nil
    }
  }

  /// Returns the weaknesses of a picture that are warnings or errors, the worst first. Each has
  /// the kinds of element for which it is one.
  ///
  /// ```swift
  /// for weakness in ScoreRules.weaknesses(of: scores) { print(weakness.rule) }
  /// ```
  public static func weaknesses(of scores: PictureScores) -> [Weakness] {
    var found: [(rule: RuleID, severity: Severity, kinds: Set<ElementKind>)] = []
    for kind in ElementKind.allCases {
      for finding in findings(scores, kind: kind) where finding.severity != .note {
        if let index = found.firstIndex(where: { $0.rule == finding.rule }) {
          found[index].kinds.insert(kind)
          found[index].severity = max(found[index].severity, finding.severity)
        } else {
          found.append((finding.rule, finding.severity, [kind]))
        }
      }
    }
    return found.enumerated()
      .sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }
      .map { Weakness($0.element.rule, $0.element.severity, kinds: $0.element.kinds) }
  }

  /// The rules that findings on scores can have.
  public static var rules: [RuleID] { RuleID.all.filter { measure(of: $0) != nil } }
}
