/// A three-way merge of several revisions of one element, based on what they have in common.
///
/// A value that only one side changed is taken from that side. Where two sides changed the same
/// value differently, the side that was made later wins, and the difference is recorded as a
/// conflict. Without a common revision, a value that only one side has is kept, and every other
/// difference is decided in the same way.
struct ForkMerge {
  /// One side of the fork.
  struct Side {
    let letter: String
    let revision: ElementRevision
  }

  /// The merged revision.
  private(set) var revision: ElementRevision
  /// The values that the sides changed differently, each once.
  private(set) var conflicts: [ForkConflict] = []
  /// Returns the handle of an element for messages; `nil` if the library lacks the element.
  private let naming: (ULID) -> Handle?

  /// Merges the sides one after the other.
  ///
  /// - Parameters:
  ///   - sides: The sides in the order of creation; there must be at least one.
  ///   - bases: For each side but the first, the revision that it shares with the sides before it.
  ///   - naming: Returns the handle of an element, for the words of a conflict.
  init(_ sides: [Side], bases: [ElementRevision?], naming: @escaping (ULID) -> Handle?) {
    revision = sides[0].revision
    self.naming = naming
    for (index, base) in zip(sides.indices.dropFirst(), bases) {
      var step = Step(
        older: revision, newer: sides[index], base: base, earlier: Array(sides[..<index]),
        naming: naming)
      step.merge()
      revision = step.result
      for conflict in step.conflicts { add(conflict) }
    }
  }

  /// Adds a conflict, or extends the one on the same subject: a third side may disagree about a
  /// value that the first two already changed differently.
  private mutating func add(_ conflict: ForkConflict) {
    guard let index = conflicts.firstIndex(where: { $0.subject == conflict.subject }) else {
      conflicts.append(conflict)
      return
    }
    let left = conflicts[index].dropped + conflict.dropped
    conflicts[index] = ForkConflict(subject: conflict.subject, kept: conflict.kept, dropped: left)
  }
}

/// One step of the merge: joins one more side to the result of those before it.
private struct Step {
  /// The result of the sides before this one.
  let older: ElementRevision
  let newer: ForkMerge.Side
  let base: ElementRevision?
  /// The sides before this one, which a conflict names.
  let earlier: [ForkMerge.Side]
  let naming: (ULID) -> Handle?
  var result: ElementRevision
  var conflicts: [ForkConflict] = []

  /// Prepares a step. The result starts as a copy of the newer side.
  init(
    older: ElementRevision, newer: ForkMerge.Side, base: ElementRevision?,
    earlier: [ForkMerge.Side], naming: @escaping (ULID) -> Handle?
  ) {
    self.older = older
    self.newer = newer
    self.base = base
    self.earlier = earlier
    self.naming = naming
    result = newer.revision
  }

  /// Merges each part of the element in turn.
  mutating func merge() {
    choose("handle", \.handle, empty: nil) { "\($0)" }
    choose("name", \.name, empty: "", words: quoted)
    choose("description", \.description, empty: "", words: quoted)
    choose("notes", \.notes, empty: "", words: quoted)
    choose("person", \.person, empty: .some(nil)) { $0?.rawValue ?? "none" }
    let naming = naming
    let linked = { (element: ULID?) -> String in
      element.map { naming($0).map { "\($0)" } ?? "an element not in this library" } ?? "none"
    }
    choose("voice", \.voice, empty: .some(nil), words: linked)
    choose("look of", \.lookOf, empty: .some(nil), words: linked)
    choose("retired", \.retired, empty: nil) { $0 ? "retired" : "in use" }
    // Half of one agreement and half of another would be rights that the person never gave.
    choose("rights", \.rights, empty: .some(nil)) { $0.map(RevisionWords.rights) ?? "none" }
    result.tags = joined(\.tags)
    joinAliases()
    joinFiles()
  }

  // MARK: Single values

  /// Merges a single value, and records a conflict if both sides changed it differently.
  ///
  /// - Parameters:
  ///   - what: The name of the value in a conflict.
  ///   - path: The value within a revision.
  ///   - empty: The value that stands for "not set", which loses against any other one if there is
  ///     no common revision; `nil` if every value of this kind counts.
  ///   - words: Describes a value in a conflict.
  private mutating func choose<Value: Equatable>(
    _ what: String, _ path: WritableKeyPath<ElementRevision, Value>, empty: Value?,
    words: (Value) -> String
  ) {
    let (mine, theirs) = (older[keyPath: path], newer.revision[keyPath: path])
    switch Choice(mine, theirs, base?[keyPath: path], hasBase: base != nil, empty: empty) {
    case .same, .newer: return
    case .older: result[keyPath: path] = mine
    case .conflict:
      add(what, words(theirs), words(mine)) { $0[keyPath: path] == mine }
    }
  }

