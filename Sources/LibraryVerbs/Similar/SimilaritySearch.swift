internal import Library
internal import Media
internal import Quality

/// Finds pictures of a library that are copies of others, or show the same view.
struct SimilaritySearch {
  private let library: ElementLibrary
  private let cache = Cache()
  /// The pictures in which crops and turned copies are looked for; `nil` if there are too many.
  private let viewed: [Digest]?

  /// Creates a search for copies alone. Pictures that several comparisons need are read once.
  init(_ library: ElementLibrary) {
    self.library = library
    viewed = nil
  }

  /// Creates a search for copies and, in a library with at most `maximum` pictures, for pictures of
  /// the same view.
  init(_ library: ElementLibrary, viewingAtMost maximum: Int) throws {
    self.library = library
    viewed = try library.store.comparablePictures(atMost: maximum)
  }

  /// Whether pictures of the same view are looked for.
  var findsViews: Bool { viewed != nil }
  /// How far a file has to be decoded before it is compared.
  var depth: Inspector.Depth { findsViews ? .appearance : .luma }

  private var store: LibraryStore { library.store }

  /// The maximum number of pictures with near hashes that are compared as copies.
  private static let maximumCopies = 64

  /// The number of pictures up to which they are kept prepared, which takes about 0.25 MB for each.
  private static let maximumPrepared = 250

  private final class Cache {
    /// The appearances of pictures by digest; a `nil` value is a picture that can't be decoded.
    var pictures: [Digest: ComparablePicture?] = [:]
    /// The pictures that views were compared with, if they are few.
    var prepared: [Digest: ComparedPicture] = [:]
  }

  // MARK: Copies and views

  /// Returns the pictures that show the same as a file that was decoded to `depth`, or `nil` if it
  /// has no appearance to compare.
  func pictures(showing look: Inspection, at path: FilePath) async throws -> [SimilarPicture]? {
    guard let viewed else { return try await copies(of: look, at: path) }
    guard let picture = ComparablePicture(look) else { return nil }
    return try await pictures(
      showing: picture.compared, viewed, among: [], isLeftOut: { _ in false })
  }

  /// Returns the pictures that show the same as a picture of the library, without that picture
  /// itself; `nil` if it has no appearance to compare.
  ///
  /// - Parameter own: The pictures of its element, which may show it in another light.
  func pictures(showing blob: Digest, among own: Set<Digest>) async throws -> [SimilarPicture]? {
    guard let viewed else {
      return try await copies(of: blob, limit: Self.maximumCopies, isLeftOut: { $0 == blob })
    }
    guard let picture = try await picture(of: blob) else { return nil }
    return try await pictures(
      showing: picture.compared, viewed, among: own, isLeftOut: { $0 == blob })
  }

  /// Returns copies, then pictures of the same view.
  private func pictures(
    showing picture: ComparedPicture, _ viewed: [Digest], among own: Set<Digest>,
    isLeftOut: (Digest) -> Bool
  ) async throws -> [SimilarPicture] {
    let hash = picture.appearance.hash
    let near = try store.pictures(near: hash, limit: Self.maximumCopies + 1)
    let copies = try await copies(
      of: picture, among: near.prefix(Self.maximumCopies), isLeftOut: isLeftOut)
    let found = Set(copies.flatMap { [$0.blob, $0.original].compactMap(\.self) })
    let others = viewed.filter {
      !found.contains($0) && $0 != picture.appearance.digest && !isLeftOut($0)
    }
    let views = try await views(like: picture, in: others, among: own)
      .filter { view in view.original.map { !found.contains($0) && !isLeftOut($0) } ?? true }
    return SimilarPicture.sorted(copies + views)
  }

  /// Returns those of some pictures that show the same view. Only a picture of the same element may
  /// do so in another light, since one of another may show a thing of another colour.
  private func views(
    like picture: ComparedPicture, in blobs: [Digest], among own: Set<Digest>
  ) async throws -> [SimilarPicture] {
    try await read(blobs)
    let candidates = blobs.compactMap { blob in
      cache.pictures[blob].flatMap(\.self).map { (blob, $0) }
    }
    let (prepared, keeps) = (cache.prepared, blobs.count <= Self.maximumPrepared)
    var views: [SimilarPicture] = []
    try await InOrder(workers: library.workers).run(candidates) { blob, other in
      let compared = prepared[blob] ?? other.compared
      let match = ViewMatch(picture, compared, isOneLight: !own.contains(blob))
      return (blob, keeps ? compared : nil, match)
    } each: { blob, compared, match in
      cache.prepared[blob] = compared
      guard let match else { return }
      views.append(try similar(blob, .sameView, distance: match.distance))
    }
    return views
  }

