internal import Library
internal import Media
internal import Quality

/// How much a take shows a product or a place that it was rendered with.
public struct TakenSubject: Sendable {
  public let handle: Handle
  /// The likeness at some moments, in the order of time: one for a picture.
  public let moments: [Moment]

  /// The likeness at one moment of a take.
  public struct Moment: Sendable {
    /// The time in the clip; `nil` for a picture.
    public let milliseconds: Int?
    /// The likeness to the reference that is most alike, from 0 to 1.
    public let likeness: Double

    fileprivate var words: String {
      let time = milliseconds.map { " at \(Quantity.seconds(milliseconds: $0))" } ?? ""
      return "\(Quantity.hundredths(likeness))\(time)"
    }
  }

  /// The first of the moments that show it best.
  public var best: Moment? { moments.max { $0.likeness < $1.likeness } }
  /// The first of the moments that show it least.
  public var worst: Moment? { moments.min { $0.likeness < $1.likeness } }

  /// Whether the take probably shows it at some moment. Otherwise it may be small, hidden, or
  /// something else.
  public var isShown: Bool { (best?.likeness ?? 0) >= FindSubject.probableLikeness }

  /// How much the take shows it, for people, such as "likeness 0.81 at 0.5 s, least 0.62 at 3.5 s".
  public var summary: String {
    guard let best, let worst else { return "" }
    let isClip = moments.count > 1
    return isShown
      ? "likeness \(best.words)" + (isClip ? ", least \(worst.words)" : "")
      : "can't tell whether it is shown: likeness \(best.words)" + (isClip ? " at most" : "")
  }

  /// The likeness below which a moment seems to show something else.
  private static let leastLikeness = 0.15

  /// The note on a moment that seems to show something else, although another shows the subject.
  public var finding: Finding? {
    guard isShown, let worst, worst.likeness < Self.leastLikeness, let time = worst.milliseconds
    else { return nil }
    return Finding(
      .takeOtherSubject, .note,
      message:
        "at \(Quantity.seconds(milliseconds: time)) it seems to show something other than \(handle)",
      fix: "look at that moment; the subject may have changed, or left the picture",
      measured: Quantity.hundredths(worst.likeness),
      limit: Quantity.hundredths(Self.leastLikeness))
  }
}

/// Compares a take with the products and places that it was rendered with, by what it shows.
///
/// Characters are left out, since faces are not compared. Nothing is compared without the model for
/// subjects.
///
/// ```swift
/// for subject in try await CompareTake(file, of: bundle).run(in: library) {
///   print(subject.handle, subject.best?.likeness ?? 0, subject.worst?.likeness ?? 0)
/// }
/// ```
public struct CompareTake: Sendable {
  /// The digest of the bundle that the take was rendered from.
  public let bundle: Digest
  /// The digest of the take's file.
  public let file: Digest
  /// The folder of models; `nil` for the user's own.
  public var modelFolder: FilePath?
  /// The path of `castbook-vision`; `nil` if it is next to the running program.
  public var vision: FilePath?

  /// Creates the comparison of a file that is kept as a take.
  public init(_ file: Digest, of bundle: Digest) { (self.file, self.bundle) = (file, bundle) }

  /// Returns the products and places in the order of the bundle; none if the model is not
  /// installed, the bundle is unknown, or the take is a sound.
  ///
  /// - Throws: `FileVerbError` if pictures can't be described; `CancellationError`.
  public func run(in library: ElementLibrary) async throws -> [TakenSubject] {
    guard let describer = SubjectDescriber.installed(in: modelFolder, program: vision) else {
      return []
    }
    let elements = try library.contents { contents in
      try contents.exports.ofBundle(bundle, limit: 1).first?.elements.filter { element in
        let kind = try contents.entries(of: element.element).first?.kind
        return kind == .product || kind == .place
      } ?? []
    }
    guard !elements.isEmpty else { return [] }
    let moments = try await moments(in: library, describer)
    guard !moments.isEmpty else { return [] }
    var subjects: [TakenSubject] = []
    for element in elements {
      var references: [SubjectVector] = []
      for sent in element.blobs where library.store.blobs.contains(sent.from) {
        if let vector = try await library.vector(of: sent.from, by: describer), vector.isKnown {
          references.append(vector)
        }
      }
      guard !references.isEmpty else { continue }
      subjects.append(
        TakenSubject(
          handle: element.handle,
          moments: moments.map { moment in
            TakenSubject.Moment(
              milliseconds: moment.milliseconds,
              likeness: Self.likeness(of: moment.vector, to: references))
          }))
    }
    return subjects
  }

  /// Returns the likeness to the reference that is most alike, from 0 to 1.
  private static func likeness(
    of vector: SubjectVector, to references: [SubjectVector]
  ) -> Double {
    let best = references.map(vector.likeness(to:)).max() ?? 0
    return Double(max(0, min(1000, SubjectLikeness.scaled(best)))) / 1000
  }

  /// What the take shows: at some moments of a clip, or once for a picture.
  private func moments(
    in library: ElementLibrary, _ describer: SubjectDescriber
  ) async throws -> [(milliseconds: Int?, vector: SubjectVector)] {
    let path = library.store.blobs.path(of: file)
    let inspector = library.inspector()
    let look = try await inspector.inspect(.path(path), depth: .picture)
    switch look.facts.format?.medium {
    case .picture:
      return try look.picture.map { [(nil, try describer.vector(of: $0))] } ?? []
    case .clip:
      let clip = try await inspector.inspect(.stream(path), depth: .facts)
      return try await ClipDescriber(inspector, describer).moments(of: clip)
        .map { ($0.milliseconds, $0.vector) }
    default: return []
    }
  }
}
