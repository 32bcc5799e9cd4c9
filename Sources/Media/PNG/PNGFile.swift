internal import Model

/// A PNG: its header, its metadata, and the proof that every coded byte of it is sound.
struct PNGFile {
  let bytes: [UInt8]
  let chunks: PNGChunks
  let header: PNGHeader

  /// Reads the chunks; a picture whose header can't be followed gives its problem instead.
  init(_ bytes: [UInt8]) throws(Problem) {
    self.bytes = bytes
    chunks = PNGChunks(bytes)
    guard let first = chunks.chunks.first else {
      throw Problem(
        chunks.garbage
          ? .corrupt(what: "no chunk follows its signature")
          : .truncated(what: "the file ends inside its header"))
    }
    guard first.type == "IHDR" else {
      throw Problem(
        .corrupt(
          what: first.type == "CgBI"
            ? "it is an Apple CgBI PNG, which other readers reject"
            : "its first chunk is \(first.type) instead of IHDR"))
    }
    do {
      header = try PNGHeader(ByteView(Array(bytes[first.data])))
    } catch {
      throw Problem(.corrupt(what: error.what))
    }
  }

  /// A problem that leaves nothing to look at.
  struct Problem: Error {
    let problem: FileProblem

    init(_ problem: FileProblem) { self.problem = problem }
  }

  /// Whether it is an animation: only when that is said in front of the picture.
  private var isAnimated: Bool {
    let types = chunks.chunks.lazy.map(\.type)
    guard let control = types.firstIndex(of: "acTL") else { return false }
    return control < types.firstIndex(of: "IDAT") ?? types.endIndex
  }

  func view(_ chunk: PNGChunks.Chunk) -> ByteView? {
    ByteView(bytes).part(chunk.data.lowerBound, chunk.data.count)
  }

  /// What the header and the metadata say.
  var facts: ImageFacts {
    var facts = ImageFacts(
      codedSize: PixelSize(width: header.width, height: header.height), depth: header.depth,
      channels: header.colorType == .palette ? 3 : header.colorType.samples)
    if header.colorType.hasAlpha || chunks.first("tRNS") != nil {
      facts.alpha = .unknown
      if !header.colorType.hasAlpha { facts.channels += 1 }
    }
    if isAnimated {
      facts.frames = max(1, chunks.chunks.count { $0.type == "fcTL" })
    }
    readMetadata(into: &facts)
    if let end = chunks.end, end < bytes.count {
      facts.trailing = ImageFacts.Trailing(byteCount: bytes.count - end, isAnnounced: false)
    }
    return facts
  }
}
