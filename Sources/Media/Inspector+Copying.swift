package import Decoding
package import Model

extension Inspector {
  /// Making a copy takes what decoding takes, a coder's memory, and the copy itself.
  private static let copyLimits = DecoderLimits(
    memory: 1 << 30, processorSeconds: 900, clockSeconds: 1200)

  /// Makes a copy of a clip that is held; `memory` is what was reserved for that, where something was.
  package func copy(
    of heard: HeardFile, _ wish: ClipCopyWish, memory: Int?
  ) async throws(CopyNotMade) -> (bytes: [UInt8], copy: ClipCopy) {
    guard let source = heard.source else { throw .notTaken }
    var limits = Self.copyLimits
    limits.memory = min(limits.memory, memory ?? budgetTotal)
    limits.wishes = [.pixels, .copy]
    let request = DecoderRequest(source.file, as: source.format, within: limits, copying: wish)
    let gathered = GatheredBytes(limit: wish.mostBytes)
    let work = { @Sendable [streams] in
      unsafe await streams.answer(to: request) { unsafe gathered.take($0) }
        as DecoderOutcome<DecodedStream>
    }
    let outcome = if memory != nil { await work() } else { await reserving(limits.memory, work) }
    guard case .answered(let answer) = outcome else {
      throw .failed(
        outcome.problem(
          heard.facts.format ?? .unknown, within: limits,
          tooLong: "its decoder returned too much data")
          ?? .undecided(.noProcess))
    }
    switch answer.problem {
    case nil: break
    case .noStart: throw .noStart
    case .noCoder: throw .noCoder
    case .tooLarge: throw .tooLarge
    case .outOfMemory:
      throw .failed(.tooComplex(what: "copying it needs more memory than is available"))
    case .some: throw .notTaken
    }
    guard let copy = answer.copy, copy.byteCount == gathered.bytes.count else { throw .notTaken }
    return (gathered.bytes, copy)
  }
}

/// Why there is no copy of a clip.
package enum CopyNotMade: Error {
  /// No picture that needs no other stands where it could begin,
  case noStart
  /// or its coding is not taken by the container.
  case notTaken
  /// The libraries of this machine can't code it.
  case noCoder
  case tooLarge
  case failed(FileProblem)
}
