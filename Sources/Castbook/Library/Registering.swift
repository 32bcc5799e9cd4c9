internal import Library
internal import Media

/// Elements in the making, within one change of the library.
struct Registering {
  let change: Change
  /// Names given out by this change, folded, and to whom.
  private var taken: [String: Handle] = [:]
  /// Elements that this change makes.
  private var made: [Handle: Made] = [:]

  /// What is known of an element before it is written.
  private struct Made {
    let element: ULID
    let kind: ElementKind
    /// What it is to be a look of.
    let base: Handle?
    var isLook: Bool { base != nil }
  }

  /// Elements that have their new revision.
  private var done: Set<ULID> = []

  /// Files that were left out because they can't be kept.
  private let leftOut: [Intake.Taken]

  init(change: Change, leftOut: [Intake.Taken] = []) {
    self.change = change
    self.leftOut = leftOut
  }

  /// An element as it will be.
  struct Plan: Sendable {
    var revision: ElementRevision
    var digest: Digest
    var isNew: Bool
    var isChanged = true
    var added: [Added] = []
    var known: [(path: FilePath, number: Int)] = []
    /// What else became of an element that was there, a line each.
    var changes: [String] = []
    var voiceOf: Handle?

    struct Added: Sendable {
      let number: Int
      let reference: Reference
      let facts: FileFacts
    }
  }

  /// What an element was before: its latest revision, or a first one that nobody wrote yet.
  private struct Base {
    var revision: ElementRevision
    let parent: NamedRevision?
  }

  mutating func plans(
    _ drafts: [ElementDraft], files: [Intake.Taken], documents: [Digest?]
  ) throws -> [Plan] {
    // All handles first: one element of a batch may be a look of a later one.
    var bases: [Base] = []
    for draft in drafts {
      let base: Base = try Self.telling(draft) { try self.base(draft.handle, draft.kind) }
      if draft.hasProposedName, base.parent != nil, let folder = draft.folder {
        throw ElementLibraryError.wrong(
          "\(folder) still has the name that sort gave it, and \(draft.handle) already exists",
          fix: "rename the folder; or write {\"handle\": \"\(draft.handle.name)\"} into its "
            + "element.json to add to that one")
      }
      let twin = bases.firstIndex { other in
        other.revision.element == base.revision.element
          || other.revision.handle == base.revision.handle
      }
      if let place = twin {
        throw twice(draft, drafts[place])
      }
      bases.append(base)
      made[draft.handle] = Made(
        element: base.revision.element, kind: draft.kind, base: draft.lookOf?.handle)
    }
    let own = Dictionary(grouping: files, by: \.item.draft)
    try refuseEmpty(drafts, bases) { own[$0]?.isEmpty ?? true }
    var plans: [Plan] = []
    for (place, draft) in drafts.enumerated() {
      plans += try Self.telling(draft) {
        try self.plans(draft, bases[place], own[place] ?? [], document: documents[place])
      }
    }
    return plans
  }

  /// Has errors name the folder that a draft is of, where they don't do so already.
  private static func telling<Value>(
    _ draft: ElementDraft, _ body: () throws -> Value
  ) throws -> Value {
    do {
      return try body()
    } catch let error as ElementLibraryError {
      guard let folder = draft.folder, !"\(error)".hasPrefix(folder.text) else { throw error }
      throw ElementLibraryError.inFolder(folder, error)
    }
  }

  /// Two drafts mean one element.
  private func twice(_ draft: ElementDraft, _ other: ElementDraft) -> ElementLibraryError {
    guard let folder = draft.folder, let first = other.folder else {
      return .wrong("\(draft.handle) is given twice", fix: "put its files in one place")
    }
    let note = folder.appending("element.json".utf8)
    return .wrong(
      "\(first) and \(folder) both mean \(draft.handle)",
      fix: "put their files in one place, or write {\"handle\": \"NAME\"} into \(note.quoted)")
  }

  /// An element is made when there is something to keep, or when somebody wants it empty; and who names
  /// files or folders in vain must hear of it.
  private func refuseEmpty(
    _ drafts: [ElementDraft], _ bases: [Base], isWithoutFiles: (Int) -> Bool
  ) throws {
    let empty = drafts.indices.filter { place in
      let draft = drafts[place]
      guard !draft.mayBeEmpty, isWithoutFiles(place) else { return false }
      if bases[place].parent == nil { return true }
      return draft.folder == nil
        ? !draft.files.isEmpty || draft.saysNothing : draft.saysNothing
    }
    guard let first = empty.first else { return }
    let draft = drafts[first]
    let bad = leftOut.filter { empty.contains($0.item.draft) }.compactMap(\.bad)
    let folders = empty.compactMap { drafts[$0].folder }
    throw ElementLibraryError.nothingToKeep(
      NothingToKeep(
        handle: draft.handle, kind: draft.kind, isNew: bases[first].parent == nil,
        places: folders.isEmpty ? draft.files.map(\.path) : folders,
        areElements: !folders.isEmpty, leftOut: bad))
  }

