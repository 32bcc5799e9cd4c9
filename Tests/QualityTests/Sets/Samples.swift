import Model
import Quality
import TestSupport

/// A member with a given light, for tests of light.
func lit(
  _ name: String, color: Double = 0, exposure: Double = -2, across: Double = 0, down: Double = 0,
  role: Role = .unsorted, scores: [Measure: Double] = [:],
  backdrop: (color: Double, exposure: Double)? = nil
) -> SetMember {
  var measured = PictureScores(
    original: PixelSize(width: 1000, height: 1000), analysis: PixelSize(width: 1000, height: 1000))
  for (measure, score) in scores {
    let bounds = Thresholds.bounds(of: measure)
    measured[measure] = MeasuredScore(
      score: score, value: score, warn: bounds.warn, fail: bounds.fail)
  }
  let light = Lighting.ofSubject(color: color, exposure: exposure, across: across, down: down)
  measured.lighting =
    backdrop.map { light.before(color: $0.color, exposure: $0.exposure) } ?? light
  return SetMember(
    name: name, digest: digest(of: name), scores: measured, role: role,
    size: PixelSize(width: 1000, height: 1000))
}

/// A digest that is equal for equal names: its bytes are those of the name.
func digest(of name: String) -> Digest? {
  let bytes = Array(name.utf8.prefix(32))
  return Digest(bytes: bytes + [UInt8](repeating: 0, count: 32 - bytes.count))
}
