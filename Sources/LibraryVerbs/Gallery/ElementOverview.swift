internal import Library

/// The short view of an element in a list: the file that represents it, and the status of its
/// files.
public struct ElementOverview: Sendable {
  /// The file that represents the element; `nil` if the element has no files that can be shown.
  public let cover: Cover?
  /// The worst status of the files, by the limits of the given targets and by their scores; `nil`
  /// if no file could be judged.
  public let status: Status?
  /// The worst status of the files by the limits of the targets alone.
  public let limits: Status?
  /// The number of files that are not on this machine, but in the team's store.
  public let elsewhereCount: Int

  /// The file that represents an element in a list.
  public struct Cover: Hashable, Sendable {
    /// The digest of the file.
    public let blob: Digest
    /// Whether the file is a picture, a clip or a sound.
    public let medium: MediaFormat.Medium
    /// The upright size in pixels; `nil` for a sound.
    public let size: PixelSize?
  }
}

/// Returns the overviews of elements, in the same order, with their files checked against targets.
///
/// ```swift
/// let elements = try library.summaries(of: [id])
/// let overviews = try ReadOverviews(of: elements, for: targets, cached: cache).run(in: library)
/// ```
public struct ReadOverviews {
  /// The elements of a list.
  public var elements: [ElementSummary]
  /// The targets whose limits decide the status.
  public var targets: [CheckTarget]
  /// A cache of earlier results, which is emptied if the library changed since; `nil` to compute
  /// every overview.
  public var cache: OverviewCache?

  /// Creates the verb for some elements and targets.
  public init(
    of elements: [ElementSummary], for targets: [CheckTarget], cached cache: OverviewCache? = nil
  ) {
    (self.elements, self.targets, self.cache) = (elements, targets, cache)
  }

  /// Returns the overviews.
  public func run(in library: ElementLibrary) throws -> [ElementOverview] {
    try library.contents { contents in
      cache?.synchronize(with: ChangeMark(position: try contents.changeToken()))
      return try elements.map { element in
        if let overview = cache?.overview(of: element.revision) { return overview }
        let overview = try overview(of: element, in: library, contents)
        // Files that arrive later change no record.
        if overview.elsewhereCount == 0 { cache?.store(overview, for: element.revision) }
        return overview
      }
    }
  }

  /// Computes the overview of one element from the facts that the index has; no file is read.
  ///
  /// Scores are only looked up if the index lists the element as weak, since other elements pass.
  private func overview(
    of element: ElementSummary, in library: ElementLibrary, _ contents: Contents
  ) throws -> ElementOverview {
    guard element.fileCount > 0, let revision = try contents.revision(element.revision)?.revision
    else {
      return ElementOverview(
        cover: nil, status: nil, limits: nil, elsewhereCount: 0)
    }
    let weakness = try contents.weakPictures(of: element)
    var scores: Status?
    var limits: Status?
    var covers: [(cover: ElementOverview.Cover, role: Role)] = []
    var elsewhereCount = 0
    for reference in revision.references {
      if library.isElsewhere(reference.blob) { elsewhereCount += 1 }
      let name = FilePath(reference.file) ?? .unnamed
      guard let facts = try contents.blobs.facts(of: reference.blob, as: name) else { continue }
      let checked = try library.judged(facts, of: revision.kind, targets, contents)
      limits = max(limits ?? .pass, checked.status)
      if weakness != nil,
        let scored = try contents.keptScores(
          of: reference.blob, kind: revision.kind, copies: checked.copies)
      {
        scores = max(scores ?? .pass, scored.status)
      }
      let cover = ElementOverview.Cover(
        blob: reference.blob, medium: facts.format?.medium ?? .other,
        size: facts.image?.size ?? facts.clip?.size)
      covers.append((cover, reference.role))
    }
    return ElementOverview(
      cover: ElementOverview.best(of: covers), status: [limits, scores].compactMap(\.self).max(),
      limits: limits, elsewhereCount: elsewhereCount)
  }
}

extension ElementOverview {
  /// Returns the picture that represents an element; without pictures the first clip or other file,
  /// in that order. Returns `nil` for an empty list.
  fileprivate static func best(of covers: [(cover: Cover, role: Role)]) -> Cover? {
    let best =
      covers.filter { $0.cover.medium == .picture }.representative(by: \.role)
      ?? covers.first { $0.cover.medium == .clip } ?? covers.first
    return best?.cover
  }
}

extension Array {
  /// Returns the picture that represents an element: the first front view, else the first face,
  /// else the first picture.
  func representative(by role: (Element) -> Role) -> Element? {
    first { role($0) == .front } ?? first { role($0) == .face } ?? first
  }
}