  /// The element of one draft, and the voice that its sounds make.
  private mutating func plans(
    _ draft: ElementDraft, _ base: Base, _ files: [Intake.Taken], document: Digest?
  ) throws -> [Plan] {
    var revision = base.revision
    if base.parent == nil, let name = draft.nameWhenNew {
      try revision.take(ElementTexts(name: name))
    }
    try revision.take(draft.texts)
    revision.rights = try draft.rights.applied(to: revision.rights, document: document)
    if let lookOf = draft.lookOf { revision.lookOf = try element(lookOf, for: revision) }
    if let voice = draft.voice { revision.voice = try self.voice(voice) }
    let sounds = draft.kind == .voice ? [] : files.filter { $0.facts.format?.medium == .sound }
    if draft.kind == .place, let sound = sounds.first {
      throw ElementLibraryError.wrong(
        "\(sound.path) is a sound, but \(draft.handle) is a place and has no voice",
        fix: "add it as a voice: castbook add voice @NAME \(sound.path.quoted)")
    }
    let soundBlobs = Set(sounds.compactMap(\.facts.digest))
    let others = files.filter { file in file.facts.digest.map { !soundBlobs.contains($0) } ?? false
    }
    var voicePlans: [Plan] = []
    if !sounds.isEmpty {
      var voice = try self.base(forVoiceOf: revision)
      revision.voice = voice.revision.element
      made[voice.revision.handle] = Made(
        element: voice.revision.element, kind: .voice, base: nil)
      let named = Wording.folded(voice.revision.name)
      if voice.parent == nil, named == Wording.folded(voice.revision.handle.displayName) {
        voice.revision.name = Wording.named("\(revision.name), voice")
      }
      // Who may use the pictures says so of the voice that comes with them.
      if voice.parent == nil {
        voice.revision.rights = try draft.rights.applied(to: nil, document: document)
      }
      var plan = try self.plan(voice.revision, voice.parent, sounds, ignoring: [])
      plan.voiceOf = revision.handle
      voicePlans.append(plan)
    }
    let names = [revision.handle.name, revision.name] + revision.aliases
    return [try plan(revision, base.parent, others, ignoring: names)] + voicePlans
  }

  /// Adds files to a revision, and the revision to the change when it says something new.
  private mutating func plan(
    _ base: ElementRevision, _ parent: NamedRevision?, _ files: [Intake.Taken],
    ignoring names: [String]
  ) throws -> Plan {
    var revision = base
    var added: [Plan.Added] = []
    var known: [(path: FilePath, number: Int)] = []
    for file in files {
      guard let digest = file.facts.digest else { continue }
      if let place = revision.references.firstIndex(where: { $0.blob == digest }) {
        known.append((file.path, place + 1))
        // A role that was asked for holds for what is there, too.
        if file.item.role != nil {
          revision.references[place].role = try role(of: file, in: revision, ignoring: names)
        }
        continue
      }
      let reference = Reference(
        blob: digest, role: try role(of: file, in: revision, ignoring: names),
        file: Wording.recordedName(file.path, digest),
        note: try Wording.checked(file.item.note, "a note", RevisionRules.note))
      revision.references.append(reference)
      added.append(
        Plan.Added(number: revision.references.count, reference: reference, facts: file.facts))
    }
    if let parent, revision.saysTheSame(as: parent.revision) {
      return Plan(
        revision: parent.revision, digest: parent.digest, isNew: false, isChanged: false,
        known: known)
    }
    guard done.insert(revision.element).inserted else {
      throw ElementLibraryError.wrong(
        "\(revision.handle) gets files in two places", fix: "put them in one place")
    }
    try claimNames(of: revision)
    let digest = try change.commit(&revision, upon: parent)
    var plan = Plan(
      revision: revision, digest: digest, isNew: parent == nil, added: added, known: known)
    if let parent {
      // The files that came are told one by one.
      let fresh = Set(added.map(\.reference.blob))
      var rest = revision
      rest.references.removeAll { fresh.contains($0.blob) }
      plan.changes = RevisionWords.changes(
        from: parent.revision, to: rest, naming: handle(of:))
    }
    return plan
  }

  private func role(
    of file: Intake.Taken, in revision: ElementRevision, ignoring names: [String]
  ) throws -> Role {
    let medium = file.facts.format?.medium ?? .other
    let guess =
      medium == .clip
      ? Role.clip : Role(inFileName: file.path, ignoring: names) ?? .unsorted
    let asked = file.item.role ?? (revision.kind == .voice ? nil : guess)
    return try Self.role(asked, for: medium, of: file.path, in: revision)
  }

