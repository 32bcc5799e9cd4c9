internal import Media
internal import Model

extension PictureMaker {
  /// The coded picture without what stood beside it, turned and cut where that can be done without coding
  /// it anew; and the part of it that is left. Nothing where it can't.
  func recoded(_ memory: Int) -> Recoded? {
    let isPlain = plan.image.orientation == .upright && plan.cropReason == nil
    switch plan.format {
    case .png: return PNGParts.stripped(bytes, keepingProfile: true).map { Recoded(bytes: $0) }
    // What stands between its parts goes when they are put together anew.
    case .jpeg where isPlain && !plan.baggage.hasBlemish:
      return JPEGParts.stripped(bytes, keepingProfile: true).map { Recoded(bytes: $0) }
    case .jpeg: return turned(memory)
    default: return nil
    }
  }

  /// A picture whose coding was kept.
  struct Recoded {
    let bytes: [UInt8]
    /// The part of it that is left, and why.
    var crop: (box: PixelBox, because: PreparationStep.CropReason)?
  }

  private func turned(_ memory: Int) -> Recoded? {
    guard let turning = try? JPEGTurning(bytes, plan.image.orientation) else { return nil }
    var crop: (box: PixelBox, because: PreparationStep.CropReason)?
    if let reason = plan.cropReason {
      guard let moved = onBlocks(turning) else { return nil }
      crop = (moved, reason)
    } else if !turning.isPossible() {
      guard let whole = wholeBlocks(turning) else { return nil }
      crop = (whole, .blocks)
    }
    guard
      let turned = try? turning.turned(
        crop: crop?.box, keepingProfile: true, memoryLimit: memory)
    else { return nil }
    return Recoded(bytes: turned, crop: crop)
  }

  /// The part of a picture that can be turned, where hardly anything of it is left out: of blocks that the
  /// picture fills only in part, a few pixels at an edge.
  private func wholeBlocks(_ turning: JPEGTurning) -> PixelBox? {
    let (exact, size) = (turning.exact, turning.size)
    let isLittle =
      200 * (size.width - exact.width) <= size.width
      && 200 * (size.height - exact.height) <= size.height
    let isTaken =
      !limits.isTooSmall(exact.size) && !limits.isTooWide(exact.size)
      && !limits.isTooNarrow(exact.size)
    return isLittle && isTaken && exact.width > 0 && exact.height > 0 ? exact : nil
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
