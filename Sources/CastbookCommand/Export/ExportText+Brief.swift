internal import Castbook
internal import CommandLineKit
internal import Model

/// The plan and the outcome of an export with `--brief`: a line for each error and warning, and one
/// for each bundle. Lines are neither wrapped nor aligned.
///
/// ```text
/// ✗ request.missing shot.md fal.kling-v3.i2v: fal.kling-v3.i2v needs a first frame: add "start: …
/// → out/shot.kling.v3-omni/ kling.v3-omni: 14 files, 1 MB, 0.42 USD
/// ```
extension ExportText {
  /// The errors and warnings of the plan, in the order of the shot files and their targets.
  var briefPlanLines: [String] {
    var reported: Set<Report> = []
    return plan.shots.enumerated().flatMap { index, shot in
      let remarks = remarks(shot, besides: plan.shots[(index + 1)...], &reported)
      return remarks.filter { $0.finding.severity > .note }.map { line($0, of: shot) }
    }
  }

  private func line(_ remark: PromptRemark, of shot: PlannedBundle) -> String {
    let finding = remark.finding
    let place = remark.location.map { ":\($0.short)" } ?? ""
    return "\(style.sign(finding.severity)) \(finding.rule) \(sanitized(shot.read.path.text))"
      + "\(place)\(target(of: shot)): \(sanitized(finding.sentence))"
  }

  /// Returns the id of a bundle's target after a space; an empty text if it has none.
  private func target(of shot: PlannedBundle) -> String {
    shot.read.target.map { " \($0.id)" } ?? ""
  }

  private func price(of shot: PlannedBundle) -> String {
    shot.cost?.cost?.text ?? "price unknown"
  }

  /// The written bundles with their sizes and prices, those that were not written, what comes
  /// first, and the total.
  func briefOutcomeLines(_ outcome: Export.Outcome) -> [String] {
    let written = outcome.bundles.map { bundle in
      let end = bundle.path.suffix == "zip" ? "" : "/"
      return "→ \(sanitized(bundle.path.shown))\(end)\(target(of: bundle.planned)): "
        + "\(size(bundle)), \(price(of: bundle.planned))"
    }
    let failed = reasons(outcome).map { reason in
      "\(style.sign(Status.fail)) \(reason.message)" + (reason.fix.map { ": \($0)" } ?? "")
    }
    return written + failed + setupCalls + total(of: outcome.bundles.map(\.planned))
  }

  /// Returns why nothing was written, and for a dry run without errors the prices.
  func briefRefusal(isDryRun: Bool) -> [String] {
    let reason = refusal(isDryRun: isDryRun).prefix { $0 != "\n" }
    let isReady =
      isDryRun && !plan.shots.flatMap(\.remarks).contains { $0.finding.severity == .error }
    guard isReady else { return [String(reason)] }
    return [String(reason)]
      + plan.shots.map { "\(sanitized($0.name))\(target(of: $0)): \(price(of: $0))" }
  }
}
