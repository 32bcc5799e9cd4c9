package import Checking
internal import Decoding
package import Model

/// Decides on the smallest change that makes targets accept a sound or a clip.
///
/// ```swift
/// let decision = StreamPlanner(targets).decision(for: facts, findings)
/// ```
package struct StreamPlanner: Sendable {
  private let targets: [CheckTarget]
  private let options: PreparationOptions

  package init(_ targets: [CheckTarget], _ options: PreparationOptions = PreparationOptions()) {
    self.targets = targets
    self.options = options
  }

  /// The rules that writing a WAV can satisfy.
  private static let repairableSound: Set<RuleID> = [.soundFormatNotAccepted, .soundTooLong]
  /// The rules that a copy of a clip can satisfy.
  private static let repairableClip: Set<RuleID> = [
    .clipFormatNotAccepted, .clipTooLong, .clipTooLarge, .clipTooHeavy, .clipFrameRate,
  ]
  /// The maximum bytes of a clip's copy, even when the targets accept larger ones: such files can't
  /// be read here.
  private static let maximumFileBytes = 300_000_000

  /// Returns the decision for a decoded file, given the findings of its check.
  package func decision(for facts: FileFacts, _ findings: [Finding]) -> StreamDecision {
    guard targets.isEmpty || targets.contains(where: { $0.hasSlot(for: facts) }) else {
      return .skip
    }
    let errors = findings.filter { $0.severity == .error || isLimitToFollow($0) }
    let isInterlaced = facts.film?.fieldOrder != nil && !options.keepsInterlaced
    guard !errors.isEmpty || !facts.streamMetadata.isEmpty || isInterlaced else { return .asItIs }
    guard facts.isProven else { return .refuse(errors + Self.remainingMetadata(facts)) }
    let isSound = facts.format?.medium == .sound
    let rules = Set(errors.map(\.rule))
    if facts.sound?.measures != nil, rules.isSubset(of: Self.repairableSound),
      isSound || !errors.isEmpty
    {
      return .sound(isTooLong: rules.contains(.soundTooLong))
    }
    guard !isSound, rules.isSubset(of: Self.repairableClip), let film = facts.film,
      let format = facts.format
    else { return .refuse(errors + Self.remainingMetadata(facts)) }
    switch plan(film, format, facts, rules) {
    case .success(let plan): return .clip(plan)
    case .failure(let refusal):
      return .refuse(errors + [refusal.finding] + Self.remainingMetadata(facts))
    }
  }

  /// Returns whether the user's options ask to satisfy a limit that no source states.
  private func isLimitToFollow(_ finding: Finding) -> Bool {
    options.followsInferredLimits && finding.basis.map { $0 != .stated } == true
      && Self.repairableClip.contains(finding.rule)
  }

  /// Returns the plan for a clip, or the reason why none satisfies the targets.
  private func plan(
    _ film: FilmFacts, _ format: MediaFormat, _ facts: FileFacts, _ rules: Set<RuleID>
  ) -> Result<ClipPlan, PreparationFailure> {
    let limits = ClipLimits(targets, format, inferred: options.followsInferredLimits)
    guard let container = container(format, limits) else {
      return .failure(PreparationFailure(Self.noContainer))
    }
    let maximumFileBytes = min(limits.maximumBytes ?? Self.maximumFileBytes, Self.maximumFileBytes)
    var plan = ClipPlan(
      format: container, film: nil,
      fallbackFilm: ClipCopyRequest.Film(size: limits.encodedSize(for: film.size)),
      scaleReason: limits.isTooLargeToEncode(film.size) ? .memory : .size,
      sound: sound(facts.sound, from: format, into: container),
      lengths: rules.contains(.clipTooLong) ? limits.lengths : nil,
      allowsHardCuts: limits.allowsHardCuts, maximumBytes: maximumFileBytes,
      privateMetadata: facts.streamMetadata.sorted())
    if rules.contains(.clipTooLong), plan.lengths == nil {
      return .failure(PreparationFailure(Self.noLength))
    }
    let seconds = Double(min(plan.lengths?.upperBound ?? .max, film.milliseconds)) / 1000
    let exceedsByteLimit =
      Double(facts.byteCount ?? 0) * seconds * 1000
      > Double(maximumFileBytes) * Double(max(1, film.milliseconds))
    let exceedsRateLimit =
      (film.framesPerSecond ?? 0) > limits.maximumRate * ClipLimits.rateTolerance
    let isInterlaced = film.fieldOrder != nil && !options.keepsInterlaced
    guard
      limits.isTooLarge(film.size) || exceedsByteLimit || exceedsRateLimit || isInterlaced
        || !Self.canCopyFrames(film.codec, from: format)
    else { return .success(plan) }
    if film.hdrTransfer != nil { return .failure(PreparationFailure(Self.noHDR)) }
    var coding = plan.fallbackFilm
    if exceedsRateLimit, let rate = film.framesPerSecond {
      coding.frameInterval = Int(
        (rate / (limits.maximumRate * ClipLimits.rateTolerance)).rounded(.up))
      if rate / Double(coding.frameInterval) < limits.minimumRate {
        return .failure(PreparationFailure(Self.noRate(rate)))
      }
    }
    let bits = Double(maximumFileBytes) * 8 * 0.9 / max(0.1, seconds) - 256_000
    if bits < Double(Self.generousBits) {
      guard bits > 300_000 else { return .failure(PreparationFailure(Self.noRoom)) }
      coding.maximumBitRate = Int(bits)
    }
    plan.film = coding
    return .success(plan)
  }

  /// The bits per second above which no limit on the bit rate is set, because no clip needs more.
  private static let generousBits = 60_000_000

  /// Returns the container of the copy, preferably that of the clip, or `nil` when the targets have
  /// neither MP4 nor MOV in common.
  private func container(_ format: MediaFormat, _ limits: ClipLimits) -> MediaFormat? {
    if format == .mov, limits.accepts(.mov) { return .mov }
    return [.mp4, .mov].first(where: limits.accepts)
  }

  /// Returns whether encoded frames can be copied into MP4 or MOV; others lack timestamps, or few
  /// players decode them there.
  private static func canCopyFrames(_ codec: String, from format: MediaFormat) -> Bool {
    let isOfMP4 = [.mp4, .mov, .m4v].contains(format)
    return isOfMP4 || hasTimestamps(format) && (codec == "h264" || codec == "hevc")
  }

  /// Returns whether a container stores a timestamp for each encoded frame.
  private static func hasTimestamps(_ format: MediaFormat) -> Bool {
    [.mp4, .mov, .m4v, .mkv, .webm, .flv, .mpeg].contains(format)
  }

  /// Returns whether the sound can be copied or must be re-encoded.
  private func sound(
    _ sound: SoundFacts?, from format: MediaFormat, into container: MediaFormat
  ) -> ClipCopyRequest.Sound {
    guard let sound else { return .copied }
    let isCommon = ["aac", "mp3"].contains(sound.codec)
    return format == container || isCommon && Self.hasTimestamps(format) ? .copied : .encoded
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
  /// The finding for a clip whose byte limit leaves too low a bit rate.
  private static let noRoom = Finding(
    .clipTooHeavy, .error, message: "too long to fit the byte limit at a usable quality",
    fix: "cut it shorter")

  /// Returns a finding about private metadata that can't be removed from the file.
  private static func remainingMetadata(_ facts: FileFacts) -> [Finding] {
    guard !facts.streamMetadata.isEmpty else { return [] }
    let names = facts.streamMetadata.names
    return [
      Finding(
        .privateMetadata(of: facts.format?.medium), .error,
        message: "Castbook can't remove its \(names)",
        fix: "export it without that from the source", measured: names)
    ]
  }

  /// Returns the finding for a clip that would have too few frames per second after dropping
  /// frames.
  private static func noRate(_ rate: Double) -> Finding {
    Finding(
      .clipFrameRate, .error,
      message: "dropping frames from \(Int(rate.rounded())) fps leaves too few",
      fix: "export it at an accepted frame rate")
  }
}
