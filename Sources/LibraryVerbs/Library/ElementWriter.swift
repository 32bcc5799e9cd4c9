internal import Library
internal import Media

/// Writes the elements of drafts within one change of the library.
struct ElementWriter {
  /// The change that the revisions are added to.
  let change: Change
  /// The names that this change has assigned, folded, with the elements that got them.
  private var assignedNames: [String: Handle] = [:]
  /// The elements that this change creates or adds to.
  private var pending: [Handle: Base] = [:]
  /// The elements whose new revision has been added to the change.
  private var written: Set<ULID> = []
  /// Files that were left out because they can't be kept.
  private let leftOut: [IntakeFile]

  init(change: Change, leftOut: [IntakeFile] = []) {
    self.change = change
    self.leftOut = leftOut
  }

  /// The revision that a change starts from.
  private struct Base {
    var revision: ElementRevision
    /// The element's latest revision, or `nil` if the element is new and `revision` is an empty
    /// first one.
    let parent: NamedRevision?
    /// The element that it becomes a look of, or `nil`.
    var lookOf: Handle?
  }

  /// Adds the revisions of all drafts to the change.
  ///
  /// - Parameters:
  ///   - files: The files that can be kept, of all drafts.
  ///   - documents: The digests of the rights documents, by the index of the draft.
  /// - Returns: The elements with their files, which are not checked for any target yet.
  mutating func write(
    _ drafts: [ElementDraft], files: [IntakeFile], documents: [Digest?]
  ) throws -> [AddOutcome.Element] {
    // All handles are read first: an element of a batch may be a look of a later one.
    var bases: [Base] = []
    for draft in drafts {
      var base: Base = try Self.namingFolder(draft) { try self.base(draft.handle, draft.kind) }
      if draft.hasProposedHandle, base.parent != nil, let folder = draft.folder {
        throw ElementLibraryError.invalidRequest(
          "\(folder) still has the name that sort gave it, and \(draft.handle) already exists",
          fix: "rename the folder; or write {\"handle\": \"\(draft.handle.name)\"} into its "
            + "element.json to add to that one")
      }
      let duplicate = bases.firstIndex { other in
        other.revision.element == base.revision.element
          || other.revision.handle == base.revision.handle
      }
      if let index = duplicate { throw twice(draft, drafts[index]) }
      base.lookOf = draft.lookOf?.handle
      bases.append(base)
      pending[draft.handle] = base
    }
    let filesByDraft = Dictionary(grouping: files, by: \.draft)
    try refuseEmpty(drafts, bases) { filesByDraft[$0]?.isEmpty ?? true }
    var elements: [AddOutcome.Element] = []
    for (index, draft) in drafts.enumerated() {
      elements += try Self.namingFolder(draft) {
        try write(draft, bases[index], filesByDraft[index] ?? [], document: documents[index])
      }
    }
    return elements
  }

  /// Runs `body`, and makes its errors name the draft's folder if they don't do so.
  private static func namingFolder<Value>(
    _ draft: ElementDraft, _ body: () throws -> Value
  ) throws -> Value {
    do {
      return try body()
    } catch let error as ElementLibraryError {
      guard let folder = draft.folder, !"\(error)".hasPrefix(folder.text) else { throw error }
      throw ElementLibraryError.inFolder(folder, error)
    }
  }

  /// Returns the error for two drafts that mean one element.
  private func twice(_ draft: ElementDraft, _ other: ElementDraft) -> ElementLibraryError {
    guard let folder = draft.folder, let first = other.folder else {
      return .invalidRequest("\(draft.handle) is given twice", fix: "put its files in one place")
    }
    let noteFile = folder.appending("element.json".utf8)
    return .invalidRequest(
      "\(first) and \(folder) both mean \(draft.handle)",
      fix: "put their files in one place, or write {\"handle\": \"NAME\"} into \(noteFile.quoted)")
  }

