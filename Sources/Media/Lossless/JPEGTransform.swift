package import Model

/// Rotates a JPEG upright, and crops it, without encoding it again.
///
/// Its blocks move to other positions, and their content stays the same. Blocks that the
/// picture fills only partly lie at its right and lower edges and can't move elsewhere, and a
/// crop begins at the edge of a block:
///
/// ```swift
/// let transform = try JPEGTransform(bytes, .turnedLeft)
/// let crop = transform.aligned(requested, .inward)
/// let upright = try transform.transformed(
///   crop: crop, keepingProfile: true, memoryLimit: limit)
/// ```
package struct JPEGTransform: Sendable {
  /// The reason why a picture can't be rotated or cropped this way.
  package enum Refusal: Error, Hashable, Sendable {
    /// The file is not a JPEG, or its segments can't be followed.
    case unreadable
    /// The encoding is not supported, for this reason in words for the user.
    case unsupported(String)
    /// A partly filled block would have to move inside the picture, or a crop begins inside a
    /// block.
    case notOnBlockEdge
    /// The operation needs this many bytes, more than the limit.
    case noMemory(needed: Int)
    /// The operation failed, for this reason in words for the user.
    case failed(String)
  }

  /// The direction in which a crop's corner moves to an edge of blocks.
  package enum Direction: Sendable {
    /// Inward makes the crop smaller, and outward makes it larger.
    case inward, outward
  }

  /// The size of the whole upright picture.
  package let size: PixelSize
  /// The distances between possible positions of a crop's upper left corner, in upright
  /// pixels.
  package let blockSize: PixelSize
  /// The part of the upright picture that can be rotated.
  ///
  /// It lacks partly filled blocks at the left and upper edge. The positions of a crop's
  /// corner are counted from its corner.
  package let exactArea: PixelBox
  private let bytes: [UInt8]
  private let parts: JPEGParts
  private let frame: JPEGHeader.Frame
  private let orientation: Orientation

  /// Prepares a transform, or throws if the file is not a JPEG or is not supported.
  package init(_ bytes: [UInt8], _ orientation: Orientation) throws(Refusal) {
    let header = JPEGHeader(ByteView(bytes))
    guard let parts = JPEGParts(bytes), let frame = header.frame, let facts = header.facts else {
      throw .unreadable
    }
    if let why = Self.unsupportedFeature(frame, parts) { throw .unsupported(why) }
    self.bytes = bytes
    self.parts = parts
    self.frame = frame
    self.orientation = orientation
    size = facts.codedSize.upright(orientation)
    // The sampling factors of a single component have no meaning.
    let maximum = frame.sampling.count == 1 ? (across: 1, down: 1) : frame.maximumSampling
    let block = PixelSize(width: 8 * maximum.across, height: 8 * maximum.down).upright(orientation)
    let left = orientation.isMirroredAcross ? size.width % block.width : 0
    let top = orientation.isMirroredDown ? size.height % block.height : 0
    exactArea = PixelBox(x: left, y: top, width: size.width - left, height: size.height - top)
    // TurboJPEG expects edges of the picture as stored, before the rotation.
    let longer = max(block.width, block.height)
    blockSize = orientation.swapsSides ? PixelSize(width: longer, height: longer) : block
  }

  /// Returns what keeps a picture from being rotated this way, or `nil` if it can be.
  private static func unsupportedFeature(_ frame: JPEGHeader.Frame, _ parts: JPEGParts) -> String? {
    if let rare = frame.rareCoding, rare != "arithmetic" { return "its encoding is \(rare)" }
    guard parts.scanCount <= JPEGProver.scanLimit else { return "it has \(parts.scanCount) scans" }
    let sampling = frame.sampling
    switch sampling.count {
    case 1: return nil
    case 3: return frame.samplingName == nil ? "its chroma subsampling is unusual" : nil
    case 4:
      let isStandard =
        sampling[1] == (1, 1) && sampling[2] == (1, 1) && sampling[3] == sampling[0]
        && [1, 2].contains(sampling[0].across) && [1, 2].contains(sampling[0].down)
      guard isStandard else { return "its chroma subsampling is unusual" }
      return parts.hasAdobe ? nil : "it does not state how its inks are stored"
    default: return "it has \(sampling.count) components"
    }
  }

  /// Returns a crop whose upper left corner is moved to the nearest edge of blocks.
  ///
  /// Its other sides stay where they are. The result is `nil` if there is no such edge in
  /// that direction, or if nothing is left of the crop.
  package func aligned(_ crop: PixelBox, _ direction: Direction) -> PixelBox? {
    func snapped(_ position: Int, from first: Int, by step: Int) -> Int {
      let distance = position - first
      let edge = direction == .outward ? distance / step : (distance + step - 1) / step
      return distance < 0 && direction == .inward ? first : first + edge * step
    }
    let (right, bottom) = (crop.x + crop.width, crop.y + crop.height)
    if direction == .outward, crop.x < exactArea.x || crop.y < exactArea.y { return nil }
    let x = snapped(crop.x, from: exactArea.x, by: blockSize.width)
    let y = snapped(crop.y, from: exactArea.y, by: blockSize.height)
    let box = PixelBox(x: x, y: y, width: right - x, height: bottom - y)
    return isPossible(box) ? box : nil
  }

  /// Returns whether a part of the upright picture, or all of it, can be produced this way.
  package func isPossible(_ crop: PixelBox? = nil) -> Bool {
    guard let crop else { return exactArea.width == size.width && exactArea.height == size.height }
    return crop.width > 0 && crop.height > 0 && crop.x >= exactArea.x && crop.y >= exactArea.y
      && (crop.x - exactArea.x) % blockSize.width == 0
      && (crop.y - exactArea.y) % blockSize.height == 0
      && crop.width <= size.width - crop.x && crop.height <= size.height - crop.y
  }

  /// Returns the memory that the transform needs besides the file, in bytes.
  ///
  /// It holds all coefficients, usually twice, and the new file while it grows.
  package func memory(crop: PixelBox? = nil) -> Int {
    let isInPlace = crop == nil && (orientation == .upright || orientation == .mirrored)
    return frame.coefficientBytes * (isInPlace ? 1 : 2) + 5 * bytes.count + (2 << 20)
  }

  /// Returns the upright picture or a part of it as a new file.
  ///
  /// The file stays baseline or progressive, has Huffman tables of its own, and has no
  /// metadata but the profile if that is requested.
  package func transformed(
    crop: PixelBox? = nil, keepingProfile: Bool, memoryLimit: Int
  ) throws(Refusal) -> [UInt8] {
    guard isPossible(crop) else { throw .notOnBlockEdge }
    let pixels = size.pixelCount
    guard pixels <= Inspector.pixelLimit, size.width > 0, size.height > 0 else {
      throw .unsupported("it has more than \(Inspector.pixelLimit) pixels")
    }
    let needed = memory(crop: crop)
    guard needed <= memoryLimit else { throw .noMemory(needed: needed) }
    var result = try TurboLibrary.transformed(
      plainlySampled, orientation,
      crop: crop.map {
        PixelBox(x: $0.x - exactArea.x, y: $0.y - exactArea.y, width: $0.width, height: $0.height)
      }, isProgressive: frame.isProgressive, isPerfect: isPossible())
    let wanted = PixelSize(width: crop?.width ?? size.width, height: crop?.height ?? size.height)
    guard JPEGHeader(ByteView(result)).facts?.codedSize == wanted else {
      throw .failed("its header is ambiguous")
    }
    // TurboJPEG writes default tables, which can make the file a tenth longer than the
    // original ones. Computing better ones takes as long as the rotation, so it is done
    // only where it matters.
    if !frame.isProgressive, crop != nil || result.count > bytes.count / 100 * 101 {
      result = JPEGTables.optimized(result, memoryLimit: memoryLimit) ?? result
    }
    return keepingProfile ? withProfile(result) : result
  }

  /// Rotates and crops a picture in one call.
  package static func transformed(
    _ bytes: [UInt8], _ orientation: Orientation, crop: PixelBox? = nil,
    keepingProfile: Bool = false, memoryLimit: Int
  ) -> Result<[UInt8], Refusal> {
    Result { () throws(Refusal) in
      try JPEGTransform(bytes, orientation)
        .transformed(crop: crop, keepingProfile: keepingProfile, memoryLimit: memoryLimit)
    }
  }

  /// The file with plain sampling factors if it has only one component.
  ///
  /// Some grey pictures claim a higher sampling, which means nothing for a single component
  /// but changes the blocks.
  private var plainlySampled: [UInt8] {
    guard frame.sampling.count == 1, frame.sampling[0] != (1, 1), let frameData = parts.frame,
      frameData.count > 7
    else { return bytes }
    var plain = bytes
    plain[frameData.lowerBound + 7] = 0x11
    return plain
  }

  /// Returns a rotated file with the original's profile after the segments about its
  /// colours.
  private func withProfile(_ turned: [UInt8]) -> [UInt8] {
    let profile = parts.profile
    guard !profile.isEmpty, let own = JPEGParts(turned),
      let next = own.parts.first(where: { $0.marker != 0xE0 && $0.marker != 0xEE })
    else { return turned }
    let start = next.whole.lowerBound
    return turned[..<start] + parts.copied(profile) + turned[start...]
  }
}

extension Orientation {
  /// Whether the left edge of the upright picture was the right or lower edge as stored.
  fileprivate var isMirroredAcross: Bool {
    switch self {
    case .mirrored, .upsideDown, .turnedLeft, .rightMirrored: true
    default: false
    }
  }

  /// Whether the upper edge of the upright picture was the right or lower edge as stored.
  fileprivate var isMirroredDown: Bool {
    switch self {
    case .upsideDown, .upsideDownMirrored, .rightMirrored, .turnedRight: true
    default: false
    }
  }
}
