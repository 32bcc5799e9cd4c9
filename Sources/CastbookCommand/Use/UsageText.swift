internal import Castbook
internal import CommandLineKit

/// Where an element, a file or a bundle is used, as lines for people, under a heading for each kind
/// of use.
///
/// ```text
/// @mira  Mira Okafor
///   Pinned by projects
///     /films/lobby  @mira:3  2026-11-20 19:45 UTC
/// ```
struct UsageText {
  let usage: Usage
  let style: TerminalStyle

  /// The sections that have entries, or a single line if the subject is not used.
  var lines: [String] {
    guard !usage.isEmpty else {
      switch usage.subject {
      case .element(let found):
        return ["\(found.handle) is not used yet"]
      case .bundle(let digest):
        return ["\(digest.short): no export of this bundle in this library"]
      case .file(let blob, let path):
        return [
          "\(sanitized(path?.text ?? blob.short)): not used in this library: no element has had it, and "
            + "no file was made from it"
        ]
      }
    }
    return [style.styled(subject, .bold)]
      + section("Pinned by projects", usage.projects.flatMap(lines))
      + section("Voice of", usage.speakers.map { "\($0.handle)  \(shownName($0.name))" })
      + section("Looks of it", usage.looks.map { "\($0.handle)  \(shownName($0.name))" })
      + section("File of elements", usage.holders.map(line))
      + section("Came back from a provider", usage.takes.map(line))
      + section(
        usage.takes.isEmpty || isBundle ? "Sent in exports" : "From these exports",
        usage.exports.flatMap(lines))
      + section("Made from", usage.origins.map { "\($0.from.short)  \(how($0))" })
      + section("Made from it", usage.results.map { "\($0.blob.short)  \(how($0))" })
  }

  private var subject: String {
    switch usage.subject {
    case .element(let found):
      "\(found.handle)  \(shownName(found.revision.revision.name))"
    case .file(let blob, let path):
      path.map { "\(sanitized($0.text))  \(blob.short)" } ?? "sha256-\(blob.hex)"
    case .bundle(let digest): "bundle \(digest.short)"
    }
  }

  private var isBundle: Bool { if case .bundle = usage.subject { true } else { false } }

  /// Returns a section under its title, or an empty array without entries.
  private func section(_ title: String, _ lines: [String]) -> [String] {
    lines.isEmpty ? [] : ["  \(style.styled(title, .dim))"] + lines.map { "    \($0)" }
  }

  /// Returns a project with the revision it pins.
  private func lines(_ use: Usage.ProjectUsage) -> [String] {
    let revision =
      use.sequence.map { "\(use.handle):\($0)" } ?? "\(use.handle):\(use.revision.short)"
    return ["\(sanitized(use.path))  \(revision)  \(use.at.minute)"]
  }

  /// Returns an element with the role and revisions in which it has the file.
  private func line(_ holder: Usage.Holder) -> String {
    let what = holder.isDocument ? "rights document" : holder.role?.rawValue ?? ""
    let count = holder.sequences.count == 1 ? "revision" : "revisions"
    let file = isSubject(holder.blob) ? "" : "  (\(holder.blob.short))"
    return "\(holder.element.handle)  \(what)  \(count) \(ranges(holder.sequences))"
      + (holder.isCurrent ? "" : ", no longer") + (holder.element.isRetired ? ", retired" : "")
      + file
  }

  /// Whether the file is the one that was asked about. Others are shown with their digest.
  private func isSubject(_ file: Digest) -> Bool {
    if case .file(let blob, _) = usage.subject { blob == file } else { false }
  }

  /// Returns numbers as ranges, such as `1–3, 5`.
  private func ranges(_ numbers: [Int]) -> String {
    Set(numbers).sorted().consecutiveRanges.map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)"
    }.joined(separator: ", ")
  }

  /// Returns a take with its result, seed and note.
  private func line(_ take: Take) -> String {
    let rest = [
      take.seed.map { "seed \(sanitized($0))" }, take.note.isEmpty ? nil : sanitized(take.note),
    ].compactMap(\.self)
    return ([take.at.minute, take.result.rawValue] + rest).joined(separator: "  ")
  }

  /// Returns an export with its elements and the number of its takes.
  private func lines(_ used: Usage.ExportUsage) -> [String] {
    let export = used.export
    let takes = TakeTally(used.takes).phrase.map { "  \($0)" } ?? ""
    let elements = export.elements.map { element in
      let revision = used.sequences[element.revision].map { "\($0)" } ?? element.revision.short
      return "\(element.handle):\(revision)"
    }
    return [
      "\(export.at.minute)  \(sanitized(export.target))  \(sanitized(export.shot.path))\(takes)",
      "  \(elements.joined(separator: ", "))",
    ]
  }

  /// Returns which tool made a file, when, and in which steps.
  private func how(_ derivation: Derivation) -> String {
    let steps = PreparationStep.words(derivation.steps)
    return "by \(sanitized(derivation.tool))  \(derivation.at.minute)"
      + (steps.isEmpty ? "" : "  \(sanitized(steps))")
  }
}
