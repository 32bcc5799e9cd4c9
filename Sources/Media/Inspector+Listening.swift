internal import Decoding
internal import Files
package import Model

/// A sound or a clip that was listened to, and that more can be asked of.
package struct HeardFile: Sendable {
  package fileprivate(set) var facts: FileFacts
  /// The best stretches of its sound, where they were asked for, best first.
  package fileprivate(set) var cuts: [SoundCut] = []
  fileprivate(set) var source: (file: SharedFile, format: StreamFormat)?
}

extension Inspector {
  /// Sounds and clips are not read whole, so they may be much larger than other files.
  private static let heardFileLimit = 16 << 30
  /// A format is told by so much of a file's beginning.
  private static let headBytes = 1 << 20

  /// Listens to a sound or a clip of any length: its facts, and the best stretches of so many milliseconds.
  package func listen(
    to path: FilePath, cutting length: ClosedRange<Int>? = nil
  ) async -> HeardFile {
    var heard = HeardFile(facts: FileFacts(path: path))
    var head: [UInt8] = []
    var trailing: SoundFacts.Trailing?
    do {
      let file = try ReadableFile(reading: path, limit: Self.heardFileLimit)
      let hash = RunningSHA256()
      try file.readPieces { piece in
        hash.update(piece)
        head += piece.prefix(Self.headBytes - head.count)
      }
      heard.facts.byteCount = file.byteCount
      heard.facts.digest = hash.digest
      guard file.byteCount > 0 else {
        heard.facts.problems = [.empty]
        return heard
      }
      let format = Sniffer.format(of: ByteView(head))
      heard.facts.format = format
      guard let stream = StreamFormat(format) else {
        switch format.medium {
        // It is sound as it may be, and there is nothing to be heard in it.
        case .picture: heard.facts.problems = []
        case .other: heard.facts.problems = [.notMedia(format)]
        case .clip, .sound: heard.facts.problems = [.notProven(format)]
        }
        return heard
      }
      trailing = heard.facts.trailing(ByteView(head)) { (try? file.bytes(at: $0, upTo: $1)) ?? [] }
      guard let shared = file.shared() else {
        heard.facts.problems = [.undecided(.noProcess)]
        return heard
      }
      heard.source = (shared, stream)
      let header = stream == .film ? ClipLength.movie(file) ?? [] : head
      heard.facts.clip = HeaderFacts.of(format, ByteView(header)).clip
    } catch {
      heard.facts.problems = [(error as ReadFailure).problem]
      return heard
    }
    await listen(&heard, cutting: length)
    heard.facts.judgeHeader(ByteView(head), trailing: trailing)
    return heard
  }

  /// A sound that is held in memory, and of which the facts are known.
  package func hold(_ bytes: [UInt8], _ facts: FileFacts) -> HeardFile {
    var heard = HeardFile(facts: facts)
    if let stream = facts.format.flatMap(StreamFormat.init), let shared = SharedFile(bytes) {
      heard.source = (shared, stream)
    }
    return heard
  }

  /// Looks for the best stretches of a sound that is held.
  package func cuts(
    of heard: HeardFile, _ length: ClosedRange<Int>
  ) async -> [SoundCut] {
    var heard = heard
    heard.facts.problems = []
    await listen(&heard, cutting: length)
    return heard.cuts
  }

  private func listen(_ heard: inout HeardFile, cutting length: ClosedRange<Int>?) async {
    guard let source = heard.source else { return }
    var limits = Self.longLimits
    limits.wishes = length == nil ? [.voice, .film] : [.voice, .cuts]
    let request = DecoderRequest(
      source.file, as: source.format, within: limits, first: length?.lowerBound ?? 0,
      last: length?.upperBound ?? 0)
    let outcome: DecoderOutcome<DecodedStream> = await streams.answer(to: request)
    let proof = StreamProof(outcome, heard.facts.format ?? .unknown, source.format, limits)
    heard.cuts = proof.cuts
    heard.facts.take(proof)
  }

  /// An hour of sound takes some seconds; one of days is given up.
  private static let longLimits = DecoderLimits(
    memory: 384 << 20, processorSeconds: 900, clockSeconds: 1200)

