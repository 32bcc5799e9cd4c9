/// A check as a single page for people who were not there: the outcome of each file, every broken
/// rule with the files that break it, and every rule that files pass, with its limit and source.
/// Markdown and HTML have the same contents.
///
/// ```swift
/// let page = ReportPage(targets: targets, files: files, summary: summary, day: today)
/// print(page.text(as: .markdown))
/// ```
public struct ReportPage: Sendable {
  /// The markup of a page; the raw value is the usual suffix of a file.
  public enum Kind: String, CaseIterable, Sendable {
    case markdown = "md"
    case html
  }

  private let targets: [CheckTarget]
  private let files: [CheckedFile]
  private let summary: CheckSummary
  private let day: Day
  private let thumbnails: ReportThumbnails
  /// The sources of all applied rules, numbered on the page by their index plus one.
  private let sources: [String]

  /// Creates a report.
  ///
  /// - Parameters:
  ///   - targets: The targets of the check.
  ///   - files: The checked files, in the order of the report.
  ///   - summary: The summary of the same check.
  ///   - day: The day in the title.
  ///   - thumbnails: Small pictures of the files, which only HTML shows.
  public init(
    targets: [CheckTarget], files: [CheckedFile], summary: CheckSummary, day: Day,
    thumbnails: ReportThumbnails = ReportThumbnails()
  ) {
    self.targets = targets
    self.files = files
    self.summary = summary
    self.day = day
    self.thumbnails = thumbnails
    sources = Self.sources(of: files)
  }

  /// Returns the page as the text of a file.
  public func text(as kind: Kind) -> String {
    switch kind {
    case .markdown: MarkdownPage.text(of: document)
    case .html: HTMLPage.text(of: document)
    }
  }

  /// The contents of the page in their order.
  private var document: PageDocument {
    let rules = ReportRules(files)
    return PageDocument(
      title: "Castbook check, \(day.formatted)",
      blocks: introduction + MatrixBlocks(summary.matrix).blocks + setBlocks
        + rules.broken.flatMap(blocks) + passedBlocks(rules) + factBlocks + sourceBlocks)
  }

  // MARK: The summary

  /// The counts, the table of files, and the targets with the date of their facts.
  private var introduction: [PageDocument.Block] {
    let leftOut = summary.matrix.leftOut
    var lines = targets.filter { !leftOut.contains($0.profile.id) }.map { target in
      let slot = target.slot ?? target.slot(for: .picture)
      let via = slot.flatMap(target.rules)?.via.map { ", made by \($0)" } ?? ""
      let slotName = slot.map { ", as \($0.rawValue)\(via)" } ?? ""
      let owner = target.isUserDefined ? ", custom profile" : ""
      return "Target: \(target.profile.id)\(slotName), facts \(target.profile.datePhrase)\(owner)"
    }
    lines.append("Written by castbook \(Version.text)")
    let counts =
      "\(Quantity.count(summary.files, "file")): \(summary.counts.pass) ready, "
      + "\(summary.counts.warn) with warnings, \(summary.counts.fail) to fix"
    return [.paragraph(counts)] + (files.isEmpty ? [] : [.files(files.map(row))]) + [.list(lines)]
  }

  /// Returns the row of a file, with its worst finding above a note.
  private func row(_ file: CheckedFile) -> PageDocument.FileRow {
    let facts = file.facts
    let size = facts.image?.size ?? facts.clip?.size
    let known = [
      size.map { "\($0)" }, facts.clip?.milliseconds.map { Quantity.seconds(milliseconds: $0) },
      facts.format?.name, facts.byteCount.map(Quantity.bytes),
    ]
    let reported = file.allFindings.filter { $0.severity > .note }
    let more = reported.count > 1 ? " (and \(reported.count - 1) more)" : ""
    return PageDocument.FileRow(
      name: facts.path.text, status: file.status,
      facts: known.compactMap(\.self).joined(separator: " · "),
      finding: reported.first.map { "\($0.message) [\($0.rule)]\(more)" } ?? "",
      thumbnail: thumbnails.pictures[facts.path])
  }

  // MARK: Rules

