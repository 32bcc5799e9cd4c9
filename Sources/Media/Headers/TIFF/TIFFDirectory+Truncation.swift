internal import Model

extension TIFFDirectory {
  /// The number of strips or tiles that are checked.
  ///
  /// Few pictures have more, and a decoder checks the rest.
  private static let partLimit = 50_000

  /// Returns the problem of a file that ends before the picture's coded data, or `nil`.
  ///
  /// Only data that are missing beyond doubt count.
  func truncation(in file: ByteView) -> FileProblem? {
    let isTiled = has(TIFFTag.tileOffsets)
    let offsets = numbers(
      isTiled ? TIFFTag.tileOffsets : TIFFTag.stripOffsets, limit: Self.partLimit)
    let lengths = numbers(
      isTiled ? TIFFTag.tileByteCounts : TIFFTag.stripByteCounts, limit: Self.partLimit)
    guard !offsets.isEmpty else { return nil }
    let strips = isTiled ? nil : plainStrips
    let missing = offsets.indices.count { index in
      let stated = index < lengths.count ? lengths[index] : nil
      // Uncompressed data need no more than their rows take: some writers give the last strip
      // the same length as the others.
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

  /// The layout of strips with uncompressed pixels.
  private struct PlainStrips {
    /// The rows of the picture.
    let height: Int
    /// The rows in each strip but the last.
    let rowsPerStrip: Int
    /// The bytes of a row, rounded down.
    let bytesPerRow: Int

    /// Returns the bytes that a strip must have; the last row may lack its padding bits.
    func bytes(ofStrip index: Int) -> Int {
      let strips = (height + rowsPerStrip - 1) / rowsPerStrip
      let rows = min(rowsPerStrip, height - index % strips * rowsPerStrip)
      let bytes = bytesPerRow.multipliedReportingOverflow(by: rows)
      return bytes.overflow ? .max : bytes.partialValue
    }
  }

  /// The layout of the strips, or `nil` if they are compressed or have subsampled chroma.
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
