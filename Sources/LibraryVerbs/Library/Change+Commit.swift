internal import Files
internal import Library
internal import Media
internal import UnicodeText

extension Contents {
  /// Checks that no other element has a name.
  ///
  /// - Throws: `ElementLibraryError.nameTaken` if one has it.
  func claim(_ name: String, for element: ULID) throws {
    guard let other = try entries(named: name).first(where: { $0.element != element }) else {
      return
    }
    throw ElementLibraryError.nameTaken(name, by: other.handle, isRetired: other.isRetired)
  }

  /// Returns the element that another one becomes a look of.
  ///
  /// - Throws: An error if either is a look of the other's, if the kinds differ, or if the
  ///   reference is not known. Looks of looks are not allowed.
  func base(_ reference: HandleReference, ofLook revision: ElementRevision) throws -> ULID {
    let base = try find(reference)
    let found = base.revision.revision
    guard base.element != revision.element else {
      throw ElementLibraryError.invalidRequest(
        "\(revision.handle) can't be a look of itself", fix: "name another element")
    }
    guard found.kind == revision.kind else {
      throw ElementLibraryError.wrongReferencedKind(
        found.handle, is: found.kind, wanted: revision.kind)
    }
    guard found.lookOf == nil else {
      throw ElementLibraryError.invalidRequest(
        "\(found.handle) is a look itself", fix: "name the element that it is a look of")
    }
    if let look = try looks(of: revision.element).first {
      throw ElementLibraryError.invalidRequest(
        "\(revision.handle) has looks itself, such as \(look.handle)",
        fix: "make those looks of \(found.handle) first")
    }
    return base.element
  }

  /// Returns the voice that a reference names.
  ///
  /// - Throws: `ElementLibraryError.wrongReferencedKind` if the element isn't a voice.
  func voice(_ reference: HandleReference) throws -> ULID {
    let found = try find(reference)
    guard found.revision.revision.kind == .voice else {
      throw ElementLibraryError.wrongReferencedKind(
        found.handle, is: found.revision.revision.kind, wanted: .voice)
    }
    return found.element
  }
}

extension Change {
  /// Adds a revision to the change, after a parent or as an element's first one. Sets its number,
  /// date, author, parent and merged revisions.
  ///
  /// If it merges more revisions than one record can name, others with the same contents come
  /// before it, each of which merges a part of them.
  ///
  /// - Parameters:
  ///   - merging: The digests of the other latest revisions if this one ends a fork.
  /// - Returns: The digest of the revision's record.
  /// - Throws: `ElementLibraryError.invalidRequest` if the revision breaks a rule or is too large.
  func commit(
    _ revision: inout ElementRevision, after parent: NamedRevision?, merging: [Digest] = []
  ) throws -> Digest {
    let limit = RevisionRules.mergeLimit
    let count = max(1, (merging.count + limit - 1) / limit)
    let last = try contents.lastSequence(of: revision.element)
    guard last <= Record.maximumInteger - count else {
      throw ElementLibraryError.invalidRequest(
        "\(revision.handle) is at revision \(last), the highest number possible",
        fix: "create a new element: castbook files \(revision.handle) -o DIR writes its files"
      )
    }
    var before = parent
    var step = 0
    while true {
      revision.parent = before?.digest
      revision.merges = Array(merging.dropFirst(step * limit).prefix(limit))
      revision.sequence = last + 1 + step
      revision.at = try moment(after: before?.revision.at)
      revision.by = author
      try refuse(revision, upon: parent?.revision)
      let record = Record.revision(revision)
      guard let line = record.line else {
        throw ElementLibraryError.invalidRequest(
          "\(revision.handle) has more files and text than one record can hold",
          fix: "split it into several elements")
      }
      add(record)
      let digest = SHA256.digest(of: line)
      step += 1
      if step == count { return digest }
      before = NamedRevision(digest: digest, revision: revision)
    }
  }

  /// Checks that a revision breaks no rule that its parent didn't break: a user who repairs one
  /// property need not repair all.
  private func refuse(_ revision: ElementRevision, upon parent: ElementRevision?) throws {
    let old = try parent.map { try contents.problems(in: $0) } ?? []
    let found = try contents.problems(in: revision).first { problem in
      let isGrown =
        problem.field == .references && problem.index == nil
        && revision.references.count > parent?.references.count ?? 0
      return isGrown || !old.contains { $0.isSameKey(as: problem) }
    }
    if let found {
      throw ElementLibraryError.invalidRequest(
        "\(revision.handle) can't be saved: \(found)", fix: found.remedy(revision.handle))
    }
  }
}

extension TextForms {
  /// The forms in which libraries compare names.
  static let library = TextForms(normalized: NormalText.nfc, folded: FoldedText.folded)
}

extension RevisionRules {
  /// The rules for revisions, with the Unicode normalization of libraries.
  static let library = RevisionRules(normalized: NormalText.nfc)
}

extension Contents {
  /// Returns everything in a revision that breaks a rule, including its references to other
  /// elements.
  func problems(in revision: ElementRevision) throws -> [RevisionProblem] {
    let look = revision.lookOf == nil ? nil : try looks(of: revision.element).first?.handle
    return try RevisionRules.library.problems(in: revision)
      + LinkRules.problems(in: revision, look: look) { try linked($0) }
  }

  /// Returns the revision without the data that breaks a rule, including references to other
  /// elements.
  func repaired(_ revision: ElementRevision) throws -> ElementRevision {
    var mended = RevisionRules.library.repaired(revision)
    for problem in try problems(in: mended) {
      switch problem.field {
      case .voice: mended.voice = nil
      case .lookOf: mended.lookOf = nil
      default: break
      }
    }
    return mended
  }
}

extension RevisionProblem {
  /// Returns what to do about the problem in an element of one's own library.
  func remedy(_ handle: Handle) -> String {
    switch field {
    case .references where index == nil: "split its files among several elements, such as looks"
    case .aliases, .tags: "remove some"
    case .voice: "name a voice"
    case .lookOf: "name an element that is not a look"
    default: "change it and try again"
    }
  }
}
