internal import Castbook
internal import CommandLineKit
internal import Model

/// Scores of a picture among other things that are told of it.
enum ScoreWords {
  /// Measures that are as good as can be are not told.
  private static let nearlyOne = 0.995

  /// The three weakest of the measures that judge: `weakest: clutter 0.41, noise 0.78, contrast 0.81`;
  /// nothing when none of them is weaker than it could be.
  static func weakest(_ scores: PictureScores) -> String? {
    let judging = Measure.allCases.compactMap { measure in
      scores[measure].flatMap { $0.warn == nil ? nil : (measure, $0.score) }
    }.filter { $0.1 < nearlyOne }
    let weakest = judging.enumerated()
      .sorted { ($0.element.1, $0.offset) < ($1.element.1, $1.offset) }
      .prefix(3).map { "\($0.element.0.rawValue) \(text($0.element.1))" }
    return weakest.isEmpty ? nil : "weakest: \(weakest.joined(separator: ", "))"
  }

  /// `0.04`: two decimals.
  static func text(_ score: Double) -> String {
    let hundredths = Int((score * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// What was dismissed, in the background, with the reason.
  static func lines(
    _ dismissed: DismissedFinding, indent: Int, style: TerminalStyle
  ) -> [String] {
    RemarkText.lines(
      "\(dismissed.finding.message), dismissed: \(dismissed.reason)",
      rule: dismissed.finding.rule.rawValue, mark: "–", indent: indent, style: style
    ).map { style.styled($0, .dim) }
  }
}
