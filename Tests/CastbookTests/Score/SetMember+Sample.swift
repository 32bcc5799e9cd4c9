import Castbook
import TestSupport

extension SetMember {
  /// A sharp picture of 1000 × 1000 pixels. Its digest repeats the first letter of its name, and
  /// its light differs from daylight by some stops of colour.
  static func sample(_ name: String, _ role: Role, color: Double = 0) throws -> SetMember {
    let size = PixelSize(width: 1000, height: 1000)
    var scores = PictureScores(original: size, analysis: size)
    scores[.sharpness] = MeasuredScore(score: 0.9, value: 0.4)
    scores.lighting = .ofSubject(color: color)
    let letter = String(name.prefix(1))
    return SetMember(
      name: name, digest: Digest(hex: String(repeating: letter, count: 64)), scores: scores,
      role: role, size: size)
  }
}
