internal import Media
internal import Preparing

/// The making of a copy of one clip: what is coded taken over wherever that can be, or coded anew.
struct ClipPreparing: Sendable {
  let inspector: Inspector

  func make(
    _ plan: ClipPlan, _ file: Inspector.HeldFile, _ facts: FileFacts, _ errors: [Finding]
  ) async -> StreamOutcome {
    guard let film = facts.film else { return .refused(errors) }
    let heard = inspector.hold(file.bytes, facts)
    let stretches = await self.stretches(plan, film, heard)
    guard let first = stretches.first else { return .refused(errors + [Self.noTake(plan)]) }
    var failure = CopyNotMade.notTaken
    if plan.film == nil {
      for stretch in stretches {
        do {
          return .made(try await made(plan, stretch, heard, film, file.memory))
        } catch {
          failure = error
          guard error.mayBeCoded else { break }
        }
      }
    }
    guard plan.film != nil || failure.mayBeCoded, film.hdrTransfer == nil else {
      return .refused(errors + [failure.finding])
    }
    var coded = plan
    if plan.film == nil {
      // What was not taken may have been its sound.
      let isNotTaken = if case .notTaken = failure { true } else { false }
      coded.codeAnew(withSound: isNotTaken && facts.sound != nil)
    }
    do {
      return .made(try await made(coded, first, heard, film, file.memory))
    } catch {
      return .refused(errors + [error.finding])
    }
  }

  private func made(
    _ plan: ClipPlan, _ stretch: ClipStretch, _ heard: HeardFile, _ film: FilmFacts, _ memory: Int?
  ) async throws(CopyNotMade) -> MadeStream {
    let (bytes, copy) = try await inspector.copy(
      of: heard, plan.wish(stretch), memory: memory)
    return MadeStream(
      bytes: bytes, format: plan.format, steps: plan.steps(copy, heard.facts, film),
      remarks: plan.remarks(heard.facts, film, copy))
  }

  // MARK: Where to cut

  /// The parts that a copy may be made of, best first: one take each, where the clip may hold no cuts, with the
  /// best stretch of speech in it, where there is any.
  private func stretches(
    _ plan: ClipPlan, _ film: FilmFacts, _ heard: HeardFile
  ) async -> [ClipStretch] {
    guard let lengths = plan.lengths else { return [ClipStretch()] }
    let takes = takes(plan, film).filter { $0.count >= lengths.lowerBound }
    guard let longest = takes.max(by: { ($0.count, $1.lowerBound) < ($1.count, $0.lowerBound) })
    else { return [] }
    func end(_ take: Range<Int>) -> Int? {
      take.upperBound < film.milliseconds ? take.upperBound : nil
    }
    var stretches: [ClipStretch] = []
    if let sound = heard.facts.sound, sound.measures != nil {
      for cut in await inspector.cuts(of: heard, lengths) where cut.faults.isEmpty {
        let (start, stop) = (cut.start * 1000 / sound.rate, cut.end * 1000 / sound.rate)
        guard let take = takes.first(where: { $0.lowerBound <= start && stop <= $0.upperBound })
        else { continue }
        stretches.append(
          ClipStretch(
            start: start, earliest: take.lowerBound, latest: start,
            end: end(take), enough: stop))
      }
    }
    guard stretches.isEmpty else { return stretches }
    return [
      ClipStretch(
        start: longest.lowerBound, earliest: longest.lowerBound,
        latest: longest.upperBound - lengths.lowerBound,
        end: end(longest))
    ]
  }

  /// What lies between hard cuts.
  private func takes(_ plan: ClipPlan, _ film: FilmFacts) -> [Range<Int>] {
    let cuts = plan.mayHoldCuts ? [] : film.seen?.cuts.map(\.milliseconds) ?? []
    let bounds = [0] + cuts.filter { 0 < $0 && $0 < film.milliseconds } + [film.milliseconds]
    return zip(bounds, bounds.dropFirst()).filter { $0 < $1 }.map { $0..<$1 }
  }

  private static func noTake(_ plan: ClipPlan) -> Finding {
    let least = Double(plan.lengths?.lowerBound ?? 0) / 1000
    return Finding(
      .clipCuts, .error, message: "no uncut part lasts \(VoiceWords.number(least)) s",
      fix: "use a clip with a longer uncut part")
  }
}

extension CopyNotMade {
  /// Whether coding it anew might help.
  fileprivate var mayBeCoded: Bool {
    switch self {
    case .noStart, .notTaken: true
    case .noCoder, .tooLarge, .failed: false
    }
  }

  fileprivate var finding: Finding {
    switch self {
    case .noStart, .notTaken:
      Finding(
        .clipFormatNotAccepted, .error, message: "its encoding can't be copied here",
        fix: "export it as MP4 with H.264 from your editor")
    case .noCoder:
      Finding(
        .clipFormatNotAccepted, .error,
        message: "it must be re-encoded, but this libavcodec has no H.264 encoder",
        fix: "export it as MP4 with H.264 from your editor")
    case .tooLarge:
      Finding(
        .clipTooHeavy, .error, message: "its copy would be too large", fix: "shorten it")
    case .failed(let problem):
      FileRules.findings(for: FileFacts(path: .nameless, problems: [problem])).first
        ?? Finding(.clipCorrupt, .error, message: "it can't be copied", fix: "export it again")
    }
  }
}
