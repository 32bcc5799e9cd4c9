internal import Files
internal import Library
internal import Media
internal import Quality

/// The library's pictures that probably show what a picture shows, the most alike first.
public struct SubjectMatches: Sendable {
  /// The path of the file, or the name of an element's file.
  public let path: FilePath
  /// The file's number in its element; `nil` if it isn't an element's file.
  public let number: Int?
  /// The elements, each with the picture that is most alike.
  public var matches: [SubjectMatch]
  /// The feature that distinguishes such subjects but is not compared, so that only a nearly equal
  /// picture is probable; `nil` for other subjects.
  public var notCompared: UncomparedFeature?
  /// The reason why the file couldn't be compared; `nil` if it was.
  public var problem: ElementLibraryError?
}

/// An element that probably shows the subject of a picture.
public struct SubjectMatch: Sendable {
  public let handle: Handle
  /// The picture that is most alike: its number and name in the latest revision.
  public let file: (number: Int, name: String)
  /// The SHA-256 of that picture.
  public let blob: Digest
  /// The likeness, from 0 to 1: from `FindSubject.probableLikeness` on, the subject is probably the
  /// same.
  public let likeness: Double
  /// Whether the subject is probably the same. Otherwise it may be, but it is far less alike than
  /// another element's, or not alike enough for a subject of which not all is compared.
  public let isProbable: Bool
}

/// The verb `similar --subject`: returns the elements of a library that show the subject of a
/// picture, also in another place, view or light.
///
/// Pictures of the library that were not described yet are described first, which takes a moment
/// for each, and only once.
///
/// ```swift
/// let results = try await FindSubject(of: .files(FileList([photo]))).run(in: library)
/// for result in results { print(result.path, result.matches.map(\.handle)) }
/// ```
public struct FindSubject: Sendable {
  /// The element or the files.
  public var subject: FindSimilar.Subject
  /// The maximum number of elements for each picture.
  public var limit = 20
  /// The folder of models; `nil` for the user's own.
  public var modelFolder: FilePath?
  /// The path of `castbook-vision`; `nil` if it is next to the running program.
  public var vision: FilePath?

  /// The likeness from which on two pictures probably show one subject.
  public static let probableLikeness = 0.5
  /// The likeness below which nothing is reported.
  public static let leastLikeness = 0.35
  /// The likeness from which on two pictures show one subject, whatever is not compared. On the
  /// tuned half of Benchmarks/subjects, no two packages or people are as much alike.
  private static let certainLikeness = 0.9
  /// The distance from the best likeness beyond which another element is not probable: two dogs
  /// are alike, but one of them is more like the picture.
  private static let maximumDistance = 0.25

  /// Creates the verb for an element or files.
  public init(of subject: FindSimilar.Subject) { self.subject = subject }

  /// What the verb is doing.
  public enum Progress: Sendable {
    /// Describing the library's pictures, once for each.
    case describing(done: Int, of: Int)
    /// Comparing a file.
    case comparing(FilePath)
  }

  /// Returns the elements for each picture, and how many pictures of the library were not compared
  /// because they were never described.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if the model is not installed, or if the
  ///   element is a voice or has no files; `FileVerbError` if pictures can't be described.
  public func run(
    in library: ElementLibrary, progress: (Progress) -> Void = { _ in }
  ) async throws -> (pictures: [SubjectMatches], uncomparedCount: Int) {
    guard let describer = SubjectDescriber.installed(in: modelFolder, program: vision) else {
      throw Self.notInstalled
    }
    if case .files = subject { describer.prepare() }
    var search = try library.store.subjectSearch(by: describer.model)
    try await library.describe(search.undescribed, by: describer) {
      progress(.describing(done: $0, of: $1))
    }
    try search.update()
    let matches =
      switch subject {
      case .element(let reference):
        try await matches(of: reference, in: library, search, describer)
      case .files(let list):
        try await matches(of: list, in: library, search, describer, progress)
      }
    return (matches, search.undescribed.count)
  }

  static let notInstalled = ElementLibraryError.invalidRequest(
    "the model for subjects is not installed", fix: "castbook models add subjects")

  /// Compares the pictures of an element with those of others.
  private func matches(
    of reference: HandleReference, in library: ElementLibrary, _ search: SubjectSearch,
    _ describer: SubjectDescriber
  ) async throws -> [SubjectMatches] {
    let found = try library.contents { try $0.unpinned(reference) }
    let files = found.revision.revision.distinctReferences
    guard found.revision.revision.kind != .voice, !files.isEmpty else {
      throw ElementLibraryError.withoutPictures(found.handle, isVoice: !files.isEmpty)
    }
    let own = Set(files.map(\.1.blob))
    var all: [SubjectMatches] = []
    for (number, file) in files {
      var result = SubjectMatches(
        path: FilePath(file.file) ?? .unnamed, number: number, matches: [])
      if library.isElsewhere(file.blob) {
        result.problem = .fileElsewhere(file.file, found.handle, fetch: "\(found.reference)")
        all.append(result)
      } else if let vector = try await library.vector(of: file.blob, by: describer) {
        try find(vector, for: &result, in: library, search, except: found.handle, own)
        all.append(result)
      }
    }
    return all
  }

