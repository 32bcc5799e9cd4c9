package import Model

/// A prepared copy: its bytes, and what was done to the original to get them.
package struct MadePicture: Sendable {
  package let bytes: [UInt8]
  package let format: MediaFormat
  package let size: PixelSize
  package let steps: [PreparationStep]

  /// Whether it looks as its original does once that stands upright: the same coded blocks, of which nothing
  /// was left out.
  package var isSamePicture: Bool {
    steps.contains { if case .keepCoding = $0 { true } else { false } }
      && !steps.contains { if case .crop = $0 { true } else { false } }
  }

  /// Whether it is coded as its original is, in the same places: all that is measured of it is the same.
  package var isSameStored: Bool {
    isSamePicture && !steps.contains { if case .turn = $0 { true } else { false } }
  }
}

/// Why no copy came of a plan.
package struct NotMade: Error, Hashable, Sendable {
  package let finding: Finding
  /// Whether there was too little memory.
  package let isForWantOfMemory: Bool

  init(_ finding: Finding, isForWantOfMemory: Bool = false) {
    self.finding = finding
    self.isForWantOfMemory = isForWantOfMemory
  }

  static func undecoded(_ outcome: PixelTrouble) -> NotMade {
    switch outcome {
    case .noMemory:
      NotMade(
        Finding(
          .imageTooComplex, .error, message: "preparing it needs more memory than is available",
          fix: "save it again as an ordinary JPEG or PNG, or at a smaller size"),
        isForWantOfMemory: true)
    case .failed(let words):
      NotMade(
        Finding(
          .imageCorrupt, .error, message: "can't be fully decoded (\(words))",
          fix: "export it again from the original"))
    }
  }

  static func unwritten(_ error: WritingError) -> NotMade {
    if case .noMemory = error { return undecoded(.noMemory) }
    return NotMade(
      Finding(
        .imageTooComplex, .error, message: "the copy can't be written (\(error))",
        fix: "save it again as an ordinary JPEG or PNG"))
  }

  enum PixelTrouble {
    case noMemory
    case failed(String)
  }
}
