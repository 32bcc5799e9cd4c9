package import Model

/// What is to be done to one picture so that it passes its targets.
package struct PreparationPlan: Hashable, Sendable {
  let image: ImageFacts
  let format: MediaFormat
  let framing: Framing
  /// Why a part is kept; nothing where all of it is.
  let cropReason: PreparationStep.CropReason?
  let scaleReason: PreparationStep.ScaleReason?
  /// What stays true of the copy, whatever it passes: that it was enlarged, and that colours were guessed.
  package let remarks: [Finding]
  /// What stands beside the picture and goes.
  let baggage: Baggage
  /// Whether the copy can be had from the coded picture without decoding it.
  let mayKeepCoding: Bool
  /// The formats that it may be written in, the best one first.
  let formats: [MediaFormat]
  let mostBytes: Int?

  /// What is not the picture itself.
  struct Baggage: Hashable, Sendable {
    var privateMetadata: [PrivateMetadata] = []
    /// What stays because the user asked for it.
    var kept: [PrivateMetadata] = []
    var trailingBytes = 0
    var lacksEnd = false
    /// Whether its color profile can't be used.
    var hasBadProfile = false
    /// Bytes between its parts that belong to nothing.
    var hasBlemish = false

    var isEmpty: Bool {
      privateMetadata.isEmpty && trailingBytes == 0 && !lacksEnd && !hasBadProfile
        && !hasBlemish
    }
  }
}

/// What preparing a file comes to before anything is done.
package enum PreparationDecision: Hashable, Sendable {
  /// It passes as it is.
  case asItIs
  case make(PreparationPlan)
  /// It can't be made to pass, for these reasons.
  case refuse([Finding])
  /// It is no picture.
  case notPicture

  package var makesCopy: Bool { if case .make = self { true } else { false } }
}