  /// Compares files. One that was only found in a folder and is not a picture is left out.
  private func matches(
    of list: FileList, in library: ElementLibrary, _ search: SubjectSearch,
    _ describer: SubjectDescriber, _ progress: (Progress) -> Void
  ) async throws -> [SubjectMatches] {
    let inspector = library.inspector()
    var all: [SubjectMatches] = []
    try await InOrder(workers: library.workers).run(list.files) { file in
      guard file.problem == nil else { return (file, nil as Inspection?, nil as SubjectVector?) }
      let look = try await inspector.inspect(.path(file.path), depth: .picture)
      return (file, look, try look.picture.map { try describer.vector(of: $0) })
    } each: { file, look, vector in
      progress(.comparing(file.path))
      var result = SubjectMatches(path: file.path, number: nil, matches: [])
      if let vector {
        try find(vector, for: &result, in: library, search, except: nil, [])
      } else {
        let facts =
          look?.facts
          ?? FileFacts(path: file.path, problems: [file.problem].compactMap(\.self))
        let findings = FileRules.findings(for: facts, isNamed: false)
        guard file.isNamed || findings.contains(where: { $0.severity == .error }) else { return }
        result.problem = ElementLibraryError.incomparable(facts)
      }
      all.append(result)
    }
    return all
  }

  /// The number of pictures that are looked at for each element that is wanted: several may be of
  /// one element, or of none any more.
  private static let picturesPerMatch = 8

  /// Finds the elements whose pictures are most like a vector, without an element and its own
  /// pictures.
  private func find(
    _ vector: SubjectVector, for result: inout SubjectMatches, in library: ElementLibrary,
    _ search: SubjectSearch, except handle: Handle?, _ own: Set<Digest>
  ) throws {
    result.notCompared = UncomparedFeature(of: [vector])
    let probable = result.notCompared == nil ? Self.probableLikeness : Self.certainLikeness
    let least = SubjectLikeness.vectorLikeness(Int(1000 * Self.leastLikeness))
    var pictureLimit = limit * Self.picturesPerMatch
    while true {
      let pictures = try search.pictures(
        like: vector, least: least, limit: pictureLimit, except: own.contains)
      result.matches = try elements(
        with: pictures, probableFrom: probable, in: library, except: handle)
      // The nearest pictures may all be of a few elements.
      if result.matches.count >= limit || pictures.count < pictureLimit { return }
      pictureLimit *= 4
    }
  }

  /// The likeness from which on an element is compared with a whole shoot.
  private static let leastOfCandidates = 0.4

  /// Returns the elements with a picture that is like one of some vectors, those of the first
  /// vectors first. Retired elements are left out.
  static func handles(
    like vectors: [SubjectVector], limit: Int, in library: ElementLibrary, _ search: SubjectSearch
  ) throws -> [Handle] {
    let least = SubjectLikeness.vectorLikeness(Int(1000 * leastOfCandidates))
    var handles: [Handle] = []
    for vector in vectors where handles.count < limit {
      let pictures = try search.pictures(like: vector, least: least, limit: picturesPerMatch)
      let entries = try library.contents { contents in
        try pictures.flatMap { try contents.elements(containing: $0.blob) }
      }
      for entry in entries where !entry.isRetired && !handles.contains(entry.handle) {
        handles.append(entry.handle)
      }
    }
    return Array(handles.prefix(limit))
  }

  /// Returns the elements that have some pictures, each with the picture that is most alike.
  private func elements(
    with pictures: [SubjectSearch.LikePicture], probableFrom least: Double,
    in library: ElementLibrary, except handle: Handle?
  ) throws -> [SubjectMatch] {
    var matches: [SubjectMatch] = []
    var seen = Set([handle].compactMap(\.self))
    for picture in pictures where matches.count < limit {
      let likeness = min(1, Double(SubjectLikeness.scaled(picture.likeness)) / 1000)
      for holder in try library.holders(of: picture.blob).named where matches.count < limit {
        guard let file = holder.file, seen.insert(holder.handle).inserted else { continue }
        matches.append(
          SubjectMatch(
            handle: holder.handle, file: file, blob: picture.blob, likeness: likeness,
            isProbable: likeness >= least
              && likeness >= (matches.first?.likeness ?? 0) - Self.maximumDistance))
      }
    }
    return matches
  }
}

extension ElementLibrary {
  /// Describes pictures and keeps their vectors. One that can't be decoded is kept as unknown.
  ///
  /// - Parameter progress: Called with the number of pictures that are done, and of all of them.
  func describe(
    _ missing: [Digest], by describer: SubjectDescriber, progress: (_ done: Int, _ all: Int) -> Void
  ) async throws {
    guard !missing.isEmpty, !store.isReadOnly else { return }
    var done = 0
    progress(done, missing.count)
    let library = self
    try await InOrder(workers: workers).run(missing) { blob in
      _ = try await library.vector(of: blob, by: describer)
    } each: { _ in
      done += 1
      progress(done, missing.count)
    }
  }

  /// Returns the vector of a picture of the library, and keeps it; `nil` for a file that is not a
  /// picture, or that can't be decoded for the moment.
  func vector(of blob: Digest, by describer: SubjectDescriber) async throws -> SubjectVector? {
    if let kept = store.previews.vector(of: blob, by: describer.model) { return kept }
    let look = try await inspector().inspect(.path(store.blobs.path(of: blob)), depth: .picture)
    // A damaged file has another digest.
    guard look.facts.format?.medium == .picture, look.facts.digest == blob,
      !look.facts.isUndecided
    else { return nil }
    let vector =
      try look.picture.map { try describer.vector(of: $0) }
      ?? SubjectVector(unknownOf: describer.model)
    if !store.isReadOnly {
      store.previews.keep(vector, of: blob, temporaryName: store.temporaryName)
    }
    return vector
  }
}
