internal import Castbook
internal import CommandLineKit
internal import Model

/// The outcome of `castbook prepare`, as lines for people.
///
/// The rows come from `PreparedText`; this type adds findings on the whole, the totals for the
/// targets, and where the copies were written.
struct PrepareTable {
  let request: PrepareRequest
  let outcome: Preparation.Outcome
  let showsAll: Bool
  let style: TerminalStyle

  /// The files, then the findings on the whole, the totals, and where the copies are.
  var lines: [String] {
    PreparedText(outcome.files, showsAll: showsAll, style: style).lines
      + outcome.summary.findings.flatMap { style.remark($0, indent: 2) }
      + [totals] + skipped + [destination.map(sanitized)].compactMap(\.self)
  }

  /// The number of files that were already in the output folder, or an empty array.
  private var skipped: [String] {
    request.skippedCount == 0
      ? [] : ["skipped \(Quantity.count(request.skippedCount, "file")) in the output folder"]
  }

  /// The totals, with the targets and the days of their facts.
  private var totals: String {
    let summary = outcome.summary
    let names = request.preparation.targets.map { target in
      "\(target.label), facts \(target.profile.datePhrase)"
    }
    let numbers = [
      (summary.readyAsIs, "ready as is"),
      (summary.prepared, isDry ? "to prepare" : prepared(summary)),
      (summary.refused, "can't be prepared"), (summary.skipped, "skipped"),
    ]
    let parts = Quantity.counts(numbers)
    return Folding.page(
      "\(names.joined(separator: "; ")) · \(Quantity.count(summary.files, "file"))"
        + (parts.isEmpty ? "" : ": \(parts.joined(separator: ", "))"),
      columns: style.columns)
  }

  /// Returns how many of the prepared files are copies of an earlier run.
  private func prepared(_ summary: PreparationSummary) -> String {
    let kept = summary.alreadyKept
    if kept == 0 { return "prepared" }
    return kept == summary.prepared
      ? "prepared earlier" : "prepared (\(Quantity.grouped(kept)) earlier)"
  }

  /// Whether nothing was written.
  private var isDry: Bool { if case .dryRun = request.destination { true } else { false } }

  /// Where the copies are and how many already were there, or `nil` if none were written.
  private var destination: String? {
    let written = outcome.written.compactMap(\.self)
    let there = written.count { $0.alreadyExisted }
    let remark =
      there == 0 ? "" : there == written.count ? ", all already there" : ", \(there) already there"
    switch request.destination {
    case .dryRun: return "no files written"
    case .folder(let folder):
      return written.isEmpty
        ? nil
        : "\(folder): \(Quantity.count(written.count, "copy", "copies"))\(remark), prepare.json"
    case .library(_, let folder):
      guard let folder else {
        return outcome.summary.prepared == outcome.summary.alreadyKept
          ? nil : "copies kept in the library, beside the originals"
      }
      return
        "\(folder): \(Quantity.count(written.count, "copy", "copies"))\(remark); also kept in the library"
    }
  }
}