  /// The role that a file may have: pictures show something, clips are clips, sounds are voices. Nothing
  /// asked for leaves it to what the file is.
  static func role(
    _ asked: Role?, for medium: MediaFormat.Medium, of file: FilePath,
    in revision: ElementRevision
  ) throws -> Role {
    let handle = revision.handle
    func wrong(_ message: String, _ fix: String) -> ElementLibraryError {
      .wrong("\(file) \(message)", fix: fix)
    }
    switch medium {
    case .sound:
      guard revision.kind == .voice else {
        throw wrong(
          "is a sound, but \(handle) is a \(revision.kind.rawValue)",
          "add it as a voice: castbook add voice @NAME FILE")
      }
      guard asked == nil || asked == .voice else {
        throw wrong("is a sound; its role is always voice", "leave its role unchanged")
      }
      return .voice
    case .clip:
      guard asked == nil || asked == .clip else {
        throw wrong("is a clip; its role is always clip", "leave its role unchanged")
      }
      return .clip
    case .picture, .other:
      guard revision.kind != .voice else {
        throw wrong(
          "is a picture, but \(handle) is a voice",
          "add it to the character who speaks with that voice")
      }
      guard asked != .voice, asked != .clip else {
        throw wrong(
          "is a picture, not a \(asked?.rawValue ?? "clip")",
          "choose what it shows: "
            + Role.allCases.filter { $0 != .clip && $0 != .voice }.map(\.rawValue)
            .joined(separator: ", "))
      }
      return asked ?? .unsorted
    }
  }

  // MARK: Elements by name

  /// What an element is called, one that this change makes as well.
  private func handle(of element: ULID) -> Handle? {
    made.first { $0.value.element == element }?.key ?? change.contents.handle(of: element)
  }

  /// The element of a handle, or a new one.
  private func base(_ handle: Handle, _ kind: ElementKind) throws -> Base {
    let entries = try change.contents.entries(named: handle.name)
    guard !entries.isEmpty else {
      let element = try change.newIdentity()
      let revision = ElementRevision(
        element: element, at: Instant(milliseconds: 0), kind: kind, handle: handle,
        name: handle.displayName)
      return Base(revision: revision, parent: nil)
    }
    let found = try change.contents.latest(HandleReference("@\(handle.name)"))
    let revision = found.revision.revision
    if revision.retired { throw ElementLibraryError.retired(revision.handle) }
    guard revision.kind == kind else {
      throw ElementLibraryError.wrongKind(revision.handle, is: revision.kind, wanted: kind)
    }
    return Base(revision: revision, parent: found.revision)
  }

  /// The voice an element has, or one with its handle and `_voice` behind it.
  private mutating func base(forVoiceOf revision: ElementRevision) throws -> Base {
    if let voice = revision.voice, let entry = try change.contents.entries(of: voice).first {
      return try base(entry.handle, .voice)
    }
    let start = revision.handle.name.prefix(Handle.longest - 6)
    let handle = try Handle("\(start)_voice")
    return try base(handle, .voice)
  }

  /// The element that another is a look of: of its own kind, and no look itself.
  private func element(_ reference: HandleReference, for revision: ElementRevision) throws -> ULID {
    if let handle = reference.handle, let made = made[handle], made.element != revision.element,
      try change.contents.entries(of: made.element).isEmpty
    {
      guard made.kind == revision.kind else {
        throw ElementLibraryError.notOfKind(handle, is: made.kind, wanted: revision.kind)
      }
      guard !made.isLook else {
        throw ElementLibraryError.wrong(
          "\(handle) is a look itself", fix: "name the element that it is a look of")
      }
      if let other = self.made.first(where: { $0.value.base == revision.handle }) {
        throw ElementLibraryError.wrong(
          "\(revision.handle) has looks itself, such as \(other.key)",
          fix: "make those looks of \(handle) first")
      }
      return made.element
    }
    return try change.contents.base(reference, ofLook: revision)
  }

  private func voice(_ reference: HandleReference) throws -> ULID {
    if let handle = reference.handle, let made = made[handle] {
      guard made.kind == .voice else {
        throw ElementLibraryError.notOfKind(handle, is: made.kind, wanted: .voice)
      }
      return made.element
    }
    return try change.contents.voice(reference)
  }

  /// Sees to it that no other element has the handle or an alias of this one.
  private mutating func claimNames(of revision: ElementRevision) throws {
    for name in [revision.handle.name] + revision.aliases {
      let folded = Wording.folded(name)
      if let other = taken[folded], other != revision.handle {
        throw ElementLibraryError.nameTaken(name, by: other, isRetired: false)
      }
      try change.contents.claim(name, for: revision.element)
      taken[folded] = revision.handle
    }
  }
}
