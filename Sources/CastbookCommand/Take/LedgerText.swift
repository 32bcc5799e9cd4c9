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
    let exports = ledger.entries.map(\.export)
    let targets = Columns.aligned(exports.map { sanitized($0.target) })
    let shots = Columns.aligned(exports.map { sanitized($0.shot.path) })
    return ledger.entries.indices.flatMap { index in
      let (export, times) = (exports[index], ledger.entries[index].times)
      let day = times.first.map { "\($0)".prefix(10) } ?? ""
      let names = export.elements.map { "\($0.handle)" }.joined(separator: ", ")
      let again = times.count > 1 ? ", \(times.count) times" : ""
      return [
        Columns.trimmed(
          "  \(day)  \(export.bundle.hex.prefix(8))  \(targets[index])  \(shots[index])  "
            + "\(Self.words(export.cost))  \(names)\(again)")
      ] + ledger.entries[index].takes.map(line)
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
    func sum(_ costs: [Cost]) -> String? {
      costs.isEmpty ? nil : costs.map { Self.words($0) }.joined(separator: " + ")
    }
    return [
      Quantity.count(ledger.entries.count, "bundle"),
      sum(ledger.expectedCosts).map { "\($0) for one render of each" },
      TakeTally(ledger.entries.flatMap(\.takes)).phrase,
      sum(ledger.paidCosts).map { "\($0) spent" },
      ledger.isTruncated ? "earlier ones not shown" : nil,
    ].compactMap(\.self).joined(separator: " · ")
  }
}
