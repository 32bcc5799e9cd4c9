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

  init(change: Change) { self.change = change }

  /// An element as it will be.
  struct Plan: Sendable {
    var revision: ElementRevision
    var digest: Digest
    var isNew: Bool
    var isChanged = true
    var added: [Added] = []
    var known: [(path: FilePath, number: Int)] = []
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
      let base = try base(draft.handle, draft.kind)
      if bases.contains(where: { $0.revision.element == base.revision.element }) {
        throw ElementLibraryError.wrong(
          "\(draft.handle) stands there twice", fix: "put its files together")
      }
      bases.append(base)
      made[draft.handle] = Made(
        element: base.revision.element, kind: draft.kind, base: draft.lookOf?.handle)
    }
    var plans: [Plan] = []
    for (place, draft) in drafts.enumerated() {
      let own = files.filter { $0.item.draft == place }
      plans += try self.plans(draft, bases[place], own, document: documents[place])
    }
    return plans
  }

  /// The element of one draft, and the voice that its sounds make.
  private mutating func plans(
    _ draft: ElementDraft, _ base: Base, _ files: [Intake.Taken], document: Digest?
  ) throws -> [Plan] {
    var revision = base.revision
    try revision.take(draft.texts)
    revision.rights = draft.rights.applied(to: revision.rights, document: document)
    if let lookOf = draft.lookOf { revision.lookOf = try element(lookOf, for: revision) }
    if let voice = draft.voice { revision.voice = try self.voice(voice) }
    let sounds = draft.kind == .voice ? [] : files.filter { $0.facts.format?.medium == .sound }
    let soundBlobs = Set(sounds.compactMap(\.facts.digest))
    let others = files.filter { file in file.facts.digest.map { !soundBlobs.contains($0) } ?? false
    }
    var voicePlans: [Plan] = []
    if !sounds.isEmpty {
      var voice = try self.base(forVoiceOf: revision)
      revision.voice = voice.revision.element
      let named = Wording.folded(voice.revision.name)
      if voice.parent == nil, named == Wording.folded(Self.name(of: voice.revision.handle)) {
        voice.revision.name = "\(revision.name), voice"
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
        continue
      }
      let reference = Reference(
        blob: digest, role: try role(of: file, in: revision, ignoring: names),
        file: Wording.fileName(file.path), note: try Wording.text(file.item.note, "a note"))
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
        "\(revision.handle) gets files in two places at once", fix: "put them together")
    }
    try claimNames(of: revision)
    let digest = try change.commit(&revision, upon: parent)
    return Plan(
      revision: revision, digest: digest, isNew: parent == nil, added: added, known: known)
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
          "is a sound, and \(handle) is a \(revision.kind.rawValue)",
          "castbook add voice @NAME FILE makes a voice of it")
      }
      guard asked == nil || asked == .voice else {
        throw wrong("is a sound, which is a voice and shows nothing", "leave its role as it is")
      }
      return .voice
    case .clip:
      guard asked == nil || asked == .clip else {
        throw wrong("is a clip, whose role is clip", "leave its role as it is")
      }
      return .clip
    case .picture, .other:
      guard revision.kind != .voice else {
        throw wrong(
          "is a picture, and \(handle) is a voice",
          "add it to the character who speaks with that voice")
      }
      guard asked != .voice, asked != .clip else {
        throw wrong(
          "is a picture, and no \(asked?.rawValue ?? "clip")",
          "say what it shows: "
            + Role.allCases.filter { $0 != .clip && $0 != .voice }.map(\.rawValue)
            .joined(separator: ", "))
      }
      return asked ?? .unsorted
    }
  }

  // MARK: Elements by name

  /// The element of a handle, or a new one.
  private func base(_ handle: Handle, _ kind: ElementKind) throws -> Base {
    let entries = try change.contents.entries(named: handle.name)
    guard !entries.isEmpty else {
      let element = try change.newIdentity()
      let revision = ElementRevision(
        element: element, at: Instant(milliseconds: 0), kind: kind, handle: handle,
        name: Self.name(of: handle))
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

  /// A first name to show: `@mira_coat` gives "Mira coat".
  static func name(of handle: Handle) -> String {
    let words = handle.name.replacing("_", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
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
          "\(revision.handle) has looks of its own, such as \(other.key)",
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

extension Contents {
  /// Fails when another element has a name.
  func claim(_ name: String, for element: ULID) throws {
    guard let other = try entries(named: name).first(where: { $0.element != element }) else {
      return
    }
    throw ElementLibraryError.nameTaken(name, by: other.handle, isRetired: other.isRetired)
  }

  /// The element that another is to be a look of.
  func base(_ reference: HandleReference, ofLook revision: ElementRevision) throws -> ULID {
    let base = try find(reference)
    let found = base.revision.revision
    guard base.element != revision.element else {
      throw ElementLibraryError.wrong(
        "\(revision.handle) can't be a look of itself", fix: "name the element it is a look of")
    }
    guard found.kind == revision.kind else {
      throw ElementLibraryError.notOfKind(found.handle, is: found.kind, wanted: revision.kind)
    }
    guard found.lookOf == nil else {
      throw ElementLibraryError.wrong(
        "\(found.handle) is a look itself", fix: "name the element that it is a look of")
    }
    if let look = try looks(of: revision.element).first {
      throw ElementLibraryError.wrong(
        "\(revision.handle) has looks of its own, such as \(look.handle)",
        fix: "make those looks of \(found.handle) first")
    }
    return base.element
  }

  /// The voice of a name.
  func voice(_ reference: HandleReference) throws -> ULID {
    let found = try find(reference)
    guard found.revision.revision.kind == .voice else {
      throw ElementLibraryError.notOfKind(
        found.handle, is: found.revision.revision.kind, wanted: .voice)
    }
    return found.element
  }
}

extension Change {
  /// Adds a revision upon another, or as a first one: its number, its moment and its descent are filled
  /// in. Returns its name.
  func commit(
    _ revision: inout ElementRevision, upon parent: NamedRevision?, merging: [Digest] = []
  ) throws -> Digest {
    revision.parent = parent?.digest
    revision.merges = merging
    let last = try contents.lastSequence(of: revision.element)
    guard last < Record.greatestNumber else {
      throw ElementLibraryError.wrong(
        "\(revision.handle) has revision \(last), and no greater number can follow",
        fix: "make another element of it: castbook files \(revision.handle) -o DIR writes its files"
      )
    }
    revision.sequence = last + 1
    revision.at = try moment(after: parent?.revision.at)
    let record = Record.revision(revision)
    guard let line = record.line, let digest = SHA256.digest(of: line) else {
      throw ElementLibraryError.wrong(
        "\(revision.handle) has more files and texts than a record holds",
        fix: "part it into several elements")
    }
    add(record)
    return digest
  }
}
