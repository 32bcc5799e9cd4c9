package import Decoding
package import Model

/// The smallest change to a clip that makes its targets accept it.
package struct ClipPlan: Hashable, Sendable {
  /// The container of the copy.
  package var format: MediaFormat
  /// How to re-encode the frames, or `nil` when the encoded frames are copied.
  package var film: ClipCopyRequest.Film?
  /// How to re-encode the frames if they turn out to be impossible to copy.
  package var fallbackFilm: ClipCopyRequest.Film
  /// Why re-encoded frames are scaled down, where they are.
  package var scaleReason = PreparationStep.ScaleReason.size
  /// Whether the sound is copied or re-encoded.
  package var sound: ClipCopyRequest.Sound
  /// The permitted lengths of the copy in milliseconds, or `nil` when the whole clip is kept.
  package var lengths: ClosedRange<Int>?
  /// Whether the copy may contain hard cuts.
  package var allowsHardCuts: Bool
  /// The maximum bytes of the copy.
  package var maximumBytes: Int
  /// The private metadata that the copy leaves out.
  package var privateMetadata: [PrivateMetadata]
}

/// The result of planning the preparation of a sound or a clip.
package enum StreamDecision: Sendable {
  /// The targets accept the file unchanged.
  case asItIs
  /// No target has a slot for such a file.
  case skip
  /// The file can't be made acceptable, for these reasons.
  case refuse([Finding])
  /// A WAV is written; when the sound is too long, only its best part.
  case sound(isTooLong: Bool)
  /// A copy of the clip is made according to a plan.
  case clip(ClipPlan)
}
