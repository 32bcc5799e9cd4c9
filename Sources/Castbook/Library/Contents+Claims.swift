internal import Files
internal import Library
internal import Media

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
        "\(revision.handle) can't be a look of itself", fix: "name another element")
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
        "\(revision.handle) has looks itself, such as \(look.handle)",
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
        "\(revision.handle) is at revision \(last), the highest number possible",
        fix: "create a new element: castbook files \(revision.handle) -o DIR writes its files"
      )
    }
    revision.sequence = last + 1
    revision.at = try moment(after: parent?.revision.at)
    revision.by = author
    try refuse(revision, upon: parent?.revision)
    let record = Record.revision(revision)
    guard let line = record.line, let digest = SHA256.digest(of: line) else {
      throw ElementLibraryError.wrong(
        "\(revision.handle) has more files and text than one record can hold",
        fix: "split it into several elements")
    }
    add(record)
    return digest
  }

  /// Fails when a revision says what none may, unless its parent said it already: who mends one thing need not
  /// mend everything.
  private func refuse(_ revision: ElementRevision, upon parent: ElementRevision?) throws {
    let old = try parent.map { try contents.problems(in: $0) } ?? []
    let found = try contents.problems(in: revision).first { problem in
      let isGrown =
        problem.field == .references && problem.index == nil
        && revision.references.count > parent?.references.count ?? 0
      return isGrown || !old.contains { $0.isSameKey(as: problem) }
    }
    if let found {
      throw ElementLibraryError.wrong(
        "\(revision.handle) can't be saved: \(found)", fix: found.remedy(revision.handle))
    }
  }
}

extension TextForms {
  /// Those by which libraries compare names.
  static let library = TextForms(normalized: NormalText.nfc, folded: FoldedText.folded)
}

extension RevisionRules {
  /// The rule with the letters of this library.
  static let library = RevisionRules(normalized: NormalText.nfc)
}

extension Contents {
  /// Everything in a revision that may not be in one, with what it says of other elements.
  func problems(in revision: ElementRevision) throws -> [RevisionProblem] {
    let look = revision.lookOf == nil ? nil : try looks(of: revision.element).first?.handle
    return try RevisionRules.library.problems(in: revision)
      + LinkRules.problems(in: revision, look: look) { element in
        try linked(element)
      }
  }
}

extension Contents {
  /// What a link to an element leads to; `nil` where it is not here.
  func linked(_ element: ULID) throws -> LinkRules.Linked? {
    try entries(of: element).first.map { entry in
      LinkRules.Linked(handle: entry.handle, kind: entry.kind, isLook: entry.lookOf != nil)
    }
  }
}

extension Contents {
  /// The revision without what no element may say, with what it says of other elements.
  func mended(_ revision: ElementRevision) throws -> ElementRevision {
    var mended = RevisionRules.library.mended(revision)
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
  /// What to do about it in an element of one's own.
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
