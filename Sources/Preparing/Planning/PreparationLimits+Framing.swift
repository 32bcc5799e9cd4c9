internal import Model

extension PreparationLimits {
  /// Returns the smallest canvas around a picture that is neither too wide nor too narrow.
  func padded(_ size: PixelSize) -> PixelSize {
    if isTooWide(size), let edge = maximumAspect {
      let (width, ratio) = (size.width, edge.ratio)
      var height = (width * ratio.denominator + ratio.numerator - 1) / ratio.numerator
      if isTooWide(PixelSize(width: width, height: height)) { height += 1 }
      return PixelSize(width: width, height: height)
    }
    if isTooNarrow(size), let edge = minimumAspect {
      let (height, ratio) = (size.height, edge.ratio)
      var width = (height * ratio.numerator + ratio.denominator - 1) / ratio.denominator
      if isTooNarrow(PixelSize(width: width, height: height)) { width += 1 }
      return PixelSize(width: width, height: height)
    }
    return size
  }

  /// Returns whether a picture has just the border that its inner part needs to be accepted, as
  /// `padded(_:)` adds it. Without it, the copy would only get it again.
  func needsBorder(_ size: PixelSize, around inner: PixelSize) -> Bool {
    let flatter = PixelSize(width: size.width, height: max(1, size.height - 1))
    if isTooWide(inner), !isTooWide(size) { return isTooWide(flatter) }
    let slimmer = PixelSize(width: max(1, size.width - 1), height: size.height)
    if isTooNarrow(inner), !isTooNarrow(size) { return isTooNarrow(slimmer) }
    return false
  }

  /// Returns the largest part of a picture that is neither too wide nor too narrow, or `nil` when
  /// there is none.
  func cropped(_ size: PixelSize) -> PixelSize? {
    var part = size
    if isTooWide(size), let ratio = maximumAspect?.ratio {
      var width = size.height * ratio.numerator / ratio.denominator
      if isTooWide(PixelSize(width: width, height: size.height)) { width -= 1 }
      part = PixelSize(width: width, height: size.height)
    } else if isTooNarrow(size), let ratio = minimumAspect?.ratio {
      var height = size.width * ratio.denominator / ratio.numerator
      if isTooNarrow(PixelSize(width: size.width, height: height)) { height -= 1 }
      part = PixelSize(width: size.width, height: height)
    }
    guard part.width > 0, part.height > 0 else { return nil }
    return part
  }

  /// Returns a size scaled to a longer side of `longer` pixels, in the same aspect ratio.
  private func scaled(_ size: PixelSize, longer: Int) -> PixelSize {
    func side(_ original: Int) -> Int {
      max(1, (original * longer + size.longerSide / 2) / size.longerSide)
    }
    return PixelSize(width: side(size.width), height: side(size.height))
  }

  /// Returns the largest accepted framing of a part of a picture, never enlarging it.
  ///
  /// It returns `nil` when every size that is small enough on one side is too small on the other.
  func framing(of crop: PixelBox, maximumPixels: Int = .max) -> Framing? {
    let framing = { (longer: Int) in
      let content = scaled(crop.size, longer: longer)
      return Framing(crop: crop, content: content, canvas: padded(content))
    }
    func fits(_ longer: Int) -> Bool {
      let canvas = framing(longer).canvas
      return !isTooLarge(canvas) && canvas.pixelCount <= maximumPixels
    }
    var longer = crop.size.longerSide
    if !fits(longer) {
      // A binary search; rounding makes the result inexact by at most one pixel.
      var (low, high) = (1, longer)
      while low < high {
        let middle = (low + high + 1) / 2
        if fits(middle) { low = middle } else { high = middle - 1 }
      }
      longer = low
      guard fits(longer) else { return nil }
    }
    let found = framing(longer)
    return isTooSmall(found.content) ? nil : found
  }

  /// Returns the smallest accepted enlargement of a part that is too small, or `nil` when it would
  /// be too large.
  func enlarged(_ crop: PixelBox) -> Framing? {
    let size = crop.size
    // The minimum side and the minimum area both apply: the larger result satisfies both.
    var longer = size.longerSide
    let longerForMinimumSide =
      (size.longerSide * minimumSide + size.shorterSide - 1) / size.shorterSide
    longer = max(longer, longerForMinimumSide)
    while isTooSmall(scaled(size, longer: longer)) {
      longer += max(1, longer / 256)
      guard longer <= 100_000 else { return nil }
    }
    let content = scaled(size, longer: longer)
    let framing = Framing(crop: crop, content: content, canvas: padded(content))
    return isTooLarge(framing.canvas) ? nil : framing
  }
}
