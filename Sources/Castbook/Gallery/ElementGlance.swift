internal import Library

/// What is seen of an element at a glance: the file that stands for it, and what its files come to.
public struct ElementGlance: Sendable {
  /// Nothing for an element without files.
  public let cover: Cover?
  /// What its files come to for the targets that were asked, and by their scores; nothing without files.
  public let status: Status?
  /// What they come to by the targets' limits alone.
  public let limits: Status?

  /// A file that stands for its element.
  public struct Cover: Hashable, Sendable {
    public let blob: Digest
    public let medium: MediaFormat.Medium
    public let size: PixelSize?
  }
}

extension ElementLibrary {
  /// What is seen of elements, in their order, held against targets. Of revisions that were looked at before
  /// it is known.
  public func glances(
    at elements: [ElementSummary], for targets: [CheckTarget], known: GlanceMemory? = nil
  ) throws -> [ElementGlance] {
    try contents { contents in
      known?.follow(ChangeMark(inner: try contents.mark()))
      return try elements.map { element in
        if let glance = known?.glance(at: element.revision) { return glance }
        let glance = try self.glance(at: element, targets, contents)
        known?.keep(glance, of: element.revision)
        return glance
      }
    }
  }
}

extension ElementLibrary {
  private func glance(
    at element: ElementSummary, _ targets: [CheckTarget], _ contents: Contents
  ) throws -> ElementGlance {
    guard element.fileCount > 0, let revision = try contents.revision(element.revision)?.revision
    else { return ElementGlance(cover: nil, status: nil, limits: nil) }
    let weakness = try contents.weak(of: element)
    var scores: Status?
    var limits: Status?
    var covers: [(cover: ElementGlance.Cover, role: Role)] = []
    for reference in revision.references {
      let name = FilePath(reference.file) ?? .nameless
      guard let facts = try contents.facts(of: reference.blob, as: name) else { continue }
      let checked = try judged(facts, of: revision.kind, targets, contents)
      limits = max(limits ?? .pass, checked.status)
      if weakness != nil,
        let scored = try contents.keptScores(
          of: reference.blob, kind: revision.kind, copies: checked.copies)
      {
        scores = max(scores ?? .pass, scored.status)
      }
      let cover = ElementGlance.Cover(
        blob: reference.blob, medium: facts.format?.medium ?? .other,
        size: facts.image?.size ?? facts.clip?.size)
      covers.append((cover, reference.role))
    }
    return ElementGlance(
      cover: Self.best(of: covers), status: [limits, scores].compactMap(\.self).max(),
      limits: limits)
  }

  /// The first front, else the first face, else the first picture, clip or sound.
  private static func best(
    of covers: [(cover: ElementGlance.Cover, role: Role)]
  ) -> ElementGlance.Cover? {
    let pictures = covers.filter { $0.cover.medium == .picture }
    let best =
      pictures.first { $0.role == .front } ?? pictures.first { $0.role == .face }
      ?? pictures.first
      ?? covers.first { $0.cover.medium == .clip } ?? covers.first
    return best?.cover
  }
}
