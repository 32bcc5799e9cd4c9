internal import Library

/// Describes the differences between two revisions of an element, one line each.
public enum RevisionWords {
  /// Returns the changes from one revision to another.
  ///
  /// ```swift
  /// let lines = RevisionWords.changes(from: before, to: after)
  /// // ["name: Mira → Mira Okafor", "file 3 added: mira-back.jpg (back)"]
  /// ```
  ///
  /// - Parameter naming: Returns the handle of an element that the revisions refer to, or `nil` if
  ///   the library doesn't have it.
  public static func changes(
    from old: ElementRevision, to new: ElementRevision,
    naming: (ULID) -> Handle? = { _ in nil }
  ) -> [String] {
    var lines: [String] = []
    if old.retired != new.retired { lines.append(new.retired ? "retired" : "restored") }
    lines += change("handle", "\(old.handle)", "\(new.handle)")
    lines += change("name", old.name, new.name)
    lines += change("description", old.description, new.description)
    lines += change("notes", old.notes, new.notes)
    lines += change("person", old.person?.rawValue ?? "", new.person?.rawValue ?? "")
    lines += list("tag", old.tags, new.tags) + list("alias", old.aliases, new.aliases)
    lines += link("voice", "voice bound", old.voice, new.voice, naming)
    lines += link("a look", "a look of", old.lookOf, new.lookOf, naming)
    lines += files(old, new) + rights(old.rights, new.rights)
    return bounded(lines)
  }

  /// The maximum number of changes that are listed; of more, the others are counted.
  private static let maximumLines = 40

  /// The lines, of which those that are too many are only counted.
  private static func bounded(_ lines: [String]) -> [String] {
    let others = lines.count - maximumLines
    return others > 1 ? lines.prefix(maximumLines) + ["\(others) more changes"] : lines
  }

  /// Returns the change of one text; an empty text means that it isn't set.
  private static func change(_ what: String, _ before: String, _ after: String) -> [String] {
    if before == after { return [] }
    if before.isEmpty { return ["\(what): \(short(after))"] }
    if after.isEmpty { return ["\(what) removed, was: \(short(before))"] }
    return ["\(what): \(short(before)) → \(short(after))"]
  }

  /// Returns the change of a reference to another element: the voice, or the element it is a look
  /// of.
  ///
  /// - Parameters:
  ///   - what: The name of the reference for changes and removals.
  ///   - first: The name of the reference for an element that had none.
  private static func link(
    _ what: String, _ first: String, _ old: ULID?, _ new: ULID?, _ naming: (ULID) -> Handle?
  ) -> [String] {
    guard old != new else { return [] }
    let names = [old, new].map { element in
      element.map { naming($0).map { "\($0)" } ?? "a deleted element" } ?? ""
    }
    if old == nil { return ["\(first): \(names[1])"] }
    if new == nil { return ["\(what) removed, was: \(names[0])"] }
    return ["\(what): \(names[0]) → \(names[1])"]
  }

  /// The number of merged revisions above which they are counted instead of named.
  private static let maximumNamedMerges = 10

  /// Returns the changes that a revision made to its parent. Without a parent in the history, this
  /// is how the element began, or that earlier revisions were erased.
  static func changes(
    of named: NamedRevision, in history: [NamedRevision], naming: (ULID) -> Handle?
  ) -> [String] {
    let revision = named.revision
    guard let parent = history.first(where: { $0.digest == revision.parent }) else {
      return [revision.parent == nil ? creation(revision) : "earlier revisions were erased"]
    }
    let changes = changes(from: parent.revision, to: revision, naming: naming)
    let merged =
      revision.merges.count > maximumNamedMerges
      ? ["merged with \(revision.merges.count) other revisions"]
      : revision.merges.map { "merged with \($0.short)" }
    return changes + merged
  }

  /// Describes the first revision of an element: `created with 3 files`.
  public static func creation(_ revision: ElementRevision) -> String {
    let count = revision.references.count
    return "created with \(count == 0 ? "no files" : Quantity.count(count, "file"))"
  }

  /// Returns what a revision lacks that another one has. After a fork is ended, this is what is no
  /// longer visible of the side that was given up.
  ///
  /// - Parameters:
  ///   - kept: The revision that continues.
  ///   - other: The revision that doesn't.
  public static func missing(
    from kept: ElementRevision, of other: ElementRevision
  ) -> [String] {
    var lines: [String] = []
    /// Appends a property of `other` that `kept` doesn't have with the same text.
    func describe(_ what: String, _ text: String, _ here: String) {
      if !text.isEmpty, text != here { lines.append("\(what): \(short(text))") }
    }
    let names = [kept.handle.name] + kept.aliases
    if !names.contains(other.handle.name) { lines.append("handle: \(other.handle)") }
    describe("name", other.name, kept.name)
    describe("description", other.description, kept.description)
    describe("notes", other.notes, kept.notes)
    describe("person", other.person?.rawValue ?? "", kept.person?.rawValue ?? "")
    lines += other.tags.filter { !kept.tags.contains($0) }.map { "tag \(short($0))" }
    lines += other.aliases.filter { !names.contains($0) }.map { "alias \(short($0))" }
    if other.voice != nil, other.voice != kept.voice { lines.append("another voice") }
    if other.lookOf != nil, other.lookOf != kept.lookOf {
      lines.append("a look of another element")
    }
    if other.retired != kept.retired { lines.append(other.retired ? "retired" : "in use") }
    lines += filesLacking(in: kept, of: other)
    return other.rights == nil ? lines : lines + rights(kept.rights, other.rights)
  }

