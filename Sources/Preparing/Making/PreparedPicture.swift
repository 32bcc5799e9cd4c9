package import Model

/// A prepared copy: its bytes, and the steps that made it from the original.
package struct PreparedPicture: Sendable {
  package let bytes: [UInt8]
  package let format: MediaFormat
  /// The upright size in pixels.
  package let size: PixelSize
  /// The steps that were applied, in order.
  package let steps: [PreparationStep]

  /// Whether the copy has all the encoded blocks of its original, so it looks like the upright
  /// original.
  package var keepsWholePicture: Bool {
    steps.contains { if case .keepCoding = $0 { true } else { false } }
      && !steps.contains { if case .crop = $0 { true } else { false } }
  }

  /// Whether the copy has the encoded blocks of its original in their original places, so
  /// every measurement of the original also applies to the copy.
  package var keepsStoredPixels: Bool {
    keepsWholePicture && !steps.contains { if case .turn = $0 { true } else { false } }
  }
}

/// The reason why no copy could be made.
package struct PreparationFailure: Error, Hashable, Sendable {
  /// The finding to report for the file.
  package let finding: Finding
  /// Whether memory ran out; the copy may succeed with more of it.
  package let ranOutOfMemory: Bool

  init(_ finding: Finding, ranOutOfMemory: Bool = false) {
    self.finding = finding
    self.ranOutOfMemory = ranOutOfMemory
  }

  /// Returns the failure for pixels that could not be decoded.
  static func decodingFailed(_ outcome: PixelFailure) -> PreparationFailure {
    switch outcome {
    case .noMemory:
      PreparationFailure(
        Finding(
          .imageTooComplex, .error, message: "preparing it needs more memory than is available",
          fix: "save it again as an ordinary JPEG or PNG, or at a smaller size"),
        ranOutOfMemory: true)
    case .failed(let words):
      PreparationFailure(
        Finding(
          .imageCorrupt, .error, message: "can't be fully decoded (\(words))",
          fix: "export it again from the original"))
    }
  }

  /// Returns the failure for a copy that could not be encoded.
  static func writingFailed(_ error: WritingError) -> PreparationFailure {
    if case .outOfMemory = error { return decodingFailed(.noMemory) }
    return PreparationFailure(
      Finding(
        .imageTooComplex, .error, message: "the copy can't be written (\(error))",
        fix: "save it again as an ordinary JPEG or PNG"))
  }

  /// A reason why pixels are missing.
  enum PixelFailure {
    case noMemory
    /// The decoder failed, with its own message.
    case failed(String)
  }
}
