internal import Castbook
internal import Files

/// The requests that compare pictures by what they show.
enum ComparisonRoutes {
  /// Begins to sort dropped files by their subjects. Nothing is added to the library.
  static func sort(_ form: Form) async throws -> JSONValue {
    let (drops, options) = (form.gallery.drops, form.gallery.options)
    let names = try form.fields.texts("drops")
    guard names.count >= 2 else {
      throw Refusal.badRequest(
        "\(Quantity.count(names.count, "file")): sorting needs at least 2", fix: "add more files")
    }
    guard names.count <= Drops.maximumCount else {
      throw Refusal.badRequest(
        "\(Quantity.count(names.count, "file")): "
          + "the page sorts at most \(Drops.maximumCount) at a time",
        fix: "sort fewer files")
    }
    guard Set(names).count == names.count else {
      throw Refusal.badRequest("a dropped file is named twice")
    }
    let gathered = try drops.gather(names)
    var sorting = Sort()
    sorting.modelFolder = options.modelFolder
    sorting.vision = options.vision
    sorting.decoder = options.decoder
    let (sort, library) = (sorting, form.library)
    return try form.gallery.comparisons.begin { report in
      defer { gathered.remove() }
      return try await drops.hidingFolder {
        let sort = try await recognizing(sort, in: library) { report($0) }
        var doneCount = 0
        report(.init(step: .measuring, doneCount: 0, count: names.count))
        let plan = try await sort.plan(FileList(gathered.paths)) { _ in
          doneCount += 1
          report(.init(step: .measuring, doneCount: doneCount, count: names.count))
        }
        return ["sort": GalleryJSON.sorted(plan) { gathered.drop(at: $0) ?? "" }]
      }
    }
  }

  /// Returns a sort that also recognizes the library's elements, if the model for subjects is
  /// installed.
  private static func recognizing(
    _ sort: Sort, in library: ElementLibrary, report: (Comparisons.Progress) -> Void
  ) async throws -> Sort {
    guard try isModelInstalled(in: sort.modelFolder) else { return sort }
    var recognizing = sort
    do {
      try await recognizing.recognizeElements(of: library) { progress in
        if case .describing(let doneCount, let count) = progress {
          report(.init(step: .describing, doneCount: doneCount, count: count))
        }
      }
      return recognizing
    } catch let error as CancellationError {
      throw error
    } catch {
      // Without the program that describes pictures, the sort compares colours and says why.
      return sort
    }
  }

  private static func isModelInstalled(in folder: FilePath?) throws -> Bool {
    try Models(folder: folder).list().contains { $0.isForSubjects && $0.state != .missing }
  }

  /// Begins to find the elements that show the subject of an element's picture, or of a dropped
  /// one.
  static func subject(_ form: Form) async throws -> JSONValue {
    let (fields, gallery, library) = (form.fields, form.gallery, form.library)
    guard try isModelInstalled(in: gallery.options.modelFolder) else { throw modelMissing }
    let number: Int?
    var search: FindSubject
    if let drop = try fields.text("drop") {
      number = nil
      search = FindSubject(of: .files(FileList([try gallery.drops.requiredPath(of: drop)])))
    } else {
      let reference = try library.reference(to: ULID(requested: fields.required("element")))
      let digest = try Digest(requested: fields.required("sha256"))
      let files = try library.find(reference).revision.revision.distinctReferences
      guard let found = files.first(where: { $0.reference.blob == digest }) else {
        throw Refusal(
          status: 404, rule: "usage",
          message: "the picture is not in the latest version of the element",
          fix: "go back to the latest version")
      }
      number = found.number
      search = FindSubject(of: .element(reference))
    }
    search.modelFolder = gallery.options.modelFolder
    search.vision = gallery.options.vision
    let subject = search
    return try gallery.comparisons.begin { report in
      try await gallery.drops.hidingFolder {
        let found = try await subject.run(in: library) { progress in
          if case .describing(let doneCount, let count) = progress {
            report(.init(step: .describing, doneCount: doneCount, count: count))
          }
        }
        let pictures = found.pictures.filter { number == nil || $0.number == number }
        guard !pictures.isEmpty else {
          throw Refusal.badRequest("this file is not a picture; only pictures can be compared")
        }
        if let problem = pictures.first?.problem { throw problem }
        return [
          "subjects": ElementJSON.subjects(
            pictures, uncomparedCount: found.uncomparedCount, showsFolders: false)
        ]
      }
    }
  }

  private static let modelMissing = Refusal(
    status: 409, rule: "model.missing", message: "the model for subjects is not installed",
    fix: "castbook models add subjects")

  /// Returns the progress of a comparison, or its result.
  static func progress(_ context: RequestContext) throws -> JSONValue {
    try context.gallery.comparisons.json(of: context.parameter)
  }

  /// Stops a comparison, and forgets it.
  static func discard(_ context: RequestContext) throws -> JSONValue {
    try context.gallery.comparisons.discard(context.parameter)
  }
}

extension KnownModel {
  /// Whether this model describes what pictures show.
  fileprivate var isForSubjects: Bool { name == "subjects" }
}
