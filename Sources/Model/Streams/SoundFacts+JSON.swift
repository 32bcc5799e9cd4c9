extension SoundFacts {
  /// The facts as a decoding process sends them.
  package var json: JSONValue {
    [
      "codec": .string(codec),
      "isLossy": .boolean(isLossy),
      "rate": .integer(rate),
      "channels": .integer(channels),
      "bits": bits.map { .integer($0) },
      "sampleCount": .integer(sampleCount),
      "claimedMilliseconds": claimedMilliseconds.map { .integer($0) },
      "tracks": .integer(tracks),
      "trailing": trailing.map {
        .object(["bytes": $0.byteCount, "milliseconds": $0.milliseconds])
      },
      "measures": measures.map(\.json),
    ]
  }

  /// Reads facts that another process sent; `nil` when any value is missing or impossible.
  package init?(json: JSONValue) {
    guard let codec = json["codec"]?.name, let isLossy = json["isLossy"]?.boolean,
      let rate = json["rate"]?.whole(in: 1...10_000_000),
      let channels = json["channels"]?.whole(in: 1...512),
      let bits = json.whole("bits", in: 1...64),
      let sampleCount = json["sampleCount"]?.whole(in: MeasureBounds.samples),
      let claimed = json.whole("claimedMilliseconds", in: MeasureBounds.samples),
      let tracks = json["tracks"]?.whole(in: 1...10_000)
    else { return nil }
    self.init(
      codec: codec, isLossy: isLossy, rate: rate, channels: channels, bits: bits,
      sampleCount: sampleCount, claimedMilliseconds: claimed, tracks: tracks)
    if let trailing = json["trailing"] {
      guard let bytes = trailing["bytes"]?.whole(in: MeasureBounds.samples),
        let milliseconds = trailing.whole("milliseconds", in: MeasureBounds.samples)
      else { return nil }
      self.trailing = Trailing(byteCount: bytes, milliseconds: milliseconds)
    }
    if let measures = json["measures"] {
      guard let known = SoundMeasures(json: measures), known.channel < channels else { return nil }
      self.measures = known
    }
  }
}
