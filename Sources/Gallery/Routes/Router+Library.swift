internal import Castbook

extension Router {
  /// The maximum number of elements on a page of a list.
  private static let maximumElements = 200
  /// The default number of elements on a page of a list.
  private static let defaultElements = 100
  /// The maximum number of elements that are checked for one page of those that pass a target.
  private static let maximumChecked = 500

  /// Everything that the page must know before it shows anything, as `gallery/1`.
  func aboutLibrary() throws -> JSONValue {
    let catalogue = options.catalogue
    let counts = try library.counts()
    let retiredCount = try library.counts(retired: true).values.reduce(0, +)
    return [
      "castbook": "gallery/1", "version": Version.text, "run": run, "id": library.id,
      "folder": library.folder.text, "shared": library.isShared.orNil, "readOnly": obstacle != nil,
      "why": obstacle?.message,
      "counts": .object(
        ElementKind.allCases.map { JSONValue.Member($0.rawValue, counts[$0] ?? 0) }),
      "retired": retiredCount, "projects": try library.projectCount(),
      "tags": try library.commonTags().objects { tag, elements in
        ["tag": tag, "elements": elements]
      },
      "targets": try catalogue.ids.map { try target($0) },
      "defaultTarget": TargetCatalogue.defaultTarget, "project": options.project?.folder.text,
      "roles": words(Role.self), "kinds": words(ElementKind.self),
      "persons": words(PersonKind.self),
      "bases": words(Rights.Basis.self), "purposes": words(Rights.Purpose.self),
      "mark": try library.changeMark().text,
    ]
  }

  /// The raw values of an enumeration.
  private func words<Word: JSONConvertible & CaseIterable>(_: Word.Type) -> [JSONValue] {
    Word.allCases.map(\.json)
  }

  /// Describes a target.
  private func target(_ id: TargetID) throws -> JSONValue {
    let profile = try options.catalogue.profile(id)
    return [
      "id": id, "name": "\(profile.provider), \(profile.title)", "kind": profile.kind,
      "aliases": options.catalogue.aliases(of: id), "asOf": profile.asOf,
      "takesPrompts": profile.hasEndpoint || profile.prompt != nil,
    ]
  }

  // MARK: Lists

  /// Parses the filter of a list. Throws `Refusal` when a value is invalid.
  func filter(_ target: WebTarget) throws -> ElementFilter {
    var filter = ElementFilter()
    filter.kind = try target["kind"].map { try WebObject.word($0, "kind") }
    filter.tags = target.all("tag")
    filter.isRetired = target["retired"] == "1"
    filter.hasWeakPictures = target["weak"] == "1"
    filter.stacksLooks = target["stacked"] == "1"
    filter.order = try target["sort"].map { try WebObject.word($0, "sort") } ?? .newest
    filter.expiringDays = try number(target, "expiring", in: 0...36_500)
    guard filter.tags.count <= 16 else { throw Refusal.badRequest("too many tags") }
    return filter
  }