  /// Checks that each draft has something to keep. An element without files is created only if the
  /// user asked for it, and a user whose named files or folders are all unusable must be warned.
  ///
  /// - Parameter isWithoutFiles: Returns whether the draft with an index has no file that can be
  ///   kept.
  private func refuseEmpty(
    _ drafts: [ElementDraft], _ bases: [Base], isWithoutFiles: (Int) -> Bool
  ) throws {
    let empty = drafts.indices.filter { index in
      let draft = drafts[index]
      guard !draft.mayBeEmpty, isWithoutFiles(index) else { return false }
      if bases[index].parent == nil { return true }
      return draft.folder == nil
        ? !draft.files.isEmpty || draft.hasOnlyFiles : draft.hasOnlyFiles
    }
    guard let first = empty.first else { return }
    let draft = drafts[first]
    let bad = leftOut.filter { empty.contains($0.draft) }.compactMap(\.badFile)
    let folders = empty.compactMap { drafts[$0].folder }
    throw ElementLibraryError.noUsableFiles(
      NoUsableFiles(
        handle: draft.handle, kind: draft.kind, isNew: bases[first].parent == nil,
        paths: folders.isEmpty ? draft.files.map(\.path) : folders,
        areElementFolders: !folders.isEmpty, leftOut: bad))
  }

  /// Writes the element of one draft, and the voice that its sounds make.
  private mutating func write(
    _ draft: ElementDraft, _ base: Base, _ files: [IntakeFile], document: Digest?
  ) throws -> [AddOutcome.Element] {
    var revision = base.revision
    if base.parent == nil, let name = draft.defaultName {
      try revision.apply(ElementTexts(name: name))
    }
    try revision.apply(draft.texts)
    revision.rights = try draft.rights.applied(to: revision.rights, document: document)
    if let lookOf = draft.lookOf { revision.lookOf = try element(lookOf, for: revision) }
    if let voice = draft.voice { revision.voice = try self.voice(voice) }
    let sounds = draft.kind == .voice ? [] : files.filter { $0.facts.format?.medium == .sound }
    if draft.kind == .place, let sound = sounds.first {
      throw ElementLibraryError.invalidRequest(
        "\(sound.path) is a sound, but \(draft.handle) is a place and has no voice",
        fix: "add it as a voice: castbook add voice @NAME \(sound.path.quoted)")
    }
    let soundBlobs = Set(sounds.compactMap(\.facts.digest))
    let others = files.filter { file in file.facts.digest.map { !soundBlobs.contains($0) } ?? false
    }
    var voices: [AddOutcome.Element] = []
    if !sounds.isEmpty {
      var voice = try self.base(forVoiceOf: revision)
      revision.voice = voice.revision.element
      pending[voice.revision.handle] = voice
      let named = RecordText.folded(voice.revision.name)
      if voice.parent == nil, named == RecordText.folded(voice.revision.handle.displayName) {
        voice.revision.name = RecordText.elementName("\(revision.name), voice")
      }
      // The rights stated for the pictures also apply to a voice that is added with them.
      if voice.parent == nil {
        voice.revision.rights = try draft.rights.applied(to: nil, document: document)
      }
      var element = try write(voice.revision, voice.parent, sounds, ignoring: [])
      element.voiceOf = revision.handle
      voices.append(element)
    }
    let names = [revision.handle.name, revision.name] + revision.aliases
    return [
      try write(revision, base.parent, others, ignoring: names, ifParent: draft.parent)
    ] + voices
  }

