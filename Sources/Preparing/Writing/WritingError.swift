/// Why a picture can't be written.
package enum WritingError: Error, Hashable, Sendable {
  /// The format has no sides of so many pixels.
  case tooLarge(side: Int, limit: Int)
  /// JPEG can't say how little one sees through a pixel.
  case hasAlpha
  case noMemory
  /// In the words of the library that was asked to write.
  case failed(String)
}

extension WritingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tooLarge(let side, let limit):
      "a side is \(side) px, but the format allows at most \(limit) px; scale the picture down"
    case .hasAlpha: "JPEG has no transparency; flatten the picture onto a colour, or write a PNG"
    case .noMemory: "not enough memory to write the picture; scale it down"
    case .failed(let words): "the picture can't be written: \(words)"
    }
  }
}
