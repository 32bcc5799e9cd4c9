internal import CQuality
internal import Model

/// What is measured without bars and frames.
extension PictureMeasurement {
  /// Measures light and clutter inside bars or a frame, which are no vignette, and neither too
  /// bright nor too dark.
  ///
  /// - Parameter isBeforeBackdrop: Whether the whole picture has a plain backdrop.
  mutating func measureLight(isBeforeBackdrop: Bool) {
    guard let inner, let part = unsafe castbook_quality_inside(picture, inner) else {
      return unsafe measureLight(of: picture, at: nil, isBeforeBackdrop: isBeforeBackdrop)
    }
    defer { unsafe castbook_quality_free(part) }
    let isPlain = unsafe castbook_quality_backdrop(part).is_plain
    unsafe measureLight(of: part, at: inner, isBeforeBackdrop: isPlain)
  }

  /// Measures backlight, exposure, contrast, vignette, color cast and clutter of a part.
  private mutating func measureLight(
    of part: OpaquePointer, at place: castbook_box_t?, isBeforeBackdrop: Bool
  ) {
    func inWhole(_ box: castbook_box_t) -> castbook_box_t {
      castbook_box_t(
        x: box.x + (place?.x ?? 0), y: box.y + (place?.y ?? 0), width: box.width,
        height: box.height)
    }
    let clutter = unsafe clutter(of: part)
    record(.clutter, clutter.value, inWhole(clutter.box))
    // In front of a plain backdrop many things are dark: clothes, hair, a product.
    if !isBeforeBackdrop {
      var box = castbook_box_t()
      let backlight = unsafe castbook_quality_backlight(part, &box)
      record(.backlight, backlight, inWhole(box))
    }
    let tones = unsafe castbook_quality_tones(part)
    guard tones.is_measured else { return }
    let (under, over) = (Self.under(tones), Self.over(tones.clipping))
    record(
      .exposure, min(under, over), value: under < over ? under - 1 : 1 - over,
      inWhole(under < over ? tones.deep : tones.burnt))
    // White things are white, so only dark pictures fail.
    if over <= under { scores[.exposure]?.fail = nil }
    measureContrast(tones, isBeforeBackdrop)
    record(.vignette, max(0, tones.corners))
    if tones.cast >= 0 { record(.color, tones.cast) }
  }

  /// Returns how bright a picture is, from 0 to 1, where 1 is bright enough. Its brightest
  /// tones count for most, and the middle ones a little.
  private static func under(_ tones: castbook_tones_t) -> Double {
    let bright =
      0.9 * share(tones.bright, from: 95, over: 130) + 0.1 * share(tones.middle, from: 15, over: 60)
    // A lamp or a window doesn't light a scene of which nine tenths are dark. That alone is no
    // reason to refuse it.
    guard tones.upper >= 0 else { return bright }
    return min(bright, max(0.12, share(tones.upper, from: 40, over: 40)))
  }

  /// Returns how little of a picture is burnt out, from 0 to 1, where 1 is nothing.
  ///
  /// Where light burns colors, one channel clips after the other, and bright tones end abruptly
  /// where clipping begins; white things clip in all channels at once. Strong colors clip one
  /// channel by themselves. The factors are those of a logistic regression on good pictures and
  /// on overexposed ones (Benchmarks/quality).
  private static func over(_ clipping: castbook_clipping_t) -> Double {
    // What is as white as the backdrop may be a hole in the subject, unless much of the rest is
    // clipped, tones with two clipped channels are around it (fewer of them are enough if they end
    // in a step), or it is much of the subject and the rest is bright.
    let isSteep = clipping.step >= steepStep
    let white =
      clipping.white
      * max(
        share(clipping.two, from: isSteep ? 0.003 : 0.04, over: isSteep ? 0.005 : 0.02),
        share(clipping.clipped, from: 0.2, over: 0.2),
        share(clipping.white, from: 0.25, over: 0.15) * share(clipping.light, from: 110, over: 20))
    // Where all burnt parts end at such white, their steps are unknown.
    let step = clipping.step < 0 && white > 0 ? steepStep : clipping.step
    let burnt = castbook_log2(clipping.clipped + white + 0.02)
    let colors = castbook_log2(clipping.two + (clipping.three + white) / 2 + 0.02)
    let edge = castbook_log2(min(5, max(2, step)))
    let evidence = burnt + 0.9 * colors + 2.6 * edge - 2 * max(0.15, clipping.saturation)
    let distance = -0.5 - evidence
    let bound = Thresholds.bounds(of: .exposure).warn ?? 0
    return min(1, max(0, bound + distance / (distance < 0 ? 2 : 4)))
  }

  /// The step in levels in which burnt tones end.
  private static let steepStep = 4.0

  /// Measures contrast by the darkest tones, the range of tones, and the tones within parts.
  private mutating func measureContrast(_ tones: castbook_tones_t, _ isBeforeBackdrop: Bool) {
    var contrast = min(1 - (tones.dark - 25) / 110, (tones.range - 0.15) / 0.65)
    // A dark thing nearby hides haze from both, but not from every part of a scene.
    if !isBeforeBackdrop, tones.black >= Self.darkInClearAir {
      contrast = min(contrast, Measure.contrast.noteBound * tones.spread / Self.spreadInClearAir)
    }
    record(.contrast, contrast, value: tones.range)
    // White on white has no contrast, and haze makes a picture dim long before it is useless. Haze
    // may look like a plain backdrop, but then nothing before it is dark either.
    if isBeforeBackdrop, !Self.isHaze(tones) { scores[.contrast]?.warn = nil }
    if isBeforeBackdrop || tones.white >= Self.dimWhite { scores[.contrast]?.fail = nil }
  }

  /// Returns whether a subject before a plain backdrop lacks dark tones and is not white on white.
  private static func isHaze(_ tones: castbook_tones_t) -> Bool {
    tones.dark_subject > darkEnough && tones.white < litWhite
  }

  /// The level that the darkest hundredth of a scene falls below in clear air.
  private static let darkInClearAir = 25.0
  /// The spread of levels within a part that a tenth of the parts of a scene exceeds in clear air.
  private static let spreadInClearAir = 32.0
  /// The level that the darkest tones of any subject fall below in clear air: a quarter of white.
  private static let darkEnough = 64.0
  /// The level that the brightest tones of white exceed if it is lit as such.
  private static let litWhite = 244.0
  /// The level of the brightest tones below which low contrast may fail.
  private static let dimWhite = 160.0

  /// Returns how busy a part is above and beside its subject, and where most.
  private func clutter(of part: OpaquePointer) -> (value: Double, box: castbook_box_t) {
    var (edges, colors) = (0.0, 0.0)
    var box = castbook_box_t()
    unsafe castbook_quality_clutter(part, grain, &edges, &colors, &box)
    return (0.65 * min(1, edges / 0.6) + 0.35 * min(1, colors), box)
  }
}
