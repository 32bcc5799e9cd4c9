internal import Library
internal import Media
internal import Quality

/// A picture of the library that is a copy of another picture, or shows the same view.
public struct SimilarPicture: Sendable {
  /// The digest of the picture.
  public let blob: Digest
  /// How the pictures show the same.
  public let likeness: SetPair.Kind
  /// The number of bits, of 64, in which the pictures' hashes differ.
  public let distance: Int
  /// The file that the picture is a prepared copy of, or `nil` if it is an element's own file. If
  /// there is an original, `holders` are the elements that have it.
  public var original: Digest?
  /// The elements that have the picture.
  public var holders: Holders

  /// The elements that have a picture.
  public struct Holders: Sendable {
    /// The elements that got the picture last, up to a maximum.
    public var named: [Holder]
    /// The number of other elements that have the picture.
    public let othersCount: Int
  }

  /// An element that has a picture.
  public struct Holder: Sendable {
    public let handle: Handle
    /// The picture's number and name in the latest revision, or `nil` if only earlier revisions
    /// have it.
    public let file: (number: Int, name: String)?
  }
}

/// The pictures of the library that are similar to one file.
public struct SimilarPictures: Sendable {
  /// The path of the file, or the name of an element's file.
  public let path: FilePath
  /// The file's number in its element, or `nil` if it isn't an element's file.
  public let number: Int?
  /// The similar pictures, the most similar first.
  public let pictures: [SimilarPicture]
  /// The reason why the file couldn't be compared, or `nil`.
  public var problem: ElementLibraryError?
  /// Whether crops and turned copies were looked for; `false` in a large library.
  public var areViewsCompared = true
}

/// The verb `similar`: returns pictures of a library that are copies of an element's pictures or of
/// files, or show the same view.
///
/// Copies are found in a library of any size. Crops and turned copies are looked for only if it is
/// small enough to be compared picture by picture.
///
/// ```swift
/// let results = try await FindSimilar(to: .element(HandleReference("@mira"))).run(in: library)
/// for result in results { print(result.path, result.pictures.count) }
/// ```
public struct FindSimilar: Sendable {
  /// What the pictures are compared with.
  public enum Subject: Sendable {
    /// The pictures of an element. Similar pictures of the element itself are returned, too.
    case element(HandleReference)
    /// Files, and the files in folders. A named file that can't be compared has a `problem` in its
    /// result and doesn't stop the search.
    case files(FileList)
  }

  /// The maximum number of pictures in a library in which crops and turned copies are looked for.
  public static let maximumViewedPictures = 1000
  /// The maximum for this search.
  package var maximumViewedPictures = Self.maximumViewedPictures

  /// The element or the files.
  public var subject: Subject

  /// Creates the verb for an element or files.
  public init(to subject: Subject) { self.subject = subject }

  /// Returns the similar pictures of each picture.
  ///
  /// - Parameter progress: Called before each file with the number of files done, their total, and
  ///   the path of the file.
  /// - Throws: `ElementLibraryError.invalidRequest` if the element is a voice or has no files.
  public func run(
    in library: ElementLibrary,
    progress: (_ done: Int, _ all: Int, _ path: FilePath) -> Void = { _, _, _ in }
  ) async throws -> [SimilarPictures] {
    switch subject {
    case .element(let reference):
      try await similar(to: reference, in: library, progress: progress)
    case .files(let list): try await similar(to: list, in: library, progress: progress)
    }
  }

