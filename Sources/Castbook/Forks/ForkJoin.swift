/// Several revisions of one element joined into one: a three-way merge over what they have in common.
///
/// What only one side changed is taken from that side. Where two sides changed the same thing differently, the side
/// that was made later counts, and the difference is recorded. Without a common revision, what only one side has is
/// kept, and every other difference is decided the same way.
struct ForkJoin {
  struct Side {
    let letter: String
    let revision: ElementRevision
  }

  private(set) var revision: ElementRevision
  private(set) var conflicts: [ForkConflict] = []
  private let naming: (ULID) -> Handle?

  /// The sides, the one that was made first in front; for each but the first, what it has in common with those before.
  init(_ sides: [Side], bases: [ElementRevision?], naming: @escaping (ULID) -> Handle?) {
    revision = sides[0].revision
    self.naming = naming
    for (index, base) in zip(sides.indices.dropFirst(), bases) {
      var step = Step(
        older: revision, newer: sides[index], base: base, earlier: Array(sides[..<index]),
        naming: naming)
      step.join()
      revision = step.result
      for conflict in step.conflicts { add(conflict) }
    }
  }

  /// A third side may disagree about something that two already did.
  private mutating func add(_ conflict: ForkConflict) {
    guard let index = conflicts.firstIndex(where: { $0.what == conflict.what }) else {
      conflicts.append(conflict)
      return
    }
    let left = conflicts[index].left + conflict.left
    conflicts[index] = ForkConflict(what: conflict.what, kept: conflict.kept, left: left)
  }
}

/// One more side joined to those before it.
private struct Step {
  let older: ElementRevision
  let newer: ForkJoin.Side
  let base: ElementRevision?
  let earlier: [ForkJoin.Side]
  let naming: (ULID) -> Handle?
  var result: ElementRevision
  var conflicts: [ForkConflict] = []

  init(
    older: ElementRevision, newer: ForkJoin.Side, base: ElementRevision?,
    earlier: [ForkJoin.Side], naming: @escaping (ULID) -> Handle?
  ) {
    self.older = older
    self.newer = newer
    self.base = base
    self.earlier = earlier
    self.naming = naming
    result = newer.revision
  }

  mutating func join() {
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
    // Half of one agreement and half of another would be rights that nobody gave.
    choose("rights", \.rights, empty: .some(nil)) { $0.map(RevisionWords.rights) ?? "none" }
    result.tags = joined(\.tags)
    joinAliases()
    joinFiles()
  }

  // MARK: Single values

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

  private mutating func add(
    _ what: String, _ kept: String, _ left: String, isHeldBy: (ElementRevision) -> Bool
  ) {
    let holders = earlier.filter { isHeldBy($0.revision) }.map(\.letter)
    conflicts.append(
      ForkConflict(
        what: what, kept: .init(sides: [newer.letter], words: kept),
        left: [.init(sides: holders.isEmpty ? earlier.map(\.letter) : holders, words: left)]))
  }

  private func quoted(_ text: String) -> String {
    text.isEmpty ? "none" : "“\(RevisionWords.short(text))”"
  }

  // MARK: Tags and aliases

  private func joined(_ path: KeyPath<ElementRevision, [String]>) -> [String] {
    func folded(_ revision: ElementRevision?) -> Set<String> {
      Set((revision?[keyPath: path] ?? []).map(Wording.folded))
    }
    let (mine, theirs, before) = (folded(older), folded(newer.revision), folded(base))
    return newer.revision[keyPath: path].filter {
      let text = Wording.folded($0)
      return mine.contains(text) || !before.contains(text)
    }
      + older[keyPath: path].filter {
        let text = Wording.folded($0)
        return !theirs.contains(text) && !before.contains(text)
      }
  }

  /// Texts that name it by a handle that one side gave it go on working.
  private mutating func joinAliases() {
    result.aliases = joined(\.aliases)
    for handle in [older.handle, newer.revision.handle] where handle != result.handle {
      if !result.aliases.contains(where: { Wording.areSame($0, handle.name) }) {
        result.aliases.append(handle.name)
      }
    }
    let handle = result.handle.name
    result.aliases.removeAll { Wording.areSame($0, handle) }
  }

  // MARK: Files

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

  private mutating func addDropped(_ reference: Reference, isDroppedByNewer: Bool) {
    let (dropped, kept) = ("dropped", "kept as \(reference.role)")
    let blob = reference.blob
    add(
      RevisionWords.short(reference.file), isDroppedByNewer ? dropped : kept,
      isDroppedByNewer ? kept : dropped
    ) { revision in
      revision.references.contains { $0.blob == blob } == isDroppedByNewer
    }
  }

  /// One file that both sides have.
  private mutating func joined(
    _ mine: Reference, _ theirs: Reference, _ before: Reference?
  ) -> Reference {
    var joined = theirs
    let name = RevisionWords.short(theirs.file)
    switch Choice(
      mine.role, theirs.role, before?.role, hasBase: before != nil, empty: .unsorted)
    {
    case .same, .newer: break
    case .older: joined.role = mine.role
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
    // The name that a file came under changes nothing that anybody sees.
    if before?.file == theirs.file { joined.file = mine.file }
    return joined
  }

  /// The order that leads, and the one from which other files come.
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

/// Which of two values counts.
private enum Choice {
  case same, older, newer, conflict

  /// `empty` is the value that says nothing, where there is one.
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

/// The files of one revision, each once.
private struct JoinedFiles {
  let references: [Reference]
  private let byBlob: [Digest: Reference]

  init(_ revision: ElementRevision) {
    references = revision.distinctReferences.map(\.reference)
    byBlob = Dictionary(references.map { ($0.blob, $0) }, uniquingKeysWith: { first, _ in first })
  }

  subscript(blob: Digest) -> Reference? { byBlob[blob] }

  func order(among blobs: Set<Digest>) -> [Digest] {
    references.map(\.blob).filter(blobs.contains)
  }

  /// One order with the files of another put in behind those that they follow there.
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
