internal import Media
internal import Model
internal import PNG

extension PictureMaker {
  /// Returns a lossless copy of the encoded picture without its metadata, turned and cropped where
  /// that is possible without re-encoding.
  ///
  /// It returns `nil` when the plan can't be carried out losslessly within `memory` bytes.
  func losslessCopy(memory: Int) -> LosslessCopy? {
    let isPlain = plan.image.orientation == .upright && plan.cropReason == nil
    let (profile, credentials) = (keepsProfile, plan.otherContent.kept.contains(.credentials))
    let stripped: [UInt8]?
    switch plan.format {
    case .png:
      stripped = PNGParts.stripped(
        bytes, keepingProfile: profile, keepingCredentials: credentials)
    case .webp:
      stripped = WebPParts.stripped(
        bytes, keepingProfile: profile, keepingCredentials: credentials)
    // Data between the parts of a damaged file is removed when `turned(_:)` puts them together
    // again.
    case .jpeg where isPlain && !plan.otherContent.hasBlemish:
      stripped = JPEGParts.stripped(
        bytes, keepingProfile: profile, keepingCredentials: credentials)
    case .jpeg: return turned(memory)
    default: return nil
    }
    return stripped.map { LosslessCopy(bytes: $0, hasCredentials: credentials) }
  }

  /// Whether the colour profile stays; one that is damaged or names a monitor is removed.
  private var keepsProfile: Bool {
    !plan.otherContent.hasBadProfile && Inspector.canKeepProfile(of: bytes, plan.format)
  }

  /// A copy that keeps the encoded picture.
  struct LosslessCopy {
    let bytes: [UInt8]
    /// The part that remains and the reason for the crop, or `nil` when the whole picture remains.
    var crop: (box: PixelBox, because: PreparationStep.CropReason)?
    /// Whether the copy still contains the original's Content Credentials.
    var hasCredentials = false
  }

  /// Turns and crops a JPEG in whole blocks; returns `nil` when the picture or the crop doesn't
  /// permit it.
  private func turned(_ memory: Int) -> LosslessCopy? {
    guard let turning = try? JPEGTransform(bytes, plan.image.orientation) else { return nil }
    var crop: (box: PixelBox, because: PreparationStep.CropReason)?
    if let reason = plan.cropReason {
      guard let moved = onBlocks(turning) else { return nil }
      crop = (moved, reason)
    } else if !turning.isPossible() {
      guard let whole = wholeBlocks(turning) else { return nil }
      crop = (whole, .blocks)
    }
    guard
      let turned = try? turning.transformed(
        crop: crop?.box, keepingProfile: keepsProfile, memoryLimit: memory)
    else { return nil }
    return LosslessCopy(bytes: turned, crop: crop)
  }

  /// Returns the part of a picture that consists of whole blocks, or `nil` when that would remove
  /// more than 0.5 % of a side or leave a size that the targets refuse.
  private func wholeBlocks(_ turning: JPEGTransform) -> PixelBox? {
    let (exact, size) = (turning.exactArea, turning.size)
    let isLittle =
      200 * (size.width - exact.width) <= size.width
      && 200 * (size.height - exact.height) <= size.height
    let isAccepted =
      !limits.isTooSmall(exact.size) && !limits.isTooWide(exact.size)
      && !limits.isTooNarrow(exact.size)
    return isLittle && isAccepted && exact.width > 0 && exact.height > 0 ? exact : nil
  }

  /// Returns the planned crop, moved to start on a block boundary.
  ///
  /// With bars, a little more of the picture is removed; with a border, a little more of it stays
  /// or goes. It returns `nil` when that is over 1 % of a side or leaves a size that the targets
  /// refuse.
  private func onBlocks(_ turning: JPEGTransform) -> PixelBox? {
    let wanted = plan.framing.crop
    guard var moved = turning.aligned(wanted, .inward) else { return nil }
    if plan.cropReason == .aspect {
      // The crop keeps its size: its far edges move along where there is room.
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