  /// Compares the pictures of an element.
  private func similar(
    to reference: HandleReference, in library: ElementLibrary,
    progress: (_ done: Int, _ all: Int, _ path: FilePath) -> Void
  ) async throws -> [SimilarPictures] {
    let found = try library.contents { try $0.unpinned(reference) }
    let files = found.revision.revision.distinctReferences
    guard found.revision.revision.kind != .voice, !files.isEmpty else {
      throw ElementLibraryError.withoutPictures(found.handle, isVoice: !files.isEmpty)
    }
    let own = Set(files.map(\.1.blob))
    let roles = Dictionary(files.map { ($0.1.blob, $0.1.role) }) { first, _ in first }
    var all: [SimilarPictures] = []
    let search = try SimilaritySearch(library, viewingAtMost: maximumViewedPictures)
    for (done, (number, file)) in files.enumerated() {
      let path = FilePath(file.file) ?? .unnamed
      progress(done, files.count, path)
      if library.isElsewhere(file.blob) {
        all.append(
          SimilarPictures(
            path: path, number: number, pictures: [],
            problem: .fileElsewhere(file.file, found.handle, fetch: "\(found.reference)")))
        continue
      }
      let showing = try await search.pictures(showing: file.blob, among: own)
      guard var similarPictures = showing else { continue }
      // The user knows which sides of a mug alike from both sides the pictures show.
      similarPictures.removeAll { other in
        other.likeness == .sameView
          && roles[other.original ?? other.blob].map { PairSearch.areDifferentViews(file.role, $0) }
            ?? false
      }
      // The file itself is reported if another element has it, too.
      var holders = try library.holders(of: file.blob)
      holders.named.removeAll { $0.handle == found.handle && $0.file?.number == number }
      if holders.named.contains(where: { $0.handle != found.handle }) {
        similarPictures.insert(
          SimilarPicture(blob: file.blob, likeness: .exact, distance: 0, holders: holders), at: 0)
      }
      all.append(
        SimilarPictures(
          path: path, number: number, pictures: similarPictures,
          areViewsCompared: search.findsViews))
    }
    return all
  }

  /// Compares files.
  private func similar(
    to list: FileList, in library: ElementLibrary,
    progress: (_ done: Int, _ all: Int, _ path: FilePath) -> Void
  ) async throws -> [SimilarPictures] {
    var all: [SimilarPictures] = []
    let search = try SimilaritySearch(library, viewingAtMost: maximumViewedPictures)
    for (index, file) in list.files.enumerated() {
      let path = file.path
      progress(index, list.files.count, path)
      let facts: FileFacts
      if let problem = file.problem {
        facts = FileFacts(path: path, problems: [problem])
      } else {
        let look = try await library.inspector().inspect(.path(path), depth: search.depth)
        if let pictures = try await search.pictures(showing: look, at: path) {
          all.append(
            SimilarPictures(
              path: path, number: nil, pictures: pictures, areViewsCompared: search.findsViews))
          continue
        }
        facts = look.facts
      }
      // Other files in a folder are not an error.
      let findings = FileRules.findings(for: facts, isNamed: false)
      if !file.isNamed, !findings.contains(where: { $0.severity == .error }) { continue }
      all.append(
        SimilarPictures(
          path: path, number: nil, pictures: [], problem: ElementLibraryError.incomparable(facts)))
    }
    return all
  }
}

extension ElementLibraryError {
  /// Returns the error for an element that has no pictures to compare.
  static func withoutPictures(_ handle: Handle, isVoice: Bool) -> ElementLibraryError {
    .invalidRequest(
      "\(handle) \(isVoice ? "is a voice" : "has no files"); only pictures can be compared",
      fix: "name an element with pictures, or a picture")
  }

  /// Returns the error for a file that can't be compared.
  static func incomparable(_ facts: FileFacts) -> ElementLibraryError {
    let path = facts.path
    if let medium = facts.format?.medium, medium != .picture {
      return .invalidRequest(
        "\(path) is \(medium == .other ? "not a picture" : "a \(medium)"); only pictures can be compared",
        fix: "name a picture")
    }
    let finding = FileRules.findings(for: facts, isNamed: true).first
    return .invalidRequest(
      "\(path): \(finding?.message ?? "the picture can't be decoded here")",
      fix: finding?.suggesting(path).fix ?? "name a picture")
  }
}
