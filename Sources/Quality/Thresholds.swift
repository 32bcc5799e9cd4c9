package import Model

/// Where measures begin to warn and to fail, as scores; one table for all, of the version
/// `PictureScores.metric`. They were chosen by `Benchmarks/quality/calibrate` on one half of its pictures, a
/// little on the safe side; the table in `Benchmarks/results` shows both halves.
package enum Thresholds {
  package struct Bounds: Sendable {
    package let warn: Double?
    package let fail: Double?
  }

  package static func bounds(of measure: Measure) -> Bounds {
    switch measure {
    case .sharpness: Bounds(warn: 0.66, fail: 0.2)
    case .resolution: Bounds(warn: 0.76, fail: nil)
    case .exposure: Bounds(warn: 0.5, fail: 0.12)
    case .contrast: Bounds(warn: 0.45, fail: 0.1)
    case .noise: Bounds(warn: 0.72, fail: 0.1)
    case .compression: Bounds(warn: 0.52, fail: 0.1)
    case .clutter: Bounds(warn: 0.25, fail: nil)
    case .subject: Bounds(warn: 0.5, fail: 0.1)
    case .framing: Bounds(warn: 0.6, fail: nil)
    case .border: Bounds(warn: 0.9, fail: 0.2)
    case .collage: Bounds(warn: 0.35, fail: nil)
    case .screenshot: Bounds(warn: 0.35, fail: nil)
    case .color, .text, .tilt: Bounds(warn: nil, fail: nil)
    }
  }
}
