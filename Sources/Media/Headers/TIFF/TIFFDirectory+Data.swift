internal import Model

extension TIFFDirectory {
  /// So many parts are looked at; a picture of more is a rarity, and a decoder sees the rest.
  private static let partLimit = 50_000

  /// What is missing of the picture's coded data at the end of the file: only where the tags leave no
  /// doubt.
  func cut(in file: ByteView) -> FileProblem? {
    let isTiled = has(TIFFTag.tileOffsets)
    let offsets = numbers(
      isTiled ? TIFFTag.tileOffsets : TIFFTag.stripOffsets, limit: Self.partLimit)
    let lengths = numbers(
      isTiled ? TIFFTag.tileByteCounts : TIFFTag.stripByteCounts, limit: Self.partLimit)
    guard !offsets.isEmpty else { return nil }
    let strips = isTiled ? nil : plainStrips
    let missing = offsets.indices.count { index in
      let stated = index < lengths.count ? lengths[index] : nil
      // Of what is not compressed no more than its rows take: some writers state the last strip as
      // long as the others.
      let needed = strips.map { min(stated ?? .max, $0.bytes(ofStrip: index)) } ?? stated ?? 0
      return needed > 0 && (offsets[index] > file.count || needed > file.count - offsets[index])
    }
    guard missing > 0 else { return nil }
    return .truncated(
      what: offsets.count == 1
        ? "the file ends inside its pixels"
        : "\(missing) of its \(offsets.count) \(isTiled ? "tiles" : "strips") \(missing == 1 ? "is" : "are") missing"
    )
  }

  /// Strips of pixels that are not compressed.
  private struct PlainStrips {
    let height: Int
    let rowsPerStrip: Int
    let bytesPerRow: Int

    /// The bytes that a strip must have; its last row may lack the bits that fill up a byte.
    func bytes(ofStrip index: Int) -> Int {
      let strips = (height + rowsPerStrip - 1) / rowsPerStrip
      let rows = min(rowsPerStrip, height - index % strips * rowsPerStrip)
      let bytes = bytesPerRow.multipliedReportingOverflow(by: rows)
      return bytes.overflow ? .max : bytes.partialValue
    }
  }

  /// How the strips are laid out; nothing where they are compressed, or colours have fewer places.
  private var plainStrips: PlainStrips? {
    guard number(TIFFTag.compression) ?? 1 == 1, number(TIFFTag.photometric) != 6, let size else {
      return nil
    }
    let isPlanar = number(TIFFTag.planarConfiguration) == 2
    let samples = isPlanar ? 1 : max(1, number(TIFFTag.samplesPerPixel) ?? 1)
    let bits = samples.multipliedReportingOverflow(by: bitsPerSample[0])
    let row = size.width.multipliedReportingOverflow(by: bits.partialValue)
    guard !bits.overflow, !row.overflow, row.partialValue >= 8 else { return nil }
    return PlainStrips(
      height: size.height,
      rowsPerStrip: min(size.height, max(1, number(TIFFTag.rowsPerStrip) ?? size.height)),
      bytesPerRow: row.partialValue / 8)
  }
}
