/// Converts measured values to scores between 0 and 1, and back.
public enum MeasureScale: Hashable, Sendable {
  /// The score is proportional, from the value that scores 0 to the one that scores 1.
  case linear(worst: Double, best: Double)
  /// The score is 1 up to the best value, one half at `half` beyond it, and then approaches 0.
  case falling(best: Double, half: Double)

  /// Returns the score of a value, limited to 0…1.
  public func score(of value: Double) -> Double {
    let score =
      switch self {
      case .linear(let worst, let best): (value - worst) / (best - worst)
      case .falling(let best, let half): half / (max(value, best) - best + half)
      }
    return min(1, max(0, score))
  }

  public func value(at score: Double) -> Double {
    switch self {
    case .linear(let worst, let best): worst + score * (best - worst)
    case .falling(let best, let half): best + half * (1 / max(score, 0.001) - 1)
    }
  }
}

extension Measure {
  /// The scale of the measure; `nil` when its score combines several values.
  public var scale: MeasureScale? {
    switch self {
    // The share of the picture that the subject's box fills.
    case .subject: .linear(worst: 0.03, best: 0.25)
    // The steepness of edges, as a share of 1; sharp edges have about a half.
    case .sharpness: .linear(worst: 0.13, best: 0.47)
    // Levels of 255.
    case .noise: .falling(best: 0.7, half: 2.2)
    // The levels by which blocks stand out. JPEGs of quality 10 have 4.2 and more, those of quality
    // 40 mostly 1.5 and more, and those of quality 70 less.
    case .compression: .linear(worst: 4.6, best: 0)
    // Shares: of the busy area, and of the whole picture.
    case .clutter: .linear(worst: 1, best: 0)
    case .border: .linear(worst: 0.2, best: 0)
    case .collage: .linear(worst: 0.75, best: 0.15)
    case .screenshot: .linear(worst: 0.65, best: 0.25)
    case .text: .linear(worst: 0.006, best: 0)
    // Stops.
    case .backlight: .linear(worst: 4.5, best: 1.5)
    case .vignette: .linear(worst: 2.3, best: 0.3)
    case .color: .linear(worst: 1.6, best: 0.4)
    // The amount by which edges overshoot, as a share of their height.
    case .sharpening: .linear(worst: 0.32, best: 0.02)
    // Degrees to either side.
    case .tilt: .linear(worst: 20, best: 0)
    case .framing, .resolution, .exposure, .contrast: nil
    }
  }

  /// The share of a picture's side below which its detail counts as that of an enlarged picture.
  public static var enlargedShare: Double { 0.62 }
}
