internal import Checking
internal import Files
internal import Media
internal import Quality

/// The verb `sort`: groups the pictures of a shoot by their subjects, and proposes an element for
/// each.
///
/// ```swift
/// let plan = try await Sort().plan(FileList([shoot]))
/// for group in plan.groups { print(group.handle, group.pictures.count) }
/// _ = try plan.write(to: cast)
/// ```
public struct Sort: Sendable {
  /// The number of files that are worked on concurrently.
  public let workers: Int
  /// The number of subjects; `nil` to find it out.
  public let count: Int?
  /// The path of `castbook-media`; `nil` if it is next to the running program.
  public var decoder: FilePath?

  /// Whether the model for subjects compares what pictures show, if it is installed. Otherwise
  /// their colours are compared.
  public var usesModel = true
  /// The folder of models; `nil` for the user's own.
  public var modelFolder: FilePath?
  /// The path of `castbook-vision`; `nil` if it is next to the running program.
  public var vision: FilePath?

  /// The subjects that are known.
  public var guides: [Guide] = []
  /// The keeper of measures of the known subjects' pictures; `nil` to measure all of them.
  package var keeper: (any MeasureKeeper)?
  /// Returns more known subjects that pictures with some vectors may show; `nil` to look for none.
  package var finder: (@Sendable ([SubjectVector]) throws -> [Guide])?

  /// The maximum number of groups that can be requested.
  public static let maximumGroups = 100

  /// Creates a sorter with at most 16 workers; `nil` for one per processor.
  public init(groups count: Int? = nil, workers: Int? = nil) {
    self.count = count
    self.workers = Check.workers(workers)
  }

  /// Scores files and groups them. The same files give the same plan, whatever their order and
  /// however many cores work. A bad file never stops the others.
  ///
  /// - Parameters:
  ///   - files: The files of the shoot.
  ///   - each: Called with each path when its file has been measured.
  /// - Throws: `CancellationError` if the task is cancelled; an error for a named path
  ///   that does not exist, and for more pictures than can be compared.
  public func plan(
    _ files: FileList, each: (FilePath) throws -> Void = { _ in }
  ) async throws -> SortPlan {
    try check(files)
    let files = files.withoutDuplicates
    var scored: [ScoredFile] = []
    var scoring = Score(workers: workers)
    scoring.decoder = decoder
    let describer =
      usesModel ? SubjectDescriber.installed(in: modelFolder, program: vision) : nil
    try await scoring.measure(files, describer: describer) { file in
      scored.append(file)
      try each(file.facts.path)
    }
    let sortable = zip(scored, files.files).filter(\.0.isSortable)
    let pictures = sortable.map(\.0)
    guard pictures.count <= Grouping.maximumPictures else { throw Self.tooMany(pictures.count) }
    scoring.keeper = keeper
    let known = try await measured(foundSubjects(in: pictures), by: scoring, describer)
    var groups = try Grouping.groups(
      of: pictures.map(\.member), count: count, guides: known.map(\.measured))
    if !groups.ungrouped.isEmpty {
      groups = groups.placingUngrouped(by: try Self.times(of: sortable))
    }
    return SortPlan(
      scored, pictures, groups, known.map(\.guide), model: SortPlan.ModelUse(describer),
      skippedCount: files.skippedCount)
  }

  /// The subjects that are found for what pictures show, without those that were named.
  private func foundSubjects(in pictures: [ScoredFile]) throws -> [Guide] {
    let named = Set(guides.map(\.handle))
    let found = try finder?(pictures.compactMap(\.vector).filter(\.isKnown)) ?? []
    return Array(
      found.filter { !named.contains($0.handle) }.prefix(Self.maximumGuides - guides.count))
  }

  /// When pictures were taken, in seconds; `nil` where that is not known.
  private static func times(of pictures: [(ScoredFile, ListedFile)]) throws -> [Int?] {
    try pictures.map { picture, file in
      try Task.checkCancellation()
      return picture.facts.format.flatMap { CaptureTime(of: file.location, $0)?.seconds }
    }
  }

  /// Throws an error for what can be refused before anything is measured.
  private func check(_ files: FileList) throws {
    for path in files.files.lazy.filter(\.isNamed).map(\.path) where path.isMissing {
      throw Self.missing(path)
    }
    try Self.check(guides)
    let pictures = files.files.count { $0.namedMedium == .picture }
    guard pictures <= Grouping.maximumPictures else { throw Self.tooMany(pictures) }
  }

  /// Returns the error for more pictures than can be compared.
  private static func tooMany(_ count: Int) -> FileVerbError {
    .invalidRequest(
      "\(Quantity.count(count, "picture")): sort compares at most \(Quantity.grouped(Grouping.maximumPictures))",
      fix: "sort fewer pictures at a time")
  }
}

extension ScoredFile {
  /// Whether the file is a picture that was decoded completely.
  var isSortable: Bool {
    facts.format?.medium == .picture && scores != nil && damage == nil
  }

  /// The first error of the file itself; `nil` if the file is intact.
  var damage: Finding? {
    FileRules.findings(for: facts, isNamed: false).first { $0.severity == .error }
  }
}
