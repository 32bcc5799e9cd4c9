internal import Castbook
internal import Model

/// The sounds among named files, measured as voices without cutting them.
struct Voices {
  private let analysis: VoiceAnalysis
  private let voices: [AnalyzedVoice]
  /// The number of sounds that were not measured: found in folders, or too many.
  private let restCount: Int

  /// Measures the sounds that were named themselves or are files of an element.
  ///
  /// - Parameters:
  ///   - list: The files of a call.
  ///   - scored: The same files with their facts, in the same order.
  init(
    _ list: FileList, _ scored: [ScoredFile], _ workspace: Workspace, atMost maximum: Int
  ) async throws {
    let sounds = zip(list.files, scored).filter { _, file in
      file.facts.format?.medium == .sound && !file.isNonMedia
    }.map(\.0)
    let named = sounds.filter(\.isNamed).prefix(maximum)
    restCount = sounds.count - named.count
    analysis = VoiceAnalysis(
      targets: named.isEmpty ? [] : try workspace.targets(nil, slot: .voice))
    var voices: [AnalyzedVoice] = []
    for sound in named {
      try Task.checkCancellation()
      voices.append(try await analysis.listen(to: sound))
    }
    self.voices = voices
  }

  var isEmpty: Bool { voices.isEmpty }

  var count: Int { voices.count }

  /// The published document voice/1.
  var document: JSONValue { VoiceJSON.document(analysis, voices, [], isSaved: nil) }

  /// Returns a line for each sound, what was found in them, and how many were left out.
  func lines(_ shown: ShownSet) -> [String] {
    var groups = FindingGroups()
    for voice in voices {
      for finding in voice.file.allFindings where !finding.isNonMediaNote {
        groups.add(finding, on: voice.path)
      }
    }
    let facts = voices.map { voice in
      let words = voice.sound.map(VoiceWords.summary) ?? "it contains no sound"
      return "Voice \(shown.names.name(voice.path)): \(words)"
    }
    let rest =
      restCount > 0
      ? ["\(Quantity.count(restCount, "sound")) not measured: name the sounds themselves"] : []
    return facts + groups.lines(shown.names) + rest
  }
}
