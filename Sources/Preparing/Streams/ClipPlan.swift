package import Decoding
package import Model

/// What is to be made of a clip: no more than it takes to pass.
package struct ClipPlan: Hashable, Sendable {
  /// The container of the copy.
  package var format: MediaFormat
  /// How pictures are coded anew; nothing where what is coded is taken over as it is.
  package var film: ClipCopyWish.Film?
  /// How they are coded where they turn out not to be taken over.
  package var whenCoded: ClipCopyWish.Film
  /// Why those are smaller, where they are.
  package var scaleReason = PreparationStep.ScaleReason.size
  package var sound: ClipCopyWish.Sound
  /// How long a part of it may be, in thousandths of a second; nothing where all of it is taken.
  package var lengths: ClosedRange<Int>?
  /// Whether hard cuts may stand within the copy.
  package var mayHoldCuts: Bool
  package var mostBytes: Int
  package var privateMetadata: [PrivateMetadata]
}

/// What is to become of a sound or a clip.
package enum StreamDecision: Sendable {
  case asItIs
  /// No target takes such a file at all.
  case passOver
  case refuse([Finding])
  /// A WAV of it, and only the best part where it is too long.
  case sound(isTooLong: Bool)
  case clip(ClipPlan)
}
