/// What is requested of a decoder besides whether the file is sound.
///
/// The raw values are part of a request, so both ends of the pipe must agree on them.
package struct DecodingOptions: OptionSet, Sendable {
  package let rawValue: UInt64

  package init(rawValue: UInt64) { self.rawValue = rawValue }

  /// The picture reduced to 64 × 64 lumas, by which similar ones are found.
  package static let luma = DecodingOptions(rawValue: 1)
  /// The picture reduced to the size at which it is measured.
  package static let picture = DecodingOptions(rawValue: 2)
  /// The picture at its full size. Alone, it is requested instead of all facts about the
  /// picture.
  package static let pixels = DecodingOptions(rawValue: 4)
  /// The measurements of a sound.
  package static let voice = DecodingOptions(rawValue: 8)
  /// The measurements of a clip's pictures.
  package static let film = DecodingOptions(rawValue: 16)
  /// The best parts of a sound.
  package static let cuts = DecodingOptions(rawValue: 32)
  /// The samples of a part of a sound, together with `pixels`.
  package static let samples = DecodingOptions(rawValue: 64)
  /// A copy of a clip, together with `pixels`.
  package static let copy = DecodingOptions(rawValue: 128)
  /// The copy is QuickTime instead of MP4.
  package static let quickTime = DecodingOptions(rawValue: 256)
  /// The copy's pictures are encoded as H.264 instead of copied.
  package static let encodedFilm = DecodingOptions(rawValue: 512)
  /// The copy's sound is encoded as AAC instead of copied.
  package static let encodedSound = DecodingOptions(rawValue: 1024)
  package static let noSound = DecodingOptions(rawValue: 2048)
}
