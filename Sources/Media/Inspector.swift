internal import Decoding
internal import Files
package import Model
internal import Provenance

/// Inspects files: detects their format by content, reads their facts, and proves that every
/// coded byte is intact.
///
/// A file is read only once. Anything that is wrong with it is reported as a problem among its
/// facts; an inspection throws only if its task was cancelled, because the facts it has then may be
/// wrong.
///
/// ```swift
/// let inspector = Inspector(budget: MemoryBudget(total: 1 << 30))
/// let facts = try await inspector.inspect(.path(path), depth: .facts).facts
/// if facts.isProven { print(facts.image?.codedSize as Any) }
/// ```
///
/// One inspector can inspect many files concurrently; `MemoryBudget` bounds the memory of all
/// of them together.
package struct Inspector: Sendable {
  /// The largest number of pixels that are decoded.
  package static let pixelLimit = 300_000_000
  /// The size in bytes above which a file waits for all memory.
  private static let largeFile = 16 << 20

  /// The memory that all decoding together may take.
  package let budget: MemoryBudget
  /// The processes that decode pictures.
  let decoders: DecoderPool
  /// The processes that convert colours by embedded profiles.
  let colors: ColorBoxes
  /// The processes that decode sounds and clips.
  let streams: DecoderPool

  /// Creates an inspector.
  ///
  /// - Parameters:
  ///   - budget: The memory for decoding.
  ///   - decoder: The path of `castbook-media`, or `nil` for its usual location. `castbook-streams`
  ///     is expected in the same folder.
  package init(budget: MemoryBudget, decoder: FilePath? = nil) {
    self.budget = budget
    decoders = DecoderPool(program: decoder ?? DecoderProgram.location)
    colors = ColorBoxes.of(decoder)
    streams = DecoderPool(
      program: decoder.map { $0.folder.appending("castbook-streams".utf8) }
        ?? DecoderProgram.streams)
  }

  /// The file to inspect.
  package enum Source: Sendable {
    /// A file on disk, which is read whole; `isRegular` says that a folder listing has just
    /// reported it as a regular file.
    case path(FilePath, isRegular: Bool = false)
    /// A file whose bytes are in memory; `memory` is what is left of the memory that was
    /// reserved for all work on it, or `nil` if the inspection has to reserve its own.
    case bytes([UInt8], name: FilePath, memory: Int? = nil)
    /// A sound or clip of any length on disk, which is read in pieces and stays open; `cutting`
    /// is the length in milliseconds of the stretches to find, or `nil` to find none.
    case stream(FilePath, cutting: ClosedRange<Int>? = nil)
  }

  /// How much an inspection finds out.
  package struct Depth: OptionSet, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) { self.rawValue = rawValue }

    private init(_ options: DecodingOptions) { rawValue = options.rawValue }

    /// The facts about a file, and the proof that it is intact. They are part of every
    /// inspection.
    package static let facts: Depth = []
    /// The picture reduced to luma, and its perceptual hash.
    package static let luma = Depth(.luma)
    /// The picture reduced for measuring.
    package static let picture = Depth(.picture)
    /// What a picture looks like: `luma` and `picture`.
    package static let appearance: Depth = [.luma, .picture]
    /// The full-size pixels, if they result from the decoding for the proof.
    package static let pixels = Depth(.pixels)

    /// The reduced pictures that a decoder is asked for.
    var reductions: DecodingOptions {
      DecodingOptions(rawValue: rawValue).intersection([.luma, .picture])
    }
  }

  /// Returns everything that is known about a file, independent of any provider.
  ///
  /// - Parameters:
  ///   - source: The file.
  ///   - depth: What is found out about a picture besides its facts.
  ///   - keep: Receives the bytes that the facts are about, while they are in memory.
  package func inspect(
    _ source: Source, depth: Depth, keep: ([UInt8], FileFacts) -> Void = { _, _ in }
  ) async throws(CancellationError) -> Inspection {
    let found = await examine(source, depth, keep)
    if Task.isCancelled { throw CancellationError() }
    return found
  }

  /// Inspects a file. If the task is cancelled, its decoder is stopped, and the file looks as if it
  /// could not be decoded.
  private func examine(
    _ source: Source, _ depth: Depth, _ keep: ([UInt8], FileFacts) -> Void
  ) async -> Inspection {
    switch source {
    case .stream(let path, let length): return await inspectStream(path, cutting: length)
    case .bytes(let bytes, let name, let memory):
      let found = await inspect(bytes, name, memory, depth)
      keep(bytes, found.facts)
      return found
    case .path(let path, let isRegular):
      do throws(FileProblem) {
        let file = try await load(path, isRegular: isRegular)
        defer { budget.release(file.reserved) }
        let found = await inspect(file.bytes, path, file.memory, depth)
        keep(file.bytes, found.facts)
        return found
      } catch {
        return Inspection(FileFacts(path: path, problems: [error]))
      }
    }
  }

  /// A file that was read and stays in memory while the caller works on it.
  package struct LoadedFile: Sendable {
    package let bytes: [UInt8]
    /// What is left of the memory that was reserved for all work on the file.
    ///
    /// It is `nil` for a small file, whose work reserves its own memory.
    package let memory: Int?
    /// The memory that is reserved until the work is done.
    fileprivate var reserved = 0

    /// Creates a value for bytes that the caller has read.
    package init(bytes: [UInt8], memory: Int?) {
      self.bytes = bytes
      self.memory = memory
    }
  }

  /// Reads a file once and keeps it in memory while `work` runs.
  ///
  /// - Throws: A `FileProblem` if the file can't be read, and whatever `work` throws.
  package func withFile<Value>(
    _ path: FilePath, isRegular: Bool = false, _ work: (LoadedFile) async throws -> Value
  ) async throws -> Value {
    let file = try await load(path, isRegular: isRegular)
    defer { budget.release(file.reserved) }
    return try await work(file)
  }

  /// Reads a file. The caller releases the memory that is reserved for it.
  ///
  /// A large file is read only when all memory could be reserved for it.
  private func load(_ path: FilePath, isRegular: Bool) async throws(FileProblem) -> LoadedFile {
    var reserved = 0
    do throws(ReadFailure) {
      let file = try ReadableFile(reading: path, isRegular: isRegular)
      guard file.byteCount > Self.largeFile else {
        return LoadedFile(bytes: try file.readAll(), memory: nil)
      }
      reserved = budget.total
      await budget.reserve(reserved)
      let bytes = try file.readAll()
      var loaded = LoadedFile(bytes: bytes, memory: max(0, reserved - bytes.count))
      loaded.reserved = reserved
      return loaded
    } catch {
      budget.release(reserved)
      throw error.problem
    }
  }

  private func inspect(
    _ bytes: [UInt8], _ name: FilePath, _ memory: Int?, _ depth: Depth
  ) async -> Inspection {
    var found = Inspection(FileFacts(path: name))
    found.facts.byteCount = bytes.count
    found.facts.digest = SHA256.digest(of: bytes)
    guard !bytes.isEmpty else {
      found.facts.problems = [.empty]
      return found
    }
    let format = Sniffer.format(of: ByteView(bytes))
    found.facts.format = format
    let picture = Picture(bytes, format)
    let header = picture?.header ?? HeaderFacts.of(format, ByteView(bytes))
    found.facts.image = header.image
    found.facts.clip = header.clip
    found.facts.problems = header.problems
    var proof = Proof()
    let pixels = header.image?.codedSize.pixelCount ?? 0
    // A file that is evidently damaged need not be decoded.
    if !header.problems.contains(where: \.preventsProof) {
      if let picture, pixels <= Self.pixelLimit {
        let options = picture.affordable(depth.reductions, within: memory ?? budget.total)
        let reserved = memory == nil ? budget.reservation(for: picture.memory(options)) : 0
        await budget.reserve(reserved)
        defer { budget.release(reserved) }
        proof = picture.prove(memory ?? budget.total, options)
      } else if let decoder = DecodedFormat(format), pixels <= Self.pixelLimit {
        proof = await prove(bytes, decoder, &found, memory, depth)
      } else if picture != nil || DecodedFormat(format) != nil {
        found.facts.problems = [.tooManyPixels(pixels: pixels, limit: Self.pixelLimit)]
      } else if let stream = StreamFormat(format) {
        proof = await prove(bytes, format, stream, memory)
      } else {
        proof.problems = problems(of: format, name)
      }
    }
    found.facts.merge(proof)
    complete(&found, proof, bytes)
    return found
  }

  /// Returns the problems to report for a format that is not decoded at all.
  private func problems(of format: MediaFormat, _ path: FilePath) -> [FileProblem] {
    if format == .unknown {
      let claimed = path.suffix.flatMap(MediaFormat.init(suffix:))
      return [claimed?.medium == .picture ? .unknownFormat : .notMedia(format)]
    }
    return format.medium == .other ? [.notMedia(format)] : [.notProven(format)]
  }

  /// Adds the facts about data besides the picture, and, if it is intact, the picture as it is
  /// seen.
  private func complete(_ found: inout Inspection, _ proof: Proof, _ bytes: [UInt8]) {
    let proof = found.facts.isProven ? proof : Proof()
    found.profile = proof.profile
    survey(bytes, &found.facts, &found.profile)
    if let stored = proof.luma {
      let upright = stored.upright(found.facts.image?.orientation ?? .upright)
      found.luma = upright
      found.facts.perceptual = PerceptualHash(upright)
    }
    if let small = proof.small, let image = found.facts.image {
      do throws(ColorFailure) {
        found.picture = try AnalysisPicture(small, profile: found.profile, image, in: colors)
      } catch {
        // Without its colours, a picture would be measured as what it is not.
        found.facts.problems.append(error.problem(found.facts.format ?? .unknown))
        found.facts.isProven = false
      }
    }
  }

  /// Adds private metadata, the origin and an unusable profile, which is then ignored.
  private func survey(_ bytes: [UInt8], _ facts: inout FileFacts, _ profile: inout [UInt8]?) {
    guard let format = facts.format else { return }
    let survey = facts.image == nil ? nil : MetadataSurvey(of: bytes, format)
    facts.provenance = Origin(of: ByteSource(bytes), format, survey).facts
    guard var image = facts.image, let survey else { return }
    image.privateMetadata = survey.kinds
    image.otherDataBytes = survey.otherBytes
    if let fault = EmbeddedProfile.fault(of: bytes, format, image, decoded: profile) {
      if !facts.problems.contains(where: \.preventsProof) {
        facts.problems.append(.badProfile(what: fault))
      }
      profile = nil
      switch image.color {
      case .cmyk where image.channels >= 4 && format == .jpeg: image.color = .cmyk(nil)
      case .profile, .cmyk: image.color = .untagged
      case .untagged, .sRGB, .named: break
      }
    }
    facts.image = image
  }
}

extension FileProblem {
  /// Whether some part of the file was not read, or is not intact.
  var preventsProof: Bool {
    switch self {
    case .endMarkerMissing, .blemish, .badProfile: false
    default: true
    }
  }
}
