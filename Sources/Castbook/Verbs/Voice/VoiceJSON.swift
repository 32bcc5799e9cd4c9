/// The JSON of `voice` (`docs/json.md`).
public enum VoiceJSON {
  /// The name and version of the format.
  public static let schema = "voice/1"

  /// Returns the measured sounds, and the files that were written.
  ///
  /// - Parameters:
  ///   - analysis: The targets that the sounds were checked against.
  ///   - voices: The sounds.
  ///   - written: The cuts and pictures that were written.
  ///   - saved: The change of the element that a cut was added to; `nil` if none was.
  public static func document(
    _ analysis: VoiceAnalysis, _ voices: [AnalyzedVoice], _ written: [WrittenVoice],
    _ saved: EditOutcome?
  ) -> JSONValue {
    [
      "castbook": .string(schema), "targets": CheckJSON.targets(analysis.targets),
      "files": .array(voices.map { voice($0, $0.cuts) }),
      "written": .array(
        written.map { one in
          [
            "path": .string(one.path.text),
            "path_hex": one.path.isText ? nil : .string(Hex.text(of: one.path.bytes)),
            "sha256": one.file?.facts.digest.map { .string($0.hex) },
            "start": one.cut.map { .integer($0.start) }, "end": one.cut.map { .integer($0.end) },
            "file": one.file.map(CheckJSON.file),
          ]
        }), "saved": saved.map { .boolean($0.isChanged) },
    ]
  }

  /// Returns one sound with the given stretches.
  public static func heard(_ voice: AnalyzedVoice, cuts: [SoundCut]) -> JSONValue {
    .object(
      [JSONValue.Member("castbook", .string(schema))] + (self.voice(voice, cuts).members ?? []))
  }

  /// Returns a sound with its waveform and stretches.
  private static func voice(_ voice: AnalyzedVoice, _ cuts: [SoundCut]) -> JSONValue {
    let rate = voice.sound?.rate ?? 1
    let waveform = voice.sound?.measures.map { Hex.text(of: $0.waveform) }
    return .object(
      (CheckJSON.file(voice.file).members ?? [])
        + (waveform.map { [JSONValue.Member("waveform", .string($0))] } ?? [])
        + [JSONValue.Member("cuts", .array(cuts.map { cut($0, rate: rate) }))])
  }

  /// Returns a stretch; its bounds are given in samples and in seconds.
  private static func cut(_ cut: SoundCut, rate: Int) -> JSONValue {
    [
      "start": .integer(cut.start), "end": .integer(cut.end),
      "startSeconds": .decimal(Double(cut.start) / Double(rate)),
      "endSeconds": .decimal(Double(cut.end) / Double(rate)), "score": .decimal(cut.score),
      "signalToNoise": StreamJSON.measured(cut.signalToNoise),
      "clippedRuns": .integer(cut.clippedRuns),
      "speechShare": .decimal(cut.speechShare), "levelSpread": .decimal(cut.levelSpread),
      "pitchSpread": StreamJSON.measured(cut.pitchSpread),
      "faults": .array(cut.faults.map { .string($0.rawValue) }),
    ]
  }
}
