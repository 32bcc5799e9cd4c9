package import Decoding
package import Model

extension Inspector {
  /// The limits of making a copy: decoding, the encoder's memory, and the copy itself.
  private static let copyLimits = DecoderLimits(
    memory: 1 << 30, processorSeconds: 900, clockSeconds: 1200)

  /// Copies a part of a clip into a file that a provider accepts.
  ///
  /// - Parameters:
  ///   - file: The clip, as `inspectStream(at:cutting:)` returned it.
  ///   - options: The part to copy, and the limits of the copy.
  ///   - memory: The memory that the caller has reserved, or `nil` to reserve it here.
  /// - Returns: The bytes of the copy, and the facts about it.
  package func copy(
    of file: InspectedStream, _ options: ClipCopyRequest, memory: Int?
  ) async throws(CopyFailure) -> (bytes: [UInt8], copy: ClipCopy) {
    guard let source = file.source else { throw .unsupported }
    var limits = Self.copyLimits
    limits.memory = min(limits.memory, memory ?? budgetTotal)
    limits.options = [.pixels, .copy]
    let request = DecoderRequest(source.file, as: source.format, within: limits, copying: options)
    let gathered = GatheredBytes(limit: options.maximumBytes)
    let work = { @Sendable [streams] in
      unsafe await streams.answer(to: request) { unsafe gathered.append($0) }
        as DecoderOutcome<DecodedStream>
    }
    let outcome = if memory != nil { await work() } else { await reserving(limits.memory, work) }
    guard case .answered(let answer) = outcome else {
      throw .failed(
        outcome.problem(
          file.facts.format ?? .unknown, within: limits,
          tooLong: "its decoder returned too much data")
          ?? .undecided(.noProcess))
    }
    switch answer.problem {
    case nil: break
    case .noKeyframe: throw .noStartFrame
    case .noEncoder: throw .noEncoder
    case .tooLarge: throw .tooLarge
    case .outOfMemory:
      throw .failed(.tooComplex(what: "copying it needs more memory than is available"))
    case .some: throw .unsupported
    }
    guard let copy = answer.copy, copy.byteCount == gathered.bytes.count else { throw .unsupported }
    return (gathered.bytes, copy)
  }
}

/// The reason why a clip could not be copied.
package enum CopyFailure: Error {
  /// No frame at which a copy can begin is in the allowed range.
  case noStartFrame
  /// The container does not accept the clip's encoding, or the clip can't be read.
  case unsupported
  /// The libraries on this machine can't encode the clip.
  case noEncoder
  /// The copy would be larger than the limit.
  case tooLarge
  /// Decoding the clip failed with this problem.
  case failed(FileProblem)
}
