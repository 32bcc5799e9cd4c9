internal import Library
internal import Media

/// A file as it would be kept, before it is.
public struct TriedFile: Sendable {
  public let checked: CheckedFile
  /// Nothing for what is no sound picture.
  public let scored: KeptScores?
  /// What its name says that it shows.
  public let role: Role
  /// Why it can't be kept; nothing where it can.
  public let refusal: Finding?
  /// Elements that have the very same file.
  public let holders: [ElementSummary]
  /// Pictures of the library that are copies of it, or nearly so.
  public let similar: [SimilarPicture]

  public var status: Status { max(checked.status, scored?.status ?? .pass) }
}

extension ElementLibrary {
  /// Looks at a file as adding it to an element of a kind would. Nothing is stored.
  public func tryOut(
    _ path: FilePath, as kind: ElementKind, for targets: [CheckTarget]
  ) async throws -> TriedFile {
    let found = await inspector().see(at: path)
    let facts = found.measured
    let scored = facts.scores.map {
      KeptScores($0, metric: PictureScores.metric, kind: kind, dismissals: [])
    }
    let refusal = FileRules.findings(for: facts, isNamed: true).first { $0.severity == .error }
    let holders = try facts.digest.map { blob in try contents { try $0.holders(of: blob) } }
    let isClip = facts.format?.medium == .clip
    return TriedFile(
      checked: CheckedFile(facts, targets, isNamed: true, keepsHeld: false, isKept: true),
      scored: scored,
      role: Role(inFileName: path) ?? (isClip ? .clip : .unsorted),
      refusal: facts.format?.medium == .other || facts.format == nil
        ? refusal ?? Self.noMedia : refusal,
      holders: holders ?? [],
      similar: try await similar(to: found) ?? [])
  }

  private static var noMedia: Finding {
    Finding(
      .fileNotMedia, .error, message: "is not a picture, clip or sound",
      fix: "drop a photo, clip or recording")
  }
}
