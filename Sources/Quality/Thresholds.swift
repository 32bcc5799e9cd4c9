package import Model

/// Where measures begin to warn and to fail, as scores; one table for all, of the version
/// `PictureScores.metric`. They were chosen on the tuned half of `Benchmarks/quality`; the tables in
/// `Benchmarks/results` show the other half.
package enum Thresholds {
  package struct Bounds: Sendable {
    package let warn: Double?
    package let fail: Double?
  }

  /// What may be changed for one picture: see `PictureMeasuring`.
  package static func bounds(of measure: Measure) -> Bounds {
    switch measure {
    case .sharpness: Bounds(warn: 0.55, fail: 0.2)
    case .resolution: Bounds(warn: 0.8, fail: nil)
    case .exposure: Bounds(warn: 0.345, fail: 0.095)
    case .contrast: Bounds(warn: 0.3, fail: 0.1)
    case .noise: Bounds(warn: 0.64, fail: 0.2)
    case .compression: Bounds(warn: 0.67, fail: 0.1)
    case .subject: Bounds(warn: 0.35, fail: 0.1)
    case .framing: Bounds(warn: 0.52, fail: nil)
    case .border: Bounds(warn: 0.9, fail: 0.2)
    case .collage: Bounds(warn: 0.5, fail: nil)
    case .screenshot: Bounds(warn: 0.4, fail: nil)
    case .clutter, .backlight, .vignette, .sharpening, .color, .text, .tilt:
      Bounds(warn: nil, fail: nil)
    }
  }
}