  /// Parses a number of the query. Returns `nil` when it is missing or empty.
  ///
  /// - Throws: `Refusal` when it is not a number in the range.
  func number(_ target: WebTarget, _ key: String, in range: ClosedRange<Int>) throws -> Int? {
    guard let text = target[key], !text.isEmpty else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw Refusal.badRequest(
        "\(key) is not a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// Returns a page of a list or of a search, as `elements/2`.
  ///
  /// With `passes`, only elements whose files all pass a target are included. `next` is
  /// then the position to continue from, even if fewer elements than `limit` were found.
  ///
  /// With `lookOf`, it contains the looks of an element and nothing else.
  func elements(_ target: WebTarget) throws -> JSONValue { try marked { try list(target) } }

  /// Adds to an answer the position in the library's history from before it was made.
  private func marked(_ answer: () throws -> JSONValue) throws -> JSONValue {
    let mark = try library.changeMark().text
    return try answer().adding(["mark": mark])
  }

  private func list(_ target: WebTarget) throws -> JSONValue {
    if let base = target["lookOf"] { return try looks(of: identity(base)) }
    let limit =
      try number(target, "limit", in: 1...Self.maximumElements) ?? Self.defaultElements
    let after = try number(target, "after", in: 0...Int.max).flatMap { $0 == 0 ? nil : $0 }
    let words = target["words"].flatMap { $0.isEmpty ? nil : Self.asTyped($0) }
    if let words, words.utf8.count > 1000 { throw Refusal.badRequest("too many words") }
    let filter = try filter(target)
    let defaultTargets = try targets(nil)
    func page(after: Int?, limit: Int) throws -> ElementPage {
      try words.map { try Search($0, in: filter, after: after, limit: limit).run(in: library) }
        ?? ListElements(filter, after: after, limit: limit).run(in: library)
    }
    guard let passing = target["passes"], !passing.isEmpty else {
      let page = try page(after: after, limit: limit)
      let overviews = try ReadOverviews(of: page.elements, for: defaultTargets, cached: overviews)
        .run(in: library)
      let looks =
        try filter.hasStacks && words == nil ? library.lookCounts(of: page.elements) : nil
      return GalleryJSON.page(
        page.elements, page.statuses, overviews, looks: looks, total: page.total, next: page.next)
    }
    // No index knows which elements pass: a limited number is checked, and the page asks
    // for more.
    let requiredTargets = try targets(passing)
    var found: [(ElementSummary, ElementStatus)] = []
    var next = after
    var checked = 0
    repeat {
      let page = try page(after: next, limit: Self.defaultElements)
      next = page.next
      checked += page.elements.count
      let looks = try ReadOverviews(of: page.elements, for: requiredTargets).run(in: library)
      for (index, glance) in looks.enumerated() where glance.passes {
        found.append((page.elements[index], page.statuses[index]))
        if found.count == limit, index + 1 < looks.count || page.next != nil {
          next = page.elements[index].position
          break
        }
      }
    } while next != nil && found.count < limit && checked < Self.maximumChecked
    let overviews = try ReadOverviews(of: found.map(\.0), for: defaultTargets, cached: overviews)
      .run(in: library)
    return GalleryJSON.page(found.map(\.0), found.map(\.1), overviews, total: nil, next: next)
  }

  /// Returns the looks of an element as one page.
  private func looks(of base: ULID) throws -> JSONValue {
    let page = try ListLooks(of: base).run(in: library)
    let overviews = try ReadOverviews(of: page.elements, for: targets(nil), cached: overviews)
      .run(in: library)
    return GalleryJSON.page(
      page.elements, page.statuses, overviews, total: page.total, next: nil)
  }

  /// Lets the last word match as a prefix, since it may still be incomplete while the user
  /// types.
  private static func asTyped(_ words: String) -> String {
    guard let last = words.unicodeScalars.last, last != "*", !last.properties.isWhitespace else {
      return words
    }
    return words + "*"
  }

  /// Returns where each page of a list begins, as `pages/1`. Searches have no such pages.
  func pages(_ target: WebTarget) throws -> JSONValue {
    guard target["words"]?.isEmpty ?? true, target["passes"]?.isEmpty ?? true else {
      throw Refusal.notFound
    }
    let size = try number(target, "limit", in: 1...Self.maximumElements) ?? Self.defaultElements
    return try marked {
      let (after, total, looks) = try library.pages(of: filter(target), size: size)
      return GalleryJSON.pages(after: after, total: total, looks: looks, size: size)
    }
  }

  /// Returns up to 12 elements whose handles begin with a text, as `handles/1`.
  func handles(_ target: WebTarget) throws -> JSONValue {
    let text = target["begin"] ?? ""
    guard text.utf8.count <= 200 else {
      throw Refusal.badRequest("this is not the start of a handle")
    }
    let kind: ElementKind? = try target["kind"].map { try WebObject.word($0, "kind") }
    return [
      "castbook": "handles/1",
      "elements": try brief(library.elements(of: kind, startingWith: text, limit: 12)),
    ]
  }

  /// Returns elements in the short form in which they are mentioned beside others.
  func brief(_ elements: [ElementSummary]) throws -> [JSONValue] {
    let looks = try ReadOverviews(of: elements, for: targets(nil), cached: overviews).run(
      in: library)
    let suffixes = try library.suffixes(of: elements)
    return elements.indices.map {
      GalleryJSON.brief(elements[$0], suffix: suffixes[$0], looks[$0])
    }
  }
}

extension ElementOverview {
  /// Whether the element has files and none of them fails.
  fileprivate var passes: Bool { cover != nil && limits != nil && limits != .fail }
}