  /// Adds files to a revision, and adds the revision to the change if it differs from its parent.
  ///
  /// - Parameters:
  ///   - names: The element's names, which say nothing about a role if a file name contains them.
  ///   - seen: The revision that a change must start from; `nil` for any.
  private mutating func write(
    _ base: ElementRevision, _ parent: NamedRevision?, _ files: [IntakeFile],
    ignoring names: [String], ifParent seen: Digest? = nil
  ) throws -> AddOutcome.Element {
    var revision = base
    var added: [AddOutcome.File] = []
    var existing: [(path: FilePath, number: Int)] = []
    for file in files {
      guard let digest = file.facts.digest else { continue }
      if let index = revision.references.firstIndex(where: { $0.blob == digest }) {
        existing.append((file.path, index + 1))
        // A requested role also applies to a file that the element already has. An assumed one
        // doesn't replace what is known.
        if file.named.role != nil,
          !file.named.isRoleAssumed || revision.references[index].role == .unsorted
        {
          let role = try role(of: file, in: revision, ignoring: names)
          revision.references[index].role = role
          revision.references[index].assumedRole = file.named.isRoleAssumed ? role : nil
        }
        continue
      }
      var reference = Reference(
        blob: digest, role: try role(of: file, in: revision, ignoring: names),
        file: RecordText.recordedName(file.path, digest),
        note: try RecordText.checked(file.named.note, "a note", RevisionRules.note))
      if file.named.isRoleAssumed { reference.assumedRole = reference.role }
      revision.references.append(reference)
      added.append(
        AddOutcome.File(
          number: revision.references.count, reference: reference, facts: file.facts))
    }
    if let parent, revision.hasSameContent(as: parent.revision) {
      return AddOutcome.Element(
        revision: parent, isNew: false, isChanged: false, existingFiles: existing)
    }
    try refuse(revision.handle, parent, unlessItIs: seen)
    guard written.insert(revision.element).inserted else {
      throw ElementLibraryError.invalidRequest(
        "\(revision.handle) gets files in two places", fix: "put them in one place")
    }
    try claimNames(of: revision)
    let digest = try change.commit(&revision, after: parent)
    var element = AddOutcome.Element(
      revision: NamedRevision(digest: digest, revision: revision), isNew: parent == nil,
      files: added, existingFiles: existing)
    if let parent {
      // Added files are reported one by one, so they are not changes.
      let addedBlobs = Set(added.map(\.reference.blob))
      var remainder = revision
      remainder.references.removeAll { addedBlobs.contains($0.blob) }
      element.changes = RevisionWords.changes(
        from: parent.revision, to: remainder, naming: handle(of:))
    }
    return element
  }

  /// Throws an error if a change was made for another revision than the latest.
  private func refuse(
    _ handle: Handle, _ latest: NamedRevision?, unlessItIs seen: Digest?
  ) throws {
    guard let seen, latest?.digest != seen else { return }
    guard let latest else { throw ElementLibraryError.unknownElement(handle.name, near: []) }
    throw ElementLibraryError.conflict(handle, latest: latest.digest)
  }

  /// Returns the role of a new file: the one asked for, else one guessed from its name.
  private func role(
    of file: IntakeFile, in revision: ElementRevision, ignoring names: [String]
  ) throws -> Role {
    let medium = file.facts.format?.medium ?? .other
    let guess =
      medium == .clip
      ? Role.clip : Role(inFileName: file.path, ignoring: names) ?? .unsorted
    let requested = file.named.role ?? (revision.kind == .voice ? nil : guess)
    return try Self.role(requested, for: medium, of: file.path, in: revision)
  }

  /// Returns the role that a file gets: pictures show something, clips are clips and sounds are
  /// voices.
  ///
  /// - Parameter requested: The role asked for, or `nil` to choose it by the medium.
  /// - Throws: `ElementLibraryError.invalidRequest` if the file can't have the role.
  static func role(
    _ requested: Role?, for medium: MediaFormat.Medium, of file: FilePath,
    in revision: ElementRevision
  ) throws -> Role {
    let handle = revision.handle
    func wrong(_ message: String, _ fix: String) -> ElementLibraryError {
      .invalidRequest("\(file) \(message)", fix: fix)
    }
    switch medium {
    case .sound:
      guard revision.kind == .voice else {
        throw wrong(
          "is a sound, but \(handle) is a \(revision.kind.rawValue)",
          "add it as a voice: castbook add voice @NAME FILE")
      }
      guard requested == nil || requested == .voice else {
        throw wrong("is a sound; its role is always voice", "leave its role unchanged")
      }
      return .voice
    case .clip:
      guard requested == nil || requested == .clip else {
        throw wrong("is a clip; its role is always clip", "leave its role unchanged")
      }
      return .clip
    case .picture, .other:
      guard revision.kind != .voice else {
        throw wrong(
          "is a picture, but \(handle) is a voice",
          "add it to the character who speaks with that voice")
      }
      guard requested != .voice, requested != .clip else {
        throw wrong(
          "is a picture, not a \(requested?.rawValue ?? "clip")",
          "choose what it shows: "
            + Role.allCases.filter { $0 != .clip && $0 != .voice }.map(\.rawValue)
            .joined(separator: ", "))
      }
      return requested ?? .unsorted
    }
  }

