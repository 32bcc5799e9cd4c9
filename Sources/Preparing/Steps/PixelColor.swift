internal import Model

/// A colour of sRGB, 8 bits each: what see-through parts are laid over, and what is put around a picture.
public struct PixelColor: Hashable, Sendable {
  public let red: UInt8
  public let green: UInt8
  public let blue: UInt8

  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  public static let white = PixelColor(red: 255, green: 255, blue: 255)
  public static let black = PixelColor(red: 0, green: 0, blue: 0)
  /// The grey in the middle between them, as studios hang it up.
  public static let grey = PixelColor(red: 128, green: 128, blue: 128)

  /// A name, or `#` with three or six hexadecimal digits.
  public init?(_ text: String) {
    switch text {
    case "white": self = .white
    case "black": self = .black
    case "grey", "gray": self = .grey
    default:
      guard text.hasPrefix("#") else { return nil }
      var digits = Array(text.utf8.dropFirst())
      if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
      guard digits.count == 6,
        let bytes = Hex.bytes(of: String(decoding: digits, as: UTF8.self).lowercased())
      else { return nil }
      self.init(red: bytes[0], green: bytes[1], blue: bytes[2])
    }
  }

  /// `#1f2a3c`.
  public var text: String { "#" + Hex.text(of: [red, green, blue]) }

  var values: [UInt8] { [red, green, blue] }
  var isGrey: Bool { red == green && green == blue }
}
