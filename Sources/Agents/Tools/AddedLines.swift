internal import Castbook
internal import Model

/// What adding did, in a few lines.
struct AddedLines {
  let outcome: AddOutcome
  let roots: Roots

  private static let maximumGroups = 8

  var all: [String] {
    let head = outcome.isPreview ? ["Preview: nothing was kept."] : []
    return head + outcome.elements.map(line) + findings + leftOut
      + outcome.elements.flatMap(similar) + rights
  }

  /// An element: `@mira, new character, revision 1: 3 files added, 1 there already`.
  private func line(_ element: AddOutcome.Element) -> String {
    let revision = element.revision.revision
    let state = element.isNew ? "new \(revision.kind.rawValue)" : revision.kind.rawValue
    let counts = Quantity.counts([
      (element.files.count, element.files.count == 1 ? "file added" : "files added"),
      (element.existingFiles.count, "there already"),
    ])
    let changes = element.changes.map { ShownNames.quoted($0) }
    let parts =
      counts + (changes.isEmpty ? [] : ["changed: \(Quantity.list(changes, atMost: 6))"])
    let voice = element.voiceOf.map { ", the voice of \($0)" } ?? ""
    return "\(element.handle), \(state)\(voice), revision \(revision.sequence), "
      + "sha256 \(element.revision.digest): "
      + (!element.isChanged
        ? "no changes" : parts.isEmpty ? "no files yet" : parts.joined(separator: ", "))
  }

  /// What the common target says about the added files.
  private var findings: [String] {
    var groups = FindingGroups()
    let files = outcome.elements.flatMap(\.files)
    for file in files {
      for finding in file.checked.allFindings + (file.scored?.findings ?? []) {
        groups.add(finding, on: file.checked.facts.path)
      }
    }
    guard !groups.isEmpty else { return [] }
    let targets = outcome.targets.map(\.rawValue).joined(separator: ", ")
    let names = ShownNames(files.map(\.checked.facts.path), in: roots)
    return ["For \(targets):"] + groups.lines(names, atMost: Self.maximumGroups)
  }

  private var leftOut: [String] {
    let names = ShownNames(
      outcome.leftOut.map(\.path) + outcome.nonMediaFiles, in: roots)
    let bad = outcome.leftOut.prefix(Self.maximumGroups).map { file in
      "left out: \(names.name(file.path)): \(ShownNames.sentence(file.finding.message))"
    }
    let more = outcome.leftOut.count - bad.count
    let skipped = outcome.nonMediaFiles.count
    return bad + (more > 0 ? ["and \(more) more left out"] : [])
      + (skipped > 0 ? ["\(Quantity.count(skipped, "file")) skipped: not media"] : [])
      + (outcome.skippedCount > 0
        ? ["\(Quantity.count(outcome.skippedCount, "name")) skipped in folders"] : [])
  }

  /// Files that other elements have, too.
  private func similar(_ element: AddOutcome.Element) -> [String] {
    let shared = element.files.filter { !$0.sharedWith.isEmpty || !$0.similar.isEmpty }
    guard let first = shared.first else { return [] }
    let others =
      first.sharedWith
      + first.similar.flatMap { $0.holders.named.map(\.handle) }
    let unique = others.reduce(into: [Handle]()) { if !$0.contains($1) { $0.append($1) } }
    guard !unique.isEmpty else { return [] }
    return [
      "\(Quantity.count(shared.count, "file")) of \(element.handle) look like files of "
        + Quantity.list(unique.map(\.description), atMost: 4)
    ]
  }

  /// The people whose rights are not stated, about whom only the user knows.
  private var rights: [String] {
    outcome.elements.filter { Self.needsRights($0.revision.revision) }.map { element in
      "Rights of \(element.handle) are not stated. Ask the user who this person is and whether they "
        + "consented; never guess it."
    }
  }

  /// Whether an element may show a real person, and nothing says why it may be used.
  private static func needsRights(_ revision: ElementRevision) -> Bool {
    guard [.character, .voice].contains(revision.kind), revision.lookOf == nil,
      revision.person == nil || revision.person == .real
    else { return false }
    return revision.rights.map { $0.basis == .unknown } ?? true
  }

  /// Returns the calls that help next: looking at files without a role.
  func next(canEdit: Bool) -> [String] {
    guard !outcome.isPreview,
      let element = outcome.elements.first(where: { !$0.unsorted.isEmpty && $0.isChanged })
    else { return [] }
    let arguments: JSONValue = [
      "files": ["\(element.handle)"], "numbers": Array(element.unsorted.prefix(20)),
    ]
    return [
      ToolAnswer.call("look", arguments) + (canEdit ? ", then edit sets their roles" : "")
    ]
  }
}
