internal import Castbook
internal import CommandLineKit
internal import Model

/// Phrases about a picture's scores, for tables of other things.
enum ScoreWords {
  /// The score from which a measure is perfect and not worth naming.
  private static let nearlyOne = 0.995

  /// Returns the three weakest measures that have a threshold, such as `weakest: clutter 0.41,
  /// noise 0.78, contrast 0.81`, or `nil` if all are perfect.
  ///
  /// Measures whose finding was dismissed are left out.
  static func weakest(_ kept: KeptScores) -> String? {
    let dismissed = kept.dismissed.compactMap { ScoreRules.measure(of: $0.finding.rule) }
    let weakest = kept.scores.weakest(Measure.allCases.count)
      .filter { $0.score.score < nearlyOne && !dismissed.contains($0.measure) }
      .prefix(3).map { "\($0.measure.rawValue) \(Quantity.hundredths($0.score.score))" }
    return weakest.isEmpty ? nil : "weakest: \(weakest.joined(separator: ", "))"
  }

  /// Returns a dismissed finding with its reason, dimmed.
  static func lines(
    _ dismissed: DismissedFinding, indent: Int, style: TerminalStyle
  ) -> [String] {
    style.remark(
      "\(dismissed.finding.message), dismissed: \(dismissed.reason)",
      rule: dismissed.finding.rule.rawValue, mark: "–", indent: indent
    ).map { style.styled($0, .dim) }
  }
}