  /// The samples of a stretch of one channel, as 16 bits each, low byte first, fading in and out at its ends.
  package func samples(
    of heard: HeardFile, from start: Int, to end: Int, channel: Int
  ) async throws(FileNotRead) -> [UInt8] {
    guard let source = heard.source, start >= 0, start < end, end - start <= Self.mostSamples else {
      throw FileNotRead(problem: .corrupt(what: "the section does not exist"))
    }
    var limits = Self.longLimits
    limits.wishes = [.pixels, .samples]
    let request = DecoderRequest(
      source.file, as: source.format, within: limits, first: start, last: end, channel: channel)
    let expected = 2 * (end - start)
    let gathered = GatheredBytes(limit: expected)
    let outcome: DecoderOutcome<DecodedStream> = unsafe await streams.answer(to: request) { bytes in
      unsafe gathered.take(bytes)
    }
    let proof = StreamProof(outcome, heard.facts.format ?? .unknown, source.format, limits)
    if let problem = proof.problems.first(where: \.preventsProof), gathered.bytes.count != expected
    {
      throw FileNotRead(problem: problem)
    }
    guard gathered.bytes.count == expected else {
      throw FileNotRead(problem: .truncated(what: "the file ends before the end of the section"))
    }
    return gathered.bytes
  }

  /// Ten minutes at the highest rate that anybody records at.
  private static let mostSamples = 600 * 192_000

  /// One frame of a clip, by its number from 0, at its full size: red, green and blue of each pixel.
  package func frame(_ number: Int, of heard: HeardFile) async throws(FrameNotTaken) -> [UInt8] {
    guard let source = heard.source, let size = heard.facts.film?.size else {
      throw FrameNotTaken(reason: "it was not read")
    }
    var limits = Self.longLimits
    limits.wishes = .pixels
    let request = DecoderRequest(source.file, as: source.format, within: limits, first: number)
    let pixels = HeldPixels(byteLimit: 3 * size.pixelCount)
    switch await streams.pixels(request, expecting: size, into: pixels) {
    case .whole where pixels.isWhole: return pixels.values
    case .whole, .declined, .noMemory: throw FrameNotTaken(reason: "not enough memory")
    case .failed(let reason): throw FrameNotTaken(reason: reason)
    }
  }
}

/// Why a frame was not had, in words.
package struct FrameNotTaken: Error {
  package let reason: String
}

/// Bytes that another process writes; one thread takes them, and they are looked at when all have come.
final class GatheredBytes: @unchecked Sendable {
  private(set) var bytes: [UInt8] = []
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  func take(_ more: UnsafeRawBufferPointer) -> Bool {
    guard more.count <= limit - bytes.count else { return false }
    unsafe bytes.append(contentsOf: more)
    return true
  }
}

extension FileFacts {
  /// What follows the samples of a WAV whose beginning this is; `nil` for other files. `bytes` gives some of its
  /// bytes from a place on.
  func trailing(
    _ head: ByteView, bytes: (_ start: Int, _ count: Int) -> [UInt8]
  ) -> SoundFacts.Trailing? {
    guard format == .wav, let byteCount else { return nil }
    return WAVHeader(head, fileBytes: byteCount)?.trailing(bytes: bytes)
  }

  /// libavformat says nothing when a WAV ends early, or goes on behind its samples.
  mutating func judgeHeader(_ head: ByteView, trailing: SoundFacts.Trailing?) {
    guard format == .wav, let byteCount, !problems.contains(where: \.preventsProof) else { return }
    sound?.trailing = trailing
    let missing = WAVHeader(head, fileBytes: byteCount)?.missingBytes ?? 0
    guard missing > 0 else { return }
    problems.append(.truncated(what: "\((missing + 500) / 1000) kB of its samples are missing"))
    isProven = false
  }

  /// What decoding it told.
  mutating func take(_ proof: StreamProof) {
    sound = proof.sound
    film = proof.film
    streamMetadata = proof.privateMetadata
    if let decoded = proof.film {
      // libavformat goes by its list of frames, others by what the header states.
      if let stated = clip?.milliseconds { film?.claimedMilliseconds = stated }
      clip = ClipFacts(size: decoded.size, milliseconds: decoded.milliseconds)
    }
    problems += proof.problems
    isProven = !problems.contains(where: \.preventsProof)
  }
}