  // MARK: Copies alone

  /// Returns the copies of a decoded picture, or `nil` if it has no appearance to compare. The file
  /// at `path` is read again if its colours are needed.
  func copies(of look: Inspection, at path: FilePath) async throws -> [SimilarPicture]? {
    guard let hash = look.facts.perceptual else { return nil }
    let near = try store.pictures(near: hash, limit: Self.maximumCopies)
    guard !near.isEmpty else { return [] }
    var seen = look
    if seen.picture == nil, near.contains(where: { $0.blob != look.facts.digest }) {
      seen = try await library.inspector().inspect(.path(path), depth: .appearance)
    }
    guard let picture = ComparablePicture(seen) else { return nil }
    return SimilarPicture.sorted(
      try await copies(of: picture.compared, among: near, isLeftOut: { _ in false }))
  }

  /// Returns the copies of a picture of the library, or `nil` if it has no appearance to compare.
  ///
  /// - Parameter isLeftOut: Returns whether the picture with a digest is left out.
  func copies(
    of blob: Digest, limit: Int, isLeftOut: (Digest) -> Bool
  ) async throws -> [SimilarPicture]? {
    guard let hash = try library.contents({ try $0.blobs.hash(of: blob) }) else { return nil }
    let near = try store.pictures(near: hash, limit: limit + 1)
    guard near.contains(where: { $0.blob != blob && !isLeftOut($0.blob) }) else { return [] }
    guard let picture = try await picture(of: blob) else { return nil }
    return SimilarPicture.sorted(
      try await copies(of: picture.compared, among: near.prefix(limit), isLeftOut: isLeftOut))
  }

  /// Returns those of some pictures with near hashes that are copies.
  private func copies(
    of picture: ComparedPicture, among candidates: some Sequence<LibraryStore.SimilarHash>,
    isLeftOut: (Digest) -> Bool
  ) async throws -> [SimilarPicture] {
    let digest = picture.appearance.digest
    var seen: Set<Digest> = []
    var found: [SimilarPicture] = []
    for near in candidates where !isLeftOut(near.blob) && seen.insert(near.blob).inserted {
      let kind: SetPair.Kind
      if near.blob == digest {
        kind = .exact
      } else if let other = try await self.picture(of: near.blob),
        let match = CopyMatch(picture, other.compared)
      {
        kind = match.likeness.pairKind
      } else {
        continue
      }
      let copy = try similar(near.blob, kind, distance: near.distance)
      // A prepared copy of the file itself isn't another picture.
      if let original = copy.original, original == digest || isLeftOut(original) { continue }
      found.append(copy)
    }
    return found
  }

  // MARK: Pictures of the library

  /// Describes a similar picture. If it is a prepared copy, its holders are those of its original.
  private func similar(
    _ blob: Digest, _ kind: SetPair.Kind, distance: Int
  ) throws -> SimilarPicture {
    let own = try library.holders(of: blob)
    let original =
      try own.named.isEmpty
      ? library.contents { try $0.derivations.origins(of: blob, limit: 1).first?.from } : nil
    return SimilarPicture(
      blob: blob, likeness: kind, distance: distance, original: original,
      holders: try original.map(library.holders) ?? own)
  }

  /// Returns the appearance of a picture of the library, or `nil` if it is missing or can't be
  /// decoded.
  private func picture(of blob: Digest) async throws -> ComparablePicture? {
    if cache.pictures[blob] == nil { try await read([blob]) }
    return cache.pictures[blob] ?? nil
  }

  /// Reads the appearances of pictures that were not read before.
  private func read(_ blobs: [Digest]) async throws {
    let missing = blobs.filter { cache.pictures[$0] == nil }
    let library = library
    try await InOrder(workers: library.workers).run(missing) { blob in
      (blob, try await library.comparablePicture(of: blob))
    } each: { blob, picture in
      cache.pictures[blob] = .some(picture)
    }
  }
}

