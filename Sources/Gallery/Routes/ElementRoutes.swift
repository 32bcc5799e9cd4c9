internal import Castbook

/// A request about an element or one of its revisions.
struct ElementQuery: RouteInput {
  let context: RequestContext
  let element: ULID
  /// The number of the revision; `nil` for the latest one, or one named by its digest.
  let number: Int?
  let reference: HandleReference

  init(context: RequestContext, request: Request) throws {
    let element = try ULID(requested: context.parameter)
    let (library, target) = (context.library, context.target)
    let digest = target["revision"].flatMap { Digest(hex: $0) }
    let number = try digest == nil ? target.number("revision", in: 1...999_999) : nil
    self.context = context
    self.element = element
    self.number = number
    reference =
      try digest.map { try library.reference(to: element, digest: $0) }
      ?? library.reference(to: element, revision: number)
  }
}

/// The requests that look at one element.
enum ElementRoutes {
  /// Returns everything about one revision, with the elements it is related to.
  static func details(_ query: ElementQuery) throws -> JSONValue {
    let gallery = query.gallery
    let details = try Show(query.reference).run(in: query.library)
    return GalleryJSON.details(
      details,
      around: [
        "voice": try gallery.brief([details.voice].compactMap(\.self)),
        "base": try gallery.brief([details.base].compactMap(\.self)),
        "looks": try gallery.brief(details.looks),
        "speakers": try gallery.brief(details.speakers),
      ], preparable: details.preparableFiles(for: try gallery.targets()))
  }

  static func log(_ query: ElementQuery) throws -> JSONValue {
    ElementJSON.log(try Log(query.reference).run(in: query.library))
  }

  static func set(_ query: ElementQuery) async throws -> JSONValue {
    guard let set = try await SetView(of: query.reference, in: query.library) else {
      throw Refusal.notFound
    }
    return GalleryJSON.set(set)
  }

  /// Checks the files of an element as `castbook check` does: each is read and decoded.
  static func check(_ query: ElementQuery) async throws -> JSONValue {
    let files = try query.gallery.files(of: query.reference)
    var check = Check(
      in: query.library, targets: try query.gallery.targets(query.target["for"]),
      today: ProcessEnvironment.today)
    check.includesPassedRules = false
    var checked: [CheckedFile] = []
    let summary = try await check.run(files) { checked.append($0) }
    return CheckJSON.document(checked, summary, of: check.targets)
  }

  /// Picks the best files for a target.
  static func pick(_ query: ElementQuery) async throws -> JSONValue {
    let count = try query.target.number("best", in: 1...20)
    let targets = try query.gallery.targets(query.target["for"])
    let files = try query.gallery.files(of: query.reference)
    var scoring = Score(in: query.library, targets: targets)
    scoring.usesModel = true
    let found = try await scoring.pick(best: count, of: files)
    try found.set.requireFiles()
    guard let set = found.set.judged, let pick = found.pick else { throw Refusal.notFound }
    return GalleryJSON.pick(pick, of: set)
  }

  /// Returns the elements before and after one in the list of a filter.
  static func neighbours(_ query: ElementQuery) throws -> JSONValue {
    let (previous, next) = try query.library.neighbours(
      of: query.element, in: ListRoutes.filter(query.target))
    return [
      "castbook": "neighbours/1",
      "previous": try query.gallery.brief([previous].compactMap(\.self)).first,
      "next": try query.gallery.brief([next].compactMap(\.self)).first,
    ]
  }

  static func usage(_ query: ElementQuery) throws -> JSONValue {
    UsageJSON.usage(
      try WhereUsed(.identity(query.element, revision: query.number)).run(in: query.library))
  }
}
