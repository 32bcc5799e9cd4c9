/// What `tRNS` says: readers find it only before the picture data, with a right checksum, and of a
/// length that suits the colour type.
extension PNGFile {
  /// The chunk with the palette; `nil` if no palette precedes the picture data.
  var paletteChunk: PNGChunks.Chunk? {
    let before = chunks.chunks.prefix { $0.type != "IDAT" }
    return before.first { $0.type == "PLTE" }
  }

  /// The chunk that makes some pixels transparent; `nil` if the colour type has alpha, and if
  /// readers ignore the chunk.
  var transparencyChunk: PNGChunks.Chunk? {
    let before = chunks.chunks.prefix { $0.type != "IDAT" }
    let palette = before.firstIndex { $0.type == "PLTE" }
    let lengths: ClosedRange<Int>
    switch header.colorType {
    case .palette:
      guard let palette else { return nil }
      let entries = min(1 << header.depth, before[palette].data.count / 3)
      guard entries > 0 else { return nil }
      lengths = 1...entries
    case .grey: lengths = 2...2
    case .color: lengths = 6...6
    case .greyAlpha, .colorAlpha: return nil
    }
    let start = header.colorType == .palette ? palette ?? 0 : before.startIndex
    return before[start...].first {
      $0.type == "tRNS" && $0.checksumAgrees && lengths.contains($0.data.count)
    }
  }

  /// The alpha of the first palette entries; empty if all of them are opaque, and without a
  /// palette.
  var paletteAlphas: ArraySlice<UInt8> {
    guard header.colorType == .palette, let chunk = transparencyChunk else { return [] }
    let alphas = data(of: chunk)
    return alphas.allSatisfy { $0 == 255 } ? [] : alphas
  }

  /// Whether pixels have an alpha value when they are decoded.
  var hasAlpha: Bool {
    header.colorType.hasAlpha
      || (header.colorType == .palette ? !paletteAlphas.isEmpty : transparencyChunk != nil)
  }

  /// Whether rows are read here: one pass of 8 bits a value, and no colour that stands for
  /// transparent. libpng reads all others.
  var isCommon: Bool {
    header.depth == 8 && !header.isInterlaced
      && (header.colorType == .palette || transparencyChunk == nil)
  }
}
