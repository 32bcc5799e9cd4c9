/// The JSON of `voice` (`docs/json.md`).
public enum VoiceJSON {
  public static let schema = "voice/1"

  public static func document(
    _ voicing: Voicing, _ voices: [HeardVoice], _ written: [WrittenVoice]
  ) -> JSONValue {
    [
      "castbook": .string(schema), "targets": CheckJSON.targets(voicing.targets),
      "files": .array(voices.map(voice)),
      "written": .array(
        written.map { one in
          [
            "path": .string(one.path.text),
            "path_hex": one.path.isText ? nil : .string(Hex.text(of: one.path.bytes)),
            "sha256": one.file?.facts.digest.map { .string($0.hex) },
            "start": one.cut.map { .integer($0.start) }, "end": one.cut.map { .integer($0.end) },
            "file": one.file.map(CheckJSON.file),
          ]
        }),
    ]
  }

  private static func voice(_ voice: HeardVoice) -> JSONValue {
    let file = CheckJSON.file(voice.file)
    let rate = voice.sound?.rate ?? 1
    return .object(
      (file.members ?? []) + [
        JSONValue.Member("sound", voice.sound.map(sound) ?? .null),
        JSONValue.Member("cuts", .array(voice.cuts.map { cut($0, rate: rate) })),
      ].filter { $0.value != .null })
  }

  /// What decoding told of a sound, and what was measured.
  static func sound(_ sound: SoundFacts) -> JSONValue {
    [
      "codec": .string(sound.codec), "lossy": .boolean(sound.isLossy),
      "rate": .integer(sound.rate), "channels": .integer(sound.channels),
      "bits": sound.bits.map { .integer($0) }, "samples": .integer(sound.sampleCount),
      "seconds": .decimal(sound.seconds),
      "claimedSeconds": sound.claimedMilliseconds.map(JSONValue.seconds),
      "tracks": .integer(sound.tracks), "measures": sound.measures.map { measures($0, sound.rate) },
    ]
  }

  private static func measures(_ measures: SoundMeasures, _ rate: Int) -> JSONValue {
    [
      "metric": .string(measures.version), "channel": .integer(measures.channel),
      "badSamples": .integer(measures.badSamples),
      "mixLoss": measures.mixLoss.map(JSONValue.decimal),
      "imbalance": measures.imbalance.map(JSONValue.decimal),
      "peak": measures.peak.map(JSONValue.decimal),
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
        [
          "median": .decimal(pitch.median), "low": .decimal(pitch.low),
          "high": .decimal(pitch.high),
        ]
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
      "waveform": .string(Hex.text(of: measures.waveform)),
    ]
  }

  /// A number, or why there is none.
  static func measured(_ measured: Measured) -> JSONValue {
    switch measured {
    case .value(let value): ["value": .decimal(value)]
    case .atLeast(let value): ["atLeast": .decimal(value)]
    case .unknown(let reason): ["unknown": .string(reason.rawValue)]
    }
  }

  private static func cut(_ cut: SoundCut, rate: Int) -> JSONValue {
    [
      "start": .integer(cut.start), "end": .integer(cut.end),
      "startSeconds": .decimal(Double(cut.start) / Double(rate)),
      "endSeconds": .decimal(Double(cut.end) / Double(rate)), "score": .decimal(cut.score),
      "signalToNoise": measured(cut.signalToNoise), "clippedRuns": .integer(cut.clippedRuns),
      "speechShare": .decimal(cut.speechShare), "levelSpread": .decimal(cut.levelSpread),
      "pitchSpread": measured(cut.pitchSpread),
      "faults": .array(cut.faults.map { .string($0.rawValue) }),
    ]
  }
}

/// A file that `voice` wrote.
public struct WrittenVoice: Sendable {
  public let path: FilePath
  /// What it is cut from; nothing for a picture.
  public let cut: SoundCut?
  /// What is to be said of it; nothing for a picture.
  public let file: CheckedFile?

  public init(path: FilePath, cut: SoundCut?, file: CheckedFile?) {
    self.path = path
    self.cut = cut
    self.file = file
  }
}
