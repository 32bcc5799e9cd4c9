internal import Castbook
internal import Model

/// Uses of an element, a file or a bundle, and exports, in the lines and facts of an answer.
struct UsageFacts {
  /// The maximum number of items of one kind in the lines.
  private static let maximumShown = 8
  /// The maximum number of items of one kind in the data.
  private static let maximumItems = 100

  let paths: RecordedPaths
  let roots: Roots

  // MARK: Uses

  /// Returns what uses the subject, and the exports of one page.
  ///
  /// - Parameters:
  ///   - count: The number of exports on all pages.
  ///   - isNarrow: Whether exports were left out by their day or target.
  func lines(
    _ usage: Usage, _ page: [Usage.ExportUsage], of count: Int, isNarrow: Bool
  ) -> [String] {
    let name = subject(usage.subject)
    guard !usage.isEmpty else { return ["\(name): not used in this library"] }
    let lines =
      list("Pinned by", usage.projects.map(words))
      + list("Voice of", usage.speakers.map(words)) + list("Looks of it", usage.looks.map(words))
      + list("File of", usage.holders.map(words))
      + list("Came back from a provider", usage.takes.map(words))
      + list("Made from", usage.origins.map { words($0, $0.from) })
      + list("Made from it", usage.results.map { words($0, $0.blob) })
    let head = count == 0 ? [] : ["\(Quantity.count(count, "export")), newest first:"]
    let none = count == 0 && isNarrow ? ["No exports for this target since then"] : []
    return [name] + lines + head + page.prefix(Self.maximumShown).map(words)
      + more(page.count) + none
  }

  private func subject(_ subject: Usage.Subject) -> String {
    switch subject {
    case .element(let found):
      return "\(found.handle) \(ShownNames.quoted(found.revision.revision.name))"
    case .file(let blob, let path):
      let name = path.map { ShownNames([$0], in: roots).name($0) + " " } ?? ""
      return "\(name)sha256-\(blob.hex.prefix(16))"
    case .bundle(let digest): return "bundle \(digest.hex.prefix(16))"
    }
  }

  private func list(_ title: String, _ items: [String]) -> [String] {
    guard !items.isEmpty else { return [] }
    let shown = items.prefix(Self.maximumShown).joined(separator: "; ")
    let more = items.count - Self.maximumShown
    return ["\(title): \(shown)" + (more > 0 ? " and \(more) more" : "")]
  }

  private func more(_ count: Int) -> [String] {
    count > Self.maximumShown ? ["and \(count - Self.maximumShown) more, in data"] : []
  }

  private func words(_ use: Usage.ProjectUsage) -> String {
    let revision = use.sequence.map { "\($0)" } ?? String(use.revision.hex.prefix(8))
    return "\(paths.quoted(use.path)) (\(use.handle):\(revision))"
  }

  private func words(_ element: ElementSummary) -> String {
    "\(element.handle) \(ShownNames.quoted(element.name))"
  }

  private func words(_ holder: Usage.Holder) -> String {
    let role = holder.isDocument ? "rights document" : holder.role?.rawValue ?? "file"
    return "\(holder.element.handle) (\(role), revisions "
      + Quantity.list(holder.sequences.map(String.init), atMost: 5)
      + (holder.isCurrent ? "" : ", no longer")
      + (holder.element.isRetired ? ", removed" : "") + ")"
  }

  private func words(_ take: Take) -> String {
    let note = take.note.isEmpty ? "" : ", note \(ShownNames.quoted(take.note))"
    let cost = take.cost.map { ", \(sanitized($0.text))" } ?? ""
    return "\(take.at.minute) \(take.result)\(cost)\(note)"
  }

  private func words(_ derivation: Derivation, _ other: Digest) -> String {
    let steps = PreparationStep.words(derivation.steps)
    return "sha256-\(other.hex.prefix(16))" + (steps.isEmpty ? "" : " (\(sanitized(steps)))")
  }

  private func words(_ used: Usage.ExportUsage) -> String {
    let elements = used.export.elements.map { element in
      used.sequences[element.revision].map { "\(element.handle):\($0)" } ?? "\(element.handle)"
    }
    return words(used.export, elements, used.takes)
  }

  private func words(_ export: ExportRecord, _ elements: [String], _ takes: [Take]) -> String {
    let back = TakeTally(takes).phrase.map { "; \($0)" } ?? ""
    let sent = elements.isEmpty ? "" : "; sent \(Quantity.list(elements, atMost: 6))"
    return "\(export.at.minute) \(paths.quoted(export.shot.path)) for \(sanitized(export.target)), "
      + (export.cost.map { sanitized($0.text) } ?? "no price") + sent + back
      + "; bundle \(export.bundle.hex.prefix(16))"
  }

  // MARK: All exports

