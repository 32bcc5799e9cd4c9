package import Decoding
internal import Files
package import Model

/// Reads pictures natively and proves them: format by content, size upright, colours, and that every
/// coded byte is sound. One reading of a file serves all of it.
package struct Inspector: Sendable {
  /// Pictures of more pixels are not decoded.
  package static let pixelLimit = 300_000_000
  /// Files above this wait until they have all memory for themselves.
  private static let largeFile = 16 << 20

  let budget: MemoryBudget
  let decoders: DecoderPool
  /// Of sounds and clips.
  let streams: DecoderPool

  /// `decoder` is where `castbook-media` lies, when it is not where it is usually found; `castbook-streams`
  /// lies beside it.
  package init(budget: MemoryBudget, decoder: FilePath? = nil) {
    self.budget = budget
    decoders = DecoderPool(program: decoder ?? DecoderProgram.location)
    streams = DecoderPool(
      program: decoder.map { $0.folder.appending("castbook-streams".utf8) }
        ?? DecoderProgram.streams)
  }

  /// Everything that can be known of a file without a provider in mind. Never fails: what goes wrong
  /// is among the facts. `isOrdinary` when a folder has just called it an ordinary file; `hashing` when
  /// it is to be found again among similar pictures, too, which takes a little longer. `keep` is handed
  /// the bytes that the facts are of.
  package func inspect(
    _ path: FilePath, isOrdinary: Bool = false, hashing: Bool = false,
    keep: ([UInt8], FileFacts) -> Void = { _, _ in }
  ) async -> FileFacts {
    await look(at: path, isOrdinary: isOrdinary, hashing ? .luma : []) {
      keep($0, $1.facts)
    }.facts
  }

  /// The same of bytes that are held in memory.
  package func inspect(
    _ bytes: [UInt8], as name: FilePath, hashing: Bool = false
  ) async -> FileFacts {
    await look(into: bytes, name, memory: nil, hashing ? .luma : []).facts
  }

  /// The same, with all that is told by what the picture shows: its hash, and the picture as it is measured
  /// and as likenesses are confirmed by.
  package func see(
    at path: FilePath, isOrdinary: Bool = false,
    keep: ([UInt8], Inspection) -> Void = { _, _ in }
  ) async -> Inspection {
    await look(at: path, isOrdinary: isOrdinary, [.luma, .picture], keep: keep)
  }

  /// The same, with the hash and with the picture made small as `wishes` asks for it: as likenesses are
  /// confirmed by, as it is measured, or both.
  package func look(
    at path: FilePath, isOrdinary: Bool = false, _ wishes: Wishes = .luma,
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
        }, wishes)
      keep(contents.bytes, found)
      if let reserved = contents.reserved { await budget.release(reserved) }
      return found
    }
  }

  /// A picture as it stands upright, made small, as confirming a likeness asks for it; nothing for what
  /// is no picture or not sound.
  package func luma(of bytes: [UInt8]) async -> LumaPlane? {
    guard let name = FilePath("picture") else { return nil }
    return await look(into: bytes, name, memory: nil, .luma).luma
  }

  /// A file that was read, and is held while it is worked on.
  package struct HeldFile: Sendable {
    package let bytes: [UInt8]
    /// What is left of the memory that was reserved for all work on it; nothing for a small file, whose
    /// work reserves what it needs itself.
    package let memory: Int?

    package init(bytes: [UInt8], memory: Int?) {
      self.bytes = bytes
      self.memory = memory
    }
  }

  /// Reads a file once and holds it while it is worked on, as `look` and the making of a copy do.
  package func holding<Value: Sendable>(
    _ path: FilePath, isOrdinary: Bool = false, _ work: (HeldFile) async -> Value
  ) async -> Result<Value, FileNotRead> {
    switch await read(path, isOrdinary) {
    case .failure(let failure): return .failure(FileNotRead(problem: failure.problem))
    case .success(let contents):
      let left = contents.reserved.map { max(0, $0 - contents.bytes.count) }
      let value = await work(HeldFile(bytes: contents.bytes, memory: left))
      if let reserved = contents.reserved { await budget.release(reserved) }
      return .success(value)
    }
  }

  /// All that is told by looking into a file that is held. With its pixels, where they are decoded at once by
  /// that: whoever wishes them has to let them go.
  package func see(
    _ file: HeldFile, as name: FilePath, holdingPixels: Bool = false
  ) async -> Inspection {
    let wishes: Wishes = holdingPixels ? [.luma, .picture, .pixels] : [.luma, .picture]
    return await look(into: file.bytes, name, memory: file.memory, wishes)
  }

  /// The facts of a file that is held, and the proof that it is sound.
  package func look(
    into file: HeldFile, as name: FilePath, holdingPixels: Bool = false
  ) async -> Inspection {
    await look(into: file.bytes, name, memory: file.memory, holdingPixels ? .pixels : [])
  }

  /// Reads a file; a large one only when all memory could be reserved for it.
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

  func inspect(_ bytes: [UInt8], _ path: FilePath, memory: Int?) async -> FileFacts {
    await look(into: bytes, path, memory: memory, []).facts
  }

  /// Looks into bytes, and takes the hash of what is seen where that is asked for.
  func look(
    into bytes: [UInt8], _ path: FilePath, memory: Int?, _ wishes: Wishes
  ) async -> Inspection {
    var found = Inspection(FileFacts(path: path))
    var seen = await inspect(bytes, &found, memory: memory, wishes)
    survey(bytes, &found.facts, &seen)
    if let stored = found.luma {
      let upright = stored.upright(found.facts.image?.orientation ?? .upright)
      found.luma = upright
      found.facts.perceptual = PerceptualHash(upright)
    }
    if let small = seen.small, let image = found.facts.image {
      found.picture = AnalysisPicture(small, profile: seen.profile, image)
    }
    found.profile = seen.profile
    return found
  }

  private func inspect(
    _ bytes: [UInt8], _ found: inout Inspection, memory: Int?, _ wishes: Wishes
  ) async -> Seen {
    found.facts.byteCount = bytes.count
    found.facts.digest = SHA256.digest(of: bytes)
    guard !bytes.isEmpty else {
      found.facts.problems = [.empty]
      return Seen()
    }
    let format = Sniffer.format(of: ByteView(bytes))
    found.facts.format = format
    let picture: Picture
    switch format {
    case .jpeg: picture = Picture.jpeg(bytes)
    case .png: picture = Picture.png(bytes)
    case .webp: picture = Picture.webp(bytes)
    default:
      return await inspect(bytes, format, &found, memory: memory, wishes)
    }
    found.facts.image = picture.facts
    found.facts.problems = picture.problems
    guard picture.problems.isEmpty else { return Seen() }
    let pixels = picture.facts?.codedSize.pixelCount ?? 0
    guard pixels <= Self.pixelLimit else {
      found.facts.problems = [.tooManyPixels(pixels: pixels, limit: Self.pixelLimit)]
      return Seen()
    }
    let wishes = picture.affordable(
      wishes.subtracting(.pixels), within: memory ?? budget.total)
    let proof =
      if let memory {
        picture.prove(bytes, memory, wishes)
      } else {
        await budget.reserving(picture.memory(wishes)) { [budget] in
          picture.prove(bytes, budget.total, wishes)
        }
      }
    found.facts.image = proof.facts ?? found.facts.image
    found.facts.problems = proof.problems
    found.facts.isProven = !proof.problems.contains(where: \.preventsProof)
    guard found.facts.isProven else { return Seen() }
    found.luma = proof.luma
    return Seen(small: proof.small, profile: proof.profile)
  }

  /// What stands beside the picture: private metadata, and a profile that can't be used.
  private func survey(_ bytes: [UInt8], _ facts: inout FileFacts, _ seen: inout Seen) {
    guard let format = facts.format, var image = facts.image else { return }
    let survey = MetadataSurvey(of: bytes, format)
    image.privateMetadata = survey.kinds
    image.otherDataBytes = survey.otherBytes
    if case .broken(let what) = EmbeddedProfile(of: bytes, format, image, decoded: seen.profile) {
      if !facts.problems.contains(where: \.preventsProof) {
        facts.problems.append(.badProfile(what: what))
      }
      seen.profile = nil
      switch image.color {
      case .cmyk where image.channels >= 4 && format == .jpeg: image.color = .cmyk(nil)
      case .profile, .cmyk: image.color = .untagged
      case .untagged, .sRGB, .named: break
      }
    }
    facts.image = image
  }

  /// A picture as it was seen on the way: not turned yet, and in the colours of its profile.
  struct Seen {
    var small: SmallPicture?
    var profile: [UInt8]?
  }
}

extension FileProblem {
  /// Whether something of the file was left unread or unsound.
  var preventsProof: Bool {
    switch self {
    case .endMarkMissing, .blemish, .badProfile: false
    default: true
    }
  }
}
