/// How a point of a surface responds to light.
struct Surface: Sendable {
  /// Diffuse colour, linear.
  var colour: Vector
  /// 0 is a mirror, 1 is chalk.
  var roughness: Float = 0.6
  /// The reflectance when viewed straight on; a metal has its colour here.
  var mirror = Vector(0.04)
  /// How much brighter the key lamp appears in it than in the mirror alone.
  var catchlight: Float = 1
  /// How far light spreads around edges inside the material: 0 stone, 1 wax.
  var softness: Float = 0
  /// A bright fringe where fibres catch the light.
  var fuzz: Float = 0
  /// Added to the normal before shading: grain too fine for the solid itself.
  var relief = Vector.zero
}

extension Surface {
  /// A metal has no diffuse colour of its own.
  static func metal(_ colour: Vector, roughness: Float) -> Surface {
    Surface(colour: colour * 0.12, roughness: roughness, mirror: colour)
  }

  private static let linearTable: [Float] = (0...255).map { linear(Float($0) / 255) }

  /// The colour of an sRGB hex number in linear light.
  static func colour(_ hex: UInt32) -> Vector {
    let table = linearTable
    return Vector(
      table[Int((hex >> 16) & 255)], table[Int((hex >> 8) & 255)], table[Int(hex & 255)])
  }
}

/// Round spots at random, at most one in each unit cube: 1 inside a spot, 0 outside.
///
/// - Parameter share: the share of cubes without a spot, 0...1.
func spots(_ p: Vector, none share: Float, softness: Float, seed: UInt64) -> Float {
  let cell = Vector(floorOf(p.x), floorOf(p.y), floorOf(p.z))
  let (x, y, z) = (Int(cell.x), Int(cell.y), Int(cell.z))
  let size = noise(x, y, z, seed: seed)
  guard size > share else { return 0 }
  let radius = 0.05 + 0.18 * (size - share) / (1 - share)
  func place(_ axis: UInt64) -> Float { 0.25 + 0.5 * noise(x, y, z, seed: seed + axis) }
  let spot = cell + Vector(place(1), place(2), place(3))
  return smoothStep(radius + softness, radius - softness - 0.03, (p - spot).length)
}

/// Converts an sRGB value to linear light, both 0...1.
func linear(_ encoded: Float) -> Float {
  encoded <= 0.04045
    ? encoded / 12.92 : Float(power((Double(encoded) + 0.055) / 1.055, 2.4))
}

/// Converts linear light to an sRGB value, both 0...1.
func encoded(_ linear: Float) -> Float {
  linear <= 0.0031308
    ? max(linear, 0) * 12.92 : Float(1.055 * power(Double(min(linear, 1)), 1 / 2.4) - 0.055)
}