  /// Returns the section of a broken rule, with a table of the files that break it.
  private func blocks(_ rule: ReportRules.BrokenRule) -> [PageDocument.Block] {
    let shared = rule.sharedFix
    let columns: [(header: String, text: (ReportRules.Row) -> String)] = [
      ("File", \.file), ("Found", \.message), ("Required", \.requirement), ("To do", \.fix),
      ("Target", \.target), ("Source", { $0.provenance.map(words) ?? "" }),
    ]
    // Columns without text are left out, and so is a fix that the line above already gives.
    let shown = columns.filter { column in
      if column.header == "To do", shared != nil { return false }
      return rule.rows.contains { !column.text($0).isEmpty }
    }
    return [
      .rule(rule.severity, rule.rule.rawValue),
      .paragraph(
        Quantity.count(Set(rule.rows.map(\.file)).count, "file")
          + (shared.map { ". To do: \($0)" } ?? "")),
      .table(
        header: shown.map(\.header), rows: rule.rows.map { row in shown.map { $0.text(row) } }),
    ]
  }

  /// Returns the collapsed table of rules that files pass.
  private func passedBlocks(_ rules: ReportRules) -> [PageDocument.Block] {
    guard !rules.passed.isEmpty else { return [] }
    let rows = rules.passed.map { passed in
      [
        passed.rule.rule, passed.rule.requirement, Quantity.count(passed.fileCount, "file"),
        passed.rule.target,
        passed.provenance.map(words) ?? "",
      ]
    }
    return [
      .details(
        "Rules that files pass (\(rules.passed.count))",
        [
          .table(header: ["Rule", "Required", "Passed by", "Target", "Source"], rows: rows)
        ])
    ]
  }

  /// Returns the basis of a rule: "stated, 2026-09-15, source 2", and the note on it.
  private func words(for provenance: Provenance) -> String {
    let number = sources.firstIndex(of: provenance.source).map { ", source \($0 + 1)" } ?? ""
    let note = provenance.note.map { ": \($0)" } ?? ""
    return "\(provenance.basis.rawValue), \(provenance.asOf)\(number)\(note)"
  }

  /// Returns the sources of all applied rules, in order of appearance.
  private static func sources(of files: [CheckedFile]) -> [String] {
    var sources: [String] = []
    for outcome in files.flatMap(\.outcomes).flatMap({ $0.outcomes }) {
      if let source = outcome.provenance?.source, !sources.contains(source) {
        sources.append(source)
      }
    }
    return sources
  }

  /// The numbered list of sources.
  private var sourceBlocks: [PageDocument.Block] {
    guard !sources.isEmpty else { return [] }
    return [
      .heading("Sources"), .list(sources.enumerated().map { "\($0 + 1)  \($1)" }),
    ]
  }

  /// The findings on the files as a set.
  private var setBlocks: [PageDocument.Block] {
    guard !summary.setFindings.isEmpty else { return [] }
    return [
      .heading("The files as a set"),
      .table(
        header: ["", "Rule", "Found", "To do"],
        rows: summary.setFindings.map { finding in
          [
            "\(finding.severity.pageSign) \(finding.severity.rawValue)", finding.rule.rawValue,
            finding.message, finding.fix ?? "",
          ]
        }),
    ]
  }

  // MARK: Facts

  /// The collapsed details of all files.
  private var factBlocks: [PageDocument.Block] {
    guard !files.isEmpty else { return [] }
    return [.details("File details (\(files.count))", files.flatMap(facts))]
  }

  /// Returns what is known of one file, as a list.
  private func facts(_ file: CheckedFile) -> [PageDocument.Block] {
    let facts = file.facts
    var lines: [String] = []
    if let digest = facts.digest { lines.append("SHA-256: \(digest)") }
    if let bytes = facts.byteCount { lines.append("Bytes: \(Quantity.grouped(bytes))") }
    if let format = facts.format {
      let proven = facts.isProven ? ", every byte decoded" : ""
      lines.append("Format: \(format.name)\(proven)")
    }
    if let image = facts.image {
      let turned =
        image.orientation == .upright
        ? "" : ", stored as \(image.codedSize), orientation \(image.orientation.rawValue)"
      lines.append("Upright size: \(image.size) px\(turned)")
      lines.append(
        "Colours: \(image.color.name), \(image.depth) bits, alpha \(image.alpha.rawValue)")
    }
    if let size = facts.clip?.size { lines.append("Upright size: \(size) px") }
    if let length = facts.clip?.milliseconds {
      lines.append("Length: \(Quantity.seconds(milliseconds: length))")
    }
    return [.file(facts.path.text), .list(lines.isEmpty ? ["No facts could be read"] : lines)]
  }
}
