internal import Library
internal import Media
internal import Quality

/// A picture of the library that is a copy of one that was asked for, or nearly so.
public struct SimilarPicture: Sendable {
  public let blob: Digest
  public let likeness: Likeness
  /// In how many of 64 bits their hashes differ.
  public let distance: Int
  /// The file that it is a prepared copy of. `nil` for a file of an element; of a copy `holders` have the original.
  public var original: Digest?
  public var holders: Holders

  /// Who has a picture.
  public struct Holders: Sendable {
    /// The last elements that have it, with its number and name there.
    public var named: [Holder]
    /// How many more elements have it.
    public let othersCount: Int
  }

  /// An element that has a picture.
  public struct Holder: Sendable {
    public let handle: Handle
    /// Its number and name in the latest revision; `nil` for a file of earlier ones.
    public let file: (number: Int, name: String)?
  }
}

/// What is like one picture.
public struct SimilarPictures: Sendable {
  /// The file that was asked for, or the name that the element's file has.
  public let path: FilePath
  /// Its number in its element, when it is an element's.
  public let number: Int?
  public let pictures: [SimilarPicture]
  /// Why it could not be compared, and what to do.
  public var problem: ElementLibraryError?
}

/// What pictures look like, each looked at once; for the time of one question.
final class Looks {
  var known: [Digest: ComparedPicture?] = [:]
}

extension ElementLibrary {
  /// So many pictures whose hashes come near are looked at.
  private static let mostLooks = 64
  /// Of the elements that have a picture, so many are named.
  private static let mostHolders = 20

  /// Pictures of the library that are copies of an element's pictures, or nearly so; those of the
  /// element itself as well.
  public func similar(
    to reference: HandleReference, progress: (_ done: Int, _ all: Int) -> Void = { _, _ in }
  ) async throws -> [SimilarPictures] {
    let found = try contents { try $0.unpinned(reference) }
    let files = found.revision.revision.distinctReferences
    guard found.revision.revision.kind != .voice, !files.isEmpty else {
      throw ElementLibraryError.wrong(
        "\(found.handle) " + (files.isEmpty ? "has no files" : "is a voice")
          + "; only pictures can be compared",
        fix: "name an element with pictures, or a picture")
    }
    var all: [SimilarPictures] = []
    let looks = Looks()
    for (done, (number, file)) in files.enumerated() {
      progress(done, files.count)
      let likes = try await similar(
        toBlob: file.blob, except: { $0 == file.blob }, limit: Self.mostLooks, looks)
      guard var likes else { continue }
      // The file itself, where another element has it, too.
      var holders = try holders(of: file.blob)
      holders.named.removeAll { $0.handle == found.handle && $0.file?.number == number }
      if holders.named.contains(where: { $0.handle != found.handle }) {
        likes.insert(
          SimilarPicture(blob: file.blob, likeness: .exact, distance: 0, holders: holders), at: 0)
      }
      all.append(
        SimilarPictures(
          path: FilePath(file.file) ?? .nameless, number: number, pictures: likes))
    }
    return all
  }

  /// Pictures of the library that are copies of files, or nearly so; folders are walked. A file that can't
  /// be compared says why, and stops nothing.
  public func similar(
    to list: FileList, progress: (_ done: Int, _ path: FilePath) -> Void = { _, _ in }
  ) async throws -> [SimilarPictures] {
    var all: [SimilarPictures] = []
    for (place, path) in list.paths.enumerated() {
      progress(place, path)
      let facts: FileFacts
      if let problem = list.unreadable[path] {
        facts = FileFacts(path: path, problems: [problem])
      } else {
        switch try await compared(path) {
        case .success(let found):
          all.append(found)
          continue
        case .failure(let looked): facts = looked
        }
      }
      // What a folder holds besides pictures is nobody's mistake.
      let findings = FileRules.findings(for: facts, isNamed: false)
      if !list.named.contains(path), !findings.contains(where: { $0.severity == .error }) {
        continue
      }
      all.append(
        SimilarPictures(
          path: path, number: nil, pictures: [], problem: Self.incomparable(facts)))
    }
    return all
  }

  /// Pictures of the library that are copies of a file, or nearly so.
  public func similar(to path: FilePath) async throws -> SimilarPictures {
    switch try await compared(path) {
    case .success(let found): return found
    case .failure(let facts): throw Self.incomparable(facts)
    }
  }

  private enum Compared {
    case success(SimilarPictures)
    /// What is known of a file that has no looks to compare.
    case failure(FileFacts)
  }

  private func compared(_ path: FilePath) async throws -> Compared {
    let look = await inspector().look(at: path)
    guard let pictures = try await similar(to: look) else { return .failure(look.facts) }
    return .success(SimilarPictures(path: path, number: nil, pictures: pictures))
  }

