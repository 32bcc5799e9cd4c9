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

  /// `decoder` is where `castbook-media` lies, when it is not where it is usually found.
  package init(budget: MemoryBudget, decoder: FilePath? = nil) {
    self.budget = budget
    decoders = DecoderPool(program: decoder ?? DecoderProgram.location)
  }

  /// Everything that can be known of a file without a provider in mind. Never fails: what goes wrong
  /// is among the facts. `isOrdinary` when a folder has just called it an ordinary file. `keep` is handed
  /// the bytes that the facts are of.
  package func inspect(
    _ path: FilePath, isOrdinary: Bool = false,
    keep: ([UInt8], FileFacts) -> Void = { _, _ in }
  ) async -> FileFacts {
    switch await read(path, isOrdinary) {
    case .failure(let failure): return FileFacts(path: path, problems: [failure.problem])
    case .success(let contents):
      let facts = await inspect(
        contents.bytes, path,
        memory: contents.reserved.map { total in
          max(0, total - contents.bytes.count)
        })
      keep(contents.bytes, facts)
      if let reserved = contents.reserved { await budget.release(reserved) }
      return facts
    }
  }

  /// The same of bytes that are held in memory.
  package func inspect(_ bytes: [UInt8], as name: FilePath) async -> FileFacts {
    await inspect(bytes, name, memory: nil)
  }

  /// Reads a file; a large one only when all memory could be reserved for it.
  private func read(
    _ path: FilePath, _ isOrdinary: Bool
  ) async -> Result<(bytes: [UInt8], reserved: Int?), ReadFailure> {
    do {
      let file = try FileReader.open(path, isOrdinary: isOrdinary)
      guard file.size > Self.largeFile else { return .success((try file.read(), nil)) }
      await budget.reserve(budget.total)
      do {
        return .success((try file.read(), budget.total))
      } catch {
        await budget.release(budget.total)
        return .failure(error)
      }
    } catch {
      return .failure(error)
    }
  }

  func inspect(_ bytes: [UInt8], _ path: FilePath, memory: Int?) async -> FileFacts {
    var facts = FileFacts(path: path)
    facts.byteCount = bytes.count
    facts.digest = SHA256.digest(of: bytes)
    guard !bytes.isEmpty else {
      facts.problems = [.empty]
      return facts
    }
    let format = Sniffer.format(of: ByteView(bytes))
    facts.format = format
    let picture: Picture
    switch format {
    case .jpeg: picture = Picture.jpeg(bytes)
    case .png: picture = Picture.png(bytes)
    case .webp: picture = Picture.webp(bytes)
    default:
      await inspect(bytes, format, &facts, memory: memory)
      return facts
    }
    facts.image = picture.facts
    facts.problems = picture.problems
    guard picture.problems.isEmpty else { return facts }
    let pixels = picture.facts?.codedSize.pixelCount ?? 0
    guard pixels <= Self.pixelLimit else {
      facts.problems = [.tooManyPixels(pixels: pixels, limit: Self.pixelLimit)]
      return facts
    }
    let proof =
      if let memory {
        picture.prove(bytes, memory)
      } else {
        await budget.reserving(picture.memory) { [budget] in picture.prove(bytes, budget.total) }
      }
    facts.image = proof.facts ?? facts.image
    facts.problems = proof.problems
    facts.isProven = !proof.problems.contains(where: \.preventsProof)
    return facts
  }
}

extension FileProblem {
  /// Whether something of the file was left unread or unsound.
  var preventsProof: Bool {
    switch self {
    case .endMarkMissing, .blemish: false
    default: true
    }
  }
}
