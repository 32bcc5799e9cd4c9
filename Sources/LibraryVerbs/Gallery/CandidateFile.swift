internal import Library
internal import Media

/// A file as it would be stored, examined before it is added.
public struct CandidateFile: Sendable {
  /// The facts of the file, checked against the targets.
  public let checked: CheckedFile
  /// The scores of the picture; `nil` for a file that isn't a sound picture.
  public let scored: KeptScores?
  /// The role that the file name suggests.
  public let role: Role
  /// The reason why the file can't be stored; `nil` if it can.
  public let refusal: Finding?
  /// The elements that already have a file with the same content.
  public let holders: [ElementSummary]
  /// Pictures of the library that are copies of the file or look nearly the same.
  public let similar: [SimilarPicture]

  /// The worse of the two statuses, by limits and by scores.
  public var status: Status { max(checked.status, scored?.status ?? .pass) }
}

/// Examines a file as adding it to an element would. Nothing is stored.
///
/// ```swift
/// let candidate = try await Evaluate(path, as: .character, for: targets).run(in: library)
/// if let refusal = candidate.refusal { print(refusal.message) }
/// ```
public struct Evaluate: Sendable {
  /// The file.
  public var path: FilePath
  /// The kind of the element that the file would be added to.
  public var kind: ElementKind
  /// The targets that the file is checked against.
  public var targets: [CheckTarget]

  /// Creates the verb for a file.
  public init(_ path: FilePath, as kind: ElementKind, for targets: [CheckTarget]) {
    (self.path, self.kind, self.targets) = (path, kind, targets)
  }

  /// Examines the file.
  public func run(in library: ElementLibrary) async throws -> CandidateFile {
    let found = try await library.inspector().inspect(.path(path), depth: .appearance)
    let facts = found.factsWithScores
    let scored = facts.scores.map {
      KeptScores($0, metric: PictureScores.metric, kind: kind, dismissals: [])
    }
    let refusal = FileRules.findings(for: facts, isNamed: true).first { $0.severity == .error }
    let holders = try facts.digest.map { blob in
      try library.contents { try $0.elements(containing: blob) }
    }
    let isClip = facts.format?.medium == .clip
    return CandidateFile(
      checked: CheckedFile(facts, targets, isKept: true),
      scored: scored,
      role: Role(inFileName: path) ?? (isClip ? .clip : .unsorted),
      refusal: facts.format?.medium == .other || facts.format == nil
        ? refusal ?? Self.noMedia : refusal,
      holders: holders ?? [],
      similar: try await SimilaritySearch(library).copies(of: found, at: path)
        ?? [])
  }

  /// The refusal of a file that is neither a picture nor a clip nor a sound.
  private static var noMedia: Finding {
    Finding(
      .fileNotMedia, .error, message: "is not a picture, clip or sound",
      fix: "drop a photo, clip or recording")
  }
}
