internal import Model

/// Where a picture stands in its prepared copy: the part of the original that is kept, the size it gets,
/// and the border around it. All of it upright.
struct Framing: Hashable, Sendable {
  /// The part of the original that is kept, in its pixels.
  var crop: PixelBox
  /// The size of that part in the copy.
  var content: PixelSize
  /// The whole copy.
  var canvas: PixelSize

  /// Where the part lies in the copy: in its middle.
  var left: Int { (canvas.width - content.width) / 2 }
  var top: Int { (canvas.height - content.height) / 2 }

  var isScaled: Bool { content != crop.size }
  var isPadded: Bool { canvas != content }
}

extension PixelBox {
  var size: PixelSize { PixelSize(width: width, height: height) }

  /// All of a picture.
  init(of size: PixelSize) { self.init(x: 0, y: 0, width: size.width, height: size.height) }
}

extension PreparationLimits {
  /// The smallest canvas around a picture that is neither too wide nor too narrow.
  func padded(_ size: PixelSize) -> PixelSize {
    if isTooWide(size), let edge = widest {
      let (width, ratio) = (size.width, edge.ratio)
      var height = (width * ratio.denominator + ratio.numerator - 1) / ratio.numerator
      if isTooWide(PixelSize(width: width, height: height)) { height += 1 }
      return PixelSize(width: width, height: height)
    }
    if isTooNarrow(size), let edge = narrowest {
      let (height, ratio) = (size.height, edge.ratio)
      var width = (height * ratio.numerator + ratio.denominator - 1) / ratio.denominator
      if isTooNarrow(PixelSize(width: width, height: height)) { width += 1 }
      return PixelSize(width: width, height: height)
    }
    return size
  }

  /// The largest part of a picture that is neither too wide nor too narrow; nothing where there is none.
  func cropped(_ size: PixelSize) -> PixelSize? {
    var part = size
    if isTooWide(size), let ratio = widest?.ratio {
      var width = size.height * ratio.numerator / ratio.denominator
      if isTooWide(PixelSize(width: width, height: size.height)) { width -= 1 }
      part = PixelSize(width: width, height: size.height)
    } else if isTooNarrow(size), let ratio = narrowest?.ratio {
      var height = size.width * ratio.denominator / ratio.numerator
      if isTooNarrow(PixelSize(width: size.width, height: height)) { height -= 1 }
      part = PixelSize(width: size.width, height: height)
    }
    guard part.width > 0, part.height > 0 else { return nil }
    return part
  }

  /// The size with a longer side of so many pixels, its sides in the ratio they have.
  private func scaled(_ size: PixelSize, longer: Int) -> PixelSize {
    func side(_ own: Int) -> Int {
      max(1, (own * longer + size.longerSide / 2) / size.longerSide)
    }
    return PixelSize(width: side(size.width), height: side(size.height))
  }

  /// Content and canvas of a part of a picture, as large as they may be and never larger than it; nothing
  /// where whatever is small enough on one side is too small on the other.
  func framing(of crop: PixelBox, mostPixels: Int = .max) -> Framing? {
    let framing = { (longer: Int) in
      let content = scaled(crop.size, longer: longer)
      return Framing(crop: crop, content: content, canvas: padded(content))
    }
    func fits(_ longer: Int) -> Bool {
      let canvas = framing(longer).canvas
      return !isTooLarge(canvas) && canvas.pixelCount <= mostPixels
    }
    var longer = crop.size.longerSide
    if !fits(longer) {
      // What fits is looked for by halves; one pixel of rounding may go either way.
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

  /// The same of a part that is too small, as much enlarged as it takes.
  func enlarged(_ crop: PixelBox) -> Framing? {
    let size = crop.size
    // A side that is asked for and an area that is asked for: the larger of what either takes.
    var longer = size.longerSide
    let bySide = (size.longerSide * leastSide + size.shorterSide - 1) / size.shorterSide
    longer = max(longer, bySide)
    while isTooSmall(scaled(size, longer: longer)) {
      longer += max(1, longer / 256)
      guard longer <= 100_000 else { return nil }
    }
    let content = scaled(size, longer: longer)
    let framing = Framing(crop: crop, content: content, canvas: padded(content))
    return isTooLarge(framing.canvas) ? nil : framing
  }
}
