internal import Library

/// The verb `list`: returns elements, the most recently changed first.
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
  public func run(in library: ElementLibrary) throws -> ElementPage {
    try library.contents { contents in
      let found = try contents.list(
        filter.criteria(on: library.today), after: position, limit: limit + 1)
      var total: Int?
      if filter.hasOnlyKind {
        let counts = try contents.counts(retired: filter.isRetired)
        total = filter.kind.map { counts[$0] ?? 0 } ?? counts.values.reduce(0, +)
      }
      return try ElementPage(
        found, limit: limit, total: total, filter: filter, on: library.today, contents)
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
      let found = try contents.search(
        words, in: filter.criteria(on: library.today), after: position, limit: limit + 1)
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

  public init() {}

  /// Whether the number of matching elements is known from the counts that the index keeps by
  /// kind.
  var hasOnlyKind: Bool { tags.isEmpty && expiringDays == nil && !hasWeakPictures }

  /// Returns the filter of the index, which knows no days relative to today.
  func criteria(on today: Day) -> Contents.Filter {
    var criteria = Contents.Filter()
    criteria.kind = kind
    criteria.tags = tags
    criteria.isRetired = isRetired
    criteria.expiringBy = expiringDays.map { today.adding(days: $0) }
    criteria.hasWeakPictures = hasWeakPictures
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
