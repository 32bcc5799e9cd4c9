internal import Library

extension ElementLibrary {
  /// Returns the kind of the element with a handle or alias, or `nil` if no element or several have
  /// it.
  public func kind(of handle: Handle) throws -> ElementKind? {
    try contents { contents in
      let kinds = Set(try contents.entries(named: handle.name).map(\.kind))
      return kinds.count == 1 ? kinds.first : nil
    }
  }

  /// One page of a list or of search results.
  public struct Page: Sendable {
    /// The elements of this page, in the list's order.
    public let elements: [ElementSummary]
    /// The number of elements in the whole list, or `nil` if it isn't known without reading each of
    /// them.
    public let total: Int?
    /// The position to pass as `after` for the next page, or `nil` at the end.
    public let next: Int?
    /// The status of each element, in the order of `elements`.
    public let statuses: [ElementStatus]
  }

  /// The conditions that an element must meet to be listed. An element must meet all of them.
  ///
  /// ```swift
  /// var filter = ElementLibrary.ListFilter()
  /// filter.kind = .character
  /// filter.tags = ["courier"]
  /// let page = try library.list(filter)
  /// ```
  public struct ListFilter: Hashable, Sendable {
    /// The kind of the elements, or `nil` for all kinds.
    public var kind: ElementKind?
    /// The tags that an element must have, all of them.
    public var tags: [String] = []
    /// Whether to list only elements that were removed; otherwise, only those that are in use are
    /// listed.
    public var isRetired = false
    /// The number of days within which an element's rights end. Elements whose rights have ended
    /// match, too. `nil` doesn't filter by rights.
    public var expiringDays: Int?
    /// Whether an element must have a picture whose scores cause a warning or error that was not
    /// dismissed.
    public var hasWeakPictures = false

    public init() {}

    /// Whether the number of matching elements is known from the counts that the index keeps by
    /// kind.
    var hasOnlyKind: Bool { tags.isEmpty && expiringDays == nil && !hasWeakPictures }
  }

  /// Returns elements, the most recently changed first.
  ///
  /// - Parameters:
  ///   - position: The `next` of the previous page, or `nil` for the first page.
  ///   - limit: The maximum number of elements to return.
  public func list(
    _ filter: ListFilter = ListFilter(), after position: Int? = nil, limit: Int = 100
  ) throws -> Page {
    let criteria = indexFilter(filter)
    return try contents { contents in
      let found = try contents.list(criteria, after: position, limit: limit + 1)
      var total: Int?
      if filter.hasOnlyKind {
        let counts = try contents.counts(retired: filter.isRetired)
        total = filter.kind.map { counts[$0] ?? 0 } ?? counts.values.reduce(0, +)
      }
      return try page(
        found, limit: limit, total: total, tellsWeak: filter.hasWeakPictures, contents)
    }
  }

  /// Translates the filter to the one of the index, which knows no days relative to today.
  func indexFilter(_ filter: ListFilter) -> Contents.Filter {
    var criteria = Contents.Filter()
    criteria.kind = filter.kind
    criteria.tags = filter.tags
    criteria.isRetired = filter.isRetired
    criteria.expiringBy = filter.expiringDays.map { today.adding(days: $0) }
    criteria.hasWeakPictures = filter.hasWeakPictures
    return criteria
  }

  /// Returns the elements whose names, tags and texts contain all words.
  ///
  /// A word that ends in `*` matches every word that begins with it.
  ///
  /// ```swift
  /// let page = try library.search("red jack*", limit: 20)
  /// ```
  public func search(
    _ words: String, in filter: ListFilter = ListFilter(), after position: Int? = nil,
    limit: Int = 50
  ) throws -> Page {
    let criteria = indexFilter(filter)
    return try contents { contents in
      try page(
        try contents.search(words, in: criteria, after: position, limit: limit + 1), limit: limit,
        total: nil, tellsWeak: filter.hasWeakPictures, contents)
    }
  }

  /// Makes a page of elements, of which one more than `limit` was read to see whether there is a
  /// next.
  private func page(
    _ found: [ElementSummary], limit: Int, total: Int?, tellsWeak: Bool = false,
    _ contents: Contents
  ) throws -> Page {
    let shown = Array(found.prefix(limit))
    return Page(
      elements: shown, total: total, next: found.count > limit ? shown.last?.position : nil,
      statuses: try shown.map {
        try ElementStatus(of: $0, on: today, tellsWeak: tellsWeak, contents)
      })
  }

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
}

extension Contents {
  /// Returns the current handle of an element, or `nil` if the library doesn't have the element.
  func handle(of element: ULID) -> Handle? { try? entries(of: element).first?.handle }

  /// Returns what a reference on a command line means.
  ///
  /// If several elements have the name because libraries were joined, the only one that isn't
  /// retired is meant. A digest after the colon chooses the element that has the revision.
  ///
  /// - Throws: `ElementLibraryError.unknownElement`, `.ambiguous`, `.unknownRevision` or
  ///   `.severalRevisions`.
  func find(_ reference: HandleReference) throws -> FoundElement {
    let entries = try entries(named: reference.name)
    guard let first = entries.first else {
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

  /// Returns the revision of an element that a reference names by its number or its digest, or the
  /// latest.
  func selectRevision(_ element: ULID, _ reference: HandleReference) throws -> FoundElement {
    let latest = try entries(of: element)
    guard let newest = latest.first else {
      throw ElementLibraryError.unknownElement(reference.name, near: [])
    }
    let digest: Digest
    switch reference.revision {
    case .latest: digest = newest.revision
    case .sequence(let number):
      let found = try revisions(of: element, sequence: number)
      guard let only = found.first else {
        throw ElementLibraryError.unknownRevision(
          "\(reference)", last: try lastSequence(of: element))
      }
      guard found.count == 1 else {
        throw ElementLibraryError.severalRevisions("\(reference)", newest.handle, found)
      }
      digest = only
    case .digest(let prefix):
      let found = try history(of: element).filter { $0.hex.hasPrefix(prefix) }
      guard let only = found.first else {
        throw ElementLibraryError.unknownRevision(
          "\(reference)", last: try lastSequence(of: element))
      }
      guard found.count == 1 else {
        throw ElementLibraryError.invalidRequest(
          "\(reference) matches \(found.count) revisions", fix: "use more digits")
      }
      digest = only
    }
    guard let revision = try revision(digest) else {
      throw ElementLibraryError.damaged("the record \(digest.short) is missing from the log")
    }
    return FoundElement(element: element, revision: revision, latest: latest)
  }

  /// Returns the latest revision of an element that is to be changed.
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
