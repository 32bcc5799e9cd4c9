internal import CQuality
package import Model

/// Measures one picture: everything that `docs/scores.md` names, from the same small copy of it.
@safe package struct PictureMeasuring {
  private let source: AnalysisPicture
  private let picture: OpaquePointer
  private var scores: PictureScores
  /// Of the luma, in levels; below 0 where there is too little to tell.
  private var grain = -1.0

  /// All measures of a picture; what can't be measured of it is absent.
  package static func scores(of picture: AnalysisPicture) -> PictureScores {
    unsafe picture.rgb.withUnsafeBufferPointer { rgb in
      guard
        let state = unsafe castbook_quality_new(
          rgb.baseAddress, Int32(picture.size.width), Int32(picture.size.height),
          picture.isOverWhite)
      else { return PictureScores(original: picture.original, analysis: picture.size) }
      defer { unsafe castbook_quality_free(state) }
      var measuring = unsafe PictureMeasuring(picture, state)
      measuring.measure()
      return measuring.scores
    }
  }

  private init(_ source: AnalysisPicture, _ picture: OpaquePointer) {
    self.source = source
    unsafe self.picture = picture
    scores = PictureScores(original: source.original, analysis: source.size)
    scores.isOverWhite = source.isOverWhite
  }

  private mutating func measure() {
    let backdrop = unsafe castbook_quality_backdrop(picture)
    measureSubject(backdrop)
    measureSharpness()
    measureTones(isBeforeBackdrop: backdrop.is_plain)
    let bars = measureBorder()
    measureNative(backdrop, bars: bars)
    measureStructure()
    Explanation.apply(to: &scores)
    scores.lighting = unsafe Lighting(measuring: picture)
  }

  private mutating func measureSubject(_ backdrop: castbook_backdrop_t) {
    guard backdrop.is_plain, backdrop.has_subject else { return }
    note(.subject, backdrop.subject, backdrop.box)
    // Something small that is cut through the middle touches little of the frame.
    let cut = min(1, backdrop.cut / 0.25) / 2 + backdrop.breadth / 2
    note(.framing, 1 - cut, value: backdrop.touch, backdrop.box)
  }

  private mutating func measureSharpness() {
    var box = castbook_box_t()
    grain = unsafe castbook_quality_noise(picture, &box)
    measureNoise(box)
    let halos = unsafe castbook_quality_halos(picture)
    if halos >= 0 { note(.sharpening, halos) }
    let found = unsafe castbook_quality_sharpness(picture, grain)
    guard found.is_measured else {
      measureSize()
      return
    }
    note(.sharpness, found.sharp, found.box)
    let directions = unsafe withUnsafeBytes(of: found.directions) { bytes in
      (0..<4).map { unsafe bytes.load(fromByteOffset: 8 * $0, as: Double.self) }
    }
    scores.motion = Self.motion(directions)
    measureResolution(sharp: found.sharp, halos: halos)
  }

  /// Grain of the luma, and of the colors at a quarter of the size: what a sensor's noise becomes when the
  /// colors between its pixels are filled in.
  private mutating func measureNoise(_ box: castbook_box_t) {
    let colors = unsafe castbook_quality_color_noise(picture)
    guard grain >= 0 else { return }
    let noise = (grain * grain + max(0, colors) * max(0, colors)).squareRoot()
    note(.noise, noise, box)
  }

  /// Where nothing tells how sharp a picture is, it may have too few pixels all the same.
  private mutating func measureSize() {
    let side = Double(source.original.shorterSide)
    guard side < Self.leastPixels else { return }
    note(.resolution, side / Self.enoughPixels, value: side)
    scores[.resolution]?.warn = nil
    scores[.resolution]?.fail = Self.leastPixels / Self.enoughPixels
  }

  private mutating func measureResolution(sharp: Double, halos: Double) {
    let fineness = fineness(halos: max(0, halos))
    let side = effectiveSide(sharp: sharp, fineness: fineness)
    // Also of a large picture an enlargement shows, before it is worth few pixels.
    let share = 0.7 + 0.3 * fineness
    note(.resolution, min(1, side / Self.enoughPixels) * share, value: side)
    let native = Double(source.original.shorterSide)
    if side < Measure.enlargedShare * native, isEnlarged(sharp: sharp, halos: max(0, halos)) {
      scores[.resolution]?.warn = Thresholds.bounds(of: .resolution).warn
      scores[.resolution]?.fail = nil
    } else {
      // What is as fine as its pixels is refused where it has too few of them.
      scores[.resolution]?.warn = nil
      scores[.resolution]?.fail =
        native < Self.leastPixels ? Self.leastPixels / Self.enoughPixels : nil
    }
  }

  /// The shorter side that the picture is worth: pixels that were doubled or spread count for fewer.
  private func effectiveSide(sharp: Double, fineness: Double) -> Double {
    let native = Double(source.original.shorterSide)
    let doubled = native / Double(source.native?.doubling ?? 1)
    // Enlarged twice, a picture has three quarters of a sharp one's fineness, and three times, half of it.
    let fine = native * fineness * fineness
    guard sharp < Self.sharpEdge else { return min(fine, doubled) }
    // Beyond the size at which it is measured nobody sees what a soft picture still has.
    return min(fine, doubled, Double(source.size.shorterSide) * sharp / Self.sharpEdge)
  }

  /// Whether the picture has no detail anywhere that is finer than an enlargement's: a soft lens, a few smooth
  /// surfaces or a poor JPEG leave some.
  private func isEnlarged(sharp: Double, halos: Double) -> Bool {
    guard sharp >= Self.sharpEdge, let native = source.native, native.doubling == 1 else {
      return true
    }
    return native.fineness > 0 && native.textured >= Self.telling
      && Double(native.fineness) - 160 * halos < Self.enlargedFineness
  }

  /// How fine the picture is at its own size: 1 where it is as fine as a sharp one, or nothing is known. Two signs
  /// count alike: how sharply its slopes bend, less what sharpening added, and what detail of single pixels it has.
  private func fineness(halos: Double) -> Double {
    guard let native = source.native else { return 1 }
    var signs: [Double] = []
    if native.fineness > 0, native.textured >= Self.leastTextured {
      signs.append(min(1, max(0, Double(native.fineness) / Self.sharpFineness - halos)))
    }
    if native.detail > 0 {
      // A JPEG loses some of it, the more the coarser it is.
      let kept = 1 - Double(min(native.coarseness, Self.usualCoarseness)) / 200
      signs.append(min(1, Double(native.detail) / (Self.sharpDetail * kept)))
    }
    guard !signs.isEmpty else { return 1 }
    return max(0.1, signs.reduce(0, +) / Double(signs.count))
  }

  /// An edge that is as sharp as cameras and good enlargements make them.
  private static let sharpEdge = 0.3
  /// In 64ths and 128ths. What was never enlarged mostly has more.
  private static let sharpFineness = 85.0
  private static let sharpDetail = 64.0
  /// That of quality 69, as libjpeg has it.
  private static let usualCoarseness = 62
  /// In 64ths. What was enlarged to twice its size has about as much, and the less the more it was enlarged.
  private static let enlargedFineness = 59.0
  private static let enoughPixels = 600.0
  /// Every provider asks for as many.
  private static let leastPixels = 300.0
  /// Of a thousand squares: where fewer have slopes, these say little, and too little to call it enlarged, since before
  /// a soft background they may be soft as well.
  private static let leastTextured = 20
  private static let telling = 70

  /// The direction of smearing, where edges across it are much softer than those along it.
  private static func motion(_ directions: [Double]) -> Int? {
    let measured = directions.enumerated().filter { $0.element >= 0 }
    guard measured.count == 4,
      let least = measured.min(by: { $0.element < $1.element }),
      let most = directions.max(), most > 0, 1 - least.element / most > 0.35
    else { return nil }
    // Rows run downwards, so what is 45 degrees there falls to the right.
    return [0, 135, 90, 45][least.offset]
  }

  private mutating func measureTones(isBeforeBackdrop: Bool) {
    // Before a plain backdrop many things are dark: clothes, hair, a product.
    if !isBeforeBackdrop {
      var box = castbook_box_t()
      let backlight = unsafe castbook_quality_backlight(picture, &box)
      note(.backlight, backlight, box)
    }
    let tones = unsafe castbook_quality_tones(picture)
    guard tones.is_measured else { return }
    let (under, over) = (Self.under(tones), Self.over(tones.clipping))
    note(
      .exposure, min(under, over), value: under < over ? under - 1 : 1 - over,
      under < over ? tones.deep : tones.burnt)
    // White things are white: only the dark is refused.
    if over <= under { scores[.exposure]?.fail = nil }
    measureContrast(tones, isBeforeBackdrop)
    note(.vignette, max(0, tones.corners))
    if tones.cast >= 0 { note(.color, tones.cast) }
  }

  /// 1 is bright enough: by what is brightest, a little by the middle.
  private static func under(_ tones: castbook_tones_t) -> Double {
    0.9 * share(tones.bright, from: 95, over: 130) + 0.1 * share(tones.middle, from: 15, over: 60)
  }

  /// 1 is nothing burnt out. Where light burns colors, one channel clips after the other, and bright tones
  /// end abruptly where it begins; what is white clips in all channels at once. Strong colors clip one
  /// channel by themselves. The factors are those of a logistic regression on good pictures and on
  /// overexposed ones (Benchmarks/quality).
  private static func over(_ clipping: castbook_clipping_t) -> Double {
    let burnt = castbook_log2(clipping.clipped + 0.02)
    let colors = castbook_log2(clipping.two + clipping.three / 2 + 0.02)
    let edge = castbook_log2(min(5, max(2, clipping.step)))
    let evidence = burnt + 0.9 * colors + 2.6 * edge - 2 * max(0.15, clipping.saturation)
    let distance = -0.5 - evidence
    let bound = Thresholds.bounds(of: .exposure).warn ?? 0
    return min(1, max(0, bound + distance / (distance < 0 ? 2 : 4)))
  }

  private static func share(_ value: Double, from start: Double, over length: Double) -> Double {
    min(1, max(0, (value - start) / length))
  }

  private mutating func measureContrast(_ tones: castbook_tones_t, _ isBeforeBackdrop: Bool) {
    let contrast = min(1 - (tones.dark - 25) / 110, (tones.range - 0.15) / 0.65)
    note(.contrast, contrast, value: tones.range)
    // White on white has no contrast, and what is behind haze is dim as well before it is of no use.
    if isBeforeBackdrop { scores[.contrast]?.warn = nil }
    if isBeforeBackdrop || tones.white >= Self.dimWhite { scores[.contrast]?.fail = nil }
  }

  private static let dimWhite = 160.0

  private mutating func measureNative(_ backdrop: castbook_backdrop_t, bars: Double) {
    guard let native = source.native else { return }
    if let levels = native.blocks {
      note(.compression, levels)
    }
    guard let share = native.equalShare(without: backdrop.extremes) else { return }
    // A smooth backdrop may be as flat: text is what a user interface has besides, and long lines, or the
    // shape of a phone.
    let lines =
      native.equalShare > Self.leastDrawn ? unsafe castbook_quality_text_lines(picture) : 0
    let text = lines > 1 ? 1 : lines == 1 ? 0.75 : 0
    // In a picture with bars, the long lines are the edges of the bars.
    let hasLines = share > 0.25 && lines > 0 && bars < Self.leastBars
    let line = hasLines ? unsafe castbook_quality_line(picture) : 0
    let tall = Double(source.original.height) / Double(source.original.width)
    let value = max(
      share > 0.25 ? share * Self.share(line, from: 0.4, over: 0.15) : 0,
      native.equalShare * Self.share(tall, from: 1.6, over: 0.15))
    note(.screenshot, value * text)
  }

  /// Photographs have a quarter of equal neighbors, and screenshots half and more.
  private static let leastDrawn = 0.4

  /// Measures bars of one color and blurred bars; returns the share of those of one color.
  private mutating func measureBorder() -> Double {
    var box = castbook_box_t()
    let seams = unsafe castbook_quality_seams(picture)
    let bars = unsafe castbook_quality_bars(picture, &box)
    // What lies between bars of one color may be even as well.
    let isBlurred = bars < Self.leastBars && seams.blurred_bars > bars
    let share = isBlurred ? seams.blurred_bars : bars
    note(.border, share, isBlurred ? seams.inner : box)
    // Soft surroundings may look like a blurred copy: that alone refuses no picture.
    if isBlurred { scores[.border]?.fail = nil }
    note(.collage, seams.collage, seams.seam)
    return bars
  }

  private static let leastBars = 0.02

  private mutating func measureStructure() {
    var (edges, colors) = (0.0, 0.0)
    var box = castbook_box_t()
    unsafe castbook_quality_clutter(picture, grain, &edges, &colors, &box)
    let busy = 0.65 * min(1, edges / 0.6) + 0.35 * min(1, colors)
    note(.clutter, busy, box)
    let letters = unsafe castbook_quality_letters(picture, &box)
    note(.text, letters, box)
    var degrees = 0.0
    if unsafe castbook_quality_tilt(picture, &degrees) {
      note(.tilt, degrees)
    }
  }

  // MARK: Noting

  /// Notes a measure that has a scale.
  private mutating func note(
    _ measure: Measure, _ value: Double, _ box: castbook_box_t = castbook_box_t()
  ) {
    guard let scale = measure.scale else { return }
    note(measure, scale.score(of: abs(value)), value: value, box)
  }

  private mutating func note(
    _ measure: Measure, _ score: Double, value: Double, _ box: castbook_box_t = castbook_box_t()
  ) {
    let bounds = Thresholds.bounds(of: measure)
    scores[measure] = MeasuredScore(
      score: Self.rounded(min(1, max(0, score))), value: Self.rounded(value), warn: bounds.warn,
      fail: bounds.fail, box: original(box))
  }

  /// A box in the pixels of the original; nothing for an empty one.
  private func original(_ box: castbook_box_t) -> PixelBox? {
    guard box.width > 0, box.height > 0 else { return nil }
    let (size, whole) = (source.size, source.original)
    let left = Int(box.x) * whole.width / size.width
    let top = Int(box.y) * whole.height / size.height
    let right = (Int(box.x + box.width) * whole.width + size.width - 1) / size.width
    let bottom = (Int(box.y + box.height) * whole.height + size.height - 1) / size.height
    return PixelBox(
      x: left, y: top, width: min(right, whole.width) - left,
      height: min(bottom, whole.height) - top)
  }

  /// Four decimals, so that what is stored and what is measured anew are equal.
  static func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 + 0 }
}
