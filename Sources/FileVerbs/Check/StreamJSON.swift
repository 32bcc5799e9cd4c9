/// The JSON of decoded sounds and clips in `check`, `voice` and `stills` (`docs/json.md`).
enum StreamJSON {
  /// Returns the facts of a sound, and its measures if it was measured.
  static func sound(_ sound: SoundFacts) -> JSONValue {
    [
      "codec": sound.codec, "lossy": sound.isLossy, "rate": sound.rate, "channels": sound.channels,
      "bits": sound.bits, "samples": sound.sampleCount, "seconds": sound.seconds,
      "claimedSeconds": sound.claimedMilliseconds.map(JSONValue.seconds), "tracks": sound.tracks,
      "trailingBytes": sound.trailing?.byteCount,
      "measures": sound.measures.map { measures($0, sound.rate) },
    ]
  }

  /// Returns the measures of a sound.
  private static func measures(_ measures: SoundMeasures, _ rate: Int) -> JSONValue {
    [
      "metric": measures.version, "channel": measures.channel, "badSamples": measures.badSamples,
      "mixLoss": measures.mixLoss, "imbalance": measures.imbalance, "peak": measures.peak,
      "offset": measures.offset, "loudness": measures.loudness, "truePeak": measures.truePeak,
      "clippedRuns": measures.clippedRuns, "crowding": measures.crowding,
      "signalToNoise": measures.signalToNoise,
      "gatedShare": measures.gatedShare, "treble": measures.treble,
      "contentHertz": measures.contentHertz, "activeShare": measures.activeShare,
      "voicedShare": measures.voicedShare, "steadyShare": measures.steadyShare,
      "movingShare": measures.movingShare, "decaySeconds": measures.decaySeconds,
      "pitchSpread": measures.pitchSpread,
      "pitch": measures.pitch.map { pitch in
        .object(["median": pitch.median, "low": pitch.low, "high": pitch.high])
      },
      "syllablesPerSecond": measures.syllablesPerSecond,
      "longestPauseSeconds": measures.longestPauseSeconds,
      "spans": measures.spans.objects { span in
        ["kind": span.kind, "start": span.start, "end": span.end]
      },
    ]
  }

  /// Returns the facts of a clip, and its cuts and fades if they were looked for.
  static func film(_ film: FilmFacts) -> JSONValue {
    [
      "codec": film.codec, "pixelFormat": film.pixelFormat,
      "depth": film.depth, "codedWidth": film.codedSize.width,
      "codedHeight": film.codedSize.height, "width": film.size.width,
      "height": film.size.height, "rotation": film.rotation,
      "framesPerSecond": film.framesPerSecond,
      "variable": film.isVariable, "frames": film.frameCount,
      "seconds": .seconds(film.milliseconds),
      "claimedSeconds": film.claimedMilliseconds.map(JSONValue.seconds),
      "hdr": film.hdrTransfer, "tracks": film.tracks, "fieldOrder": film.fieldOrder,
      "soundLead": film.soundLead > 0 ? .seconds(film.soundLead) : nil,
      "metric": film.observations?.version, "cuts": film.observations?.cuts.map(moment),
      "fades": film.observations?.fades,
    ]
  }

  /// Returns the number of a frame and its time in seconds.
  static func moment(_ moment: FilmMoment) -> JSONValue {
    ["frame": moment.frame, "seconds": .seconds(moment.milliseconds)]
  }
}
