package import Model

/// The changes that make a picture's targets accept it.
///
/// A `Planner` makes plans; a `PictureMaker` carries them out.
package struct PreparationPlan: Hashable, Sendable {
  let image: ImageFacts
  let format: MediaFormat
  let framing: Framing
  /// Why the picture is cropped, or `nil` when all of it is kept.
  let cropReason: PreparationStep.CropReason?
  /// Why the picture is scaled, or `nil` when it keeps its size.
  let scaleReason: PreparationStep.ScaleReason?
  /// Findings that remain true of the copy: that it was enlarged, or that its colours were guessed.
  package let remarks: [Finding]
  /// The parts of the file besides the picture.
  let baggage: Baggage
  /// Whether the copy may be made from the encoded picture without decoding it.
  let mayCopyLosslessly: Bool
  /// The formats to try, the best one first.
  let formats: [MediaFormat]
  /// The maximum bytes of the copy, or `nil` without a limit.
  let maximumBytes: Int?

  /// The parts of a file that aren't the picture itself.
  struct Baggage: Hashable, Sendable {
    /// The private metadata that is removed.
    var privateMetadata: [PrivateMetadata] = []
    /// The private metadata that stays because the user asked for it.
    var kept: [PrivateMetadata] = []
    /// The number of bytes after the end of the picture.
    var trailingBytes = 0
    /// Whether the end marker is missing.
    var lacksEnd = false
    /// Whether the colour profile is damaged.
    var hasBadProfile = false
    /// Whether there are bytes between the parts of the file that belong to none of them.
    var hasBlemish = false

    /// Whether there is nothing to remove or repair.
    var isEmpty: Bool {
      privateMetadata.isEmpty && trailingBytes == 0 && !lacksEnd && !hasBadProfile
        && !hasBlemish
    }
  }
}

/// The result of planning the preparation of a picture, before anything is done.
package enum PreparationDecision: Hashable, Sendable {
  /// The targets accept it unchanged.
  case asItIs
  /// A copy is made according to a plan.
  case make(PreparationPlan)
  /// It can't be made acceptable, for these reasons.
  case refuse([Finding])
  /// The file is a clip or a sound.
  case notPicture

  /// Whether a copy is made.
  package var makesCopy: Bool { if case .make = self { true } else { false } }
}
