/// The header of a Targa, a format that has no signature at its beginning.
enum TGAHeader {
  /// Returns whether a file is an uncompressed Targa that has no signature at its end either.
  ///
  /// Every field of the header must be plausible, and all rows must be there.
  static func isUncompressed(_ file: ByteView) -> Bool {
    // There is no palette, and the type is one without runs: true colour or grey.
    guard file[1] == 0, file[2] == 2 || file[2] == 3, file.part(3, 5)?.copied == [0, 0, 0, 0, 0],
      let note = file[0], let width = file.u16(12, .little), let height = file.u16(14, .little),
      let depth = file[16], let kind = file[17], width > 0, height > 0
    else { return false }
    let depths: [UInt8] = file[2] == 2 ? [15, 16, 24, 32] : [8, 16]
    // The lower half of the last field is the number of alpha bits; the two highest bits are
    // zero.
    guard depths.contains(depth), kind & 0xC0 == 0, kind & 0x0F <= 8 else { return false }
    return file.count - 18 - Int(note) >= width * height * ((Int(depth) + 7) / 8)
  }
}
