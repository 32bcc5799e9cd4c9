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
  public let matches: [SubjectMatch]
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
  /// another element's, or not alike enough.
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

  /// Returns the elements for each picture.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if the model is not installed, or if the
  ///   element is a voice or has no files.
  public func run(
    in library: ElementLibrary, progress: @escaping (Progress) -> Void = { _ in }
  ) async throws -> [SubjectMatches] {
    guard
      let describer = try SubjectDescriber.installed(in: modelFolder, program: vision)
    else { throw Self.notInstalled }
    try await library.describePictures(by: describer) { progress(.describing(done: $0, of: $1)) }
    switch subject {
    case .element(let reference):
      return try matches(of: reference, in: library, describer)
    case .files(let list):
      var all: [SubjectMatches] = []
      for file in list.files {
        progress(.comparing(file.path))
        if let found = try await matches(of: file, in: library, describer) { all.append(found) }
      }
      return all
    }
  }

  private static let notInstalled = ElementLibraryError.invalidRequest(
    "the model for subjects is not installed", fix: "castbook models add subjects")

  /// Compares the pictures of an element with those of others.
  private func matches(
    of reference: HandleReference, in library: ElementLibrary, _ describer: SubjectDescriber
  ) throws -> [SubjectMatches] {
    let found = try library.contents { try $0.unpinned(reference) }
    let files = found.revision.revision.distinctReferences
    guard found.revision.revision.kind != .voice, !files.isEmpty else {
      throw ElementLibraryError.invalidRequest(
        "\(found.handle) "
          + (files.isEmpty ? "has no files" : "is a voice") + "; only pictures can be compared",
        fix: "name an element with pictures, or a picture")
    }
    return try files.compactMap { number, file in
      guard let vector = library.store.previews.vector(of: file.blob, by: describer.model) else {
        return nil
      }
      return SubjectMatches(
        path: FilePath(file.file) ?? .unnamed, number: number,
        matches: try matches(of: vector, in: library, except: found.handle))
    }
  }

  /// Compares a file; `nil` for one that was only found in a folder and is no picture.
  private func matches(
    of file: ListedFile, in library: ElementLibrary, _ describer: SubjectDescriber
  ) async throws -> SubjectMatches? {
    func failure(_ facts: FileFacts) -> SubjectMatches {
      SubjectMatches(
        path: file.path, number: nil, matches: [],
        problem: ElementLibraryError.incomparable(facts))
    }
    if let problem = file.problem {
      return failure(FileFacts(path: file.path, problems: [problem]))
    }
    let look = try await library.inspector().inspect(.path(file.path), depth: .picture)
    guard let picture = look.picture else {
      let findings = FileRules.findings(for: look.facts, isNamed: false)
      let isFailure = file.isNamed || findings.contains { $0.severity == .error }
      return isFailure ? failure(look.facts) : nil
    }
    return SubjectMatches(
      path: file.path, number: nil,
      matches: try matches(of: try describer.vector(of: picture), in: library, except: nil))
  }

  /// The number of pictures that are looked at for each element that is wanted: several may be of
  /// one element, or of none any more.
  private static let picturesPerMatch = 8

  /// Returns the elements whose pictures are most like a vector.
  private func matches(
    of vector: SubjectVector, in library: ElementLibrary, except handle: Handle?
  ) throws -> [SubjectMatch] {
    let pictures = try library.store.pictures(
      like: [vector], least: SubjectLikeness.vectorLikeness(Int(1000 * Self.leastLikeness)),
      limit: limit * Self.picturesPerMatch)
    var matches: [SubjectMatch] = []
    var seen: Set<Handle> = []
    if let handle { seen.insert(handle) }
    for picture in pictures where matches.count < limit {
      let likeness = Double(SubjectLikeness.scaled(picture.likeness)) / 1000
      for holder in try library.holders(of: picture.blob).named {
        guard let file = holder.file, seen.insert(holder.handle).inserted else { continue }
        matches.append(
          SubjectMatch(
            handle: holder.handle, file: file, blob: picture.blob, likeness: likeness,
            isProbable: likeness >= Self.probableLikeness
              && likeness >= (matches.first?.likeness ?? 0) - Self.maximumDistance))
      }
    }
    return Array(matches.prefix(limit))
  }
}

extension ElementLibrary {
  /// Describes the pictures that no vector is kept of, and keeps their vectors. One that can't be
  /// decoded, or that is not on this machine, is kept as unknown.
  ///
  /// - Parameter progress: Called with the number of pictures that are done, and of all of them.
  func describePictures(
    by describer: SubjectDescriber, progress: (_ done: Int, _ all: Int) -> Void
  ) async throws {
    let missing = try store.undescribed(by: describer.model)
    guard !missing.isEmpty, !store.isReadOnly else { return }
    let (inspector, store) = (inspector(), store)
    let folder = store.previews
    var done = 0
    progress(done, missing.count)
    try await InOrder(workers: Check.workers(nil)).run(missing) { blob in
      let look = try await inspector.inspect(.path(store.blobs.path(of: blob)), depth: .picture)
      let vector =
        try look.picture.map { try describer.vector(of: $0) }
        ?? SubjectVector(unknownOf: describer.model)
      folder.keep(vector, of: blob, temporaryName: store.temporaryName)
    } each: { _ in
      done += 1
      progress(done, missing.count)
    }
  }
}
