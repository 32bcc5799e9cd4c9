internal import Castbook
internal import CommandLineKit
internal import Model

/// The exports, one per line, each followed by the takes that came back, as lines for people.
///
/// ```text
///   2026-11-20  9f2c41ab  fal.kling-o3.r2v  lobby.md  0.84 USD  @mira, @mug
///       2026-11-21  kept  sha256-41ab9f2c  seed 77
/// 1 bundle · 0.84 USD for one render of each · 1 take, 1 kept
/// ```
struct LedgerText {
  let ledger: Ledger
  let style: TerminalStyle

  /// The exports with their takes, then the totals.
  var lines: [String] {
    guard !ledger.entries.isEmpty else {
      return ["no matching exports: castbook export SHOT -o DIR makes a bundle"]
    }
    let rows = ledger.entries.map { entry in
      (
        day: String(entry.times.first.map { "\($0)".prefix(10) } ?? ""),
        bundle: String(entry.export.bundle.hex.prefix(8)),
        target: sanitized(entry.export.target), shot: sanitized(entry.export.shot.path),
        cost: Self.words(entry.export.cost), entry: entry
      )
    }
    let targets = rows.map { displayWidth($0.target) }.max() ?? 0
    let shots = rows.map { displayWidth($0.shot) }.max() ?? 0
    return rows.flatMap { row in
      let names = row.entry.export.elements.map { "\($0.handle)" }.joined(separator: ", ")
      let again = row.entry.times.count > 1 ? ", \(row.entry.times.count) times" : ""
      return [
        Columns.trimmed(
          "  \(row.day)  \(row.bundle)  \(Columns.padded(row.target, targets))  "
            + "\(Columns.padded(row.shot, shots))  \(row.cost)  \(names)\(again)")
      ] + row.entry.takes.map(line)
    } + [summary]
  }

  /// Returns a cost as an amount with its currency.
  private static func words(_ cost: Cost?) -> String {
    cost.map { "\($0.amount) \(sanitized($0.currency))" } ?? "no price"
  }

  /// Returns a take with its result, file, seed, cost and note.
  private func line(_ take: Take) -> String {
    let parts = [
      take.result.rawValue, take.blob?.short, take.seed.map { "seed \(sanitized($0))" },
      take.cost.map { Self.words($0) }, take.note.isEmpty ? nil : sanitized(take.note),
    ].compactMap(\.self)
    return "      \("\(take.at)".prefix(10))  \(parts.joined(separator: "  "))"
  }

  /// The totals: bundles, prices, takes, and what was spent.
  private var summary: String {
    let takes = ledger.entries.flatMap(\.takes)
    func sum(_ costs: [Cost]) -> String? {
      costs.isEmpty ? nil : costs.map { Self.words($0) }.joined(separator: " + ")
    }
    let kept = takes.count { $0.result == .kept }
    return [
      Quantity.count(ledger.entries.count, "bundle"),
      sum(ledger.expectedCosts).map { "\($0) for one render of each" },
      takes.isEmpty ? nil : "\(Quantity.count(takes.count, "take")), \(kept) kept",
      sum(ledger.paidCosts).map { "\($0) spent" },
      ledger.isTruncated ? "earlier ones not shown" : nil,
    ].compactMap(\.self).joined(separator: " · ")
  }
}
