/// How a measured value becomes a score of 0 to 1, and which value a score stands for.
public enum MeasureScale: Hashable, Sendable {
  /// In proportion, from the value that scores 0 to the one that scores 1.
  case linear(worst: Double, best: Double)
  /// The score is 1 up to the best value, a half at `half` beyond it, and approaches 0.
  case falling(best: Double, half: Double)

  public func score(of value: Double) -> Double {
    let score =
      switch self {
      case .linear(let worst, let best): (value - worst) / (best - worst)
      case .falling(let best, let half): half / (max(value, best) - best + half)
      }
    return min(1, max(0, score))
  }

  /// The value that has a score.
  public func value(at score: Double) -> Double {
    switch self {
    case .linear(let worst, let best): worst + score * (best - worst)
    case .falling(let best, let half): best + half * (1 / max(score, 0.001) - 1)
    }
  }
}

extension Measure {
  /// `nil` where the score is made of several values.
  public var scale: MeasureScale? {
    switch self {
    // The share of the picture that the subject's box fills.
    case .subject: .linear(worst: 0.03, best: 0.25)
    // The steepness of edges, of 1; sharp edges have a half.
    case .sharpness: .linear(worst: 0.13, best: 0.47)
    // Levels of 255.
    case .noise: .falling(best: 0.7, half: 2.2)
    // Levels by which blocks stand out. JPEGs of quality 10 have 4.2 and more, those of 40 mostly 1.5 and
    // more, those of 70 less.
    case .compression: .linear(worst: 4.6, best: 0)
    // Shares: of what is busy, and of the picture.
    case .clutter: .linear(worst: 1, best: 0)
    case .border: .linear(worst: 0.2, best: 0)
    case .collage: .linear(worst: 0.75, best: 0.15)
    case .screenshot: .linear(worst: 0.65, best: 0.25)
    case .text: .linear(worst: 0.006, best: 0)
    // Stops.
    case .backlight: .linear(worst: 4.5, best: 1.5)
    case .vignette: .linear(worst: 2.3, best: 0.3)
    case .color: .linear(worst: 1.6, best: 0.4)
    // By how much edges overshoot, as a share of their height.
    case .sharpening: .linear(worst: 0.32, best: 0.02)
    // Degrees, to either side.
    case .tilt: .linear(worst: 20, best: 0)
    case .framing, .resolution, .exposure, .contrast: nil
    }
  }

  /// A picture is called enlarged where its detail is worth less than this share of its side.
  public static var enlargedShare: Double { 0.62 }
}
