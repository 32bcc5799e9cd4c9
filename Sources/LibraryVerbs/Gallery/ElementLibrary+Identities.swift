internal import Library

extension ElementLibrary {
  /// Returns a reference to a revision of an element that can't mean any other, even after a
  /// rename.
  ///
  /// - Parameters:
  ///   - element: The identity of the element.
  ///   - number: The number of the revision; `nil` for the latest one.
  /// - Throws: `ElementLibraryError` if the element or the revision is unknown, or if two sides of
  ///   a fork have a revision with this number.
  public func reference(
    to element: ULID, revision number: Int? = nil
  ) throws -> HandleReference {
    try contents { contents in
      guard let latest = try contents.entries(of: element).first else {
        throw ElementLibraryError.unknownElement(element.text, near: [])
      }
      var digest = latest.revision
      if let number {
        let name = "\(latest.handle):\(number)"
        let found = try contents.revisions(of: element, sequence: number)
        guard let only = found.first else {
          throw ElementLibraryError.unknownRevision(
            name, last: try contents.lastSequence(of: element))
        }
        guard found.count == 1 else {
          throw ElementLibraryError.severalRevisions(name, latest.handle, found)
        }
        digest = only
      }
      let handle = try contents.revision(digest)?.revision.handle ?? latest.handle
      return HandleReference(handle, at: digest)
    }
  }

  /// Returns a reference to the revision of an element that has the given digest.
  ///
  /// - Throws: `ElementLibraryError.unknownRevision` if it is not a revision of this element.
  public func reference(to element: ULID, digest: Digest) throws -> HandleReference {
    try contents { contents in
      guard let found = try contents.revision(digest)?.revision, found.element == element else {
        throw ElementLibraryError.unknownRevision(
          digest.short, last: try contents.lastSequence(of: element))
      }
      return HandleReference(found.handle, at: digest)
    }
  }

  /// Returns elements by their identities, as lists show them. Elements that no longer exist are
  /// left out.
  public func summaries(of elements: [ULID]) throws -> [ElementSummary] {
    try contents { contents in try elements.compactMap { try contents.entries(of: $0).first } }
  }

  /// Returns elements whose handle or an alias begins with a text, sorted by that name.
  ///
  /// If the text is empty, the elements that changed last are returned. Retired elements are left
  /// out.
  ///
  /// - Parameters:
  ///   - kind: The kind of element; `nil` for every kind.
  ///   - text: The beginning of a handle or alias, without an at-sign.
  ///   - limit: The maximum number of elements.
  public func elements(
    of kind: ElementKind? = nil, startingWith text: String, limit: Int
  ) throws -> [ElementSummary] {
    try contents { contents in
      if text.isEmpty {
        var filter = Contents.Filter()
        filter.kind = kind
        return try contents.list(filter, after: nil, limit: limit)
      }
      var seen: Set<ULID> = []
      let names = try contents.names(of: kind, beginning: text, limit: 4 * limit)
      return Array(
        try names.flatMap { try contents.entries(named: $0) }
          .filter {
            !$0.isRetired && (kind == nil || $0.kind == kind)
              && seen.insert($0.element).inserted
          }.prefix(limit))
    }
  }

  /// Returns the elements before and after an element in the list of a filter; `nil` at its ends.
  ///
  /// - Throws: `ElementLibraryError.unknownElement` if there is no such element.
  public func neighbours(
    of element: ULID, in filter: ElementFilter
  ) throws -> (previous: ElementSummary?, next: ElementSummary?) {
    try contents { contents in
      guard let entry = try contents.entries(of: element).first else {
        throw ElementLibraryError.unknownElement(element.text, near: [])
      }
      return try contents.neighbours(of: entry.position, in: filter.criteria(on: today))
    }
  }

  /// Returns the format of a file in the library; `nil` if the file is unknown or was never
  /// inspected.
  public func format(of blob: Digest) throws -> MediaFormat? {
    try contents { try $0.blobs.facts(of: blob, as: .unnamed)?.format }
  }

  /// Returns the latest revision of an element; `nil` if the library doesn't have it. Of a fork it
  /// returns one side.
  public func summary(of element: ULID) throws -> ElementSummary? {
    try contents { try $0.entries(of: element).first }
  }

  /// Returns the number of projects that use the library.
  public func projectCount() throws -> Int { try contents { try $0.uses.projects().count } }

  /// Returns what is known of a file; `nil` if it was never inspected.
  package func facts(of blob: Digest) throws -> FileFacts? {
    try contents { try $0.blobs.facts(of: blob, as: .unnamed) }
  }

  /// Returns the path of a stored file; `nil` if the library doesn't have it.
  public func path(of blob: Digest) -> FilePath? {
    store.blobs.contains(blob) ? store.blobs.path(of: blob) : nil
  }

  /// The reason why the library can't be changed; `nil` if it can.
  public var obstacle: (any CastbookError)? { store.obstacle }
}
