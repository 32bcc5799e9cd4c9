/// A check as one page for people who were not there: every rule that was applied, its limit, where
/// it comes from and how it came out. Written as Markdown or as HTML from the same contents.
public struct ReportPage: Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    case markdown = "md"
    case html
  }

  private let targets: [CheckTarget]
  private let files: [CheckedFile]
  private let summary: CheckSummary
  private let day: Day
  private let sources: [String]

  public init(
    targets: [CheckTarget], files: [CheckedFile], summary: CheckSummary, day: Day
  ) {
    self.targets = targets
    self.files = files
    self.summary = summary
    self.day = day
    sources = Self.sources(of: files)
  }

  public func text(as kind: Kind) -> String {
    switch kind {
    case .markdown: MarkdownPage.text(of: document)
    case .html: HTMLPage.text(of: document)
    }
  }

  private var document: PageDocument {
    PageDocument(
      title: "Castbook check, \(day.words)",
      blocks: [introduction] + MatrixBlocks(summary.matrix).blocks
        + files.flatMap(blocks) + setBlocks + sourceBlocks)
  }

  private var introduction: PageDocument.Block {
    let leftOut = summary.matrix.leftOut
    var lines = targets.filter { !leftOut.contains($0.profile.id) }.map { target in
      let slot = target.slot ?? target.slot(for: .picture)
      let via = slot.flatMap(target.rules)?.via.map { ", made by \($0)" } ?? ""
      let place = slot.map { ", as \($0.rawValue)\(via)" } ?? ""
      let owner = target.isUsers ? ", a profile of the user's own" : ""
      return "Target: \(target.profile.id)\(place), facts \(target.profile.dayWords)\(owner)"
    }
    lines.append(
      "\(Quantity.count(summary.files, "file")): \(summary.counts.pass) ready, "
        + "\(summary.counts.warn) to watch, \(summary.counts.fail) to fix")
    lines.append("Written by castbook \(Version.text)")
    return .list(lines)
  }

  private func blocks(_ file: CheckedFile) -> [PageDocument.Block] {
    let facts = file.facts
    var lines = ["Status: \(file.status.rawValue)"]
    if let digest = facts.digest { lines.append("SHA-256: \(digest)") }
    if let bytes = facts.byteCount { lines.append("Bytes: \(Quantity.grouped(bytes))") }
    if let format = facts.format {
      let proven = facts.isProven ? ", every coded byte decoded" : ""
      lines.append("Format: \(format.name)\(proven)")
    }
    if let image = facts.image {
      let turned =
        image.orientation == .upright
        ? "" : ", stored as \(image.codedSize), orientation \(image.orientation.rawValue)"
      lines.append("Size upright: \(image.size) px\(turned)")
      lines.append(
        "Colors: \(image.color.name), \(image.depth) bits, alpha \(image.alpha.rawValue)")
    }
    if let size = facts.clip?.size { lines.append("Size upright: \(size) px") }
    if let length = facts.clip?.milliseconds {
      lines.append("Length: \(Quantity.seconds(milliseconds: length))")
    }
    var blocks: [PageDocument.Block] = [.file(facts.path.text), .list(lines)]
    if !file.findings.isEmpty { blocks.append(Self.table(of: file.findings)) }
    for (target, outcomes) in file.outcomes where !outcomes.isEmpty {
      blocks.append(.paragraph("Against \(target):"))
      blocks.append(table(of: outcomes))
    }
    return blocks
  }

  private static func table(of findings: [Finding]) -> PageDocument.Block {
    .table(
      header: ["", "Rule", "What", "To do"],
      rows: findings.map { finding in
        [
          finding.severity.rawValue, finding.rule.rawValue, finding.message, finding.fix ?? "",
        ]
      })
  }

  private func table(of outcomes: [Outcome]) -> PageDocument.Block {
    .table(
      header: ["", "Rule", "Asked", "Found", "To do", "How it is known"],
      rows: outcomes.map { outcome in
        [
          outcome.finding?.severity.rawValue ?? "held", outcome.rule.rawValue,
          "\(outcome.subject): \(outcome.limit ?? "")", outcome.measured ?? "",
          outcome.finding?.sentence ?? "", outcome.provenance.map(words(for:)) ?? "",
        ]
      })
  }

  /// "stated, 2026-09-15, source 2", and what else is to be said of it.
  private func words(for provenance: Provenance) -> String {
    let number = sources.firstIndex(of: provenance.source).map { ", source \($0 + 1)" } ?? ""
    let note = provenance.note.map { ": \($0)" } ?? ""
    return "\(provenance.basis.rawValue), \(provenance.asOf)\(number)\(note)"
  }

  /// The sources of all rules that were applied, in the order in which they are met.
  private static func sources(of files: [CheckedFile]) -> [String] {
    var sources: [String] = []
    for outcome in files.flatMap(\.outcomes).flatMap({ $0.outcomes }) {
      if let source = outcome.provenance?.source, !sources.contains(source) {
        sources.append(source)
      }
    }
    return sources
  }

  private var sourceBlocks: [PageDocument.Block] {
    guard !sources.isEmpty else { return [] }
    return [
      .heading("Sources"), .list(sources.enumerated().map { "\($0 + 1)  \($1)" }),
    ]
  }

  private var setBlocks: [PageDocument.Block] {
    guard !summary.setFindings.isEmpty else { return [] }
    return [.heading("The files together"), Self.table(of: summary.setFindings)]
  }
}
