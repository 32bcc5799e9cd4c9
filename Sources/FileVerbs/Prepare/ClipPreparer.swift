internal import Media
internal import Preparing

/// Makes a copy of a clip: without re-encoding where possible, otherwise encoded again.
struct ClipPreparer: Sendable {
  let inspector: Inspector

  /// Makes the copy that a plan describes, from the best part that works.
  ///
  /// - Parameters:
  ///   - plan: What to change.
  ///   - file: The clip's bytes, and the memory that is reserved for it.
  ///   - facts: What was found out about the clip.
  ///   - errors: Why the clip fails as it is. A refusal repeats them.
  func make(
    _ plan: ClipPlan, _ file: Inspector.LoadedFile, _ facts: FileFacts, _ errors: [Finding]
  ) async throws -> MadeStream {
    guard let film = facts.film else { throw PreparationRefusal(findings: errors) }
    let clip = Inspection(facts, opening: file.bytes)
    let stretches = try await self.stretches(plan, film, clip)
    guard let first = stretches.first else {
      throw PreparationRefusal(findings: errors + [Self.noUncutPart(plan)])
    }
    var failure = CopyFailure.unsupported
    if plan.film == nil {
      for stretch in stretches {
        do {
          return try await made(plan, stretch, clip, film, file.memory)
        } catch {
          failure = error
          guard error.reencodingMayHelp else { break }
        }
      }
    }
    guard plan.film != nil || failure.reencodingMayHelp, film.hdrTransfer == nil else {
      throw PreparationRefusal(findings: errors + [failure.finding])
    }
    var encodingPlan = plan
    if plan.film == nil {
      // The part that could not be copied may have been its sound.
      let wasNotCopied = if case .unsupported = failure { true } else { false }
      encodingPlan.reencode(withSound: wasNotCopied && facts.sound != nil)
    }
    do {
      return try await made(encodingPlan, first, clip, film, file.memory)
    } catch {
      throw PreparationRefusal(findings: errors + [error.finding])
    }
  }

  /// Makes a copy of one part.
  private func made(
    _ plan: ClipPlan, _ stretch: ClipRange, _ clip: Inspection, _ film: FilmFacts,
    _ memory: Int?
  ) async throws(CopyFailure) -> MadeStream {
    let (bytes, copy) = try await inspector.copy(
      of: clip, plan.copyRequest(for: stretch), memory: memory)
    return MadeStream(
      bytes: bytes, format: plan.format, steps: plan.steps(copy, clip.facts, film),
      remarks: plan.remarks(clip.facts, film, copy)
        + MetadataRemarks.findings(clip.facts, [], keeping: []))
  }

  // MARK: Choosing the part

  /// Returns the parts that a copy may be made of, best first. If the clip may not contain cuts,
  /// each is one uncut part, with its best stretch of speech, if any.
  private func stretches(
    _ plan: ClipPlan, _ film: FilmFacts, _ clip: Inspection
  ) async throws -> [ClipRange] {
    guard let lengths = plan.lengths else { return [ClipRange()] }
    let parts = uncutParts(plan, film).filter { $0.count >= lengths.lowerBound }
    guard let longest = parts.max(by: { ($0.count, $1.lowerBound) < ($1.count, $0.lowerBound) })
    else { return [] }
    func end(_ part: Range<Int>) -> Int? {
      part.upperBound < film.milliseconds ? part.upperBound : nil
    }
    var stretches: [ClipRange] = []
    if let sound = clip.facts.sound, sound.measures != nil {
      for cut in try await inspector.cuts(of: clip, lengths) where cut.faults.isEmpty {
        let (start, stop) = (cut.start * 1000 / sound.rate, cut.end * 1000 / sound.rate)
        guard let part = parts.first(where: { $0.lowerBound <= start && stop <= $0.upperBound })
        else { continue }
        stretches.append(
          ClipRange(
            start: start, earliest: part.lowerBound, latest: start,
            end: end(part), minimumEnd: stop))
      }
    }
    guard stretches.isEmpty else { return stretches }
    return [
      ClipRange(
        start: longest.lowerBound, earliest: longest.lowerBound,
        latest: longest.upperBound - lengths.lowerBound,
        end: end(longest))
    ]
  }

  /// Returns the ranges between hard cuts, in milliseconds.
  private func uncutParts(_ plan: ClipPlan, _ film: FilmFacts) -> [Range<Int>] {
    let cuts = plan.allowsHardCuts ? [] : film.observations?.cuts.map(\.milliseconds) ?? []
    let bounds = [0] + cuts.filter { 0 < $0 && $0 < film.milliseconds } + [film.milliseconds]
    return zip(bounds, bounds.dropFirst()).filter { $0 < $1 }.map { $0..<$1 }
  }

  /// Returns the finding for a clip without a part that is long enough.
  private static func noUncutPart(_ plan: ClipPlan) -> Finding {
    let minimum = Double(plan.lengths?.lowerBound ?? 0) / 1000
    return Finding(
      .clipCuts, .error, message: "no uncut part lasts \(VoiceWords.number(minimum)) s",
      fix: "use a clip with a longer uncut part")
  }
}

extension CopyFailure {
  /// Whether encoding the clip again might succeed.
  fileprivate var reencodingMayHelp: Bool {
    switch self {
    case .noStartFrame, .unsupported: true
    case .noEncoder, .tooLarge, .failed: false
    }
  }

  /// The finding that tells the user about the failure.
  fileprivate var finding: Finding {
    switch self {
    case .noStartFrame, .unsupported:
      Finding(
        .clipFormatNotAccepted, .error, message: "its encoding can't be copied here",
        fix: "export it as MP4 with H.264 from your editor")
    case .noEncoder:
      Finding(
        .clipFormatNotAccepted, .error,
        message: "it must be re-encoded, but this libavcodec has no H.264 encoder",
        fix: "export it as MP4 with H.264 from your editor")
    case .tooLarge:
      Finding(
        .clipTooHeavy, .error, message: "its copy would be too large", fix: "shorten it")
    case .failed(let problem):
      FileRules.findings(for: FileFacts(path: .unnamed, problems: [problem])).first
        ?? Finding(.clipCorrupt, .error, message: "it can't be copied", fix: "export it again")
    }
  }
}
