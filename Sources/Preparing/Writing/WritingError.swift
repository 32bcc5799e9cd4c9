/// A reason why a picture can't be encoded.
package enum WritingError: Error, Hashable, Sendable {
  /// A side exceeds what the format allows, in pixels.
  case tooLarge(side: Int, limit: Int)
  /// The picture has an alpha channel, which JPEG can't store.
  case hasAlpha
  case outOfMemory
  /// The encoding library failed, with its own message.
  case failed(String)
}

extension WritingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tooLarge(let side, let limit):
      "a side is \(side) px, but the format allows at most \(limit) px; scale the picture down"
    case .hasAlpha: "JPEG has no transparency; flatten the picture onto a colour, or write a PNG"
    case .outOfMemory: "not enough memory to write the picture; scale it down"
    case .failed(let words): "the picture can't be written: \(words)"
    }
  }
}
