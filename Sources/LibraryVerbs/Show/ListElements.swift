internal import Library

/// The verb `list`: returns elements, the most recently changed first unless the filter has another
/// order.
public struct ListElements: Sendable {
  /// The conditions that the elements meet.
  public var filter: ElementFilter
  /// The `next` of the previous page, or `nil` for the first page.
  public var position: Int?
  /// The maximum number of elements to return.
  public var limit: Int

  /// Creates the verb for a page of the elements that meet the conditions.
  public init(
    _ filter: ElementFilter = ElementFilter(), after position: Int? = nil, limit: Int = 100
  ) {
    (self.filter, self.position, self.limit) = (filter, position, limit)
  }

  /// Returns a page of elements.
  ///
  /// - Throws: `ElementLibraryError.listChanged` if the element at the end of the previous page has
  ///   changed since, in a list that is not in the order of changes.
  public func run(in library: ElementLibrary) throws -> ElementPage {
    try library.contents { contents in
      let found: [ElementSummary]
      do {
        found = try contents.list(
          filter.criteria(on: library.today), after: position, limit: limit + 1)
      } catch is Contents.ListChanged { throw ElementLibraryError.listChanged }
      var total: Int?
      if filter.hasOnlyKind, !filter.hasStacks {
        let counts = try contents.counts(retired: filter.isRetired)
        total = filter.kind.map { counts[$0] ?? 0 } ?? counts.values.reduce(0, +)
      }
      return try ElementPage(
        found, limit: limit, total: total, filter: filter, on: library.today, contents)
    }
  }
}

/// Returns how many elements in use state no rights, so that no list of rights that end has them.
///
/// ```swift
/// let count = try CountWithoutRights().run(in: library)
/// ```
public struct CountWithoutRights: Sendable {
  public init() {}

  /// Returns the number of elements.
  public func run(in library: ElementLibrary) throws -> Int {
    try library.contents { try $0.countWithoutRights() }
  }
}

/// Returns the looks of an element, oldest first, at most 1000. Removed looks are left out.
///
/// ```swift
/// let looks = try ListLooks(of: base).run(in: library)
/// ```
public struct ListLooks: Sendable {
  /// The identity of the element whose looks are listed.
  public var base: ULID

  /// Creates the verb for the looks of an element.
  public init(of base: ULID) { self.base = base }

  /// Returns the looks as one page.
  public func run(in library: ElementLibrary) throws -> ElementPage {
    try library.contents { contents in
      let found = try contents.looks(of: base).filter { !$0.isRetired }
      return try ElementPage(
        found, limit: found.count, total: found.count, filter: ElementFilter(), on: library.today,
        contents)
    }
  }
}

/// The verb `search`: returns the elements whose names, tags and texts contain all words.
///
/// A word that ends in `*` matches every word that begins with it.
///
/// ```swift
/// let page = try Search("red jack*", limit: 20).run(in: library)
/// ```
public struct Search: Sendable {
  /// The words, separated by spaces.
  public var words: String
  /// The conditions that the elements meet.
  public var filter: ElementFilter
  /// The `next` of the previous page, or `nil` for the first page.
  public var position: Int?
  /// The maximum number of elements to return.
  public var limit: Int

  /// Creates the verb for a page of the elements that match.
  public init(
    _ words: String, in filter: ElementFilter = ElementFilter(), after position: Int? = nil,
    limit: Int = 50
  ) {
    (self.words, self.filter, self.position, self.limit) = (words, filter, position, limit)
  }

  /// Returns a page of elements, the best matches first.
  public func run(in library: ElementLibrary) throws -> ElementPage {
    try library.contents { contents in
      var criteria = filter.criteria(on: library.today)
      criteria.stacksLooks = false
      let found = try contents.search(words, in: criteria, after: position, limit: limit + 1)
      return try ElementPage(found, limit: limit, filter: filter, on: library.today, contents)
    }
  }
}

/// The conditions that an element must meet to be listed. An element must meet all of them.
///
/// ```swift
/// var filter = ElementFilter()
/// filter.kind = .character
/// filter.tags = ["courier"]
/// let page = try ListElements(filter).run(in: library)
/// ```
public struct ElementFilter: Hashable, Sendable {
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
  /// Whether to leave out the looks of elements that are listed.
  ///
  /// A list with other conditions than a kind contains looks all the same, since each of them meets
  /// the conditions by itself.
  public var stacksLooks = false
  /// The order of the list. A search has its own order, and so has a list of rights that end.
  public var order = Order.newest

  /// The orders in which elements are listed.
  public enum Order: String, CaseIterable, JSONConvertible, Sendable {
    /// The last changed first.
    case newest
    /// By handle, from a to z.
    case handle
    /// Those with the worst weak pictures first, then all others, the last changed first.
    case weakest
    /// By kind, the last changed first.
    case kind
  }

  public init() {}

  /// Whether the number of matching elements is known from the counts that the index keeps by
  /// kind.
  var hasOnlyKind: Bool { tags.isEmpty && expiringDays == nil && !hasWeakPictures }

  /// Whether the list leaves out looks.
  package var hasStacks: Bool { stacksLooks && hasOnlyKind && !isRetired }

  /// Returns the filter of the index, which knows no days relative to today.
  func criteria(on today: Day) -> Contents.Filter {
    var criteria = Contents.Filter()
    criteria.kind = kind
    criteria.tags = tags
    criteria.isRetired = isRetired
    criteria.expiringBy = expiringDays.map { today.adding(days: $0) }
    criteria.hasWeakPictures = hasWeakPictures
    criteria.stacksLooks = hasStacks
    criteria.order =
      switch order {
      case .newest: .newest
      case .handle: .handle
      case .weakest: .weakest
      case .kind: .kind
      }
    return criteria
  }
}

/// One page of a list or of search results.
public struct ElementPage: Sendable {
  /// The elements of this page, in the list's order.
  public let elements: [ElementSummary]
  /// The number of elements in the whole list, or `nil` if it isn't known without reading each of
  /// them.
  public let total: Int?
  /// The position to pass as `after` for the next page, or `nil` at the end.
  public let next: Int?
  /// The status of each element, in the order of `elements`.
  public let statuses: [ElementStatus]

  /// Makes a page of elements, of which one more than `limit` was read to see whether there is a
  /// next.
  fileprivate init(
    _ found: [ElementSummary], limit: Int, total: Int? = nil, filter: ElementFilter, on today: Day,
    _ contents: Contents
  ) throws {
    elements = Array(found.prefix(limit))
    self.total = total
    next = found.count > limit ? elements.last?.position : nil
    statuses = try elements.map {
      try ElementStatus(of: $0, on: today, reportsWeak: filter.hasWeakPictures, contents)
    }
  }
}
