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
