internal import Library

extension ElementLibrary {
  /// The kind of the element with a handle or alias; `nil` where there is none, or where several have it.
  public func kind(of handle: Handle) throws -> ElementKind? {
    try contents { contents in
      let kinds = Set(try contents.entries(named: handle.name).map(\.kind))
      return kinds.count == 1 ? kinds.first : nil
    }
  }

  /// A page of a list.
  public struct Page: Sendable {
    public let elements: [ElementSummary]
    /// How many there are in all, where that is known without looking at each.
    public let total: Int?
    /// Where the next page begins; nothing at the end.
    public let next: Int?
    /// How each stands, in the elements' order.
    public let standings: [ElementStanding]
  }

  /// Which elements a list is of.
  public struct ListFilter: Hashable, Sendable {
    public var kind: ElementKind?
    /// Every one of them.
    public var tags: [String] = []
    /// Those that were removed, instead of those that were not.
    public var isRetired = false
    /// Those whose rights end within so many days, or have ended.
    public var expiringDays: Int?
    /// Those with a picture whose scores come to something that is to be watched and was not dismissed.
    public var isWeak = false

    public init() {}

    var hasOnlyKind: Bool { tags.isEmpty && expiringDays == nil && !isWeak }
  }

  /// Elements, those that changed last first.
  public func list(
    _ filter: ListFilter = ListFilter(), after place: Int? = nil, limit: Int = 100
  ) throws -> Page {
    let inner = inner(filter)
    return try contents { contents in
      let found = try contents.list(inner, after: place, limit: limit + 1)
      var total: Int?
      if filter.hasOnlyKind {
        let counts = try contents.counts(retired: filter.isRetired)
        total = filter.kind.map { counts[$0] ?? 0 } ?? counts.values.reduce(0, +)
      }
      return try page(
        found, limit: limit, total: total, tellsWeak: filter.isWeak, contents)
    }
  }

  func inner(_ filter: ListFilter) -> Contents.Filter {
    var inner = Contents.Filter()
    inner.kind = filter.kind
    inner.tags = filter.tags
    inner.isRetired = filter.isRetired
    inner.expiringBy = filter.expiringDays.map { today.adding(days: $0) }
    inner.isWeak = filter.isWeak
    return inner
  }

  /// Elements of a list in whose names, tags and texts all words stand; a word that ends in `*` may go on.
  public func search(
    _ words: String, in filter: ListFilter = ListFilter(), after place: Int? = nil, limit: Int = 50
  ) throws -> Page {
    let inner = inner(filter)
    return try contents { contents in
      try page(
        try contents.search(words, in: inner, after: place, limit: limit + 1), limit: limit,
        total: nil, tellsWeak: filter.isWeak, contents)
    }
  }

  private func page(
    _ found: [ElementSummary], limit: Int, total: Int?, tellsWeak: Bool = false,
    _ contents: Contents
  ) throws -> Page {
    let shown = Array(found.prefix(limit))
    return Page(
      elements: shown, total: total, next: found.count > limit ? shown.last?.place : nil,
      standings: try shown.map {
        try ElementStanding(of: $0, on: today, tellsWeak: tellsWeak, contents)
      })
  }

  /// What a name means: the latest revision, or the one that is named behind a colon.
  public func find(_ reference: HandleReference) throws -> FoundElement {
    try contents { try $0.find(reference) }
  }

  /// What a name means; a text that can be none is an error as well.
  public func find(_ name: String) throws -> FoundElement { try find(HandleReference(name)) }

  /// All revisions of an element, first to last.
  public func history(of element: ULID) throws -> [NamedRevision] {
    try contents { contents in
      try contents.history(of: element).compactMap { try contents.revision($0) }
    }
  }
}

/// An element as a name led to it.
public struct FoundElement: Sendable {
  public let element: ULID
  /// The revision that was asked for.
  public let revision: NamedRevision
  /// The latest ones: several when the element is forked.
  public let latest: [ElementSummary]

  public var handle: Handle { revision.revision.handle }
  public var isForked: Bool { latest.count > 1 }
  /// Whether the revision is a latest one.
  public var isLatest: Bool { latest.contains { $0.revision == revision.digest } }
}

extension Contents {
  /// What an element is called now.
  func handle(of element: ULID) -> Handle? { try? entries(of: element).first?.handle }

  /// What a name on a command line means.
  func find(_ reference: HandleReference) throws -> FoundElement {
    let entries = try entries(named: reference.name)
    guard let first = entries.first else {
      throw ElementLibraryError.unknownElement(reference.name, near: try near(reference.name))
    }
    let elements = entries.map(\.element).reduce(into: [ULID]()) { seen, element in
      if !seen.contains(element) { seen.append(element) }
    }
    guard elements.count == 1 || reference.revision.isDigest else {
      // What is retired gives way to what is in use.
      let inUse = entries.filter { !$0.isRetired }
      guard Set(inUse.map(\.element)).count == 1, let entry = inUse.first else {
        throw ElementLibraryError.ambiguous(try Namesakes(reference.name, entries, self))
      }
      return try found(entry.element, reference)
    }
    if elements.count == 1 { return try found(first.element, reference) }
    for element in elements {
      if let found = try? found(element, reference) { return found }
    }
    throw ElementLibraryError.ambiguous(try Namesakes(reference.name, entries, self))
  }

  /// The revision of an element that a name asks for.
  func found(_ element: ULID, _ reference: HandleReference) throws -> FoundElement {
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
        throw ElementLibraryError.wrong(
          "\(reference) matches \(found.count) revisions", fix: "use more digits")
      }
      digest = only
    }
    guard let revision = try revision(digest) else {
      throw ElementLibraryError.damaged("the record \(digest.short) is missing from the log")
    }
    return FoundElement(element: element, revision: revision, latest: latest)
  }

  /// The latest revision of an element, to be changed: a fork must be told which one, and then only to
  /// be merged.
  func latest(_ reference: HandleReference) throws -> FoundElement {
    let found = try find(reference)
    guard !found.isForked else {
      throw ElementLibraryError.forked(found.handle, found.latest.map(\.revision))
    }
    return found
  }

  /// Names that come near one that nobody has, the nearest first.
  private func near(_ name: String) throws -> [String] {
    let names = try namesNear(name)
    return [nearestName(to: name, among: names)].compactMap(\.self).map { "@\($0)" }
  }
}

extension HandleReference.Revision {
  fileprivate var isDigest: Bool { if case .digest = self { true } else { false } }
}
