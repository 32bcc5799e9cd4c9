internal import Library

extension ElementLibrary {
  /// Names a revision of an element so that nobody else can be meant: the latest one, or that of a number.
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
      return try HandleReference("@\(handle.name):sha256-\(digest.hex)")
    }
  }

  /// Names a revision of an element by its digest.
  public func reference(to element: ULID, digest: Digest) throws -> HandleReference {
    try contents { contents in
      guard let found = try contents.revision(digest)?.revision, found.element == element else {
        throw ElementLibraryError.unknownRevision(
          digest.short, last: try contents.lastSequence(of: element))
      }
      return try HandleReference("@\(found.handle.name):sha256-\(digest.hex)")
    }
  }

  /// Elements by their identities, as lists have them; those that are gone are left out.
  public func summaries(of elements: [ULID]) throws -> [ElementSummary] {
    try contents { contents in try elements.compactMap { try contents.entries(of: $0).first } }
  }

  /// Elements of a kind, or of any, whose handles or aliases begin so, in the order of those; where nothing is to
  /// begin, those that changed last.
  public func elements(
    of kind: ElementKind? = nil, beginning text: String, limit: Int
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

  /// Where an element is used: any of its revisions, or that of a number.
  public func whereUsed(_ element: ULID, revision number: Int? = nil) throws -> Usage {
    try usage(of: reference(to: element, revision: number), isAny: number == nil)
  }

  /// The files of an element held against targets, by what is known of them; nothing where that is nothing.
  public func checked(
    _ reference: HandleReference, for targets: [CheckTarget]
  ) throws -> [CheckedFile?] {
    try contents { contents in
      let revision = try contents.find(reference).revision.revision
      return try revision.references.map { reference in
        try contents.facts(of: reference.blob, as: FilePath(reference.file) ?? .nameless).map {
          try judged($0, of: revision.kind, targets, contents)
        }
      }
    }
  }

  /// What kind of file the library has under a name; nothing where nobody looked at it, or nothing is there.
  public func format(of blob: Digest) throws -> MediaFormat? {
    try contents { try $0.facts(of: blob, as: .nameless)?.format }
  }

  /// Where the bytes of a file of the library lie; nothing where they don't.
  public func place(of blob: Digest) -> FilePath? {
    store.blobs.has(blob) ? store.blobs.path(of: blob) : nil
  }

  /// Why nothing in it can be changed; nothing when it can.
  public var obstacle: ElementLibraryError? { store.obstacle.map { ElementLibraryError($0) } }
}
