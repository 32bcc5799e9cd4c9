package import Decoding
internal import Files
package import Model
internal import Provenance

extension Inspector {
  /// The largest sound or clip, in bytes.
  ///
  /// These files are not read into memory, so they may be much larger than others.
  private static let streamFileLimit = 16 << 30
  /// The bytes from the beginning of a file that identify its format.
  private static let headBytes = 1 << 20
  /// The limits of decoding a sound or clip in memory: enough for an hour of sound or a minute of
  /// a large picture.
  private static let shortLimits = DecoderLimits(
    memory: 384 << 20, processorSeconds: 120, clockSeconds: 300)
  /// The limits for files of any length: an hour of sound takes seconds, and days of it are
  /// refused.
  private static let longLimits = DecoderLimits(
    memory: 384 << 20, processorSeconds: 900, clockSeconds: 1200)
  /// The limits of making a copy: decoding, the encoder's memory, and the copy itself.
  private static let copyLimits = DecoderLimits(
    memory: 1 << 30, processorSeconds: 900, clockSeconds: 1200)
  /// The memory for decoding a sound, which takes about 40 MB regardless of its length.
  private static let soundMemory = 128 << 20
  /// The largest number of samples in one call: ten minutes at the highest usual sample rate.
  private static let maximumSamples = 600 * 192_000

  // MARK: Inspecting

  /// Proves and measures a sound or clip in memory.
  func prove(
    _ bytes: [UInt8], _ format: MediaFormat, _ stream: StreamFormat, _ memory: Int?
  ) async -> Proof {
    guard let file = SharedFile(bytes) else { return Proof(.undecided(.noProcess)) }
    var limits = Self.shortLimits
    let limit = stream.isAudioOnly ? Self.soundMemory : limits.memory
    limits.memory = min(limit, max(0, (memory ?? budget.total) - bytes.count))
    var proof = await budget.reserving(memory == nil ? limits.memory + bytes.count : 0) {
      await decode(.init(file: file, format: stream), format, limits)
    }
    if format == .wav {
      proof.addWAVFacts(ByteView(bytes), fileBytes: bytes.count) { start, count in
        start < bytes.count ? Array(bytes[start..<min(bytes.count, start + count)]) : []
      }
    }
    return proof
  }

  /// Inspects a sound or clip of any length.
  ///
  /// The file is read in pieces for its digest and decoded in a separate process. It stays
  /// open for later calls such as `cuts(of:_:)` and `frame(_:of:)`.
  func inspectStream(_ path: FilePath, cutting length: ClosedRange<Int>?) async -> Inspection {
    var found = Inspection(FileFacts(path: path))
    do throws(ReadFailure) {
      let file = try ReadableFile(reading: path, limit: Self.streamFileLimit)
      let hash = RunningSHA256()
      var head: [UInt8] = []
      try file.readPieces { piece in
        hash.update(piece)
        head += piece.prefix(Self.headBytes - head.count)
      }
      found.facts.byteCount = file.byteCount
      found.facts.digest = hash.digest
      guard file.byteCount > 0 else {
        found.facts.problems = [.empty]
        return found
      }
      let format = Sniffer.format(of: ByteView(head))
      found.facts.format = format
      found.facts.provenance = Origin(of: ByteSource(file), format, nil).facts
      guard let stream = StreamFormat(format) else {
        switch format.medium {
        // A picture may be intact, but there is nothing to hear in it.
        case .picture: found.facts.problems = []
        case .other: found.facts.problems = [.notMedia(format)]
        case .clip, .sound: found.facts.problems = [.notProven(format)]
        }
        return found
      }
      guard let shared = file.shared() else {
        found.facts.problems = [.undecided(.noProcess)]
        return found
      }
      let header = stream == .film ? ClipLength.movie(file) ?? [] : head
      found.facts.clip = HeaderFacts.of(format, ByteView(header)).clip
      let open = Inspection.OpenStream(file: shared, format: stream)
      var proof = await decode(open, format, Self.longLimits, cutting: length)
      if format == .wav {
        proof.addWAVFacts(ByteView(head), fileBytes: file.byteCount) { start, count in
          (try? file.bytes(at: start, upTo: count)) ?? []
        }
      }
      found.facts.merge(proof)
      found.cuts = proof.cuts
      found.stream = open
    } catch {
      found.facts.problems = [error.problem]
    }
    return found
  }

  /// Decodes and measures a sound or clip in a separate process.
  private func decode(
    _ stream: Inspection.OpenStream, _ format: MediaFormat, _ limits: DecoderLimits,
    cutting length: ClosedRange<Int>? = nil
  ) async -> Proof {
    var limits = limits
    limits.options = length == nil ? [.voice, .film] : [.voice, .cuts]
    let request = DecoderRequest(
      stream.file, as: stream.format, within: limits, first: length?.lowerBound ?? 0,
      last: length?.upperBound ?? 0)
    return Proof(await streams.answer(to: request), format, stream.format, limits)
  }

