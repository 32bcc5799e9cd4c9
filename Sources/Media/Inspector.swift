package import Decoding
internal import Files
package import Model

/// Inspects files: detects their format by content, reads their facts, and proves that every
/// coded byte is intact.
///
/// A file is read only once. Inspection never throws: anything that is wrong with a file is
/// reported as a problem among its facts.
///
/// ```swift
/// let inspector = Inspector(budget: MemoryBudget(total: 1 << 30))
/// let facts = await inspector.inspect(path)
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
  let budget: MemoryBudget
  /// The processes that decode pictures.
  let decoders: DecoderPool
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
    streams = DecoderPool(
      program: decoder.map { $0.folder.appending("castbook-streams".utf8) }
        ?? DecoderProgram.streams)
  }

  /// Returns everything that is known about a file, independent of any provider.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - isOrdinary: Whether a folder listing has just reported a regular file.
  ///   - hashing: Whether to compute the perceptual hash, which takes a little longer.
  ///   - keep: Receives the bytes that the facts are about.
  package func inspect(
    _ path: FilePath, isOrdinary: Bool = false, hashing: Bool = false,
    keep: ([UInt8], FileFacts) -> Void = { _, _ in }
  ) async -> FileFacts {
    await look(at: path, isOrdinary: isOrdinary, hashing ? .luma : []) {
      keep($0, $1.facts)
    }.facts
  }

  /// Returns everything that is known about bytes in memory.
  package func inspect(
    _ bytes: [UInt8], as name: FilePath, hashing: Bool = false
  ) async -> FileFacts {
    await look(into: bytes, name, memory: nil, hashing ? .luma : []).facts
  }

  /// Inspects a file, and returns the picture as well: reduced to luma for similarity, and
  /// for measuring.
  package func inspectAppearance(
    at path: FilePath, isOrdinary: Bool = false,
    keep: ([UInt8], Inspection) -> Void = { _, _ in }
  ) async -> Inspection {
    await look(at: path, isOrdinary: isOrdinary, [.luma, .picture], keep: keep)
  }

  /// Inspects a file, and returns the reduced pictures that `options` selects.
  package func look(
    at path: FilePath, isOrdinary: Bool = false, _ options: DecodingOptions = .luma,
    keep: ([UInt8], Inspection) -> Void = { _, _ in }
  ) async -> Inspection {
    switch await read(path, isOrdinary) {
    case .failure(let failure):
      return Inspection(FileFacts(path: path, problems: [failure.problem]))
    case .success(let contents):
      let found = await look(
        into: contents.bytes, path,
        memory: contents.reserved.map { total in
          max(0, total - contents.bytes.count)
        }, options)
      keep(contents.bytes, found)
      if let reserved = contents.reserved { await budget.release(reserved) }
      return found
    }
  }

  /// Inspects bytes in memory: their facts, the luma for similarity, and the picture for
  /// measuring.
  package func inspectAppearance(_ bytes: [UInt8], as name: FilePath) async -> Inspection {
    await look(into: bytes, name, memory: nil, [.luma, .picture])
  }

  /// Returns the picture upright and reduced to luma, or `nil` if the bytes are not
  /// an intact picture.
  package func luma(of bytes: [UInt8]) async -> LumaPlane? {
    guard let name = FilePath("picture") else { return nil }
    return await look(into: bytes, name, memory: nil, .luma).luma
  }

  /// A file that was read and stays in memory while the caller works on it.
  package struct LoadedFile: Sendable {
    package let bytes: [UInt8]
    /// What is left of the memory that was reserved for all work on the file.
    ///
    /// It is `nil` for a small file, whose work reserves its own memory.
    package let memory: Int?

    /// Creates a value for bytes that the caller has read.
    package init(bytes: [UInt8], memory: Int?) {
      self.bytes = bytes
      self.memory = memory
    }
  }

  /// Reads a file once and keeps it in memory while `work` runs.
  ///
  /// A large file is read only when all memory could be reserved for it. The memory is
  /// released after `work`.
  package func withFile<Value: Sendable>(
    _ path: FilePath, isOrdinary: Bool = false, _ work: (LoadedFile) async -> Value
  ) async -> Result<Value, UnreadableFile> {
    switch await read(path, isOrdinary) {
    case .failure(let failure): return .failure(UnreadableFile(problem: failure.problem))
    case .success(let contents):
      let left = contents.reserved.map { max(0, $0 - contents.bytes.count) }
      let value = await work(LoadedFile(bytes: contents.bytes, memory: left))
      if let reserved = contents.reserved { await budget.release(reserved) }
      return .success(value)
    }
  }

  /// Inspects a file in memory, and returns the reduced pictures too.
  ///
  /// With `keepingPixels` it also returns full-size pixels, if they result from the same
  /// decoding. The caller has to release them.
  package func inspectAppearance(
    _ file: LoadedFile, as name: FilePath, keepingPixels: Bool = false
  ) async -> Inspection {
    let options: DecodingOptions = keepingPixels ? [.luma, .picture, .pixels] : [.luma, .picture]
    return await look(into: file.bytes, name, memory: file.memory, options)
  }

  /// Inspects a file in memory, without the reduced pictures.
  package func look(
    into file: LoadedFile, as name: FilePath, keepingPixels: Bool = false
  ) async -> Inspection {
    await look(into: file.bytes, name, memory: file.memory, keepingPixels ? .pixels : [])
  }

  /// Reads a file; a large one waits until all memory is reserved for it.
  private func read(
    _ path: FilePath, _ isOrdinary: Bool
  ) async -> Result<(bytes: [UInt8], reserved: Int?), ReadFailure> {
    do {
      let file = try ReadableFile(reading: path, isRegular: isOrdinary)
      guard file.byteCount > Self.largeFile else { return .success((try file.readAll(), nil)) }
      await budget.reserve(budget.total)
      do {
        return .success((try file.readAll(), budget.total))
      } catch {
        await budget.release(budget.total)
        return .failure(error)
      }
    } catch {
      return .failure(error)
    }
  }

  /// Returns the facts about bytes in memory.
  func inspect(_ bytes: [UInt8], _ path: FilePath, memory: Int?) async -> FileFacts {
    await look(into: bytes, path, memory: memory, []).facts
  }

  /// Inspects bytes, and computes the reduced pictures that `options` selects.
  func look(
    into bytes: [UInt8], _ path: FilePath, memory: Int?, _ options: DecodingOptions
  ) async -> Inspection {
    var found = Inspection(FileFacts(path: path))
    var appearance = await inspect(bytes, &found, memory: memory, options)
    survey(bytes, &found.facts, &appearance)
    if let stored = found.luma {
      let upright = stored.upright(found.facts.image?.orientation ?? .upright)
      found.luma = upright
      found.facts.perceptual = PerceptualHash(upright)
    }
    if let small = appearance.small, let image = found.facts.image {
      found.picture = AnalysisPicture(small, profile: appearance.profile, image)
    }
    found.profile = appearance.profile
    return found
  }

  /// Fills in the facts of a file and returns its picture as stored.
  private func inspect(
    _ bytes: [UInt8], _ found: inout Inspection, memory: Int?, _ options: DecodingOptions
  ) async -> StoredPicture {
    found.facts.byteCount = bytes.count
    found.facts.digest = SHA256.digest(of: bytes)
    guard !bytes.isEmpty else {
      found.facts.problems = [.empty]
      return StoredPicture()
    }
    let format = Sniffer.format(of: ByteView(bytes))
    found.facts.format = format
    let picture: Picture
    switch format {
    case .jpeg: picture = Picture.jpeg(bytes)
    case .png: picture = Picture.png(bytes)
    case .webp: picture = Picture.webp(bytes)
    default:
      return await inspect(bytes, format, &found, memory: memory, options)
    }
    found.facts.image = picture.facts
    found.facts.problems = picture.problems
    guard picture.problems.isEmpty else { return StoredPicture() }
    let pixels = picture.facts?.codedSize.pixelCount ?? 0
    guard pixels <= Self.pixelLimit else {
      found.facts.problems = [.tooManyPixels(pixels: pixels, limit: Self.pixelLimit)]
      return StoredPicture()
    }
    let options = picture.affordable(
      options.subtracting(.pixels), within: memory ?? budget.total)
    let proof =
      if let memory {
        picture.prove(bytes, memory, options)
      } else {
        await budget.reserving(picture.memory(options)) { [budget] in
          picture.prove(bytes, budget.total, options)
        }
      }
    found.facts.image = proof.facts ?? found.facts.image
    found.facts.problems = proof.problems
    found.facts.isProven = !proof.problems.contains(where: \.preventsProof)
    guard found.facts.isProven else { return StoredPicture() }
    found.luma = proof.luma
    return StoredPicture(small: proof.small, profile: proof.profile)
  }

  /// Adds the facts about data besides the picture: private metadata, and an unusable profile.
  private func survey(_ bytes: [UInt8], _ facts: inout FileFacts, _ appearance: inout StoredPicture)
  {
    guard let format = facts.format, var image = facts.image else { return }
    let survey = MetadataSurvey(of: bytes, format)
    image.privateMetadata = survey.kinds
    image.otherDataBytes = survey.otherBytes
    if case .invalid(let what) = EmbeddedProfile(
      of: bytes, format, image, decoded: appearance.profile)
    {
      if !facts.problems.contains(where: \.preventsProof) {
        facts.problems.append(.badProfile(what: what))
      }
      appearance.profile = nil
      switch image.color {
      case .cmyk where image.channels >= 4 && format == .jpeg: image.color = .cmyk(nil)
      case .profile, .cmyk: image.color = .untagged
      case .untagged, .sRGB, .named: break
      }
    }
    facts.image = image
  }

  /// A picture as it was decoded: not rotated yet, and in the colours of its profile.
  struct StoredPicture {
    /// The reduced picture, or `nil` if it was not requested or not possible.
    var small: SmallPicture?
    /// The embedded ICC profile, or `nil` if there is none or it can't be used.
    var profile: [UInt8]?
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