  /// Returns the sums of all exports that match, and those of one page.
  func lines(_ ledger: Ledger, _ page: [Ledger.Entry]) -> [String] {
    guard !ledger.entries.isEmpty else { return ["No matching exports"] }
    let parts = [
      Quantity.count(ledger.entries.count, "bundle"),
      sum(ledger.expectedCosts).map { "\($0) for one render of each" },
      TakeTally(ledger.entries.flatMap(\.takes)).phrase,
      sum(ledger.paidCosts).map { "\($0) spent as noted" },
      ledger.isTruncated ? "earlier ones are not counted" : nil,
    ].compactMap(\.self)
    return [parts.joined(separator: "; ")]
      + page.prefix(Self.maximumShown).map { entry in
        words(entry.export, entry.export.elements.map { "\($0.handle)" }, entry.takes)
      } + more(page.count)
  }

  private func sum(_ costs: [Cost]) -> String? {
    costs.isEmpty ? nil : costs.map { sanitized($0.text) }.joined(separator: " + ")
  }

  // MARK: Facts

  private static let exportSchema = Schema.object(
    required: ["bundle", "target", "shot", "at"],
    [
      "bundle": Schema.text, "target": Schema.text, "shot": Schema.text, "at": Schema.text,
      "cost": PriceWords.amountSchema,
      "elements": Schema.list(of: Schema.text), "takes": Schema.integer,
      "kept": Schema.integer, "new": Schema.integer,
    ])

  /// The schema of the data.
  static let schema: JSONValue = Schema.object(
    required: ["export_count", "exports"],
    [
      "handle": Schema.text, "sha256": Schema.text, "bundle": Schema.text,
      "projects": Schema.list(
        of: Schema.object(
          required: ["path", "handle"],
          ["path": Schema.text, "handle": Schema.text, "revision": Schema.integer])),
      "elements": Schema.list(
        of: Schema.object(
          required: ["handle", "revisions", "current"],
          [
            "handle": Schema.text, "revisions": Schema.list(of: Schema.integer),
            "current": Schema.flag, "role": Schema.text,
          ])),
      "voice_of": Schema.list(of: Schema.text), "looks": Schema.list(of: Schema.text),
      "takes": Schema.integer, "made_from": Schema.list(of: Schema.text),
      "made": Schema.list(of: Schema.text), "export_count": Schema.integer,
      "exports": Schema.list(of: exportSchema), "priced": PriceWords.totalSchema,
      "spent": PriceWords.totalSchema, "after": Schema.text,
      "where_used": Schema.published("where-used/2"),
      "exports_document": Schema.published("exports/1"),
    ])

  /// Returns the uses as data, with the exports of one page.
  func value(_ usage: Usage, _ page: [Usage.ExportUsage], of count: Int) -> JSONValue {
    let subject: JSONValue =
      switch usage.subject {
      case .element(let found): ["handle": "\(found.handle)"]
      case .file(let blob, _): ["sha256": blob]
      case .bundle(let digest): ["bundle": digest]
      }
    return subject.adding([
      "projects": usage.projects.prefix(Self.maximumItems).map { use -> JSONValue in
        ["path": paths.shown(use.path), "handle": "\(use.handle)", "revision": use.sequence]
      }.nonEmpty,
      "elements": usage.holders.prefix(Self.maximumItems).map { holder -> JSONValue in
        [
          "handle": "\(holder.element.handle)", "revisions": holder.sequences,
          "current": holder.isCurrent, "role": holder.role,
        ]
      }.nonEmpty,
      "voice_of": usage.speakers.map { "\($0.handle)" }.nonEmpty,
      "looks": usage.looks.map { "\($0.handle)" }.nonEmpty, "takes": usage.takes.count,
      "made_from": usage.origins.prefix(Self.maximumItems).map(\.from.hex).nonEmpty,
      "made": usage.results.prefix(Self.maximumItems).map(\.blob.hex).nonEmpty,
      "export_count": count,
      "exports": page.map { used in
        let elements = used.export.elements.map { element in
          used.sequences[element.revision].map { "\(element.handle):\($0)" } ?? "\(element.handle)"
        }
        return value(used.export, elements, used.takes)
      },
    ])
  }

  /// Returns the exports of one page as data, with the sums of all.
  func value(_ ledger: Ledger, _ page: [Ledger.Entry]) -> JSONValue {
    [
      "export_count": ledger.entries.count,
      "exports": page.map { entry in
        value(entry.export, entry.export.elements.map { "\($0.handle)" }, entry.takes)
      }, "priced": ledger.expectedCosts.map(PriceWords.amount),
      "spent": ledger.paidCosts.map(PriceWords.amount),
    ]
  }

  private func value(_ export: ExportRecord, _ elements: [String], _ takes: [Take]) -> JSONValue {
    [
      "bundle": export.bundle, "target": export.target, "shot": paths.shown(export.shot.path),
      "at": export.at, "cost": export.cost.map(PriceWords.amount), "elements": elements.nonEmpty,
      "takes": takes.count, "kept": takes.count { $0.result.isUsable },
      "new": takes.count { $0.result == .new },
    ]
  }
}