  /// What is like a picture that was looked at; nothing for what has no looks to compare.
  func similar(to look: Inspection) async throws -> [SimilarPicture]? {
    guard let hash = look.facts.perceptual, let luma = look.luma,
      let appearance = Appearance(digest: look.facts.digest, luma: luma)
    else { return nil }
    return try await pictures(
      like: ComparedPicture(appearance, size: look.facts.image?.size),
      among: try store.pictures(near: hash, limit: Self.mostLooks),
      except: { _ in false }, Looks())
  }

  private static func incomparable(_ facts: FileFacts) -> ElementLibraryError {
    let path = facts.path
    if let medium = facts.format?.medium, medium != .picture {
      return .wrong(
        "\(path) is \(medium == .other ? "not a picture" : "a \(medium)"); only pictures can be compared",
        fix: "name a picture")
    }
    let finding = FileRules.findings(for: facts, isNamed: true).first
    return .wrong(
      "\(path): \(finding?.message ?? "the picture can't be decoded here")",
      fix: finding?.guessing(path).fix ?? "name a picture")
  }

  /// What is like a picture of the library; nothing for what has no looks to compare.
  func similar(
    toBlob blob: Digest, except: (Digest) throws -> Bool, limit: Int, _ looks: Looks = Looks()
  ) async throws -> [SimilarPicture]? {
    guard let hash = try contents({ try $0.hash(of: blob) }) else { return nil }
    let near = try store.pictures(near: hash, limit: limit + 1)
    guard try near.contains(where: { try $0.blob != blob && !except($0.blob) }) else { return [] }
    guard let picture = await picture(of: blob, looks) else { return nil }
    return try await pictures(like: picture, among: near.prefix(limit), except: except, looks)
  }

  private func pictures(
    like picture: ComparedPicture, among candidates: some Sequence<LibraryStore.NearHash>,
    except: (Digest) throws -> Bool, _ looks: Looks
  ) async throws -> [SimilarPicture] {
    let asked = picture.appearance.digest
    var seen: Set<Digest> = []
    var found: [SimilarPicture] = []
    for near in candidates {
      guard seen.insert(near.blob).inserted, try !except(near.blob) else { continue }
      let likeness: Likeness
      if near.blob == asked {
        likeness = .exact
      } else if let other = await self.picture(of: near.blob, looks),
        let match = CopyMatch(picture, other)
      {
        likeness = match.likeness
      } else {
        continue
      }
      let like = try like(near, likeness)
      // A copy of the very file that was asked about is no other picture.
      if let original = like.original, try original == asked || except(original) { continue }
      found.append(like)
    }
    // Of a file and its copies the likest is enough.
    var named: Set<Digest> = []
    return found.sorted { $0.order < $1.order }
      .filter { named.insert($0.original ?? $0.blob).inserted }
      .sorted { ($0.order.0, $0.distance, $0.blob.hex) < ($1.order.0, $1.distance, $1.blob.hex) }
  }

  /// A picture of the library that is like another; a prepared copy with those who have its original.
  private func like(
    _ near: LibraryStore.NearHash, _ likeness: Likeness
  ) throws -> SimilarPicture {
    let own = try holders(of: near.blob)
    let original =
      try own.named.isEmpty ? contents { try $0.origins(of: near.blob, limit: 1).first?.from } : nil
    return SimilarPicture(
      blob: near.blob, likeness: likeness, distance: near.distance, original: original,
      holders: try original.map(holders) ?? own)
  }

  /// What a picture of the library looks like; `nil` when it is gone or can't be decoded.
  private func picture(of blob: Digest, _ looks: Looks) async -> ComparedPicture? {
    if let known = looks.known[blob] { return known }
    let look = await inspector().look(at: store.blobs.path(of: blob))
    let appearance = look.luma.flatMap { Appearance(digest: look.facts.digest, luma: $0) }
    let picture = appearance.map { ComparedPicture($0, size: look.facts.image?.size) }
    looks.known[blob] = .some(picture)
    return picture
  }

  /// The elements that have a file, with its number and name in each.
  func holders(of blob: Digest) throws -> SimilarPicture.Holders {
    try contents { contents in
      let named = try contents.holders(of: blob, limit: Self.mostHolders).map { entry in
        let references = try contents.revision(entry.revision)?.revision.references ?? []
        let place = references.firstIndex { $0.blob == blob }
        return SimilarPicture.Holder(
          handle: entry.handle, file: place.map { ($0 + 1, references[$0].file) })
      }
      let all = named.count < Self.mostHolders ? named.count : try contents.holderCount(of: blob)
      return SimilarPicture.Holders(named: named, othersCount: max(0, all - named.count))
    }
  }
}

extension SimilarPicture {
  /// The likest first; of a file and its copies that are equally like, the file.
  fileprivate var order: (Int, Int, Int, String) {
    (likeness.rank, original == nil ? 0 : 1, distance, blob.hex)
  }
}

extension Likeness {
  fileprivate var rank: Int {
    switch self {
    case .exact: 0
    case .near: 1
    case .mirror: 2
    }
  }
}
