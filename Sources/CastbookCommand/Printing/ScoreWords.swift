internal import Castbook
internal import CommandLineKit
internal import Model

/// Scores of a picture among other things that are told of it.
enum ScoreWords {
  /// Measures that are as good as can be are not told.
  private static let nearlyOne = 0.995

  /// The three weakest of the measures that judge, `weakest: clutter 0.41, noise 0.78, contrast 0.81`,
  /// without those of what was dismissed; nothing when none of them is weaker than it could be.
  static func weakest(_ kept: KeptScores) -> String? {
    let dismissed = kept.dismissed.compactMap { ScoreRules.measure(of: $0.finding.rule) }
    let weakest = kept.scores.weakest(Measure.allCases.count)
      .filter { $0.score.score < nearlyOne && !dismissed.contains($0.measure) }
      .prefix(3).map { "\($0.measure.rawValue) \(text($0.score.score))" }
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
