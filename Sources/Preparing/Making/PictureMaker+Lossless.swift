internal import Media
internal import Model
internal import PNG

extension PictureMaker {
  /// The coded picture without what stood beside it, turned and cut where that can be done without coding
  /// it anew; and the part of it that is left. Nothing where it can't.
  func recoded(_ memory: Int) -> Recoded? {
    let isPlain = plan.image.orientation == .upright && plan.cropReason == nil
    let (profile, credentials) = (keepsProfile, plan.baggage.kept.contains(.credentials))
    let stripped: [UInt8]?
    switch plan.format {
    case .png:
      stripped = PNGParts.stripped(
        bytes, keepingProfile: profile, keepingCredentials: credentials)
    case .webp:
      stripped = WebPParts.stripped(
        bytes, keepingProfile: profile, keepingCredentials: credentials)
    // What stands between its parts goes when they are put together anew.
    case .jpeg where isPlain && !plan.baggage.hasBlemish:
      stripped = JPEGParts.stripped(
        bytes, keepingProfile: profile, keepingCredentials: credentials)
    case .jpeg: return turned(memory)
    default: return nil
    }
    return stripped.map { Recoded(bytes: $0, hasCredentials: credentials) }
  }

  /// Whether the profile can stay: one that can't be used, or that names a monitor, goes.
  private var keepsProfile: Bool {
    !plan.baggage.hasBadProfile && Inspector.canKeepProfile(of: bytes, plan.format)
  }

  /// A picture whose coding was kept.
  struct Recoded {
    let bytes: [UInt8]
    /// The part of it that is left, and why.
    var crop: (box: PixelBox, because: PreparationStep.CropReason)?
    /// Whether its Content Credentials are still there.
    var hasCredentials = false
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
        crop: crop?.box, keepingProfile: keepsProfile, memoryLimit: memory)
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
