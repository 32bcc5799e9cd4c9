internal import Media
internal import Preparing

/// What became of a sound or a clip.
enum StreamOutcome: Sendable {
  case refused([Finding])
  case made(MadeStream)
}

/// A sound or a clip that was made, and how.
struct MadeStream: Sendable {
  let bytes: [UInt8]
  let format: MediaFormat
  let steps: [PreparationStep]
  /// What stays true of it.
  var remarks: [Finding] = []
}

/// The making of a WAV: where a sound's format is not taken, where more stands in its file than the sound, and the
/// best of it where it is too long.
struct SoundPreparing: Sendable {
  let targets: [CheckTarget]
  let inspector: Inspector

  func make(
    isTooLong: Bool, _ bytes: [UInt8], _ facts: FileFacts, _ errors: [Finding]
  ) async -> StreamOutcome {
    guard let sound = facts.sound, let measures = sound.measures else { return .refused(errors) }
    let heard = inspector.hold(bytes, facts)
    guard isTooLong else {
      return await made(heard, 0..<sound.sampleCount, sound, measures, isCut: false)
    }
    guard let length = lengths(for: facts) else {
      return .refused(
        errors + [
          Finding(
            .soundTooLong, .error, message: "no length suits all of these targets",
            fix: "prepare it for each target separately")
        ])
    }
    let cuts = await inspector.cuts(of: heard, length)
    guard let best = cuts.first, best.faults.isEmpty else {
      let why = cuts.first.map { ": \($0.words)" } ?? ""
      return .refused(
        errors.map {
          Finding(
            $0.rule, $0.severity,
            message: "\($0.message), and no part of it is a good sample\(why)",
            fix: "`castbook voice FILE --cut` lists the parts", measured: $0.measured,
            limit: $0.limit, unit: $0.unit)
        })
    }
    return await made(heard, best.start..<best.end, sound, measures, isCut: true)
  }

  /// The lengths that all targets take, and of those the ones that suit everyone.
  private func lengths(for facts: FileFacts) -> ClosedRange<Int>? {
    guard let format = facts.format,
      let taken = CheckTarget.lengths(targets, for: format, longest: 600_000)
    else { return nil }
    let usual = Voicing.usualLength
    return taken.overlaps(usual) ? taken.clamped(to: usual) : taken
  }

  private func made(
    _ heard: HeardFile, _ part: Range<Int>, _ sound: SoundFacts, _ measures: SoundMeasures,
    isCut: Bool
  ) async -> StreamOutcome {
    do {
      let samples = try await inspector.samples(
        of: heard, from: part.lowerBound, to: part.upperBound, channel: measures.channel)
      let metadata = heard.facts.privateMetadata.sorted()
      return .made(
        MadeStream(
          bytes: WAVFile.bytes(samples, rate: sound.rate), format: .wav,
          steps: (metadata.isEmpty ? [] : [.dropMetadata(metadata)])
            + sound.steps(toWAV: isCut ? part : nil)))
    } catch {
      return .refused(
        FileRules.findings(for: FileFacts(path: heard.facts.path, problems: [error.problem])))
    }
  }
}

extension SoundFacts {
  /// What makes a WAV of it, as `Voicing.wav` does: of a part, where one was cut out, and of the measured channel.
  func steps(toWAV part: Range<Int>?) -> [PreparationStep] {
    var steps =
      part.map {
        [PreparationStep.cut(start: $0.lowerBound, end: $0.upperBound, rate: rate)]
      } ?? []
    if channels > 1, let measures { steps.append(.oneChannel(measures.channel, of: channels)) }
    return steps + [.encode(.wav)]
  }
}
