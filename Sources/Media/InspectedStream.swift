internal import Decoding
internal import Files
package import Model

/// A sound or clip that was inspected and stays open, so that parts of it can be read.
package struct InspectedStream: Sendable {
  /// The facts about the file.
  package fileprivate(set) var facts: FileFacts
  /// The best stretches of the sound, best first; empty if they were not requested.
  package fileprivate(set) var cuts: [SoundCut] = []
  /// The open file and its format, or `nil` if it can't be decoded.
  fileprivate(set) var source: (file: SharedFile, format: StreamFormat)?
}

extension Inspector {
  /// The largest sound or clip, in bytes.
  ///
  /// These files are not read into memory, so they may be much larger than others.
  private static let streamFileLimit = 16 << 30
  /// The bytes from the beginning of a file that identify its format.
  private static let headBytes = 1 << 20

  /// Inspects a sound or clip of any length.
  ///
  /// The file is read in pieces for its digest and decoded in a separate process. It stays
  /// open for later calls such as `cuts(of:_:)` and `frame(_:of:)`.
  ///
  /// ```swift
  /// let clip = await inspector.inspectStream(at: path)
  /// let pixels = try await inspector.frame(0, of: clip)
  /// ```
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - length: The length in milliseconds of the stretches to find, or `nil` to find none.
  package func inspectStream(
    at path: FilePath, cutting length: ClosedRange<Int>? = nil
  ) async -> InspectedStream {
    var result = InspectedStream(facts: FileFacts(path: path))
    var head: [UInt8] = []
    var trailing: SoundFacts.Trailing?
    do {
      let file = try ReadableFile(reading: path, limit: Self.streamFileLimit)
      let hash = RunningSHA256()
      try file.readPieces { piece in
        hash.update(piece)
        head += piece.prefix(Self.headBytes - head.count)
      }
      result.facts.byteCount = file.byteCount
      result.facts.digest = hash.digest
      guard file.byteCount > 0 else {
        result.facts.problems = [.empty]
        return result
      }
      let format = Sniffer.format(of: ByteView(head))
      result.facts.format = format
      guard let stream = StreamFormat(format) else {
        switch format.medium {
        // A picture may be intact, but there is nothing to hear in it.
        case .picture: result.facts.problems = []
        case .other: result.facts.problems = [.notMedia(format)]
        case .clip, .sound: result.facts.problems = [.notProven(format)]
        }
        return result
      }
      trailing = result.facts.trailing(ByteView(head)) { (try? file.bytes(at: $0, upTo: $1)) ?? [] }
      guard let shared = file.shared() else {
        result.facts.problems = [.undecided(.noProcess)]
        return result
      }
      result.source = (shared, stream)
      let header = stream == .film ? ClipLength.movie(file) ?? [] : head
      result.facts.clip = HeaderFacts.of(format, ByteView(header)).clip
    } catch {
      result.facts.problems = [(error as ReadFailure).problem]
      return result
    }
    await decode(&result, cutting: length)
    result.facts.checkWAVHeader(ByteView(head), trailing: trailing)
    return result
  }

  /// Returns a stream for a sound in memory whose facts are already known.
  package func stream(_ bytes: [UInt8], _ facts: FileFacts) -> InspectedStream {
    var result = InspectedStream(facts: facts)
    if let stream = facts.format.flatMap(StreamFormat.init), let shared = SharedFile(bytes) {
      result.source = (shared, stream)
    }
    return result
  }

  /// Returns the best stretches of a sound, with lengths in milliseconds.
  package func cuts(
    of stream: InspectedStream, _ length: ClosedRange<Int>
  ) async -> [SoundCut] {
    var stream = stream
    stream.facts.problems = []
    await decode(&stream, cutting: length)
    return stream.cuts
  }

  /// Decodes a stream and adds what the decoder reports to its facts.
  private func decode(_ stream: inout InspectedStream, cutting length: ClosedRange<Int>?) async {
    guard let source = stream.source else { return }
    var limits = Self.longLimits
    limits.options = length == nil ? [.voice, .film] : [.voice, .cuts]
    let request = DecoderRequest(
      source.file, as: source.format, within: limits, first: length?.lowerBound ?? 0,
      last: length?.upperBound ?? 0)
    let outcome: DecoderOutcome<DecodedStream> = await streams.answer(to: request)
    let proof = StreamProof(outcome, stream.facts.format ?? .unknown, source.format, limits)
    stream.cuts = proof.cuts
    stream.facts.merge(proof)
  }

  /// The limits for files of any length: an hour of sound takes seconds, and days of it are
  /// refused.
  private static let longLimits = DecoderLimits(
    memory: 384 << 20, processorSeconds: 900, clockSeconds: 1200)

