internal import Model
internal import PNG

extension PNGFile {
  func view(_ chunk: PNGChunks.Chunk) -> ByteView? {
    ByteView(bytes).part(chunk.data.lowerBound, chunk.data.count)
  }

  /// Whether the file is an animation: only an `acTL` chunk before the picture data says so.
  private var isAnimated: Bool {
    let types = chunks.chunks.lazy.map(\.type)
    guard let control = types.firstIndex(of: "acTL") else { return false }
    return control < types.firstIndex(of: "IDAT") ?? types.endIndex
  }

  /// The facts that the header and the metadata state.
  var facts: ImageFacts {
    var facts = ImageFacts(
      codedSize: PixelSize(width: header.width, height: header.height), depth: header.depth,
      channels: header.colorType == .palette ? 3 : header.colorType.samples)
    if header.colorType.hasAlpha || chunks.first("tRNS") != nil {
      facts.alpha = .unknown
      if !header.colorType.hasAlpha { facts.channels += 1 }
    }
    if isAnimated { facts.frames = max(1, chunks.chunks.count { $0.type == "fcTL" }) }
    readMetadata(into: &facts)
    if let end = chunks.end, end < bytes.count {
      facts.trailing = ImageFacts.Trailing(byteCount: bytes.count - end, isAnnounced: false)
    }
    return facts
  }
}