  // MARK: Reading parts

  /// Returns the best stretches of a sound, with lengths in milliseconds.
  package func cuts(
    of found: Inspection, _ length: ClosedRange<Int>
  ) async throws(CancellationError) -> [SoundCut] {
    guard let stream = found.stream, let format = found.facts.format else { return [] }
    let cuts = await decode(stream, format, Self.longLimits, cutting: length).cuts
    if Task.isCancelled { throw CancellationError() }
    return cuts
  }

  /// Returns the samples of one channel from `start` to before `end`.
  ///
  /// Each sample has 16 bits, low byte first. The sound fades in and out at both ends.
  package func samples(
    of found: Inspection, from start: Int, to end: Int, channel: Int
  ) async throws(FileProblem) -> [UInt8] {
    guard let stream = found.stream, start >= 0, start < end, end - start <= Self.maximumSamples
    else {
      throw .corrupt(what: "the section does not exist")
    }
    var limits = Self.longLimits
    limits.options = [.pixels, .samples]
    let request = DecoderRequest(
      stream.file, as: stream.format, within: limits, first: start, last: end, channel: channel)
    let samples = GatheredBytes(limit: 2 * (end - start))
    let outcome: DecoderOutcome<DecodedStream> = await streams.answer(to: request, into: samples)
    if samples.bytes.count == 2 * (end - start) { return samples.bytes }
    let proof = Proof(outcome, found.facts.format ?? .unknown, stream.format, limits)
    throw proof.problems.first(where: \.preventsProof)
      ?? .truncated(what: "the file ends before the end of the section")
  }

  /// Returns one frame of a clip at its full size, as red, green and blue of each pixel.
  ///
  /// - Parameter number: The number of the frame, from 0.
  package func frame(_ number: Int, of found: Inspection) async throws(FrameFailure) -> [UInt8] {
    guard let stream = found.stream, let size = found.facts.film?.size else {
      throw FrameFailure(reason: "it was not read")
    }
    var limits = Self.longLimits
    limits.options = .pixels
    let request = DecoderRequest(stream.file, as: stream.format, within: limits, first: number)
    let pixels = BufferedPixels(byteLimit: 3 * size.pixelCount)
    let rows = PixelStream(expecting: size, into: pixels)
    let outcome: DecoderOutcome<DecodedStream> = await streams.answer(to: request, into: rows)
    switch (rows.state, outcome) {
    case (.broken(let words), _): throw FrameFailure(reason: words)
    case (.whole, _) where pixels.isWhole: return pixels.values
    case (.whole, _), (.declined, _): throw FrameFailure(reason: "not enough memory")
    case (_, .answered(let answer)):
      throw FrameFailure(
        reason: answer.problem == .outOfMemory ? "not enough memory" : "the frame does not exist")
    case (_, .notRunning):
      throw FrameFailure(reason: "castbook-streams, which decodes clips, can't be started")
    case (_, .processorTimeExceeded), (_, .timedOut):
      throw FrameFailure(reason: "decoding it took too long")
    default: throw FrameFailure(reason: "its decoder failed")
    }
  }

  /// Copies a part of a clip into a file that a provider accepts.
  ///
  /// - Parameters:
  ///   - found: The clip, which is open.
  ///   - options: The part to copy, and the limits of the copy.
  ///   - memory: The memory that the caller has reserved, or `nil` to reserve it here.
  /// - Returns: The bytes of the copy, and the facts about it.
  package func copy(
    of found: Inspection, _ options: ClipCopyRequest, memory: Int?
  ) async throws(CopyFailure) -> (bytes: [UInt8], copy: ClipCopy) {
    guard let stream = found.stream else { throw .unsupported }
    var limits = Self.copyLimits
    limits.memory = min(limits.memory, memory ?? budget.total)
    limits.options = [.pixels, .copy]
    let request = DecoderRequest(stream.file, as: stream.format, within: limits, copying: options)
    let gathered = GatheredBytes(limit: options.maximumBytes)
    let outcome: DecoderOutcome<DecodedStream> = await budget.reserving(
      memory == nil ? limits.memory : 0
    ) {
      await streams.answer(to: request, into: gathered)
    }
    guard case .answered(let answer) = outcome else {
      throw .failed(
        outcome.problem(
          found.facts.format ?? .unknown, within: limits,
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

/// The error for a frame that could not be decoded.
package struct FrameFailure: Error {
  /// The reason, in words for the user.
  package let reason: String
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
