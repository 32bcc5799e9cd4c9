package import Model

/// What a copy of a clip is to be. Times are in thousandths of a second from its first picture on.
package struct ClipCopyWish: Hashable, Sendable {
  /// QuickTime, which takes any coding of sound, instead of MP4.
  package var isQuickTime = false
  /// How pictures are coded anew, as H.264; nothing where what is coded is taken over as it is.
  package var film: Film?
  package var sound = Sound.takenOver
  /// Where it is to begin,
  package var start = 0
  /// and where it has to end at the latest; nothing for the end of the clip.
  package var end: Int?
  /// It may end from here on; nothing for as late as can be.
  package var enough: Int?
  package var longest: Int?
  /// What is taken over begins with a picture that needs no other: the last one from `earliest` to `start`, or else
  /// the first one up to `latest`.
  package var earliest = 0
  package var latest = 0
  package var mostBytes: Int

  package struct Film: Hashable, Sendable {
    /// As it is shown; whole pairs of pixels.
    package var size: PixelSize
    /// One of so many pictures is kept.
    package var every: Int
    /// Bits a second.
    package var mostBits: Int?

    package init(size: PixelSize, every: Int = 1, mostBits: Int? = nil) {
      self.size = size
      self.every = every
      self.mostBits = mostBits
    }
  }

  package enum Sound: Hashable, Sendable {
    case takenOver
    /// As AAC.
    case coded
    case leftOut
  }

  package init(mostBytes: Int) { self.mostBytes = mostBytes }

  /// Those of its wishes that are said by yes and no.
  package var wishes: Wishes {
    var wishes: Wishes = []
    if isQuickTime { wishes.insert(.quickTime) }
    if film != nil { wishes.insert(.codedFilm) }
    if sound == .coded { wishes.insert(.codedSound) }
    if sound == .leftOut { wishes.insert(.noSound) }
    return wishes
  }
}

/// What became of a copy.
package struct ClipCopy: Hashable, Sendable {
  /// In thousandths of a second from the first picture of its original.
  package let start: Int
  package let end: Int
  package let byteCount: Int
  /// How much is heard before the first picture of the original, and not in the copy.
  package let lostSound: Int

  package init(start: Int, end: Int, byteCount: Int, lostSound: Int = 0) {
    self.start = start
    self.end = end
    self.lostSound = lostSound
    self.byteCount = byteCount
  }
}
