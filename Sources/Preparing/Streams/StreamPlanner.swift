package import Checking
internal import Decoding
package import Model

/// Decides what is the least change that makes a sound or a clip pass its targets.
package struct StreamPlanner: Sendable {
  private let targets: [CheckTarget]
  private let options: PreparationOptions

  package init(_ targets: [CheckTarget], _ options: PreparationOptions = PreparationOptions()) {
    self.targets = targets
    self.options = options
  }

  /// What a WAV can mend,
  private static let curableSound: Set<RuleID> = [.soundFormatNotAccepted, .soundTooLong]
  /// and a copy of a clip.
  private static let curableClip: Set<RuleID> = [
    .clipFormatNotAccepted, .clipTooLong, .clipTooLarge, .clipTooHeavy, .clipFrameRate,
  ]
  /// Larger files are not read.
  private static let mostBytes = 300_000_000

  /// Decides it for a file that was decoded, with what its check found.
  package func decision(for facts: FileFacts, _ findings: [Finding]) -> StreamDecision {
    guard targets.isEmpty || targets.contains(where: { $0.hasSlot(for: facts) }) else {
      return .passOver
    }
    let errors = findings.filter { $0.severity == .error || isFollowed($0) }
    let isInterlaced = facts.film?.fieldOrder != nil && !options.keepsInterlaced
    guard !errors.isEmpty || !facts.streamMetadata.isEmpty || isInterlaced else { return .asItIs }
    guard facts.isProven else { return .refuse(errors + Self.kept(facts)) }
    let isSound = facts.format?.medium == .sound
    let rules = Set(errors.map(\.rule))
    if facts.sound?.measures != nil, rules.isSubset(of: Self.curableSound),
      isSound || !errors.isEmpty
    {
      return .sound(isTooLong: rules.contains(.soundTooLong))
    }
    guard !isSound, rules.isSubset(of: Self.curableClip), let film = facts.film,
      let format = facts.format
    else { return .refuse(errors + Self.kept(facts)) }
    switch plan(film, format, facts, rules) {
    case .success(let plan): return .clip(plan)
    case .failure(let refusal): return .refuse(errors + [refusal.finding] + Self.kept(facts))
    }
  }

  /// Whether a limit that no source states is to be kept all the same.
  private func isFollowed(_ finding: Finding) -> Bool {
    options.followsInferredLimits && finding.basis.map { $0 != .stated } == true
      && Self.curableClip.contains(finding.rule)
  }

  /// Why nothing is made.
  private struct Refusal: Error {
    let finding: Finding
  }

  private func plan(
    _ film: FilmFacts, _ format: MediaFormat, _ facts: FileFacts, _ rules: Set<RuleID>
  ) -> Result<ClipPlan, Refusal> {
    let limits = ClipLimits(targets, format, inferred: options.followsInferredLimits)
    guard let container = container(format, limits) else {
      return .failure(Refusal(finding: Self.noContainer))
    }
    let mostBytes = min(limits.mostBytes ?? Self.mostBytes, Self.mostBytes)
    var plan = ClipPlan(
      format: container, film: nil, whenCoded: ClipCopyWish.Film(size: limits.size(for: film.size)),
      scaleReason: limits.isTooLargeToCode(film.size) ? .memory : .size,
      sound: sound(facts.sound, from: format, into: container),
      lengths: rules.contains(.clipTooLong) ? limits.lengths : nil,
      mayHoldCuts: limits.mayHoldCuts, mostBytes: mostBytes,
      privateMetadata: facts.streamMetadata.sorted())
    if rules.contains(.clipTooLong), plan.lengths == nil {
      return .failure(Refusal(finding: Self.noLength))
    }
    let seconds = Double(min(plan.lengths?.upperBound ?? .max, film.milliseconds)) / 1000
    let isTooHeavy =
      Double(facts.byteCount ?? 0) * seconds * 1000
      > Double(mostBytes) * Double(max(1, film.milliseconds))
    let isTooFast = (film.framesPerSecond ?? 0) > limits.mostRate * ClipLimits.rateTolerance
    let isInterlaced = film.fieldOrder != nil && !options.keepsInterlaced
    guard
      limits.isTooLarge(film.size) || isTooHeavy || isTooFast || isInterlaced
        || !Self.isTakenOver(film.codec, from: format)
    else { return .success(plan) }
    if film.hdrTransfer != nil { return .failure(Refusal(finding: Self.noHDR)) }
    var coding = plan.whenCoded
    if isTooFast, let rate = film.framesPerSecond {
      coding.every = Int((rate / (limits.mostRate * ClipLimits.rateTolerance)).rounded(.up))
      if rate / Double(coding.every) < limits.leastRate {
        return .failure(Refusal(finding: Self.noRate(rate)))
      }
    }
    let bits = Double(mostBytes) * 8 * 0.9 / max(0.1, seconds) - 256_000
    if bits < Double(Self.generousBits) {
      guard bits > 300_000 else { return .failure(Refusal(finding: Self.noRoom)) }
      coding.mostBits = Int(bits)
    }
    plan.film = coding
    return .success(plan)
  }

  /// More is never needed.
  private static let generousBits = 60_000_000

  /// The container of a copy: that of the clip where it is taken.
  private func container(_ format: MediaFormat, _ limits: ClipLimits) -> MediaFormat? {
    if format == .mov, limits.take(.mov) { return .mov }
    return [.mp4, .mov].first(where: limits.take)
  }

  /// Whether the coded pictures can be taken over: others lack times, or are known by few.
  private static func isTakenOver(_ codec: String, from format: MediaFormat) -> Bool {
    let isOfMP4 = [.mp4, .mov, .m4v].contains(format)
    return isOfMP4 || hasTimes(format) && (codec == "h264" || codec == "hevc")
  }

  /// Whether a container says of each coded part when it is shown.
  private static func hasTimes(_ format: MediaFormat) -> Bool {
    [.mp4, .mov, .m4v, .mkv, .webm, .flv, .mpeg].contains(format)
  }

  private func sound(
    _ sound: SoundFacts?, from format: MediaFormat, into container: MediaFormat
  ) -> ClipCopyWish.Sound {
    guard let sound else { return .takenOver }
    let isKnown = ["aac", "mp3"].contains(sound.codec)
    return format == container || isKnown && Self.hasTimes(format) ? .takenOver : .coded
  }

  // MARK: What can't be done

  private static let noContainer = Finding(
    .clipFormatNotAccepted, .error, message: "the targets have neither MP4 nor MOV in common",
    fix: "prepare it for each target separately")
  private static let noLength = Finding(
    .clipTooLong, .error, message: "the targets have no accepted length in common",
    fix: "prepare it for each target separately")
  private static let noHDR = Finding(
    .clipHDR, .error,
    message: "it needs re-encoding, and Castbook can't convert HDR to standard dynamic range",
    fix: "export it in standard dynamic range (BT.709) from the source")
  private static let noRoom = Finding(
    .clipTooHeavy, .error, message: "too long to fit the byte limit at a usable quality",
    fix: "cut it shorter")

  /// What stays in it against everybody's wish.
  private static func kept(_ facts: FileFacts) -> [Finding] {
    guard !facts.streamMetadata.isEmpty else { return [] }
    let names = facts.streamMetadata.names
    return [
      Finding(
        .privateMetadata(of: facts.format?.medium), .error,
        message: "Castbook can't remove its \(names)",
        fix: "export it without that from the source", measured: names)
    ]
  }

  private static func noRate(_ rate: Double) -> Finding {
    Finding(
      .clipFrameRate, .error,
      message: "dropping frames from \(Int(rate.rounded())) fps leaves too few",
      fix: "export it at an accepted frame rate")
  }
}
