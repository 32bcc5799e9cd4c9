internal import Castbook
internal import CommandLineKit
internal import Model

/// A long addition in few lines: a line for each element, then each kind of remark once with an
/// example.
///
/// ```text
/// @mug_blue  product, new  17 files: 14 ready, 2 with warnings, 1 refused
///   ! 12 files, such as @mug_blue 3 IMG_4.jpg: the picture is dark       image.dark
/// ```
struct AddOverview {
  private let outcome: AddOutcome
  private let prepared: [Digest: PreparedFile]
  private let planned: Set<Digest>
  private let style: TerminalStyle

  /// - Parameters:
  ///   - prepared: What `--prepare` did, by the digest of the original.
  ///   - planned: The originals that a dry run would make a passing copy of.
  init(
    _ outcome: AddOutcome, prepared: [Digest: PreparedFile], planned: Set<Digest>,
    style: TerminalStyle
  ) {
    self.outcome = outcome
    self.prepared = prepared
    self.planned = planned
    self.style = style
  }

  /// The number of files of several elements above which files are not listed one by one.
  private static let maximumListed = 60
  /// The numbers of elements and of kinds of remarks that are listed; the rest is counted.
  private static let maximumElements = 24
  private static let maximumKinds = 8

  /// Whether there are too many files to list.
  var isNeeded: Bool {
    outcome.elements.count > 1
      && outcome.elements.reduce(0) { $0 + $1.files.count } > Self.maximumListed
  }

  /// The elements, then the kinds of remarks, the most severe first, and how to see each file.
  var lines: [String] {
    let more = outcome.elements.count - Self.maximumElements
    return outcome.elements.prefix(Self.maximumElements).flatMap(line)
      + (more > 0 ? ["and \(Quantity.count(more, "element")) more"] : []) + kinds + shared
      + ["--all lists every file."]
  }

  /// An element with its numbers of files.
  private func line(_ element: AddOutcome.Element) -> [String] {
    var counts: [Status: Int] = [:]
    for file in element.files { counts[status(file), default: 0] += 1 }
    let parts = Quantity.counts([
      (counts[.pass] ?? 0, "ready"), (counts[.warn] ?? 0, "with warnings"),
      (counts[.fail] ?? 0, "refused"),
    ])
    let known = element.existingFiles.count
    let files =
      "\(Quantity.count(element.files.count, "file"))"
      + (parts.isEmpty ? "" : ": \(parts.joined(separator: ", "))")
      + (known == 0 ? "" : "; \(Quantity.grouped(known)) already there")
    return style.folded(
      "\(style.styled("\(element.handle)", .bold))  "
        + style.styled(element.state, .dim) + "  \(files)", by: 0,
      hanging: 4)
  }

  private func status(_ file: AddOutcome.File) -> Status {
    planned.contains(file.reference.blob)
      ? .pass : max(file.checked.status, file.scored?.status ?? .pass)
  }

  /// A kind of remark: the files with it, and the first of them.
  private struct Kind {
    let remark: FileRemark
    let example: String
    var count: Int
  }

  /// The kinds of remarks, each with the number of files and an example.
  private var kinds: [String] {
    var kinds: [Kind] = []
    for element in outcome.elements {
      for file in element.files {
        let name = "\(element.handle) \(file.number) \(shownName(file.reference.file))"
        var seen: Set<String> = []
        for remark in remarks(file) where seen.insert(remark.kind).inserted {
          if let index = kinds.firstIndex(where: { $0.remark.kind == remark.kind }) {
            kinds[index].count += 1
          } else {
            kinds.append(Kind(remark: remark, example: name, count: 1))
          }
        }
      }
    }
    let sorted = Severity.allCases.reversed().flatMap { severity in
      kinds.filter { $0.remark.severity == severity }
    }
    let more = sorted.count - Self.maximumKinds
    return sorted.prefix(Self.maximumKinds).flatMap { kind in
      let files =
        kind.count == 1
        ? kind.example : "\(Quantity.count(kind.count, "file")), such as \(kind.example)"
      return style.remark(kind.remark.prefixed(with: files), indent: 2)
    } + (more > 0 ? ["  and \(Quantity.count(more, "other kind")) of remarks"] : [])
  }

  /// The number of files that other elements have, too, with an example; empty if there are none.
  private var shared: [String] {
    let files = outcome.elements.flatMap { element in
      element.files.filter { !$0.sharedWith.isEmpty }.map { (element.handle, $0) }
    }
    guard let (handle, first) = files.first, let other = first.sharedWith.first else { return [] }
    let example = "\(handle) \(first.number) \(shownName(first.reference.file))"
    return style.folded(
      "\(Quantity.count(files.count, "file is", "files are")) in several elements, such as \(example) "
        + "(also in \(other))", by: 2, hanging: 4)
  }

  private func remarks(_ file: AddOutcome.File) -> [FileRemark] {
    guard !planned.contains(file.reference.blob) else { return [] }
    return FileRemark.all(of: file.checked)
      + ((file.scored?.findings ?? []) + file.refusals(prepared)).map { FileRemark($0) }
  }
}

extension FileRemark {
  /// What remarks of one kind have in common: the rule and how severe it is, or the text of a note
  /// without a rule.
  fileprivate var kind: String { "\(severity) \(rule.isEmpty ? text : rule)" }
}
