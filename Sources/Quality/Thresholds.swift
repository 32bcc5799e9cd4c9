package import Model

/// The scores below which measures warn and fail: one table for the whole version
/// `PictureScores.metric`.
///
/// They were chosen on the tuned half of `Benchmarks/quality`; the tables in
/// `Benchmarks/results` show the other half.
package enum Thresholds {
  /// The scores of a measure below which it warns and fails; `nil` where it never does.
  package struct Bounds: Sendable {
    package let warn: Double?
    package let fail: Double?
  }

  /// Returns the bounds of a measure. `PictureMeasurement` and `Explanation` lift some of them
  /// for single pictures.
  package static func bounds(of measure: Measure) -> Bounds {
    switch measure {
    case .sharpness: Bounds(warn: 0.6, fail: 0.2)
    case .resolution: Bounds(warn: 0.8, fail: nil)
    case .exposure: Bounds(warn: 0.345, fail: 0.095)
    case .contrast: Bounds(warn: 0.3, fail: 0.1)
    case .noise: Bounds(warn: 0.64, fail: 0.2)
    case .compression: Bounds(warn: 0.555, fail: 0.1)
    case .subject: Bounds(warn: 0.35, fail: 0.1)
    case .framing: Bounds(warn: 0.52, fail: nil)
    case .border: Bounds(warn: 0.9, fail: 0.2)
    case .collage: Bounds(warn: 0.5, fail: nil)
    case .screenshot: Bounds(warn: 0.4, fail: nil)
    case .text: Bounds(warn: 0.4, fail: nil)
    case .clutter, .backlight, .vignette, .sharpening, .color, .tilt:
      Bounds(warn: nil, fail: nil)
    }
  }
}
