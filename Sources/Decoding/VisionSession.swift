package import Model

/// The messages to and from a `castbook-vision` process that describes pictures by one network.
///
/// The request is the network's file. The process's child answers whether it can run it, and how
/// long its vectors are. After that, each message to it is a picture: its width and height in one
/// number, and its pixels, red, green and blue. Each message back is a vector, until the socket is
/// closed.
package enum VisionSession {
  /// The number that selects this service, among those of formats.
  package static let format: UInt32 = 101
  /// The largest length of a vector.
  private static let maximumLength = 8192

  /// Returns the number with which a picture's message begins.
  package static func number(of size: PixelSize) -> UInt32 {
    UInt32(size.width) << 16 | UInt32(size.height)
  }

  /// Returns the size for a number; `nil` if a picture is never so large.
  package static func size(_ number: UInt32) -> PixelSize? {
    let size = PixelSize(width: Int(number >> 16), height: Int(number & 0xFFFF))
    let sides = 1...AnalysisPicture.maximumSide
    return sides.contains(size.width) && sides.contains(size.height) ? size : nil
  }

  /// Whether the process can run the network.
  package enum Answer: Hashable, Sendable {
    /// The largest number of bytes: problems are short sentences.
    package static let maximumBytes = 1 << 10

    /// It describes pictures by vectors of a length.
    case usable(length: Int)
    case unusable(problem: String)

    package var bytes: [UInt8] {
      switch self {
      case .usable(let length): [1, UInt8(length & 0xFF), UInt8(length >> 8)]
      case .unusable(let problem): [0] + problem.utf8
      }
    }

    /// Reads an answer; `nil` if it is impossible.
    package init?(bytes: [UInt8]) {
      switch bytes.first {
      case 0: self = .unusable(problem: String(decoding: bytes.dropFirst(), as: UTF8.self))
      case 1 where bytes.count == 3:
        let length = Int(bytes[1]) | Int(bytes[2]) << 8
        guard (1...VisionSession.maximumLength).contains(length) else { return nil }
        self = .usable(length: length)
      default: return nil
      }
    }
  }
}
