internal import Decoding

/// The palette of a picture as tables of 256 entries. Entries that the file doesn't have are black.
struct PNGPalette {
  private let entries: [(red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8)]
  private let hasAlpha: Bool

  /// Entries beyond the file's `tRNS` are opaque.
  init(_ file: PNGFile) {
    let colors = file.paletteChunk.map { Array(file.data(of: $0)) } ?? []
    let alphas = Array(file.paletteAlphas)
    hasAlpha = !alphas.isEmpty
    entries = (0..<256).map { entry in
      let alpha = entry < alphas.count ? alphas[entry] : 255
      guard 3 * entry + 3 <= colors.count else { return (0, 0, 0, alpha) }
      return (colors[3 * entry], colors[3 * entry + 1], colors[3 * entry + 2], alpha)
    }
  }

  /// Red, green and blue of each entry, followed by its alpha if any entry is transparent.
  var values: [UInt8] {
    entries.flatMap { [$0.red, $0.green, $0.blue] + (hasAlpha ? [$0.alpha] : []) }
  }

  /// Whether each entry is transparent, at least partly.
  var isTransparent: [Bool] { entries.map { $0.alpha != 255 } }

  /// The luma of each entry, flattened onto white.
  var lumasOverWhite: [UInt8] {
    entries.map { Luma.compositedOverWhite(Luma.of($0.red, $0.green, $0.blue), alpha: $0.alpha) }
  }

  /// Red, green and blue of each entry, flattened onto white.
  var colorsOverWhite: [UInt8] {
    entries.flatMap { entry in
      [entry.red, entry.green, entry.blue].map { Luma.compositedOverWhite($0, alpha: entry.alpha) }
    }
  }
}
