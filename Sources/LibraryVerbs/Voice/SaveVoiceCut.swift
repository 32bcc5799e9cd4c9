internal import Library
internal import Media
internal import Preparing

/// The verb `voice --save`: saves a stretch of a voice's sound as the voice's new first file. The
/// original file stays.
public struct SaveVoiceCut: Sendable {
  /// The bytes of the stretch, as a WAV file.
  public var wav: [UInt8]
  /// The stretch, in frames of the original.
  public var cut: SoundCut
  /// The sound that it was cut from.
  public var voice: AnalyzedVoice
  /// The element that gets the file.
  public var element: HandleReference

  /// Creates the verb for a stretch of a sound.
  public init(
    _ wav: [UInt8], cut: SoundCut, of voice: AnalyzedVoice, in element: HandleReference
  ) {
    (self.wav, self.cut, self.voice, self.element) = (wav, cut, voice, element)
  }

  /// Saves the stretch.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if the element isn't a voice or lacks the
  ///   original.
  public func run(in library: ElementLibrary) async throws -> EditOutcome {
    guard let original = voice.file.facts.digest, let sound = voice.sound else {
      throw ElementLibraryError.failed("\(voice.path): no sound to cut")
    }
    let name = Self.cutName(voice.path)
    let facts = try await library.inspector().inspect(.bytes(wav, name: name), depth: .facts).facts
    guard let digest = facts.digest else {
      throw ElementLibraryError.failed("\(name) is not a file")
    }
    let staged = try library.store.stage(wav, digest)
    let steps = sound.steps(toWAV: cut.start..<cut.end)
    let framesPerMillisecond = Double(sound.rate) / 1000
    let span = Derivation.Span(
      startMilliseconds: Int((Double(cut.start) / framesPerMillisecond).rounded()),
      endMilliseconds: Int((Double(cut.end) / framesPerMillisecond).rounded()))
    return try library.change(with: [staged], facts: [facts]) { change in
      let found = try change.contents.latest(element)
      var revision = found.revision.revision
      guard found.isLatest, revision.kind == .voice else {
        throw ElementLibraryError.invalidRequest(
          "\(element) is no longer a voice", fix: "cuts are saved in elements of kind voice")
      }
      guard revision.references.contains(where: { $0.blob == original }) else {
        throw ElementLibraryError.invalidRequest(
          "\(element) no longer has this file", fix: "castbook show \(found.handle)")
      }
      try change.addDerivation(digest, from: original, steps, span)
      if revision.references.first?.blob == digest {
        return EditOutcome(found.revision, found.revision, change.contents)
      }
      revision.references.removeAll { $0.blob == digest }
      revision.references.insert(
        Reference(blob: digest, role: .voice, file: RecordText.recordedName(name, digest)), at: 0)
      let committed = try change.commit(&revision, after: found.revision)
      return EditOutcome(
        found.revision, NamedRevision(digest: committed, revision: revision), change.contents)
    }
  }

  /// Returns the name of a cut: `interview-cut.wav`.
  private static func cutName(_ path: FilePath) -> FilePath {
    FilePath(bytes: path.stem + Array("-cut.wav".utf8)) ?? .unnamed
  }
}
