internal import CTypefaces

/// The typefaces that are embedded in the program.
enum EmbeddedTypeface {
  /// Letters of Latin, Greek and Cyrillic; Han, Kana, Hangul and Bopomofo.
  case letters, ideographs

  /// The inflated tables. The first four bytes of the embedded data are their length.
  var bytes: [UInt8] {
    let embedded =
      switch self {
      case .letters: unsafe castbook_typeface_letters()
      case .ideographs: unsafe castbook_typeface_ideographs()
      }
    let all = unsafe UnsafeBufferPointer(start: embedded.bytes, count: embedded.count)
    guard all.count > 4 else { return [] }
    let count = unsafe all.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    return unsafe inflated(UnsafeBufferPointer(rebasing: all.dropFirst(4)), count: count) ?? []
  }
}
