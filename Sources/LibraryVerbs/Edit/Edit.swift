internal import Library
internal import Media

/// The verb `edit`: changes the latest revision of an element.
///
/// ```swift
/// var changes = ElementEdit()
/// changes.rename = try Handle("@mira_okafor")
/// let outcome = try await Edit(HandleReference("@mira"), changes).run(in: library)
/// ```
///
/// If another process changed the element meanwhile, the edit is applied to its new latest
/// revision.
public struct Edit: Sendable {
  /// The element.
  public var element: HandleReference
  /// What is changed.
  public var changes: ElementEdit
  /// The revision that the edit was made for, or `nil` for any. If it isn't the latest one, the
  /// edit is refused.
  public var parent: Digest?
  /// Whether changes since `parent` are kept instead of refusing the edit, unless they changed the
  /// same values.
  public var mergesLaterChanges = false

  /// Creates the verb for an element.
  public init(_ element: HandleReference, _ changes: ElementEdit, ifParent parent: Digest? = nil) {
    (self.element, self.changes, self.parent) = (element, changes, parent)
  }

  /// Changes the element.
  ///
  /// - Throws: `ElementLibraryError.conflict` if `parent` isn't the latest revision and the edit
  ///   can't be merged, and `.forked` if the element is forked and the edit doesn't end the fork.
  @discardableResult
  public func run(in library: ElementLibrary) async throws -> EditOutcome {
    let replaced = try await replacements(in: library)
    let document = try await library.document(changes.rights.document)
    let staged = replaced.values.map(\.staged) + [document?.staged].compactMap(\.self)
    let facts = replaced.values.map(\.facts) + [document?.facts].compactMap(\.self)
    return try library.change(with: staged, facts: facts) { change in
      let contents = change.contents
      let found = try changes.forkEnd == nil ? contents.latest(element) : contents.find(element)
      let late =
        mergesLaterChanges && changes.forkEnd == nil
        ? try LateChange(to: found, madeFor: parent, contents) : nil
      if late == nil { try found.refuse(unlessLatestIs: parent) }
      var before = found.revision
      var revision = late?.seen ?? before.revision
      let ending = try changes.forkEnd.map {
        try ForkResolutionPlan($0, of: found, element, changes, contents)
      }
      if let ending {
        before = ending.parent
        revision = ending.revision
      } else {
        // `@mira:3` in an edit would silently mean the latest.
        guard found.isLatest else {
          throw ElementLibraryError.invalidRequest(
            "\(element) is an earlier revision; only the latest can be changed",
            fix:
              "change the latest: castbook edit \(found.latest.first?.handle ?? found.handle) …; "
              + "or first make this one the latest: castbook restore \(element)")
        }
      }
      try EditApplication(edit: changes, contents: contents).apply(
        to: &revision, replaced: replaced, document: document?.staged.digest)
      if let late { revision = try late.merging(revision) }
      if ending == nil, revision.hasSameContent(as: before.revision) {
        return EditOutcome(before, before, contents)
      }
      // Names that the element already has may be shared if libraries were joined.
      let sides = ending?.sides.map(\.revision) ?? [before.revision]
      let existingNames = Set(sides.flatMap { [$0.handle.name] + $0.aliases })
      for name in [revision.handle.name] + revision.aliases where !existingNames.contains(name) {
        try contents.claim(name, for: revision.element)
      }
      let digest = try change.commit(&revision, after: before, merging: ending?.otherDigests ?? [])
      var outcome = EditOutcome(
        before, NamedRevision(digest: digest, revision: revision), contents)
      if let voice = revision.voice, changes.voice != nil {
        outcome.notices = try VoiceNotices(library: library, contents: change.contents).notices(
          of: revision, speakingWith: voice, before: before.revision.voice)
      }
      if let ending { ending.complete(&outcome, revision) }
      return outcome
    }
  }

  /// Stages files that replace others. If one of them can't be kept, the staged ones are discarded.
  private func replacements(
    in library: ElementLibrary
  ) async throws -> [Int: ElementLibrary.Document] {
    var documents: [Int: ElementLibrary.Document] = [:]
    for (number, path) in changes.replacements {
      let document = try await library.document(path)
      guard let document, IntakeFile.isKeepable(document.facts) else {
        let facts = document?.facts ?? FileFacts(path: path, problems: [.notFound])
        let finding = FileRules.findings(for: facts, isNamed: true).first
        library.store.discard(
          (documents.values.map(\.staged)) + [document?.staged].compactMap(\.self))
        throw ElementLibraryError.invalidRequest(
          "\(path): \(finding?.message ?? "can't be stored")",
          fix: finding?.fix ?? "name another file")
      }
      documents[number] = document
    }
    return documents
  }
}

extension FoundElement {
  /// Throws `ElementLibraryError.conflict` if `parent` is not one of the latest revisions.
  func refuse(unlessLatestIs parent: Digest?) throws {
    guard let parent, !latest.contains(where: { $0.revision == parent }) else { return }
    throw ElementLibraryError.conflict(
      latest.first?.handle ?? handle, latest: latest.first?.revision ?? revision.digest)
  }
}

/// Applies an edit to a revision.
private struct EditApplication {
  let edit: ElementEdit
  let contents: Contents

