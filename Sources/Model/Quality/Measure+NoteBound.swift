extension Measure {
  /// The score below which a note mentions a measure that never warns.
  package var noteBound: Double {
    switch self {
    case .clutter, .vignette: 0.25
    case .backlight, .color: 0.4
    case .sharpening: 0.67
    case .text: 0.75
    case .contrast: 0.65
    default: 0
    }
  }
}
