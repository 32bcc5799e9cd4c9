/// What is asked of a decoder beside its word whether the picture is sound.
package struct Wishes: OptionSet, Sendable {
  package let rawValue: UInt64

  package init(rawValue: UInt64) { self.rawValue = rawValue }

  /// The picture made as small as similar ones are found by: 64 × 64 lumas.
  package static let luma = Wishes(rawValue: 1)
  /// The picture as it is measured.
  package static let picture = Wishes(rawValue: 2)
  /// The picture itself, at its full size; alone, it is wished instead of all facts about it.
  package static let pixels = Wishes(rawValue: 4)
  /// What is measured of a sound.
  package static let voice = Wishes(rawValue: 8)
  /// What is seen of a clip.
  package static let film = Wishes(rawValue: 16)
  /// The best parts of a sound.
  package static let cuts = Wishes(rawValue: 32)
  /// The samples of a part of a sound, beside `pixels`.
  package static let samples = Wishes(rawValue: 64)
  /// A copy of a clip, beside `pixels`: in QuickTime instead of MP4, with pictures or sound coded anew, without sound.
  package static let copy = Wishes(rawValue: 128)
  package static let quickTime = Wishes(rawValue: 256)
  package static let codedFilm = Wishes(rawValue: 512)
  package static let codedSound = Wishes(rawValue: 1024)
  package static let noSound = Wishes(rawValue: 2048)
}