  /// Records a conflict between the newer side and those of the earlier sides that hold `left`.
  private mutating func add(
    _ what: String, _ kept: String, _ left: String, isIn: (ElementRevision) -> Bool
  ) {
    let holders = earlier.filter { isIn($0.revision) }.map(\.letter)
    conflicts.append(
      ForkConflict(
        subject: what, kept: .init(sides: [newer.letter], words: kept),
        dropped: [.init(sides: holders.isEmpty ? earlier.map(\.letter) : holders, words: left)]))
  }

  /// Returns a text shortened and in quotation marks; `none` for an empty text.
  private func quoted(_ text: String) -> String {
    text.isEmpty ? "none" : "“\(RevisionWords.short(text))”"
  }

  // MARK: Tags and aliases

  /// Merges lists of texts as sets: an entry is dropped if one side removed it, and added if one
  /// side added it. Texts that differ only in case count as equal.
  private func joined(_ path: KeyPath<ElementRevision, [String]>) -> [String] {
    func folded(_ revision: ElementRevision?) -> Set<String> {
      Set((revision?[keyPath: path] ?? []).map(RecordText.folded))
    }
    let (mine, theirs, before) = (folded(older), folded(newer.revision), folded(base))
    return newer.revision[keyPath: path].filter {
      let text = RecordText.folded($0)
      return mine.contains(text) || !before.contains(text)
    }
      + older[keyPath: path].filter {
        let text = RecordText.folded($0)
        return !theirs.contains(text) && !before.contains(text)
      }
  }

  /// Merges the aliases. A handle that only one side gave the element becomes an alias, so that
  /// prompts that use it continue to work.
  private mutating func joinAliases() {
    result.aliases = joined(\.aliases)
    for handle in [older.handle, newer.revision.handle] where handle != result.handle {
      if !result.aliases.contains(where: { RecordText.areEquivalent($0, handle.name) }) {
        result.aliases.append(handle.name)
      }
    }
    let handle = result.handle.name
    result.aliases.removeAll { RecordText.areEquivalent($0, handle) }
  }

  // MARK: Files

  /// Merges the files by content. A file that one side dropped and the other left unchanged is
  /// dropped; a file that the other side changed in the meantime is a conflict.
  private mutating func joinFiles() {
    let mine = JoinedFiles(older), theirs = JoinedFiles(newer.revision)
    let before = base.map(JoinedFiles.init)
    var kept: [Digest: Reference] = [:]
    for reference in theirs.references {
      let earlier = before?[reference.blob]
      if let other = mine[reference.blob] {
        kept[reference.blob] = joined(other, reference, earlier)
      } else if let earlier, earlier == reference {
        continue
      } else {
        kept[reference.blob] = reference
        if earlier != nil { addDropped(reference, isDroppedByNewer: false) }
      }
    }
    for reference in mine.references where theirs[reference.blob] == nil {
      let earlier = before?[reference.blob]
      if earlier == nil {
        kept[reference.blob] = reference
      } else if earlier != reference {
        addDropped(reference, isDroppedByNewer: true)
      }
    }
    let (leading, following) = order(mine, theirs, before, Set(kept.keys))
    result.references = JoinedFiles.woven(leading, following).compactMap { kept[$0] }
  }

  /// Records that one side dropped a file while the other changed it.
  private mutating func addDropped(_ reference: Reference, isDroppedByNewer: Bool) {
    let (dropped, kept) = ("dropped", "kept as \(reference.role)")
    let blob = reference.blob
    add(
      RevisionWords.short(reference.file), isDroppedByNewer ? dropped : kept,
      isDroppedByNewer ? kept : dropped
    ) { revision in revision.references.contains { $0.blob == blob } == isDroppedByNewer }
  }

