internal import Media
internal import Preparing

/// A sound or clip that was made, and how.
struct MadeStream: Sendable {
  let bytes: [UInt8]
  let format: MediaFormat
  /// The steps that made it, in order.
  let steps: [PreparationStep]
  /// Findings about the changes.
  var remarks: [Finding] = []
}

/// Makes WAV files: of sounds in a format that is not accepted, of files that contain more than the
/// sound, and of the best part of sounds that are too long.
struct SoundPreparer: Sendable {
  let targets: [CheckTarget]
  let inspector: Inspector

  /// Makes a WAV of a sound. If the sound is too long, it is the best part of a length that all
  /// targets accept.
  func make(
    isTooLong: Bool, _ bytes: [UInt8], _ facts: FileFacts, _ errors: [Finding]
  ) async throws -> MadeStream {
    guard let sound = facts.sound, let measures = sound.measures else {
      throw PreparationRefusal(findings: errors)
    }
    let file = Inspection(facts, opening: bytes)
    guard isTooLong else {
      return try await made(file, 0..<sound.sampleCount, sound, measures, isCut: false)
    }
    guard let length = lengths(for: facts) else {
      throw PreparationRefusal(
        findings: errors + [
          Finding(
            .soundTooLong, .error, message: "no length suits all of these targets",
            fix: "prepare it for each target separately")
        ])
    }
    let cuts = try await inspector.cuts(of: file, length)
    guard let best = cuts.first, best.faults.isEmpty else {
      let why = cuts.first.map { ": \($0.words)" } ?? ""
      throw PreparationRefusal(
        findings: errors.map {
          Finding(
            $0.rule, $0.severity,
            message: "\($0.message), and no part of it is a good sample\(why)",
            fix: "`castbook voice FILE --cut` lists the parts", measured: $0.measured,
            limit: $0.limit, unit: $0.unit)
        })
    }
    return try await made(file, best.start..<best.end, sound, measures, isCut: true)
  }

  /// Returns the lengths in milliseconds that all targets accept, limited to those of a usual voice
  /// sample if possible; `nil` if the targets have no length in common.
  private func lengths(for facts: FileFacts) -> ClosedRange<Int>? {
    guard let format = facts.format,
      let accepted = CheckTarget.lengths(targets, for: format, maximum: 600_000)
    else { return nil }
    let preferred = VoiceAnalysis.defaultLength
    return accepted.overlaps(preferred) ? accepted.clamped(to: preferred) : accepted
  }

  /// Writes a range of samples as a WAV.
  private func made(
    _ file: Inspection, _ part: Range<Int>, _ sound: SoundFacts, _ measures: SoundMeasures,
    isCut: Bool
  ) async throws(PreparationRefusal) -> MadeStream {
    let samples: [UInt8]
    do {
      samples = try await inspector.samples(
        of: file, from: part.lowerBound, to: part.upperBound, channel: measures.channel)
    } catch {
      throw PreparationRefusal(
        findings: FileRules.findings(
          for: FileFacts(path: file.facts.path, problems: [error])))
    }
    let metadata = file.facts.privateMetadata.sorted()
    return MadeStream(
      bytes: WAVFile.bytes(samples, rate: sound.rate), format: .wav,
      steps: (metadata.isEmpty ? [] : [.dropMetadata(metadata)])
        + sound.steps(toWAV: isCut ? part : nil),
      remarks: MetadataRemarks.findings(file.facts, [], keeping: []))
  }
}

extension SoundFacts {
  /// Returns the steps that make a WAV of the sound, like `VoiceAnalysis.wav`: cutting, for a part,
  /// and selecting the measured channel.
  package func steps(toWAV part: Range<Int>?) -> [PreparationStep] {
    var steps =
      part.map {
        [PreparationStep.cut(start: $0.lowerBound, end: $0.upperBound, rate: rate)]
      } ?? []
    if channels > 1, let measures { steps.append(.oneChannel(measures.channel, of: channels)) }
    return steps + [.encode(.wav)]
  }
}
