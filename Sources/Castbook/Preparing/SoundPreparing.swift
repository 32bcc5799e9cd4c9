internal import Media
internal import Preparing

/// The preparing of one sound: a WAV where its format is not taken, and the best of it where it is too long.
struct SoundPreparing: Sendable {
  let targets: [CheckTarget]
  let inspector: Inspector

  /// What is to become of a sound or a clip.
  enum Decision: Sendable {
    case asItIs
    case refuse([Finding])
    /// No target takes such a file at all.
    case passOver
    case make(MadeSound)
  }

  /// A sound that was made, and how.
  struct MadeSound: Sendable {
    let bytes: [UInt8]
    let steps: [PreparationStep]
  }

  /// What a WAV can mend.
  private static let curable: Set<RuleID> = [.soundFormatNotAccepted, .soundTooLong]

  func decision(_ bytes: [UInt8], _ checked: CheckedFile) async -> Decision {
    let facts = checked.facts
    guard targets.isEmpty || targets.contains(where: { $0.hasSlot(for: facts) }) else {
      return .passOver
    }
    let errors = checked.allFindings.filter { $0.severity == .error }
    if errors.isEmpty { return .asItIs }
    guard facts.format?.medium == .sound, facts.isProven, let sound = facts.sound,
      let measures = sound.measures, errors.allSatisfy({ Self.curable.contains($0.rule) })
    else { return .refuse(errors.map(Self.withRemedy)) }
    let isTooLong = errors.contains { $0.rule == .soundTooLong }
    let heard = inspector.hold(bytes, facts)
    guard isTooLong else {
      return await made(heard, 0..<sound.sampleCount, sound, measures, isCut: false)
    }
    guard let length = lengths(for: facts) else {
      return .refuse(
        errors + [
          Finding(
            .soundTooLong, .error, message: "no length is taken by all of these targets",
            fix: "prepare it for each of them")
        ])
    }
    let cuts = await inspector.cuts(of: heard, length)
    guard let best = cuts.first, best.faults.isEmpty else {
      let why = cuts.first.map { ": \($0.words)" } ?? ""
      return .refuse(
        errors.map {
          Finding(
            $0.rule, $0.severity,
            message: "\($0.message), and no stretch of it is a good sample\(why)",
            fix: "`castbook voice FILE --cut` shows what there is", measured: $0.measured,
            limit: $0.limit, unit: $0.unit)
        })
    }
    return await made(heard, best.start..<best.end, sound, measures, isCut: true)
  }

  /// Clips are not coded anew here; what would have to be done is said.
  private static func withRemedy(_ finding: Finding) -> Finding {
    guard finding.rule == .clipFormatNotAccepted else { return finding }
    return Finding(
      finding.rule, finding.severity, message: finding.message,
      fix:
        "clips are not converted here: ffmpeg -i CLIP -c copy clip.mp4 changes the container alone where its coding is H.264 or HEVC",
      measured: finding.measured, limit: finding.limit, unit: finding.unit)
  }

  /// The lengths that all targets take, and of those the ones that suit everyone.
  private func lengths(for facts: FileFacts) -> ClosedRange<Int>? {
    var (least, most) = (500, 600_000)
    for target in targets {
      guard let seconds = target.soundSeconds(for: facts) else { continue }
      least = max(least, seconds.least ?? least)
      most = min(most, seconds.most ?? most)
    }
    guard least <= most else { return nil }
    let usual = Voicing.usualLength
    let (low, high) = (max(least, usual.lowerBound), min(most, usual.upperBound))
    return low <= high ? low...high : least...most
  }

  private func made(
    _ heard: HeardFile, _ part: Range<Int>, _ sound: SoundFacts, _ measures: SoundMeasures,
    isCut: Bool
  ) async -> Decision {
    do {
      let samples = try await inspector.samples(
        of: heard, from: part.lowerBound, to: part.upperBound, channel: measures.channel)
      return .make(
        MadeSound(
          bytes: WAVFile.bytes(samples, rate: sound.rate),
          steps: sound.steps(toWAV: isCut ? part : nil)))
    } catch {
      return .refuse(
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
