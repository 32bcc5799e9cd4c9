internal import Castbook

/// The requests for lists of elements, and for the elements beside one in a list.
enum ListRoutes {
  /// The maximum number of elements on a page of a list.
  private static let maximumElements = 200
  /// The default number of elements on a page of a list.
  private static let defaultElements = 100
  /// The maximum number of elements that are checked for one page of those that pass a target.
  private static let maximumChecked = 500

  /// Returns a page of a list or of a search, as `elements/2`.
  ///
  /// With `passes`, only elements whose files all pass a target are included. `next` is
  /// then the position to continue from, even if fewer elements than `limit` were found.
  ///
  /// With `lookOf`, it contains the looks of an element and nothing else.
  static func elements(_ context: RequestContext) throws -> JSONValue {
    try marked(context) { try list(context) }
  }

  /// Returns where each page of a list begins, as `pages/1`. Searches have no such pages.
  static func pages(_ context: RequestContext) throws -> JSONValue {
    let target = context.target
    guard target["words"]?.isEmpty ?? true, target["passes"]?.isEmpty ?? true else {
      throw Refusal.notFound
    }
    let size = try target.number("limit", in: 1...maximumElements) ?? defaultElements
    return try marked(context) {
      let (after, total, looks) = try context.library.pages(of: filter(target), size: size)
      return GalleryJSON.pages(after: after, total: total, looks: looks, size: size)
    }
  }

  /// Returns up to 12 elements whose handles begin with a text, as `handles/1`.
  static func handles(_ context: RequestContext) throws -> JSONValue {
    let text = context.target["begin"] ?? ""
    guard text.utf8.count <= 200 else {
      throw Refusal.badRequest("this is not the start of a handle")
    }
    let kind: ElementKind? = try context.target["kind"].map { try WebObject.word($0, "kind") }
    let elements = try context.library.elements(of: kind, startingWith: text, limit: 12)
    return ["castbook": "handles/1", "elements": try context.gallery.brief(elements)]
  }

  /// Parses the filter of a list. Throws `Refusal` when a value is invalid.
  static func filter(_ target: WebTarget) throws -> ElementFilter {
    var filter = ElementFilter()
    filter.kind = try target["kind"].map { try WebObject.word($0, "kind") }
    filter.tags = target.all("tag")
    filter.isRetired = target["retired"] == "1"
    filter.hasWeakPictures = target["weak"] == "1"
    filter.stacksLooks = target["stacked"] == "1"
    filter.order = try target["sort"].map { try WebObject.word($0, "sort") } ?? .newest
    filter.expiringDays = try target.number("expiring", in: 0...36_500)
    guard filter.tags.count <= 16 else { throw Refusal.badRequest("too many tags") }
    return filter
  }

  /// Adds to an answer the position in the library's history from before it was made.
  private static func marked(
    _ context: RequestContext, _ answer: () throws -> JSONValue
  ) throws -> JSONValue {
    let mark = try context.library.changeMark().text
    return try answer().adding(["mark": mark])
  }

  private static func list(_ context: RequestContext) throws -> JSONValue {
    if let base = context.target["lookOf"] {
      return try looks(of: ULID(requested: base), in: context.gallery)
    }
    let listing = try Listing(context)
    guard let passing = context.target["passes"], !passing.isEmpty else {
      return try listing.all()
    }
    return try listing.passing(context.gallery.targets(passing))
  }

  /// Returns the looks of an element as one page.
  private static func looks(of base: ULID, in gallery: OpenGallery) throws -> JSONValue {
    let page = try ListLooks(of: base).run(in: gallery.library)
    let overviews = try ReadOverviews(
      of: page.elements, for: gallery.targets(), cached: gallery.overviews
    ).run(in: gallery.library)
    return GalleryJSON.page(
      page.elements, page.statuses, overviews, total: page.total, next: nil)
  }

  /// What a page of a list contains.
  private struct Listing {
    let gallery: OpenGallery
    let filter: ElementFilter
    /// The words of a search; `nil` for a list.
    let words: String?
    let after: Int?
    let limit: Int
    /// The targets of the overviews.
    let targets: [CheckTarget]

    init(_ context: RequestContext) throws {
      let target = context.target
      gallery = context.gallery
      limit = try target.number("limit", in: 1...maximumElements) ?? defaultElements
      after = try target.number("after", in: 0...Int.max).flatMap { $0 == 0 ? nil : $0 }
      words = target["words"].flatMap { $0.isEmpty ? nil : Self.asTyped($0) }
      if let words, words.utf8.count > 1000 { throw Refusal.badRequest("too many words") }
      filter = try ListRoutes.filter(target)
      targets = try gallery.targets()
    }

    private func page(after: Int?, limit: Int) throws -> ElementPage {
      try words.map {
        try Search($0, in: filter, after: after, limit: limit).run(in: gallery.library)
      } ?? ListElements(filter, after: after, limit: limit).run(in: gallery.library)
    }

    private func overviews(of elements: [ElementSummary]) throws -> [ElementOverview] {
      try ReadOverviews(of: elements, for: targets, cached: gallery.overviews)
        .run(in: gallery.library)
    }

    /// Returns a page with every element of the list.
    func all() throws -> JSONValue {
      let page = try page(after: after, limit: limit)
      let overviews = try overviews(of: page.elements)
      let looks =
        try filter.hasStacks && words == nil ? gallery.library.lookCounts(of: page.elements) : nil
      return GalleryJSON.page(
        page.elements, page.statuses, overviews, looks: looks, total: page.total, next: page.next)
    }

    /// Returns a page with the elements whose files all pass.
    ///
    /// No index knows which elements pass: a limited number is checked, and the page asks for more.
    func passing(_ requiredTargets: [CheckTarget]) throws -> JSONValue {
      var found: [(ElementSummary, ElementStatus)] = []
      var next = after
      var checked = 0
      repeat {
        let page = try page(after: next, limit: defaultElements)
        next = page.next
        checked += page.elements.count
        let looks = try ReadOverviews(of: page.elements, for: requiredTargets)
          .run(in: gallery.library)
        for (index, glance) in looks.enumerated() where glance.passes {
          found.append((page.elements[index], page.statuses[index]))
          if found.count == limit, index + 1 < looks.count || page.next != nil {
            next = page.elements[index].position
            break
          }
        }
      } while next != nil && found.count < limit && checked < maximumChecked
      let overviews = try overviews(of: found.map(\.0))
      return GalleryJSON.page(found.map(\.0), found.map(\.1), overviews, total: nil, next: next)
    }

    /// Lets the last word match as a prefix, since it may still be incomplete while the user
    /// types.
    private static func asTyped(_ words: String) -> String {
      guard let last = words.unicodeScalars.last, last != "*", !last.properties.isWhitespace else {
        return words
      }
      return words + "*"
    }
  }
}

extension ElementOverview {
  /// Whether the element has files and none of them fails.
  fileprivate var passes: Bool { cover != nil && limits != nil && limits != .fail }
}
