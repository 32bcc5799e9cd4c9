internal import Checking
internal import Model

extension Planner {
  /// The part of a picture that is kept, and the size that it gets.
  struct Shape: Hashable, Sendable {
    let framing: Framing
    var cropReason: PreparationStep.CropReason?
    var scaleReason: PreparationStep.ScaleReason?
  }

  /// Why there is no such shape.
  struct Unshaped: Error {
    let findings: [Finding]
  }

  func shape(
    of image: ImageFacts, _ picture: AnalysisPicture?, _ scores: PictureScores?, _ mostPixels: Int
  ) -> Result<Shape, Unshaped> {
    let size = image.size
    var kept = PixelBox(of: size)
    var reason: PreparationStep.CropReason?
    if let inner = withoutBars(scores, picture), !limits.isTooSmall(inner.size) {
      kept = inner
      reason = .bars
    }
    if limits.isTooWide(kept.size) || limits.isTooNarrow(kept.size) {
      let part = cropped(kept, picture)
      if part != kept {
        kept = part
        reason = reason ?? .aspect
      }
    }
    if limits.isTooSmall(kept.size) {
      guard options.allowsEnlarging, let framing = limits.enlarged(kept) else {
        return .failure(Unshaped(findings: tooSmall(size, kept.size)))
      }
      return .success(Shape(framing: framing, cropReason: reason, scaleReason: .small))
    }
    guard let framing = limits.framing(of: kept) else {
      return .failure(Unshaped(findings: [noShape(kept.size)]))
    }
    if let held = limits.framing(of: kept, mostPixels: mostPixels), held != framing {
      return .success(Shape(framing: held, cropReason: reason, scaleReason: .memory))
    }
    return .success(
      Shape(
        framing: framing, cropReason: reason, scaleReason: framing.isScaled ? .size : nil))
  }

  /// What bars leave of a picture. Where they end is seen in the small picture, so a little more goes.
  private func withoutBars(_ scores: PictureScores?, _ picture: AnalysisPicture?) -> PixelBox? {
    guard let score = scores?[.border], let warn = score.warn, score.score < warn,
      let box = score.box, let picture
    else { return nil }
    let whole = picture.original
    let step = (whole.longerSide + picture.size.longerSide - 1) / picture.size.longerSide
    let edge = step > 1 ? 2 * step : 1
    // A single one may be a floor, a wall or a sky: only those on both sides are surely no picture.
    let (beyond, below) = (
      whole.width - box.x - box.width, whole.height - box.y - box.height
    )
    let margins = PlainMargins(edgesOf: picture)
    guard Self.arePair(box.x, beyond, step), Self.arePair(box.y, below, step),
      box.x == 0 || margins.areSidesAlike, box.y == 0 || margins.areEndsAlike
    else { return nil }
    let left = box.x > 0 ? box.x + edge : 0
    let top = box.y > 0 ? box.y + edge : 0
    let right = box.x + box.width < whole.width ? box.x + box.width - edge : whole.width
    let bottom = box.y + box.height < whole.height ? box.y + box.height - edge : whole.height
    guard right > left, bottom > top else { return nil }
    return PixelBox(x: left, y: top, width: right - left, height: bottom - top)
  }

  /// Whether there are bars on both sides, about equally wide, or on none.
  private static func arePair(_ one: Int, _ other: Int, _ step: Int) -> Bool {
    if one == 0, other == 0 { return true }
    return min(one, other) > 0 && max(one, other) <= 2 * min(one, other) + 2 * step
  }

  /// What is kept of a part that is too wide or too narrow: without plain border as far as there is some,
  /// and without more where cropping was asked for. Of a picture that will get a border, all that is no
  /// plain border is kept.
  private func cropped(_ kept: PixelBox, _ picture: AnalysisPicture?) -> PixelBox {
    guard let wanted = limits.cropped(kept.size) else { return kept }
    let whole = picture?.original ?? kept.size
    let isOfWhole = kept == PixelBox(of: whole)
    let margins = isOfWhole ? picture.map { PlainMargins($0) } : nil
    let (x, width) = Self.part(
      kept.width, wanted.width, before: margins?.left ?? 0, after: margins?.right ?? 0,
      isForced: options.fit == .crop)
    let (y, height) = Self.part(
      kept.height, wanted.height, before: margins?.top ?? 0, after: margins?.bottom ?? 0,
      isForced: options.fit == .crop)
    let part = PixelBox(x: kept.x + x, y: kept.y + y, width: width, height: height)
    // What would become too small without its border keeps it.
    return limits.isTooSmall(part.size) && !limits.isTooSmall(kept.size) ? kept : part
  }

  /// Where a shorter stretch lies within a side: in the middle of what is no plain border, within the
  /// border as far as it goes.
  private static func part(
    _ side: Int, _ wanted: Int, before: Int, after: Int, isForced: Bool
  ) -> (start: Int, length: Int) {
    guard wanted < side else { return (0, side) }
    let content = max(1, side - before - after)
    // Without force nothing but border goes.
    let length = isForced ? wanted : max(wanted, content)
    let middle = before + content / 2
    let start = min(max(0, middle - length / 2), side - length)
    // All of the content, wherever it fits.
    let lowest = max(0, before + content - length)
    let highest = min(before, side - length)
    return (lowest <= highest ? min(max(start, lowest), highest) : start, length)
  }

  // MARK: What can't be

  private func tooSmall(_ whole: PixelSize, _ kept: PixelSize) -> [Finding] {
    // Where only the part that is kept is too small, it is that of which this is said.
    let size = limits.isTooSmall(whole) ? whole : kept
    let isBySide = size.shorterSide < limits.leastSide
    let words =
      isBySide
      ? "the shorter side is below the \(limits.leastSide) px minimum"
      : "\(Quantity.pixels(size.pixelCount)), below the \(Quantity.pixels(limits.leastArea)) minimum"
    return [
      Finding(
        .imageTooSmall, .error, message: "\(size) px: \(words)",
        fix: "use a larger original (--allow-upscale enlarges it but adds no detail)",
        measured: String(isBySide ? size.shorterSide : size.pixelCount),
        limit: String(isBySide ? limits.leastSide : limits.leastArea), unit: "px")
    ]
  }

  private func noShape(_ size: PixelSize) -> Finding {
    let isWide = limits.isTooWide(size)
    if isWide || limits.isTooNarrow(size) {
      return Finding(
        isWide ? .imageTooWide : .imageTooNarrow, .error,
        message:
          "\(size) px is too \(isWide ? "wide" : "narrow") for a border: it would leave too little "
          + "of the picture",
        fix: "keep its middle with --fit crop")
    }
    return Finding(
      .imageTooLarge, .error,
      message: "\(size) px can't be scaled to a size that all targets accept",
      fix: "prepare for one target at a time")
  }
}
