internal import Model

/// An sRGB colour with 8 bits per channel.
///
/// It is the background that transparent parts are flattened onto, and the colour of a border
/// around a picture.
///
/// ```swift
/// let backdrop = PixelColor("#1f2a3c") ?? .white
/// ```
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
  /// The grey halfway between black and white, the tone of a studio backdrop.
  public static let grey = PixelColor(red: 128, green: 128, blue: 128)

  /// Creates a colour from `white`, `black`, `grey`, `gray`, or `#` followed by three or six
  /// hexadecimal digits; returns `nil` for any other text.
  ///
  /// Three digits are short for six: `#fa0` means `#ffaa00`.
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

  /// The colour as `#` and six lowercase hexadecimal digits, such as `#1f2a3c`.
  public var text: String { "#" + Hex.text(of: [red, green, blue]) }

  /// The channels in the order red, green, blue.
  var channels: [UInt8] { [red, green, blue] }
  /// Whether all three channels are equal.
  var isGrey: Bool { red == green && green == blue }
}
