// Portable elementary functions. The C library's differ in the last bit between systems; these use
// only + - * / and the square root, which IEEE 754 defines exactly, so pictures are equal
// everywhere.

func clamp(_ value: Float, _ low: Float = 0, _ high: Float = 1) -> Float {
  value < low ? low : (value > high ? high : value)
}

func mix(_ a: Float, _ b: Float, _ share: Float) -> Float { a + (b - a) * share }

func mix(_ a: Vector, _ b: Vector, _ share: Float) -> Vector { a + (b - a) * share }

/// 0 below `low`, 1 above `high`, a soft S between.
func smoothStep(_ low: Float, _ high: Float, _ value: Float) -> Float {
  let t = clamp((value - low) / (high - low))
  return t * t * (3 - 2 * t)
}

/// The largest whole number not above `value`, for values of ordinary size.
func floorOf(_ value: Float) -> Float {
  let whole = Float(Int(value))
  return whole > value ? whole - 1 : whole
}

/// Sine in radians, to about 1e-6.
func sine(_ radians: Float) -> Float {
  let turns = radians * (1 / (2 * Float.pi))
  // Reduced to a quarter turn either side of zero, where seven terms are enough. Adding and
  // subtracting 1.5 × 2^23 rounds to the nearest whole number.
  var part = turns - ((turns + 12_582_912) - 12_582_912)
  if part > 0.25 { part = 0.5 - part }
  if part < -0.25 { part = -0.5 - part }
  let a = part * (2 * Float.pi)
  let s = a * a
  let tail = s * (1.0 / 362880 - s * (1.0 / 39_916_800))
  return a * (1 - s * (1.0 / 6 - s * (1.0 / 120 - s * (1.0 / 5040 - tail))))
}

/// A wave like the sine of `radians` but cheaper and slightly rounder, for grooves and folds.
func wave(_ radians: Float) -> Float {
  let turns = radians * (1 / (2 * Float.pi))
  let part = turns - ((turns + 12_582_912) - 12_582_912)
  return part * (8 - 16 * abs(part))
}

func cosine(_ radians: Float) -> Float { sine(radians + Float.pi / 2) }

/// The angle of the point (x, y) seen from the origin, in radians from -π to π, to about 1e-4.
func angle(y: Float, x: Float) -> Float {
  let ax = abs(x)
  let ay = abs(y)
  let large = max(ax, ay)
  guard large > 0 else { return 0 }
  let t = min(ax, ay) / large
  let s = t * t
  // Abramowitz and Stegun 4.4.49: the arctangent on 0...1.
  let tail = 0.1801410 + s * (-0.0851330 + s * 0.0208351)
  var result = t * (0.9998660 + s * (-0.3302995 + s * tail))
  if ay > ax { result = Float.pi / 2 - result }
  if x < 0 { result = Float.pi - result }
  return y < 0 ? -result : result
}

/// 2 to the power `x`, for `x` between -1000 and 1000.
func exponential2(_ x: Double) -> Double {
  var whole = Int(x)
  if Double(whole) > x { whole -= 1 }
  let f = (x - Double(whole)) * 0.6931471805599453
  var term = 1.0
  var sum = 1.0
  for n in 1...14 {
    term = term * f / Double(n)
    sum += term
  }
  return sum * Double(bitPattern: UInt64(1023 + whole) << 52)
}

/// The logarithm to base 2 of a normal number above zero.
func logarithm2(_ x: Double) -> Double {
  let bits = x.bitPattern
  let exponent = Double(Int(bits >> 52) - 1023)
  let m = Double(bitPattern: (bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000)
  let s = (m - 1) / (m + 1)
  let s2 = s * s
  var term = s
  var sum = s
  for n in 1...14 {
    term *= s2
    sum += term / Double(2 * n + 1)
  }
  return exponent + sum * 2 * 1.4426950408889634
}

/// `base` to the power `exponent`, for a base above zero.
func power(_ base: Double, _ exponent: Double) -> Double {
  exponential2(logarithm2(base) * exponent)
}

/// A number in 0..<1 that depends only on the four numbers given (an integer hash).
func noise(_ a: Int, _ b: Int, _ c: Int, seed: UInt64) -> Float {
  var h = seed &* 0x9E37_79B9_7F4A_7C15
  for part in [a, b, c] {
    h ^= UInt64(bitPattern: Int64(part)) &* 0xBF58_476D_1CE4_E5B9
    h = (h ^ (h >> 29)) &* 0x94D0_49BB_1331_11EB
  }
  h ^= h >> 32
  return Float(h >> 40) * (1.0 / 16_777_216)
}

/// Smooth noise in 0...1 over space, with features about one unit wide.
func softNoise(_ p: Vector, seed: UInt64) -> Float {
  let fx = floorOf(p.x)
  let fy = floorOf(p.y)
  let fz = floorOf(p.z)
  let (x, y, z) = (Int(fx), Int(fy), Int(fz))
  let u = smoothStep(0, 1, p.x - fx)
  let v = smoothStep(0, 1, p.y - fy)
  let w = smoothStep(0, 1, p.z - fz)
  func row(_ j: Int, _ k: Int) -> Float {
    mix(noise(x, y + j, z + k, seed: seed), noise(x + 1, y + j, z + k, seed: seed), u)
  }
  return mix(mix(row(0, 0), row(1, 0), v), mix(row(0, 1), row(1, 1), v), w)
}
