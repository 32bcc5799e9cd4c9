package import Model

/// What the proof of one file found, in any format: its problems, the facts that only the proof can
/// tell, and the reduced pictures that were requested along the way.
package struct Proof: Sendable {
  /// The problems that were found; empty if the file is intact.
  package var problems: [FileProblem] = []

  /// The facts about the picture, or `nil` if the proof adds none to those in the header.
  package var image: ImageFacts?
  /// Whether any pixel is transparent, or `nil` if the pixels were not looked at for that.
  package var isTransparent: Bool?
  /// The picture as stored, reduced to luma, or `nil` if it was not requested or is not intact.
  package var luma: LumaPlane?
  /// The picture as stored, reduced for measuring, or `nil` if it was not requested or is not
  /// intact.
  package var small: SmallPicture?
  /// The embedded ICC profile, or `nil` if there is none or it was not needed.
  package var profile: [UInt8]?

  /// The offset after the end marker of a JPEG, or `nil` if there is none.
  package var end: Int?

  /// The facts about the sound, or `nil` if no sample could be decoded.
  package var sound: SoundFacts?
  /// The facts about a clip's pictures, or `nil` if no frame could be decoded.
  package var film: FilmFacts?
  /// The best stretches of the sound, best first; empty if they were not requested.
  package var cuts: [SoundCut] = []
  /// The kinds of private metadata that the container of a sound or clip has.
  package var privateMetadata: Set<PrivateMetadata> = []

  /// Creates the proof of a file without any problem, or with the given ones.
  package init(_ problems: FileProblem...) { self.problems = problems }
}
