/// A color in sRGB.
package struct Color: Hashable, Sendable {
  /// Red, from 0 to 255.
  package let red: UInt8
  /// Green, from 0 to 255.
  package let green: UInt8
  /// Blue, from 0 to 255.
  package let blue: UInt8

  /// Returns a neutral grey.
  package static func grey(_ value: UInt8) -> Color { Color(red: value, green: value, blue: value) }

  package static let black = grey(0)
  package static let white = grey(255)
}
