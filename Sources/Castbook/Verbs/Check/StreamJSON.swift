/// The JSON of decoded sounds and clips in `check`, `voice` and `stills` (`docs/json.md`).
enum StreamJSON {
  /// Returns the facts of a sound, and its measures if it was measured.
  static func sound(_ sound: SoundFacts) -> JSONValue {
    [
      "codec": .string(sound.codec), "lossy": .boolean(sound.isLossy),
      "rate": .integer(sound.rate), "channels": .integer(sound.channels),
      "bits": sound.bits.map { .integer($0) }, "samples": .integer(sound.sampleCount),
      "seconds": .decimal(sound.seconds),
      "claimedSeconds": sound.claimedMilliseconds.map(JSONValue.seconds),
      "tracks": .integer(sound.tracks),
      "trailingBytes": sound.trailing.map { .integer($0.byteCount) },
      "measures": sound.measures.map { measures($0, sound.rate) },
    ]
  }

  /// Returns the measures of a sound.
  private static func measures(_ measures: SoundMeasures, _ rate: Int) -> JSONValue {
    [
      "metric": .string(measures.version), "channel": .integer(measures.channel),
      "badSamples": .integer(measures.badSamples),
      "mixLoss": measures.mixLoss.map(JSONValue.decimal),
      "imbalance": measures.imbalance.map(JSONValue.decimal),
      "peak": measures.peak.map(JSONValue.decimal),
      "offset": measures.offset.map(JSONValue.decimal),
      "loudness": measured(measures.loudness), "truePeak": measured(measures.truePeak),
      "clippedRuns": .integer(measures.clippedRuns), "crowding": measured(measures.crowding),
      "signalToNoise": measured(measures.signalToNoise),
      "gatedShare": .decimal(measures.gatedShare), "treble": measured(measures.treble),
      "contentHertz": measured(measures.contentHertz),
      "activeShare": .decimal(measures.activeShare),
      "voicedShare": measured(measures.voicedShare),
      "steadyShare": measured(measures.steadyShare),
      "movingShare": measured(measures.movingShare),
      "decaySeconds": measured(measures.decaySeconds),
      "pitchSpread": measured(measures.pitchSpread),
      "pitch": measures.pitch.map { pitch in
        .object([
          "median": .decimal(pitch.median), "low": .decimal(pitch.low),
          "high": .decimal(pitch.high),
        ])
      },
      "syllablesPerSecond": measured(measures.syllablesPerSecond),
      "longestPauseSeconds": .decimal(measures.longestPauseSeconds),
      "spans": .array(
        measures.spans.map { span in
          [
            "kind": .string(span.kind.rawValue), "start": .integer(span.start),
            "end": .integer(span.end),
          ]
        }),
    ]
  }

  /// Returns a measured value, or the reason why there is none.
  ///
  /// ```json
  /// {"value": 42.1}
  /// {"atLeast": 60}
  /// {"unknown": "silent"}
  /// ```
  static func measured(_ measured: Measured) -> JSONValue {
    switch measured {
    case .value(let value): ["value": .decimal(value)]
    case .atLeast(let value): ["atLeast": .decimal(value)]
    case .unknown(let reason): ["unknown": .string(reason.rawValue)]
    }
  }

  /// Returns the facts of a clip, and its cuts and fades if they were looked for.
  static func film(_ film: FilmFacts) -> JSONValue {
    [
      "codec": .string(film.codec), "pixelFormat": .string(film.pixelFormat),
      "depth": .integer(film.depth), "codedWidth": .integer(film.codedSize.width),
      "codedHeight": .integer(film.codedSize.height), "width": .integer(film.size.width),
      "height": .integer(film.size.height), "rotation": .integer(film.rotation),
      "framesPerSecond": film.framesPerSecond.map(JSONValue.decimal),
      "variable": .boolean(film.isVariable), "frames": .integer(film.frameCount),
      "seconds": .seconds(film.milliseconds),
      "claimedSeconds": film.claimedMilliseconds.map(JSONValue.seconds),
      "hdr": film.hdrTransfer.map { .string($0) }, "tracks": .integer(film.tracks),
      "fieldOrder": film.fieldOrder.map { .string($0.rawValue) },
      "soundLead": film.soundLead > 0 ? .seconds(film.soundLead) : nil,
      "metric": film.observations.map { .string($0.version) },
      "cuts": film.observations.map { .array($0.cuts.map(moment)) },
      "fades": film.observations.map { .array($0.fades.map(span)) },
    ]
  }

  /// Returns a span of time as its start and end in seconds.
  static func span(_ span: TimeSpan) -> JSONValue {
    .array([.seconds(span.start), .seconds(span.end)])
  }

  /// Returns the number of a frame and its time in seconds.
  static func moment(_ moment: FilmMoment) -> JSONValue {
    ["frame": .integer(moment.frame), "seconds": .seconds(moment.milliseconds)]
  }
}
