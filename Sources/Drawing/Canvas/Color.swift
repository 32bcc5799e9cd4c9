/// A color in sRGB.
package struct Color: Hashable, Sendable {
  package let red: UInt8
  package let green: UInt8
  package let blue: UInt8

  package static func grey(_ value: UInt8) -> Color { Color(red: value, green: value, blue: value) }

  package static let black = grey(0)
  package static let white = grey(255)
}