  // MARK: Elements by name

  /// Returns the handle of an element, including those that this change creates.
  private func handle(of element: ULID) -> Handle? {
    pending.first { $0.value.revision.element == element }?.key
      ?? change.contents.handle(of: element)
  }

  /// Returns the latest revision of the element with a handle, or an empty one of a new element.
  ///
  /// - Throws: An error if the element is forked, retired or of another kind.
  private func base(_ handle: Handle, _ kind: ElementKind) throws -> Base {
    let entries = try change.contents.entries(named: handle.name)
    guard !entries.isEmpty else {
      let element = try change.newIdentity()
      let revision = ElementRevision(
        element: element, at: Instant(milliseconds: 0), kind: kind, handle: handle,
        name: handle.displayName)
      return Base(revision: revision, parent: nil)
    }
    let found = try change.contents.latest(HandleReference(handle))
    let revision = found.revision.revision
    if revision.retired { throw ElementLibraryError.retired(revision.handle) }
    guard revision.kind == kind else {
      throw ElementLibraryError.wrongKind(revision.handle, is: revision.kind, wanted: kind)
    }
    return Base(revision: revision, parent: found.revision)
  }

  /// Returns the voice of an element, or a new one whose handle is the element's with `_voice`
  /// appended.
  private mutating func base(forVoiceOf revision: ElementRevision) throws -> Base {
    if let voice = revision.voice, let entry = try change.contents.entries(of: voice).first {
      return try base(entry.handle, .voice)
    }
    let start = revision.handle.name.prefix(Handle.maximumLength - 6)
    let handle = try Handle("\(start)_voice")
    return try base(handle, .voice)
  }

  /// Returns the element that another one becomes a look of: of its own kind, and not a look
  /// itself. It may be one that this change creates.
  private func element(_ reference: HandleReference, for revision: ElementRevision) throws -> ULID {
    if let handle = reference.handle, let made = pending[handle],
      made.revision.element != revision.element,
      try change.contents.entries(of: made.revision.element).isEmpty
    {
      guard made.revision.kind == revision.kind else {
        throw ElementLibraryError.wrongReferencedKind(
          handle, is: made.revision.kind, wanted: revision.kind)
      }
      guard made.lookOf == nil else {
        throw ElementLibraryError.invalidRequest(
          "\(handle) is a look itself", fix: "name the element that it is a look of")
      }
      if let other = pending.first(where: { $0.value.lookOf == revision.handle }) {
        throw ElementLibraryError.invalidRequest(
          "\(revision.handle) has looks itself, such as \(other.key)",
          fix: "make those looks of \(handle) first")
      }
      return made.revision.element
    }
    return try change.contents.base(reference, ofLook: revision)
  }

  /// Returns the voice that a reference names, which may be one that this change creates.
  private func voice(_ reference: HandleReference) throws -> ULID {
    if let handle = reference.handle, let made = pending[handle] {
      guard made.revision.kind == .voice else {
        throw ElementLibraryError.wrongReferencedKind(
          handle, is: made.revision.kind, wanted: .voice)
      }
      return made.revision.element
    }
    return try change.contents.voice(reference)
  }

  /// Checks that no other element has the handle or an alias of this one, in the library or in this
  /// change, and reserves them.
  private mutating func claimNames(of revision: ElementRevision) throws {
    for name in [revision.handle.name] + revision.aliases {
      let folded = RecordText.folded(name)
      if let other = assignedNames[folded], other != revision.handle {
        throw ElementLibraryError.nameTaken(name, by: other, isRetired: false)
      }
      try change.contents.claim(name, for: revision.element)
      assignedNames[folded] = revision.handle
    }
  }
}
