internal import Drawing
internal import Files
package import Media

/// Describes what a clip shows at moments that are spread evenly over it.
package struct ClipDescriber: Sendable {
  private let inspector: Inspector
  private let describer: SubjectDescriber

  /// The maximum number of moments: each takes a decoder through the clip up to it.
  package static let maximumMoments = 8
  /// The minimum time between two moments, in milliseconds.
  private static let leastGap = 250

  package init(_ inspector: Inspector, _ describer: SubjectDescriber) {
    (self.inspector, self.describer) = (inspector, describer)
  }

  /// What a clip shows at a moment.
  package struct Moment: Sendable {
    package let milliseconds: Int
    package let vector: SubjectVector
  }

  /// Returns what a clip shows, in the order of time. A frame that can't be decoded is left out.
  ///
  /// - Throws: `FileVerbError` if pictures can't be described; `CancellationError`.
  package func moments(of clip: Inspection) async throws -> [Moment] {
    guard let film = clip.facts.film, film.frameCount > 0 else { return [] }
    let count = min(
      Self.maximumMoments, film.frameCount, max(1, film.milliseconds / Self.leastGap))
    var moments: [Moment] = []
    for index in 0..<count {
      try Task.checkCancellation()
      // The clip is divided into equal parts, and the middle of each is looked at.
      let frame = film.frameCount * (2 * index + 1) / (2 * count)
      guard let picture = try await picture(frame, film.size, of: clip) else { continue }
      moments.append(
        Moment(
          milliseconds: film.milliseconds * frame / film.frameCount,
          vector: try describer.vector(of: picture)))
    }
    return moments
  }

  /// Returns a frame as it is measured; `nil` if it can't be decoded.
  private func picture(
    _ frame: Int, _ size: PixelSize, of clip: Inspection
  ) async throws -> AnalysisPicture? {
    guard let pixels = try? await inspector.frame(frame, of: clip),
      let buffer = PixelBuffer(size: size, channels: 3, values: pixels),
      let bytes = try JPEGWriter.bytes(of: buffer, settings: .best),
      let name = FilePath("frame.jpg")
    else { return nil }
    return try await inspector.inspect(.bytes(bytes, name: name), depth: .picture).picture
  }
}
