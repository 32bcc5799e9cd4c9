internal import Library

extension ElementLibrary {
  /// Returns what a reference means: the latest revision of an element, or the one named after a
  /// colon.
  ///
  /// ```swift
  /// let mira = try library.find(HandleReference("@mira:3"))
  /// ```
  ///
  /// - Throws: `ElementLibraryError.unknownElement`, `.ambiguous`, `.unknownRevision` or
  ///   `.severalRevisions` if the reference doesn't name exactly one revision.
  public func find(_ reference: HandleReference) throws -> FoundElement {
    try contents { try $0.find(reference) }
  }

  /// Returns what a text such as `@mira` or `@mira:3` means.
  ///
  /// - Throws: `HandleReferenceError` if the text is not a reference.
  public func find(_ name: String) throws -> FoundElement { try find(HandleReference(name)) }

  /// Returns all revisions of an element, the first one first.
  public func history(of element: ULID) throws -> [NamedRevision] {
    try contents { contents in
      try contents.history(of: element).compactMap { try contents.revision($0) }
    }
  }

  /// Returns the kind of the element with a handle or alias, or `nil` if no element or several have
  /// it.
  public func kind(of handle: Handle) throws -> ElementKind? {
    try contents { contents in
      let kinds = Set(try contents.entries(named: handle.name).map(\.kind))
      return kinds.count == 1 ? kinds.first : nil
    }
  }
}

/// An element that a reference led to.
public struct FoundElement: Sendable {
  public let element: ULID
  /// The revision that was asked for.
  public let revision: NamedRevision
  /// The latest revisions, of which there are several if the element is forked.
  public let latest: [ElementSummary]

  /// The element's handle in the revision that was asked for.
  public var handle: Handle { revision.revision.handle }
  /// Whether the element has several latest revisions.
  public var isForked: Bool { latest.count > 1 }
  /// Whether the revision that was asked for is a latest one.
  public var isLatest: Bool { latest.contains { $0.revision == revision.digest } }

  /// The shortest reference to the revision.
  package var reference: HandleReference {
    let name = HandleReference(handle)
    if isForked { return HandleReference(handle, at: revision.digest) }
    return isLatest ? name : name.at(.sequence(revision.revision.sequence))
  }
}

extension Contents {
  /// Returns the current handle of an element, or `nil` if the library doesn't have the element.
  func handle(of element: ULID) -> Handle? { try? entries(of: element).first?.handle }

  /// Returns what a reference on a command line means.
  ///
  /// If several elements have the name because libraries were joined, the only one that isn't
  /// retired is meant. A digest after the colon chooses the element that has the revision, and the
  /// end of an identifier after a tilde, as in `@cup~k3`, the one that has it.
  ///
  /// - Throws: `ElementLibraryError.unknownElement`, `.ambiguous`, `.unknownRevision` or
  ///   `.severalRevisions`.
  package func find(_ reference: HandleReference) throws -> FoundElement {
    let entries = try entries(named: reference.name)
    guard let first = entries.first else {
      if let element = try namesake(reference.name) {
        return try selectRevision(element, reference)
      }
      throw ElementLibraryError.unknownElement(reference.name, near: try near(reference.name))
    }
    let elements = entries.map(\.element).reduce(into: [ULID]()) { seen, element in
      if !seen.contains(element) { seen.append(element) }
    }
    guard elements.count == 1 || reference.revision.isDigest else {
      // Elements in use take precedence over retired ones.
      let inUse = entries.filter { !$0.isRetired }
      guard Set(inUse.map(\.element)).count == 1, let entry = inUse.first else {
        throw ElementLibraryError.ambiguous(try Namesakes(reference.name, entries, self))
      }
      return try selectRevision(entry.element, reference)
    }
    if elements.count == 1 { return try selectRevision(first.element, reference) }
    for element in elements {
      if let found = try? selectRevision(element, reference) { return found }
    }
    throw ElementLibraryError.ambiguous(try Namesakes(reference.name, entries, self))
  }

  /// Returns the element that a name with the end of its identifier means, such as `cup~k3`; `nil`
  /// if none or several match.
  private func namesake(_ name: String) throws -> ULID? {
    guard let tilde = name.lastIndex(of: "~") else { return nil }
    let suffix = name[tilde...].dropFirst().uppercased()
    guard suffix.utf8.count >= 2 else { return nil }
    let found = Set(
      try entries(named: String(name[..<tilde])).map(\.element).filter {
        $0.text.hasSuffix(suffix)
      })
    return found.count == 1 ? found.first : nil
  }

  /// Returns the revision of an element that a reference names by its number or its digest, or the
  /// latest.
  package func selectRevision(_ element: ULID, _ reference: HandleReference) throws -> FoundElement
  {
    let latest = try entries(of: element)
    guard let newest = latest.first else {
      throw ElementLibraryError.unknownElement(reference.name, near: [])
    }
    let found =
      switch reference.revision {
      case .latest: [newest.revision]
      case .sequence(let number): try revisions(of: element, sequence: number)
      case .digest(let prefix): try history(of: element).filter { $0.hex.hasPrefix(prefix) }
      }
    guard let digest = found.first else {
      throw ElementLibraryError.unknownRevision("\(reference)", last: try lastSequence(of: element))
    }
    guard found.count == 1 else {
      throw reference.revision.isDigest
        ? ElementLibraryError.invalidRequest(
          "\(reference) matches \(found.count) revisions", fix: "use more digits")
        : .severalRevisions("\(reference)", newest.handle, found)
    }
    return FoundElement(element: element, revision: try recorded(digest), latest: latest)
  }

  /// Returns the revision with a digest.
  ///
  /// - Parameter subject: What is missing if the log lacks the record, for the message.
  /// - Throws: `ElementLibraryError.damaged` if the log lacks the record.
  func recorded(_ digest: Digest, subject: String? = nil) throws -> NamedRevision {
    guard let revision = try revision(digest) else {
      throw ElementLibraryError.damaged(
        "\(subject ?? "the record \(digest.short)") is missing from the log")
    }
    return revision
  }

  /// Returns the latest revision of an element, in order to change it.
  ///
  /// - Throws: `ElementLibraryError.forked` if the element is forked. `edit` chooses a side or
  ///   merges them.
  func latest(_ reference: HandleReference) throws -> FoundElement {
    let found = try find(reference)
    guard !found.isForked else {
      throw ElementLibraryError.forked(found.handle, found.latest.map(\.revision))
    }
    return found
  }

  /// Returns the handle that is most similar to an unknown one, or no handle if none is similar.
  private func near(_ name: String) throws -> [String] {
    let names = try names(near: name)
    return [nearestName(to: name, among: names)].compactMap(\.self).map { "@\($0)" }
  }
}

extension HandleReference.Revision {
  /// Whether the revision is named by its digest.
  fileprivate var isDigest: Bool { if case .digest = self { true } else { false } }
}
