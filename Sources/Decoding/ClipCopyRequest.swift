package import Model

/// How to copy a clip. Times are in milliseconds from the clip's first picture.
package struct ClipCopyRequest: Hashable, Sendable {
  /// Whether the copy is QuickTime, which accepts every sound codec, instead of MP4.
  package var isQuickTime = false
  /// How to encode the pictures as H.264; `nil` when the encoded pictures are copied
  /// unchanged.
  package var film: Film?
  /// What to do with the sound.
  package var sound = Sound.copied
  /// Where the copy begins.
  package var start = 0
  /// The latest end of the copy; `nil` for the end of the clip.
  package var end: Int?
  /// The earliest end of the copy; `nil` when it should end as late as possible.
  package var earliestEnd: Int?
  /// The longest duration of the copy; `nil` for no limit.
  package var maximumDuration: Int?
  /// The earliest keyframe with which copied pictures may begin.
  ///
  /// The copy begins with the last keyframe from `earliestStart` to `start`, or else with
  /// the first one up to `latestStart`.
  package var earliestStart = 0
  /// The latest keyframe with which copied pictures may begin.
  package var latestStart = 0
  /// The largest size of the copy in bytes.
  package var maximumBytes: Int

  /// How the pictures of a copy are encoded.
  package struct Film: Hashable, Sendable {
    /// The size as it is displayed; both sides are even, as H.264 requires.
    package var size: PixelSize
    /// The interval of the pictures that are kept: 1 keeps all, 2 every second one.
    package var frameInterval: Int
    /// The highest bit rate, in bits a second; `nil` for no limit.
    package var maximumBitRate: Int?

    package init(size: PixelSize, frameInterval: Int = 1, maximumBitRate: Int? = nil) {
      self.size = size
      self.frameInterval = frameInterval
      self.maximumBitRate = maximumBitRate
    }
  }

  /// What happens to the sound of a clip when it is copied.
  package enum Sound: Hashable, Sendable {
    /// The encoded sound is copied unchanged.
    case copied
    /// The sound is encoded as AAC.
    case encoded
    /// The copy has no sound.
    case omitted
  }

  /// Requests a copy of the whole clip of at most this many bytes.
  package init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

  /// The parts of the request that are flags, as they are sent to the decoder.
  package var options: DecodingOptions {
    var options: DecodingOptions = []
    if isQuickTime { options.insert(.quickTime) }
    if film != nil { options.insert(.encodedFilm) }
    if sound == .encoded { options.insert(.encodedSound) }
    if sound == .omitted { options.insert(.noSound) }
    return options
  }
}

/// The result of copying a clip.
package struct ClipCopy: Hashable, Sendable {
  /// The beginning of the copy, in milliseconds from the first picture of the original.
  package let start: Int
  /// The end of the copy, in milliseconds from the first picture of the original.
  package let end: Int
  package let byteCount: Int
  /// The duration of sound before the first picture of the original that the copy lacks,
  /// in milliseconds.
  package let lostSound: Int

  package init(start: Int, end: Int, byteCount: Int, lostSound: Int = 0) {
    self.start = start
    self.end = end
    self.lostSound = lostSound
    self.byteCount = byteCount
  }
}
