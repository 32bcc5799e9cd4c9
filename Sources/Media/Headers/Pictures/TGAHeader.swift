/// The header of a Targa, which has no mark of its own at its beginning.
enum TGAHeader {
  /// Whether a file is a Targa of rows that stand as they are, without a mark at its end either: every
  /// field of its header must make sense, and all rows must be there.
  static func isTrueColor(_ file: ByteView) -> Bool {
    // No palette; the kinds without runs: true color and grey.
    guard file[1] == 0, file[2] == 2 || file[2] == 3, file.part(3, 5)?.copied == [0, 0, 0, 0, 0],
      let note = file[0], let width = file.u16(12, .little), let height = file.u16(14, .little),
      let depth = file[16], let kind = file[17], width > 0, height > 0
    else { return false }
    let depths: [UInt8] = file[2] == 2 ? [15, 16, 24, 32] : [8, 16]
    // The lower half of the last field is how many bits are alpha, the highest two are zero.
    guard depths.contains(depth), kind & 0xC0 == 0, kind & 0x0F <= 8 else { return false }
    return file.count - 18 - Int(note) >= width * height * ((Int(depth) + 7) / 8)
  }
}