  /// Merges the role and the note of a file that both sides have.
  private mutating func joined(
    _ mine: Reference, _ theirs: Reference, _ before: Reference?
  ) -> Reference {
    var joined = theirs
    let name = RevisionWords.short(theirs.file)
    switch Choice(
      mine.role, theirs.role, before?.role, hasBase: before != nil, empty: .unsorted)
    {
    case .same, .newer: break
    case .older: (joined.role, joined.assumedRole) = (mine.role, mine.assumedRole)
    case .conflict:
      add("role of \(name)", theirs.role.rawValue, mine.role.rawValue) { revision in
        revision.references.contains { $0.blob == mine.blob && $0.role == mine.role }
      }
    }
    switch Choice(mine.note, theirs.note, before?.note, hasBase: before != nil, empty: "") {
    case .same, .newer: break
    case .older: joined.note = mine.note
    case .conflict:
      add("note on \(name)", quoted(theirs.note), quoted(mine.note)) { revision in
        revision.references.contains { $0.blob == mine.blob && $0.note == mine.note }
      }
    }
    // A role that was confirmed on either side is confirmed.
    if mine.role == theirs.role {
      joined.assumedRole = mine.isRoleAssumed ? theirs.assumedRole : nil
    }
    // The file name doesn't affect what providers get, so a difference is never a conflict.
    if before?.file == theirs.file { joined.file = mine.file }
    return joined
  }

  /// Chooses the order of the merged files.
  ///
  /// - Returns: The order of the side that wins, and the order of the other side, whose own files
  ///   are then inserted at their positions.
  private mutating func order(
    _ mine: JoinedFiles, _ theirs: JoinedFiles, _ before: JoinedFiles?, _ kept: Set<Digest>
  ) -> (leading: [Digest], following: [Digest]) {
    let (older, newer) = (mine.order(among: kept), theirs.order(among: kept))
    let common = Set(older).intersection(newer)
    let known = before.map { common.intersection($0.order(among: common)) } ?? common
    let (first, second) = (older.filter(known.contains), newer.filter(known.contains))
    switch Choice(
      first, second, before?.order(among: known), hasBase: before != nil, empty: nil)
    {
    case .same, .newer: return (newer, older)
    case .older: return (older, newer)
    case .conflict:
      let names = { (order: [Digest], files: JoinedFiles) in
        order.prefix(3).compactMap { files[$0].map { RevisionWords.short($0.file) } }
          .joined(separator: ", ") + (order.count > 3 ? " …" : "")
      }
      add("order of the files", names(second, theirs), names(first, mine)) { revision in
        JoinedFiles(revision).order(among: known) == first
      }
      return (newer, older)
    }
  }
}

/// The outcome of a comparison of two values with their common predecessor.
private enum Choice {
  case same, older, newer, conflict

  /// Compares two values.
  ///
  /// - Parameters:
  ///   - mine: The value of the older side.
  ///   - theirs: The value of the newer side.
  ///   - before: The value of the common revision, if there is one.
  ///   - hasBase: Whether a common revision exists. It is a parameter of its own because `before`
  ///     may be `nil` for a file that the common revision lacks.
  ///   - empty: The value that stands for "not set"; `nil` if there is no such value.
  init<Value: Equatable>(
    _ mine: Value, _ theirs: Value, _ before: Value?, hasBase: Bool, empty: Value?
  ) {
    if mine == theirs {
      self = .same
    } else if hasBase {
      self = theirs == before ? .older : mine == before ? .newer : .conflict
    } else {
      self = theirs == empty ? .older : mine == empty ? .newer : .conflict
    }
  }
}

/// The files of one revision, each content once, with access by digest.
private struct JoinedFiles {
  let references: [Reference]
  private let byBlob: [Digest: Reference]

  /// Collects the files; of several with the same content, the first counts.
  init(_ revision: ElementRevision) {
    references = revision.distinctReferences.map(\.reference)
    byBlob = Dictionary(references.map { ($0.blob, $0) }, uniquingKeysWith: { first, _ in first })
  }

  subscript(blob: Digest) -> Reference? { byBlob[blob] }

  /// Returns the digests of the files that are in `blobs`, in the order of the revision.
  func order(among blobs: Set<Digest>) -> [Digest] { references.map(\.blob).filter(blobs.contains) }

  /// Inserts the files of `following` into `leading`, each behind the file that it follows there.
  static func woven(_ leading: [Digest], _ following: [Digest]) -> [Digest] {
    var woven = leading
    var present = Set(leading)
    var last: Digest?
    for blob in following {
      if present.insert(blob).inserted {
        let index = last.flatMap { woven.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
        woven.insert(blob, at: index)
      }
      last = blob
    }
    return woven
  }
}