  /// Makes all changes of the edit: first the removals, then texts, names, rights, references and
  /// files.
  ///
  /// - Parameters:
  ///   - replaced: The staged files of the edit's replacements, by file number.
  ///   - document: The digest of the new rights document, or `nil`.
  func apply(
    to revision: inout ElementRevision, replaced: [Int: ElementLibrary.Document],
    document: Digest?
  ) throws {
    try unset(&revision)
    try revision.apply(edit.texts)
    try removeNames(&revision)
    revision.rights = try edit.rights.applied(to: revision.rights, document: document)
    if let lookOf = edit.lookOf {
      revision.lookOf = try contents.base(lookOf, ofLook: revision)
    }
    if let voice = edit.voice {
      guard revision.kind != .voice else {
        throw ElementLibraryError.invalidRequest(
          "\(revision.handle) is a voice itself", fix: "bind it to a character")
      }
      revision.voice = try contents.voice(voice)
    }
    try changeFiles(&revision, replaced)
    if let handle = edit.rename, handle != revision.handle {
      revision.aliases.removeAll { RecordText.folded($0) == handle.name }
      // Texts with the old handle continue to work, unless another element has that name, too.
      let entries = try contents.entries(named: revision.handle.name)
      if entries.allSatisfy({ $0.element == revision.element }) {
        revision.aliases.append(revision.handle.name)
      }
      revision.handle = handle
    }
    if edit.repair { revision = try contents.repaired(revision) }
  }

  /// Removes the properties that the edit unsets.
  private func unset(_ revision: inout ElementRevision) throws {
    for key in edit.unset {
      switch key {
      case .description: revision.description = ""
      case .notes: revision.notes = ""
      case .person: revision.person = nil
      case .tags: revision.tags = []
      case .aliases: revision.aliases = []
      case .voice: revision.voice = nil
      case .lookOf: revision.lookOf = nil
      case .rights: revision.rights = nil
      case .holder: revision.rights?.holder = ""
      case .expires: revision.rights?.expires = nil
      case .document: revision.rights?.document = nil
      case .allowed: revision.rights?.allowed = []
      }
    }
  }

  /// Removes tags and aliases.
  private func removeNames(_ revision: inout ElementRevision) throws {
    for tag in edit.untag {
      guard revision.tags.contains(where: { RecordText.areEquivalent($0, tag) }) else {
        throw missing(tag, "tag", revision.tags, revision.handle)
      }
      revision.tags.removeAll { RecordText.areEquivalent($0, tag) }
    }
    for alias in edit.unalias {
      let alias = try RecordText.alias(alias)
      guard revision.aliases.contains(where: { RecordText.areEquivalent($0, alias) }) else {
        throw missing(alias, "alias", revision.aliases, revision.handle)
      }
      revision.aliases.removeAll { RecordText.areEquivalent($0, alias) }
    }
  }

  /// Returns the error for a tag or alias that the element doesn't have.
  private func missing(
    _ name: String, _ what: String, _ names: [String], _ handle: Handle
  ) -> ElementLibraryError {
    let article = what == "alias" ? "an" : "a"
    let fix =
      nearestName(to: name, among: names).map { "did you mean \"\($0)\"?" }
      ?? (names.isEmpty ? "it has none" : "it has \(names.joined(separator: ", "))")
    return .invalidRequest("\"\(name)\" is not \(article) \(what) of \(handle)", fix: fix)
  }

  // MARK: Files

  /// Sets roles and notes, replaces files and reorders them.
  private func changeFiles(
    _ revision: inout ElementRevision, _ replaced: [Int: ElementLibrary.Document]
  ) throws {
    let count = revision.references.count
    let numbers =
      Array(edit.roles.keys) + Array(edit.notes.keys) + Array(replaced.keys) + edit.drop
      + edit.order
    if let wrong = numbers.sorted().first(where: { !(1...max(1, count)).contains($0) || count == 0 }
    ) {
      throw ElementLibraryError.noReference(wrong, of: revision.handle, count: count)
    }
    for (number, role) in edit.roles {
      let reference = revision.references[number - 1]
      let name = FilePath(reference.file) ?? .unnamed
      let medium = try contents.blobs.facts(of: reference.blob, as: name)?.format?.medium
      revision.references[number - 1].role = try ElementWriter.role(
        role, for: medium ?? .picture, of: name, in: revision)
      revision.references[number - 1].assumedRole = nil
    }
    if edit.confirmsRoles {
      for index in revision.references.indices { revision.references[index].assumedRole = nil }
    }
    for (number, note) in edit.notes {
      revision.references[number - 1].note = try RecordText.checked(
        note, "a note", RevisionRules.note)
    }
    for (number, document) in replaced {
      guard let digest = document.facts.digest else { continue }
      if let other = revision.references.firstIndex(where: { $0.blob == digest }),
        other != number - 1
      {
        throw ElementLibraryError.invalidRequest(
          "\(document.facts.path) is already file \(other + 1)",
          fix: "drop that one, or choose another file")
      }
      let role = revision.references[number - 1].role
      revision.references[number - 1].role = try ElementWriter.role(
        role, for: document.facts.format?.medium ?? .picture, of: document.facts.path, in: revision)
      revision.references[number - 1].blob = digest
      revision.references[number - 1].file = RecordText.recordedName(
        document.facts.path, digest)
    }
    try reorder(&revision)
  }

  /// Moves the ordered files to the front and removes the dropped ones.
  private func reorder(_ revision: inout ElementRevision) throws {
    guard Set(edit.order).count == edit.order.count else {
      throw ElementLibraryError.invalidRequest(
        "--order names a file twice", fix: "name each file once; the others follow")
    }
    let dropped = Set(edit.drop)
    if let conflicting = edit.order.first(where: dropped.contains) {
      throw ElementLibraryError.invalidRequest(
        "file \(conflicting) is both dropped and ordered", fix: "leave it out of one of them")
    }
    let orderedIndices = edit.order.map { $0 - 1 }
    let remainingIndices = revision.references.indices.filter { !orderedIndices.contains($0) }
    revision.references = (orderedIndices + remainingIndices).filter { !dropped.contains($0 + 1) }
      .map { revision.references[$0] }
  }
}
