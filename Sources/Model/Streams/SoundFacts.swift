/// Facts about a sound, or the sound of a clip, that were found by decoding it.
public struct SoundFacts: Hashable, Sendable {
  /// The name of the codec in FFmpeg: `pcm_s16le`, `mp3`, `aac`.
  public var codec: String
  /// Whether the coding is lossy; the duration is then known only to a few hundredths of a second.
  public var isLossy: Bool
  /// The number of samples per second in each channel.
  public var rate: Int
  /// The number of channels in the first track.
  public var channels: Int
  /// The number of bits per sample; `nil` when the coding has no such number.
  public var bits: Int?
  /// The number of decoded samples in each channel.
  public var sampleCount: Int
  /// The duration that the container states.
  public var claimedMilliseconds: Int?
  /// The number of sound tracks in the file; the first one is measured.
  public var tracks: Int
  /// Bytes after the samples that the header announces, when they are neither samples nor another
  /// known part.
  public var trailing: Trailing?
  /// The measured values, when they were requested.
  public var measures: SoundMeasures?

  /// Bytes that readers skip because the header states too short a length.
  public struct Trailing: Hashable, Sendable {
    public let byteCount: Int
    /// The duration of these bytes when read as samples; `nil` when that is not known.
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

  /// The duration, rounded to milliseconds.
  public var milliseconds: Int { Int((seconds * 1000).rounded()) }

  public var seconds: Double { Double(sampleCount) / Double(max(1, rate)) }
}

/// The facts as a decoding process sends them. One missing or impossible value makes all of them
/// invalid.
extension SoundFacts: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    codec = try fields.required("codec", \.codec)
    isLossy = try fields.required("isLossy", \.isLossy)
    rate = try fields.required("rate", \.rate, in: 1...10_000_000)
    channels = try fields.required("channels", \.channels, in: 1...512)
    bits = try fields.optional("bits", \.bits, in: 1...64)
    sampleCount = try fields.required("sampleCount", \.sampleCount, in: FieldBounds.samples)
    claimedMilliseconds = try fields.optional(
      "claimedMilliseconds", \.claimedMilliseconds, in: FieldBounds.samples)
    tracks = try fields.required("tracks", \.tracks, in: 1...10_000)
    trailing = try fields.optional("trailing", \.trailing)
    measures = try fields.optional("measures", \.measures)
    try fields.require(
      codec.isCodecName && measures.map { $0.channel < channels } ?? true,
      "a value is out of bounds")
  }
}

extension SoundFacts.Trailing: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    byteCount = try fields.required("bytes", \.byteCount, in: FieldBounds.samples)
    milliseconds = try fields.optional("milliseconds", \.milliseconds, in: FieldBounds.samples)
  }
}
