internal import Library
internal import Media
internal import Quality

/// A picture of the library that is a copy or near copy of another picture.
public struct SimilarPicture: Sendable {
  /// The digest of the picture.
  public let blob: Digest
  /// How similar the pictures are.
  public let likeness: Likeness
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
}

/// A cache of decoded appearances for one search, so that each picture is decoded once.
final class AppearanceCache {
  /// The appearances by digest; a `nil` value is a picture that can't be decoded.
  var appearances: [Digest: ComparedPicture?] = [:]
}

/// The verb `similar`: returns pictures of a library that are copies or near copies of an element's
/// pictures, or of files.
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
    var all: [SimilarPictures] = []
    let cache = AppearanceCache()
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
      let similarPictures = try await library.similar(
        toBlob: file.blob, except: { $0 == file.blob }, limit: SimilarPicture.maximumCandidates,
        cache)
      guard var similarPictures else { continue }
      // The file itself is reported if another element has it, too.
      var holders = try library.holders(of: file.blob)
      holders.named.removeAll { $0.handle == found.handle && $0.file?.number == number }
      if holders.named.contains(where: { $0.handle != found.handle }) {
        similarPictures.insert(
          SimilarPicture(blob: file.blob, likeness: .exact, distance: 0, holders: holders), at: 0)
      }
      all.append(
        SimilarPictures(
          path: path, number: number, pictures: similarPictures))
    }
    return all
  }

  /// Compares files.
  private func similar(
    to list: FileList, in library: ElementLibrary,
    progress: (_ done: Int, _ all: Int, _ path: FilePath) -> Void
  ) async throws -> [SimilarPictures] {
    var all: [SimilarPictures] = []
    for (index, file) in list.files.enumerated() {
      let path = file.path
      progress(index, list.files.count, path)
      let facts: FileFacts
      if let problem = file.problem {
        facts = FileFacts(path: path, problems: [problem])
      } else {
        switch try await library.compared(path) {
        case .success(let found):
          all.append(found)
          continue
        case .failure(let looked): facts = looked
        }
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

extension SimilarPicture {
  /// The maximum number of pictures with near hashes that are decoded and compared.
  fileprivate static let maximumCandidates = 64
  /// The maximum number of elements with a picture that are named.
  fileprivate static let maximumHolders = 20
}

extension ElementLibrary {
  /// The result of comparing a file with the library.
  fileprivate enum Compared {
    /// The pictures that are similar to the file.
    case success(SimilarPictures)
    /// The facts of a file that has no appearance to compare.
    case failure(FileFacts)
  }

  /// Decodes a file and compares it with the pictures of the library.
  fileprivate func compared(_ path: FilePath) async throws -> Compared {
    let look = try await inspector().inspect(.path(path), depth: .luma)
    guard let pictures = try await similar(to: look, at: path) else { return .failure(look.facts) }
    return .success(SimilarPictures(path: path, number: nil, pictures: pictures))
  }

  /// Returns the pictures that are similar to a decoded picture, or `nil` if it has no appearance
  /// to compare. The file at `path` is read again if its colours are needed.
  func similar(to look: Inspection, at path: FilePath) async throws -> [SimilarPicture]? {
    guard let hash = look.facts.perceptual, let luma = look.luma,
      let appearance = Appearance(digest: look.facts.digest, luma: luma)
    else { return nil }
    let near = try store.pictures(near: hash, limit: SimilarPicture.maximumCandidates)
    guard !near.isEmpty else { return [] }
    var seen = look
    if seen.picture == nil, near.contains(where: { $0.blob != look.facts.digest }) {
      seen = try await inspector().inspect(.path(path), depth: .appearance)
    }
    return try await pictures(
      like: ComparedPicture(appearance, size: look.facts.image?.size, lighting: seen.lighting),
      among: near, except: { _ in false }, AppearanceCache())
  }

  /// Returns the pictures that are similar to a picture of the library, or `nil` if it has no
  /// appearance to compare.
  ///
  /// - Parameter except: Returns whether the picture with a digest is left out.
  func similar(
    toBlob blob: Digest, except: (Digest) throws -> Bool, limit: Int,
    _ cache: AppearanceCache = AppearanceCache()
  ) async throws -> [SimilarPicture]? {
    guard let hash = try contents({ try $0.blobs.hash(of: blob) }) else { return nil }
    let near = try store.pictures(near: hash, limit: limit + 1)
    guard try near.contains(where: { try $0.blob != blob && !except($0.blob) }) else { return [] }
    guard let picture = try await picture(of: blob, cache) else { return nil }
    return try await pictures(like: picture, among: near.prefix(limit), except: except, cache)
  }

  /// Compares a picture with candidates, and returns those that are similar, the most similar
  /// first.
  private func pictures(
    like picture: ComparedPicture, among candidates: some Sequence<LibraryStore.SimilarHash>,
    except: (Digest) throws -> Bool, _ cache: AppearanceCache
  ) async throws -> [SimilarPicture] {
    let queryDigest = picture.appearance.digest
    var seen: Set<Digest> = []
    var found: [SimilarPicture] = []
    for near in candidates {
      guard seen.insert(near.blob).inserted, try !except(near.blob) else { continue }
      let likeness: Likeness
      if near.blob == queryDigest {
        likeness = .exact
      } else if let other = try await self.picture(of: near.blob, cache),
        let match = CopyMatch(picture, other)
      {
        likeness = match.likeness
      } else {
        continue
      }
      let like = try like(near, likeness)
      // A prepared copy of the file itself isn't another picture.
      if let original = like.original, try original == queryDigest || except(original) { continue }
      found.append(like)
    }
    // Only the most similar one of a file and its copies is reported.
    var named: Set<Digest> = []
    return found.sorted { $0.order < $1.order }
      .filter { named.insert($0.original ?? $0.blob).inserted }
      .sorted { ($0.order.0, $0.distance, $0.blob.hex) < ($1.order.0, $1.distance, $1.blob.hex) }
  }

  /// Describes a similar picture. If it is a prepared copy, its holders are those of its original.
  private func like(
    _ near: LibraryStore.SimilarHash, _ likeness: Likeness
  ) throws -> SimilarPicture {
    let own = try holders(of: near.blob)
    let original =
      try own.named.isEmpty
      ? contents { try $0.derivations.origins(of: near.blob, limit: 1).first?.from } : nil
    return SimilarPicture(
      blob: near.blob, likeness: likeness, distance: near.distance, original: original,
      holders: try original.map(holders) ?? own)
  }

  /// Returns the appearance of a picture of the library, or `nil` if it is missing or can't be
  /// decoded.
  private func picture(of blob: Digest, _ cache: AppearanceCache) async throws -> ComparedPicture? {
    if let known = cache.appearances[blob] { return known }
    let scores = try contents { try $0.scores.of(blob)?.scores }
    // Scores of an earlier version have no colours.
    let known = scores?.lighting.flatMap { $0.swatches.isEmpty ? nil : $0 }
    let look = try await inspector().inspect(
      .path(store.blobs.path(of: blob)), depth: scores == nil ? .appearance : .luma)
    let appearance = look.luma.flatMap { Appearance(digest: look.facts.digest, luma: $0) }
    let picture = appearance.map {
      ComparedPicture($0, size: look.facts.image?.size, lighting: known ?? look.lighting)
    }
    cache.appearances[blob] = .some(picture)
    return picture
  }

  /// Returns the elements that have a file, with its number and name in each.
  func holders(of blob: Digest) throws -> SimilarPicture.Holders {
    try contents { contents in
      let named = try contents.elements(containing: blob, limit: SimilarPicture.maximumHolders).map
      { entry in
        let references = try contents.revision(entry.revision)?.revision.references ?? []
        let index = references.firstIndex { $0.blob == blob }
        return SimilarPicture.Holder(
          handle: entry.handle, file: index.map { ($0 + 1, references[$0].file) })
      }
      let all =
        named.count < SimilarPicture.maximumHolders
        ? named.count : try contents.elementCount(containing: blob)
      return SimilarPicture.Holders(named: named, othersCount: max(0, all - named.count))
    }
  }
}

extension Inspection {
  /// The colours of the picture; `nil` if they were not read or can't be measured.
  fileprivate var lighting: Lighting? { picture.flatMap(PictureMeasurement.lighting) }
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

extension SimilarPicture {
  /// The sort key of similar pictures, the most similar first. If a file and its copies are equally
  /// similar, the file comes first.
  fileprivate var order: (Int, Int, Int, String) {
    (likeness.rank, original == nil ? 0 : 1, distance, blob.hex)
  }
}

extension Likeness {
  /// The position in the order of similarity, from 0 for an exact copy.
  fileprivate var rank: Int {
    switch self {
    case .exact: 0
    case .near: 1
    case .mirror: 2
    }
  }
}