  /// Returns the files, roles and notes of `other` that `kept` lacks.
  private static func filesLacking(
    in kept: ElementRevision, of other: ElementRevision
  ) -> [String] {
    other.references.enumerated().compactMap { index, reference in
      guard let same = kept.references.first(where: { $0.blob == reference.blob }) else {
        return "file \(index + 1): \(reference.file) (\(reference.role))"
      }
      if same.role != reference.role { return "\(reference.file) as \(reference.role)" }
      return reference.note.isEmpty || same.note == reference.note
        ? nil : "a note on \(reference.file): \(short(reference.note))"
    }
  }

  /// Returns the additions to a list of names, then the removals.
  private static func list(_ what: String, _ old: [String], _ new: [String]) -> [String] {
    let (before, after) = (Set(old), Set(new))
    return new.filter { !before.contains($0) }.map { "\(what) \(short($0))" }
      + old.filter { !after.contains($0) }.map { "\(what) \(short($0)) removed" }
  }

  /// Returns the changes of files: those that were added, replaced, changed, dropped, renamed and
  /// reordered. Files are identified by their digests.
  private static func files(_ old: ElementRevision, _ new: ElementRevision) -> [String] {
    var lines: [String] = []
    let before = Dictionary(
      old.references.map { ($0.blob, $0) }, uniquingKeysWith: { first, _ in first })
    let after = Set(new.references.map(\.blob))
    var gone: Set<Digest> = []
    for (index, reference) in new.references.enumerated() {
      guard let earlier = before[reference.blob] else {
        if let other = replaced(by: reference, at: index, old, after) {
          lines.append("file \(index + 1): \(other.file) → \(reference.file) (\(reference.role))")
          gone.insert(other.blob)
          continue
        }
        lines.append("file \(index + 1) added: \(reference.file) (\(reference.role))")
        continue
      }
      if earlier.role != reference.role {
        lines.append("\(reference.file): \(earlier.role) → \(reference.role)")
      } else if earlier.isRoleAssumed != reference.isRoleAssumed {
        lines.append(
          "\(reference.file): \(reference.role) \(reference.isRoleAssumed ? "assumed" : "confirmed")"
        )
      }
      lines += change("\(reference.file): note", earlier.note, reference.note)
    }
    for reference in old.references
    where !after.contains(reference.blob) && !gone.contains(reference.blob) {
      lines.append("\(reference.file) dropped (\(reference.role))")
    }
    for (index, reference) in new.references.enumerated() {
      guard let earlier = before[reference.blob], earlier.file != reference.file else { continue }
      lines.append("file \(index + 1) renamed: \(short(earlier.file)) → \(short(reference.file))")
    }
    let repeats = old.references.count - before.count - (new.references.count - after.count)
    if repeats > 0 {
      lines.append("\(Quantity.count(repeats, "duplicate file")) removed")
    }
    let kept = old.distinctReferences.map(\.reference.blob).filter(after.contains)
    if kept != new.distinctReferences.map(\.reference.blob).filter({ before[$0] != nil }) {
      lines.append("files reordered")
    }
    return lines
  }

  /// Returns the file that was replaced by one with the same index and role, or `nil` if there is
  /// none.
  private static func replaced(
    by reference: Reference, at index: Int, _ old: ElementRevision, _ after: Set<Digest>
  ) -> Reference? {
    guard old.references.indices.contains(index) else { return nil }
    let other = old.references[index]
    return !after.contains(other.blob) && other.role == reference.role ? other : nil
  }

  /// Describes rights in one line: `licensed, Studio North, until 31 May 2027`.
  static func rights(_ rights: Rights) -> String {
    parts(of: rights, holder: short(rights.holder)).joined(separator: ", ")
  }

  /// The parts of such a line, with the holder as it is to be shown.
  package static func parts(of rights: Rights, holder: String) -> [String] {
    let parts = [
      rights.basis.rawValue, holder.nonEmpty, rights.expires.map { "until \($0.formatted)" },
      rights.allowed.isEmpty
        ? nil : "for \(rights.allowed.map(\.rawValue).joined(separator: ", "))",
      rights.document == nil ? nil : "with a document",
    ]
    return parts.compactMap(\.self)
  }

  /// Returns the changes of rights.
  private static func rights(_ old: Rights?, _ new: Rights?) -> [String] {
    guard old != new else { return [] }
    guard let new else { return ["rights removed"] }
    var lines: [String] = []
    if old?.basis != new.basis { lines.append("rights: \(new.basis.rawValue)") }
    if (old?.holder ?? "") != new.holder {
      lines.append(new.holder.isEmpty ? "holder removed" : "holder: \(short(new.holder))")
    }
    if old?.expires != new.expires {
      lines.append(new.expires.map { "valid until: \($0.formatted)" } ?? "expiry date removed")
    }
    if old?.document != new.document {
      lines.append(
        new.document == nil
          ? "document removed"
          : old?.document == nil ? "document added" : "document replaced")
    }
    if (old?.allowed ?? []) != new.allowed {
      let words = new.allowed.map(\.rawValue).joined(separator: ", ")
      lines.append("allowed: \(words.isEmpty ? "not stated" : words)")
    }
    return lines
  }

  /// Returns the first line of a text, cut after 60 characters, with an ellipsis if anything is
  /// missing.
  static func short(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    return line.count > 60 || line.count < text.count ? "\(line.prefix(60))…" : line
  }
}