  /// Returns the samples of one channel from `start` to before `end`.
  ///
  /// Each sample has 16 bits, low byte first. The sound fades in and out at both ends.
  package func samples(
    of stream: InspectedStream, from start: Int, to end: Int, channel: Int
  ) async throws(UnreadableFile) -> [UInt8] {
    guard let source = stream.source, start >= 0, start < end, end - start <= Self.maximumSamples
    else {
      throw UnreadableFile(problem: .corrupt(what: "the section does not exist"))
    }
    var limits = Self.longLimits
    limits.options = [.pixels, .samples]
    let request = DecoderRequest(
      source.file, as: source.format, within: limits, first: start, last: end, channel: channel)
    let expected = 2 * (end - start)
    let gathered = GatheredBytes(limit: expected)
    let outcome: DecoderOutcome<DecodedStream> = unsafe await streams.answer(to: request) { bytes in
      unsafe gathered.append(bytes)
    }
    let proof = StreamProof(outcome, stream.facts.format ?? .unknown, source.format, limits)
    if let problem = proof.problems.first(where: \.preventsProof), gathered.bytes.count != expected
    {
      throw UnreadableFile(problem: problem)
    }
    guard gathered.bytes.count == expected else {
      throw UnreadableFile(problem: .truncated(what: "the file ends before the end of the section"))
    }
    return gathered.bytes
  }

  /// The largest number of samples in one call: ten minutes at the highest usual sample rate.
  private static let maximumSamples = 600 * 192_000

  /// Returns one frame of a clip at its full size, as red, green and blue of each pixel.
  ///
  /// - Parameter number: The number of the frame, from 0.
  package func frame(_ number: Int, of stream: InspectedStream) async throws(FrameFailure)
    -> [UInt8]
  {
    guard let source = stream.source, let size = stream.facts.film?.size else {
      throw FrameFailure(reason: "it was not read")
    }
    var limits = Self.longLimits
    limits.options = .pixels
    let request = DecoderRequest(source.file, as: source.format, within: limits, first: number)
    let pixels = BufferedPixels(byteLimit: 3 * size.pixelCount)
    switch await streams.pixels(request, expecting: size, into: pixels) {
    case .complete where pixels.isWhole: return pixels.values
    case .complete, .declined, .outOfMemory: throw FrameFailure(reason: "not enough memory")
    case .failed(let reason): throw FrameFailure(reason: reason)
    }
  }
}

/// The error for a frame that could not be decoded.
package struct FrameFailure: Error {
  /// The reason, in words for the user.
  package let reason: String
}

/// Gathers the bytes that another process writes.
///
/// It is unchecked because one thread appends, and the bytes are read only after that thread
/// has finished.
final class GatheredBytes: @unchecked Sendable {
  private(set) var bytes: [UInt8] = []
  /// The largest number of bytes to accept.
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// Appends bytes, and returns `false` if they exceed the limit.
  func append(_ newBytes: UnsafeRawBufferPointer) -> Bool {
    guard newBytes.count <= limit - bytes.count else { return false }
    unsafe bytes.append(contentsOf: newBytes)
    return true
  }
}

extension FileFacts {
  /// Returns what follows the samples of a WAV, or `nil` for other files.
  ///
  /// - Parameters:
  ///   - head: The beginning of the file.
  ///   - bytes: Returns the bytes of the file from an offset.
  func trailing(
    _ head: ByteView, bytes: (_ start: Int, _ count: Int) -> [UInt8]
  ) -> SoundFacts.Trailing? {
    guard format == .wav, let byteCount else { return nil }
    return WAVHeader(head, fileBytes: byteCount)?.trailing(bytes: bytes)
  }

  /// Adds a problem and facts that libavformat does not report: missing samples, and data
  /// after them.
  mutating func checkWAVHeader(_ head: ByteView, trailing: SoundFacts.Trailing?) {
    guard format == .wav, let byteCount, !problems.contains(where: \.preventsProof) else { return }
    sound?.trailing = trailing
    let missing = WAVHeader(head, fileBytes: byteCount)?.missingBytes ?? 0
    guard missing > 0 else { return }
    problems.append(.truncated(what: "\((missing + 500) / 1000) kB of its samples are missing"))
    isProven = false
  }

  /// Merges the results of decoding a sound or clip.
  mutating func merge(_ proof: StreamProof) {
    sound = proof.sound
    film = proof.film
    streamMetadata = proof.privateMetadata
    if let decoded = proof.film {
      // libavformat derives the length from its list of frames; other programs show what the
      // header states.
      if let stated = clip?.milliseconds { film?.claimedMilliseconds = stated }
      clip = ClipFacts(size: decoded.size, milliseconds: decoded.milliseconds)
    }
    problems += proof.problems
    isProven = !problems.contains(where: \.preventsProof)
  }
}
