internal import CQuality
package import Model
internal import Sheets

/// Measures one picture: every measure that `docs/scores.md` names, from the same small copy of
/// it.
@safe package struct PictureMeasurement {
  private let source: AnalysisPicture
  /// The state of the C code, which `scores(of:)` frees.
  let picture: OpaquePointer
  /// The part of the picture inside bars or a frame, without which its light and clutter are
  /// measured; `nil` if there are none.
  private(set) var inner: castbook_box_t?
  var scores: PictureScores
  /// The noise of the luma in levels, or a negative number where there is too little to
  /// measure.
  private(set) var grain = -1.0
  /// Whether the picture is a sheet of several views.
  private var isSheet = false

  /// Returns all measures of a picture. Measures that the picture doesn't allow are absent.
  ///
  /// ```swift
  /// let scores = PictureMeasurement.scores(of: picture)
  /// let sharpness = scores[.sharpness]?.score
  /// ```
  package static func scores(of picture: AnalysisPicture) -> PictureScores {
    let scores = unsafe withState(of: picture) { state in
      var measuring = unsafe PictureMeasurement(picture, state)
      measuring.measure()
      return measuring.scores
    }
    return scores ?? PictureScores(original: picture.original, analysis: picture.size)
  }

  /// Returns only the lighting of a picture; `nil` when the picture is too dark or too small.
  package static func lighting(of picture: AnalysisPicture) -> Lighting? {
    unsafe withState(of: picture) { unsafe Lighting(measuring: $0) } ?? nil
  }

  /// Calls `body` with the C code's state for a picture; returns `nil` if memory runs out.
  private static func withState<Value>(
    of picture: AnalysisPicture, _ body: (OpaquePointer) -> Value
  ) -> Value? {
    unsafe picture.rgb.withUnsafeBufferPointer { rgb in
      guard
        let state = unsafe castbook_quality_new(
          rgb.baseAddress, Int32(picture.size.width), Int32(picture.size.height),
          picture.isOverWhite)
      else { return nil }
      defer { unsafe castbook_quality_free(state) }
      return unsafe body(state)
    }
  }

  private init(_ source: AnalysisPicture, _ picture: OpaquePointer) {
    self.source = source
    unsafe self.picture = picture
    scores = PictureScores(original: source.original, analysis: source.size)
    scores.isOverWhite = source.isOverWhite
  }

  /// Measures everything. Noise is measured before sharpness, which needs it.
  private mutating func measure() {
    let backdrop = unsafe castbook_quality_backdrop(picture)
    measureSubject(backdrop)
    measureSharpness()
    let bars = measureBorder(isBeforeBackdrop: backdrop.is_plain)
    let hasTitle = measureStructure()
    measureNative(backdrop, bars: bars, hasTitle: hasTitle)
    measureLight(isBeforeBackdrop: backdrop.is_plain)
    Explanation.apply(to: &scores, isSheet: isSheet)
    scores.lighting = unsafe Lighting(measuring: picture)
  }

  /// Measures the size of the subject and whether the frame cuts it, where a plain backdrop
  /// shows both.
  private mutating func measureSubject(_ backdrop: castbook_backdrop_t) {
    guard backdrop.is_plain, backdrop.has_subject else { return }
    record(.subject, backdrop.subject, backdrop.box)
    // A small subject that is cut through its middle touches little of the frame.
    let cut = min(1, backdrop.cut / 0.25) / 2 + backdrop.breadth / 2
    record(.framing, 1 - cut, value: backdrop.touch, backdrop.box)
  }

  /// Measures noise, halos and sharpness, and from these motion and effective resolution.
  private mutating func measureSharpness() {
    var box = castbook_box_t()
    grain = unsafe castbook_quality_noise(picture, &box)
    measureNoise(box)
    let halos = unsafe castbook_quality_halos(picture)
    if halos >= 0 { record(.sharpening, halos) }
    let found = unsafe castbook_quality_sharpness(picture, grain)
    guard found.is_measured else {
      measureSize()
      return
    }
    record(.sharpness, found.sharp, found.box)
    let directions = unsafe withUnsafeBytes(of: found.directions) { bytes in
      (0..<4).map { unsafe bytes.load(fromByteOffset: 8 * $0, as: Double.self) }
    }
    scores.motion = Self.motion(directions)
    measureResolution(sharp: found.sharp, halos: halos)
  }

  /// Measures the noise of the luma, and of the colors at a quarter of the size: a sensor's
  /// noise becomes that coarse when the colors between its pixels are filled in.
  private mutating func measureNoise(_ box: castbook_box_t) {
    let colors = unsafe castbook_quality_color_noise(picture)
    guard grain >= 0 else { return }
    let noise = (grain * grain + max(0, colors) * max(0, colors)).squareRoot()
    record(.noise, noise, box)
  }

  /// Measures the size alone. A picture without any edges may still have too few pixels.
  private mutating func measureSize() {
    let side = Double(source.original.shorterSide)
    guard side < Self.minimumPixels else { return }
    record(.resolution, side / Self.enoughPixels, value: side)
    scores[.resolution]?.warn = nil
    scores[.resolution]?.fail = Self.minimumPixels / Self.enoughPixels
  }

  /// Measures how many pixels the picture is worth, and sets the thresholds for it.
  private mutating func measureResolution(sharp: Double, halos: Double) {
    let fineness = fineness(halos: max(0, halos))
    let side = effectiveSide(sharp: sharp, fineness: fineness)
    // An enlargement shows in a large picture too, long before it is worth too few pixels.
    let share = 0.7 + 0.3 * fineness
    record(.resolution, min(1, side / Self.enoughPixels) * share, value: side)
    let native = Double(source.original.shorterSide)
    if side < Measure.enlargedShare * native, isEnlarged(sharp: sharp, halos: max(0, halos)) {
      scores[.resolution]?.warn = Thresholds.bounds(of: .resolution).warn
      scores[.resolution]?.fail = nil
    } else {
      // A picture as fine as its pixels fails only when it has too few of them.
      scores[.resolution]?.warn = nil
      scores[.resolution]?.fail =
        native < Self.minimumPixels ? Self.minimumPixels / Self.enoughPixels : nil
    }
  }

  /// Returns the shorter side that the picture is worth in pixels; repeated or interpolated
  /// pixels count for less.
  private func effectiveSide(sharp: Double, fineness: Double) -> Double {
    let native = Double(source.original.shorterSide)
    let doubled = native / Double(source.native?.pixelRepetition ?? 1)
    // A picture enlarged twice has three quarters of a sharp one's fineness; enlarged three
    // times, half.
    let fine = native * fineness * fineness
    guard sharp < Self.sharpEdge else { return min(fine, doubled) }
    // Above the size at which sharpness is measured, the remaining detail of a soft picture is
    // invisible.
    return min(fine, doubled, Double(source.size.shorterSide) * sharp / Self.sharpEdge)
  }

  /// Returns whether the picture has no detail anywhere that is finer than an enlargement's. A
  /// soft lens, a few smooth surfaces or a poor JPEG leave some.
  private func isEnlarged(sharp: Double, halos: Double) -> Bool {
    guard sharp >= Self.sharpEdge, let native = source.native, native.pixelRepetition == 1 else {
      return true
    }
    return native.fineness > 0 && native.textured >= Self.minimumTexturedOfEnlarged
      && Double(native.fineness) - 160 * halos < Self.enlargedFineness
  }

  /// Returns how fine the picture is at its own size, from 0.1 to 1. It is 1 where the picture
  /// is as fine as a sharp one, or where nothing is known.
  ///
  /// Two signs have the same weight: how sharply slopes bend, less what sharpening added, and
  /// how much detail of single pixels there is.
  private func fineness(halos: Double) -> Double {
    guard let native = source.native else { return 1 }
    var signs: [Double] = []
    if native.fineness > 0, native.textured >= Self.minimumTextured {
      signs.append(min(1, max(0, Double(native.fineness) / Self.sharpFineness - halos)))
    }
    if native.detail > 0 {
      // A JPEG loses some of it, and the more the coarser it is.
      let kept = 1 - Double(min(native.coarseness, Self.commonCoarseness)) / 200
      signs.append(min(1, Double(native.detail) / (Self.sharpDetail * kept)))
    }
    guard !signs.isEmpty else { return 1 }
    return max(0.1, signs.reduce(0, +) / Double(signs.count))
  }

  /// The sharpness of edges as cameras and good enlargements make them.
  private static let sharpEdge = 0.3
  /// The fineness of a sharp picture in 64ths, which most pictures that were never enlarged
  /// exceed.
  private static let sharpFineness = 85.0
  /// The detail of a sharp picture in 128ths.
  private static let sharpDetail = 64.0
  /// The coarseness of quality 69, as libjpeg writes it.
  private static let commonCoarseness = 62
  /// The fineness in 64ths of a picture enlarged to twice its size; a larger factor leaves
  /// less.
  private static let enlargedFineness = 59.0
  /// The shorter side in pixels from which on more resolution does not raise the score.
  private static let enoughPixels = 600.0
  /// The shorter side in pixels that every provider asks for.
  private static let minimumPixels = 300.0
  /// The number of squares with slopes, of a thousand, below which they say little.
  private static let minimumTextured = 20
  /// The number of squares with slopes that a picture must have to count as enlarged, since in
  /// front of a soft background they may be soft as well.
  private static let minimumTexturedOfEnlarged = 70

  /// Returns the direction of motion blur in degrees, or `nil` when edges across it are not
  /// much softer than those along it.
  private static func motion(_ directions: [Double]) -> Int? {
    let measured = directions.enumerated().filter { $0.element >= 0 }
    guard measured.count == 4,
      let softest = measured.min(by: { $0.element < $1.element }),
      let sharpest = directions.max(), sharpest > 0, 1 - softest.element / sharpest > 0.35
    else { return nil }
    // Rows run downwards, so 45 degrees in the picture's coordinates falls to the right.
    return [0, 135, 90, 45][softest.offset]
  }

  /// Measures the traces of JPEG blocks and of screenshots at the picture's own size.
  private mutating func measureNative(
    _ backdrop: castbook_backdrop_t, bars: Double, hasTitle: Bool
  ) {
    guard let native = source.native else { return }
    if let levels = native.blockStrength { record(.compression, levels) }
    guard let share = native.equalShare(without: backdrop.extremes) else { return }
    // A smooth backdrop may be as flat as a user interface, which has text besides, and long
    // lines or the shape of a phone.
    let lines =
      native.equalShare > Self.minimumEqualShare ? unsafe castbook_quality_text_lines(picture) : 0
    let text = lines > 1 ? 1 : lines == 1 ? 0.75 : 0
    // In a picture with bars, the long lines are the edges of the bars.
    let hasLines = share > 0.25 && lines > 0 && bars < Self.minimumBars
    let line = hasLines ? unsafe castbook_quality_line(picture) : 0
    let tall = Double(source.original.height) / Double(source.original.width)
    let value = max(
      share > 0.25 ? share * Self.share(line, from: 0.4, over: 0.15) : 0,
      native.equalShare * Self.share(tall, from: 1.6, over: 0.15))
    // A window or a page may show one picture and little text, but it has a title.
    let isPage = hasTitle && native.equalShare > Self.minimumEqualShareOfPage
    record(.screenshot, isPage ? max(value * text, native.equalShare) : value * text)
  }

  /// The share of equal neighbors above which text is looked for. Photographs have a quarter,
  /// and screenshots half and more.
  private static let minimumEqualShare = 0.4
  /// The share of equal neighbors above which a picture with a title is one of a window or a page.
  private static let minimumEqualShareOfPage = 0.6

  /// Measures bars of one color, blurred bars and collages. Returns the share of the bars of
  /// one color.
  private mutating func measureBorder(isBeforeBackdrop: Bool) -> Double {
    var box = castbook_box_t()
    let seams = unsafe castbook_quality_seams(picture)
    let bars = unsafe castbook_quality_bars(picture, &box)
    if bars >= Self.minimumBars { inner = box }
    // The picture between bars of one color may be even as well.
    let isBlurred = bars < Self.minimumBars && seams.blurred_bars > bars
    let share = isBlurred ? seams.blurred_bars : bars
    record(.border, share, isBlurred ? seams.inner : box)
    // Soft surroundings may look like a blurred copy, so blurred bars alone don't fail a
    // picture.
    if isBlurred { scores[.border]?.fail = nil }
    measureCollage(seams, isBeforeBackdrop: isBeforeBackdrop)
    return bars
  }

  /// The confidence in a seam from which on views are looked for.
  private static let minimumSeam = 0.2

  /// Measures whether several pictures or views are in one: what parts them is a seam, or whatever
  /// `castbook split` would cut them apart by.
  private mutating func measureCollage(_ seams: castbook_seams_t, isBeforeBackdrop: Bool) {
    // What parts views is a line across the picture, or a plain backdrop between them.
    let maySplit =
      unsafe seams.collage >= Self.minimumSeam
      || isBeforeBackdrop && castbook_quality_has_parts(picture)
    guard maySplit, let sheet = PanelSearch.sheet(in: source) else {
      return record(.collage, seams.collage, seams.seam)
    }
    isSheet = true
    record(.collage, max(sheet.confidence, seams.collage), seams.seam)
  }

  /// The share of the picture that bars have at least.
  private static let minimumBars = 0.02

  /// Measures lettering and tilt. Returns whether a title is in an upper corner.
  private mutating func measureStructure() -> Bool {
    var box = castbook_box_t()
    var hasTitle = false
    let letters = unsafe castbook_quality_letters(picture, &box, &hasTitle)
    record(.text, letters, box)
    var degrees = 0.0
    if unsafe castbook_quality_tilt(picture, &degrees) { record(.tilt, degrees) }
    return hasTitle
  }

  // MARK: Recording

  /// Returns where a value lies between `start` and `start + length`, from 0 to 1.
  static func share(_ value: Double, from start: Double, over length: Double) -> Double {
    min(1, max(0, (value - start) / length))
  }

  /// Records a measure by its value, using the measure's scale for the score.
  mutating func record(
    _ measure: Measure, _ value: Double, _ box: castbook_box_t = castbook_box_t()
  ) {
    guard let scale = measure.scale else { return }
    record(measure, scale.score(of: abs(value)), value: value, box)
  }

  /// Records a measure with its score, which is limited to 0 to 1, and the thresholds of
  /// `Thresholds`.
  mutating func record(
    _ measure: Measure, _ score: Double, value: Double, _ box: castbook_box_t = castbook_box_t()
  ) {
    let bounds = Thresholds.bounds(of: measure)
    scores[measure] = MeasuredScore(
      score: Self.rounded(min(1, max(0, score))), value: Self.rounded(value), warn: bounds.warn,
      fail: bounds.fail, box: original(box))
  }

  /// Returns a box in pixels of the original, or `nil` for an empty one.
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

  /// Returns a value rounded to four decimals, so stored and newly measured numbers are
  /// equal.
  static func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 + 0 }
}
