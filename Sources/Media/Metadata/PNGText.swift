/// The text in a chunk of a PNG, without its keyword.
struct PNGText {
  /// Its bytes in the file.
  let bytes: ByteView
  let isCompressed: Bool

  /// Finds the text.
  ///
  /// - Parameters:
  ///   - type: `tEXt`, `zTXt` or `iTXt`.
  ///   - data: The data of the chunk after the keyword and the zero that ends it.
  /// - Returns: `nil` if an `iTXt` chunk ends before its text.
  init?(_ type: String, _ data: ByteView) {
    switch type {
    case "zTXt": (bytes, isCompressed) = (data.from(1), true)
    case "iTXt":
      // Two flags, then the language and the translated keyword, each ended by a zero.
      guard let language = data.from(2).position(of: [0]),
        let keyword = data.from(language + 3).position(of: [0])
      else { return nil }
      (bytes, isCompressed) = (data.from(language + 3 + keyword + 1), data[0] == 1)
    default: (bytes, isCompressed) = (data, false)
    }
  }
}