/// What is needed to compare a picture. It is small, so that a thousand of them fit into memory.
private struct ComparablePicture: Sendable {
  let appearance: Appearance
  let size: PixelSize?
  let lighting: Lighting?

  init(_ appearance: Appearance, size: PixelSize?, lighting: Lighting?) {
    self.appearance = appearance
    self.size = size
    self.lighting = lighting
  }

  /// Creates the appearance of a decoded picture; `nil` if it has none.
  init?(_ look: Inspection) {
    guard let luma = look.luma, let appearance = Appearance(digest: look.facts.digest, luma: luma)
    else { return nil }
    self.init(
      appearance, size: look.facts.image?.size,
      lighting: look.picture.flatMap(PictureMeasurement.lighting))
  }

  /// The picture, prepared for comparison.
  var compared: ComparedPicture { ComparedPicture(appearance, size: size, lighting: lighting) }
}

extension ElementLibrary {
  /// The maximum number of elements with a picture that are named.
  private static let maximumHolders = 20

  /// Returns the elements that have a file, with its number and name in each.
  func holders(of blob: Digest) throws -> SimilarPicture.Holders {
    try contents { contents in
      let named = try contents.elements(containing: blob, limit: Self.maximumHolders).map { entry in
        let references = try contents.revision(entry.revision)?.revision.references ?? []
        let index = references.firstIndex { $0.blob == blob }
        return SimilarPicture.Holder(
          handle: entry.handle, file: index.map { ($0 + 1, references[$0].file) })
      }
      let all =
        named.count < Self.maximumHolders
        ? named.count : try contents.elementCount(containing: blob)
      return SimilarPicture.Holders(named: named, othersCount: max(0, all - named.count))
    }
  }

  /// Returns the appearance of a picture of the library, or `nil` if it is missing or can't be
  /// decoded. It is kept with the scores of the picture, if there are any.
  fileprivate func comparablePicture(of blob: Digest) async throws -> ComparablePicture? {
    let path = store.blobs.path(of: blob)
    let (facts, measured) = try contents {
      (try $0.blobs.facts(of: blob, as: path), try $0.scores.of(blob))
    }
    if let kept = store.previews.measures(of: blob), let facts,
      let appearance = Appearance(digest: blob, luma: kept.luma)
    {
      return ComparablePicture(
        appearance, size: facts.image?.size, lighting: kept.scores.lighting)
    }
    // Scores of an early version have no colours.
    let scores = measured?.scores
    let known = scores?.lighting.flatMap { $0.swatches.isEmpty ? nil : $0 }
    let look = try await inspector().inspect(
      .path(path), depth: known == nil ? .appearance : .luma)
    guard let found = ComparablePicture(look) else { return nil }
    // A damaged file has another digest.
    if let scores, measured?.metric == PictureScores.metric, !store.isReadOnly,
      look.facts.digest == blob
    {
      store.previews.keep(
        KeptMeasures(scores: scores, luma: found.appearance.luma), of: blob,
        temporaryName: store.temporaryName)
    }
    return ComparablePicture(
      found.appearance, size: found.size, lighting: known ?? found.lighting)
  }
}

extension SimilarPicture {
  /// Returns the most similar pictures first. Of a file and its copies only the most similar one is
  /// kept; if they are equally similar, the file.
  fileprivate static func sorted(_ pictures: [SimilarPicture]) -> [SimilarPicture] {
    var named: Set<Digest> = []
    return pictures.sorted { $0.order < $1.order }
      .filter { named.insert($0.original ?? $0.blob).inserted }
      .sorted { ($0.order.0, $0.distance, $0.blob.hex) < ($1.order.0, $1.distance, $1.blob.hex) }
  }

  /// The sort key: the kind of similarity, files before prepared copies, the distance.
  private var order: (Int, Int, Int, String) {
    (likeness.rank, original == nil ? 0 : 1, distance, blob.hex)
  }
}

extension SetPair.Kind {
  /// The position in the order of similarity, from 0 for an exact copy.
  fileprivate var rank: Int {
    switch self {
    case .exact: 0
    case .near: 1
    case .mirror: 2
    case .sameView: 3
    }
  }
}
