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
  ///   - isSaved: Whether saving a cut changed its element; `nil` if none was saved.
  public static func document(
    _ analysis: VoiceAnalysis, _ voices: [AnalyzedVoice], _ written: [WrittenVoice],
    isSaved: Bool?
  ) -> JSONValue {
    [
      "castbook": schema, "targets": CheckJSON.targets(analysis.targets),
      "files": voices.map { voice($0, $0.cuts) },
      "written": written.objects { one in
        [
          "path": one.path, "sha256": one.file?.facts.digest,
          "start": one.cut?.start, "end": one.cut?.end, "file": one.file.map(CheckJSON.file),
        ]
      }, "saved": isSaved,
    ]
  }

  /// Returns a sound with its waveform and stretches.
  package static func voice(_ voice: AnalyzedVoice, _ cuts: [SoundCut]) -> JSONValue {
    let rate = voice.sound?.rate ?? 1
    let waveform = voice.sound?.measures.map { Hex.text(of: $0.waveform) }
    return CheckJSON.file(voice.file)
      .adding(["waveform": waveform, "cuts": cuts.map { cut($0, rate: rate) }])
  }

  /// Returns a stretch; its bounds are given in samples and in seconds.
  private static func cut(_ cut: SoundCut, rate: Int) -> JSONValue {
    func seconds(_ samples: Int) -> Double { Double(samples) / Double(rate) }
    return [
      "start": cut.start, "end": cut.end, "startSeconds": seconds(cut.start),
      "endSeconds": seconds(cut.end), "score": cut.score,
      "signalToNoise": cut.signalToNoise, "clippedRuns": cut.clippedRuns,
      "speechShare": cut.speechShare, "levelSpread": cut.levelSpread,
      "pitchSpread": cut.pitchSpread, "faults": cut.faults,
    ]
  }
}
