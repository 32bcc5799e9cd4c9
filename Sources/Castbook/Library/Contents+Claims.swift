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
    revision.by = author
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
