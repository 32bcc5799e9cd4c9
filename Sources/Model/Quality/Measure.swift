/// A quality of one picture that can be measured.
public enum Measure: String, JSONConvertible, CaseIterable, Hashable, Sendable {
  // The measures with the highest weight come first.
  case subject, framing, sharpness, resolution, exposure, contrast, noise, compression, clutter
  case border, collage, screenshot
  // The following measures only inform.
  case backlight, vignette, sharpening, color, text, tilt
}
