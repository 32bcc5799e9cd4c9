internal import Media
internal import Model

extension PictureMaker {
  /// The coded picture without what stood beside it, turned and cut where that can be done without coding
  /// it anew; and the part of it that is left. Nothing where it can't.
  func recoded(_ memory: Int) -> (bytes: [UInt8], crop: PixelBox?)? {
    let isPlain = plan.image.orientation == .upright && plan.cropReason == nil
    switch plan.format {
    case .png: return PNGParts.stripped(bytes, keepingProfile: true).map { ($0, nil) }
    // What stands between its parts goes when they are put together anew.
    case .jpeg where isPlain && !plan.baggage.hasBlemish:
      return JPEGParts.stripped(bytes, keepingProfile: true).map { ($0, nil) }
    case .jpeg: return turned(memory)
    default: return nil
    }
  }

  private func turned(_ memory: Int) -> (bytes: [UInt8], crop: PixelBox?)? {
    guard let turning = try? JPEGTurning(bytes, plan.image.orientation) else { return nil }
    var crop: PixelBox?
    if plan.cropReason != nil {
      guard let moved = onBlocks(turning) else { return nil }
      crop = moved
    }
    guard let turned = try? turning.turned(crop: crop, keepingProfile: true, memoryLimit: memory)
    else { return nil }
    return (turned, crop)
  }

  /// The part that is kept, begun where blocks begin. A little more of the picture goes with bars, and of a
  /// border a little more stays or goes; nothing where that would be seen, or be too much or too little.
  private func onBlocks(_ turning: JPEGTurning) -> PixelBox? {
    let wanted = plan.framing.crop
    guard var moved = turning.moved(wanted, .inward) else { return nil }
    if plan.cropReason == .aspect {
      // As large as it was: the other end moves along where there is room.
      let (x, y) = (moved.x, moved.y)
      moved = PixelBox(
        x: x, y: y, width: min(wanted.width, turning.size.width - x),
        height: min(wanted.height, turning.size.height - y))
    }
    let lost = max(wanted.width - moved.width, wanted.height - moved.height)
    let isLittle = 100 * lost <= min(wanted.width, wanted.height)
    let size = moved.size
    guard isLittle, !limits.isTooSmall(size), !limits.isTooWide(size), !limits.isTooNarrow(size)
    else { return nil }
    return moved
  }
}
