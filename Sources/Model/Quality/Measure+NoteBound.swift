extension Measure {
  /// The score below which a note mentions a measure: where it never warns, or before it does.
  package var noteBound: Double {
    switch self {
    case .clutter, .vignette: 0.25
    case .backlight, .color: 0.4
    case .subject: 0.48
    case .contrast: 0.65
    case .sharpening, .compression: 0.67
    case .sharpness: 0.7
    case .exposure: 0.72
    case .noise: 0.75
    case .collage: 0.78
    case .text: 0.85
    case .framing, .resolution, .border, .screenshot, .tilt: 0
    }
  }
}
