internal import Checking
internal import Model

extension Planner {
  /// The geometry of a copy and the reasons for it.
  struct Shape: Hashable, Sendable {
    let framing: Framing
    var cropReason: PreparationStep.CropReason?
    var scaleReason: PreparationStep.ScaleReason?
  }

  /// Returns the geometry of a picture's copy: bars are removed, an excessive aspect ratio is
  /// cropped or padded, and the size is brought within limits.
  ///
  /// - Parameter maximumPixels: The maximum pixels of a copy that fit in memory.
  func shape(
    of image: ImageFacts, _ picture: AnalysisPicture?, _ scores: PictureScores?,
    _ maximumPixels: Int
  ) -> Result<Shape, PreparationRefusal> {
    let size = image.size
    var kept = PixelBox(of: size)
    var reason: PreparationStep.CropReason?
    if let inner = withoutBars(scores, picture), !limits.isTooSmall(inner.size),
      !limits.needsBorder(size, around: inner.size)
    {
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
        return .failure(PreparationRefusal(findings: tooSmall(size, kept.size)))
      }
      return .success(Shape(framing: framing, cropReason: reason, scaleReason: .small))
    }
    guard let framing = limits.framing(of: kept) else {
      return .failure(PreparationRefusal(findings: [noShape(kept.size)]))
    }
    if let smaller = limits.framing(of: kept, maximumPixels: maximumPixels), smaller != framing {
      return .success(Shape(framing: smaller, cropReason: reason, scaleReason: .memory))
    }
    return .success(
      Shape(
        framing: framing, cropReason: reason, scaleReason: framing.isScaled ? .size : nil))
  }

  /// Returns the picture without its bars, or `nil` when it has none.
  ///
  /// The end of a bar is located in the small analysis picture, so slightly more is removed.
  private func withoutBars(_ scores: PictureScores?, _ picture: AnalysisPicture?) -> PixelBox? {
    guard let score = scores?[.border], let warn = score.warn, score.score < warn,
      let box = score.box, let picture
    else { return nil }
    let whole = picture.original
    let step = (whole.longerSide + picture.size.longerSide - 1) / picture.size.longerSide
    let edge = step > 1 ? 2 * step : 1
    // A single bar may be a floor, a wall or a sky; only a pair on opposite sides is surely not
    // part of the picture.
    let (rightMargin, bottomMargin) = (
      whole.width - box.x - box.width, whole.height - box.y - box.height
    )
    let margins = PlainMargins(edgesOf: picture)
    guard Self.arePair(box.x, rightMargin, step), Self.arePair(box.y, bottomMargin, step),
      box.x == 0 || margins.hasMatchingSides, box.y == 0 || margins.hasMatchingTopAndBottom
    else { return nil }
    let left = box.x > 0 ? box.x + edge : 0
    let top = box.y > 0 ? box.y + edge : 0
    let right = box.x + box.width < whole.width ? box.x + box.width - edge : whole.width
    let bottom = box.y + box.height < whole.height ? box.y + box.height - edge : whole.height
    guard right > left, bottom > top else { return nil }
    return PixelBox(x: left, y: top, width: right - left, height: bottom - top)
  }

  /// Returns whether two opposite bars are both absent, or both present and about equally wide.
  private static func arePair(_ one: Int, _ other: Int, _ step: Int) -> Bool {
    if one == 0, other == 0 { return true }
    return min(one, other) > 0 && max(one, other) <= 2 * min(one, other) + 2 * step
  }

  /// Returns what remains of a part that is too wide or too narrow.
  ///
  /// Plain margins are removed as far as they go, and more only when the user asked to crop. A
  /// picture that will be padded keeps everything that isn't a plain margin.
  private func cropped(_ kept: PixelBox, _ picture: AnalysisPicture?) -> PixelBox {
    guard let wanted = limits.cropped(kept.size) else { return kept }
    let whole = picture?.original ?? kept.size
    let isWholePicture = kept == PixelBox(of: whole)
    let margins = isWholePicture ? picture.map { PlainMargins($0) } : nil
    let (x, width) = Self.part(
      kept.width, wanted.width, before: margins?.left ?? 0, after: margins?.right ?? 0,
      isForced: options.fit == .crop)
    let (y, height) = Self.part(
      kept.height, wanted.height, before: margins?.top ?? 0, after: margins?.bottom ?? 0,
      isForced: options.fit == .crop)
    let part = PixelBox(x: kept.x + x, y: kept.y + y, width: width, height: height)
    // A part that would become too small without its margins keeps them.
    return limits.isTooSmall(part.size) && !limits.isTooSmall(kept.size) ? kept : part
  }

  /// Returns the position of a shorter range within a side: centred on the content, and within the
  /// plain margins as far as they go.
  private static func part(
    _ side: Int, _ wanted: Int, before: Int, after: Int, isForced: Bool
  ) -> (start: Int, length: Int) {
    guard wanted < side else { return (0, side) }
    let content = max(1, side - before - after)
    // Only margins are removed unless cropping is forced.
    let length = isForced ? wanted : max(wanted, content)
    let middle = before + content / 2
    let start = min(max(0, middle - length / 2), side - length)
    // The whole content is kept wherever it fits.
    let lowest = max(0, before + content - length)
    let highest = min(before, side - length)
    return (lowest <= highest ? min(max(start, lowest), highest) : start, length)
  }

  // MARK: What can't be

  private func tooSmall(_ whole: PixelSize, _ kept: PixelSize) -> [Finding] {
    // When only the kept part is too small, the message names the size of that part.
    let size = limits.isTooSmall(whole) ? whole : kept
    let isBySide = size.shorterSide < limits.minimumSide
    let words =
      isBySide
      ? "the shorter side is below the \(limits.minimumSide) px minimum"
      : "\(Quantity.pixels(size.pixelCount)), below the \(Quantity.pixels(limits.minimumArea)) minimum"
    return [
      Finding(
        .imageTooSmall, .error, message: "\(size) px: \(words)",
        fix: "use a larger original (--allow-upscale enlarges it but adds no detail)",
        measured: String(isBySide ? size.shorterSide : size.pixelCount),
        limit: String(isBySide ? limits.minimumSide : limits.minimumArea), unit: "px")
    ]
  }

  /// Returns the finding for a size that can't be scaled or padded into the limits.
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
