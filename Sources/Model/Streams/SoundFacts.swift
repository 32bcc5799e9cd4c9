/// What decoding a sound, or the sound of a clip, told of it.
public struct SoundFacts: Hashable, Sendable {
  /// As ffmpeg calls it: `pcm_s16le`, `mp3`, `aac`.
  public var codec: String
  /// Whether its coding keeps less than the samples: then its length is known to a few hundredths of a second.
  public var isLossy: Bool
  /// Samples a second, of each channel.
  public var rate: Int
  public var channels: Int
  /// Bits a sample, where that means anything.
  public var bits: Int?
  /// How many were decoded of each channel.
  public var sampleCount: Int
  /// The length that its container states.
  public var claimedMilliseconds: Int?
  /// How many tracks of sound the file has; the first is measured.
  public var tracks: Int
  /// What follows the samples that its header announces, where that is neither samples nor another known part.
  public var trailing: Trailing?
  /// What was measured of it, where that was asked for.
  public var measures: SoundMeasures?

  /// Bytes that readers skip, because a header is too short.
  public struct Trailing: Hashable, Sendable {
    public let byteCount: Int
    /// How long they would be heard as samples; `nil` where that is not known.
    public let milliseconds: Int?

    public init(byteCount: Int, milliseconds: Int? = nil) {
      self.byteCount = byteCount
      self.milliseconds = milliseconds
    }
  }

  public init(
    codec: String, isLossy: Bool, rate: Int, channels: Int, bits: Int? = nil, sampleCount: Int,
    claimedMilliseconds: Int? = nil, tracks: Int = 1, measures: SoundMeasures? = nil
  ) {
    self.codec = codec
    self.isLossy = isLossy
    self.rate = rate
    self.channels = channels
    self.bits = bits
    self.sampleCount = sampleCount
    self.claimedMilliseconds = claimedMilliseconds
    self.tracks = tracks
    self.measures = measures
  }

  /// To the nearest thousandth of a second.
  public var milliseconds: Int { Int((seconds * 1000).rounded()) }

  public var seconds: Double { Double(sampleCount) / Double(max(1, rate)) }
}
