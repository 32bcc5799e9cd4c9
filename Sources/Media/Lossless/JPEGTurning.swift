package import Model

/// A JPEG that is turned upright, and cropped where that is wished, without being coded anew: its blocks are
/// put elsewhere, and what they hold stays the same.
///
/// Blocks that the picture fills only in part lie at its right and lower edge, and can't lie elsewhere. And a
/// crop begins where a block begins:
///
///     let turning = try JPEGTurning(bytes, .turnedLeft)
///     let crop = turning.moved(wished, .inward)
///     let upright = try turning.turned(crop: crop, keepingProfile: true, memoryLimit: limit)
package struct JPEGTurning: Sendable {
  /// Why it can't be done.
  package enum Refusal: Error, Hashable, Sendable {
    /// It is no JPEG whose parts can be followed.
    case noPicture
    /// It is coded in a way that is not turned so, in words for people.
    case unusual(String)
    /// Blocks would have to lie where only whole ones can.
    case notOnEdge
    /// It takes so many bytes, which are more than there are.
    case noMemory(needed: Int)
    /// What was found while it was done, in words for people.
    case failed(String)
  }

  /// Where a crop's corner goes when it lies between two edges of blocks.
  package enum Direction: Sendable {
    case inward, outward
  }

  /// Of the whole picture, upright.
  package let size: PixelSize
  /// The distances of the edges that a crop's upper left corner can lie on, in upright pixels.
  package let blockSize: PixelSize
  /// The part of the upright picture that can be turned: all of it, or less by parts of blocks at its left
  /// and upper edge. Edges are counted from its corner.
  package let exact: PixelBox
  private let bytes: [UInt8]
  private let parts: JPEGParts
  private let frame: JPEGHeader.Frame
  private let orientation: Orientation

  package init(_ bytes: [UInt8], _ orientation: Orientation) throws(Refusal) {
    let header = JPEGHeader(ByteView(bytes))
    guard let parts = JPEGParts(bytes), let frame = header.frame, let facts = header.facts else {
      throw .noPicture
    }
    if let why = Self.oddity(frame, parts) { throw .unusual(why) }
    self.bytes = bytes
    self.parts = parts
    self.frame = frame
    self.orientation = orientation
    size = facts.codedSize.upright(orientation)
    // Sampling says nothing where there is nothing else to sample.
    let most = frame.sampling.count == 1 ? (across: 1, down: 1) : frame.mostSampling
    let block = PixelSize(width: 8 * most.across, height: 8 * most.down).upright(orientation)
    let left = orientation.isMirroredAcross ? size.width % block.width : 0
    let top = orientation.isMirroredDown ? size.height % block.height : 0
    exact = PixelBox(x: left, y: top, width: size.width - left, height: size.height - top)
    // The library asks for edges of the picture as it is stored, whichever way that lies.
    let longer = max(block.width, block.height)
    blockSize = orientation.swapsSides ? PixelSize(width: longer, height: longer) : block
  }

  /// What keeps a picture from being turned so.
  private static func oddity(_ frame: JPEGHeader.Frame, _ parts: JPEGParts) -> String? {
    if let rare = frame.rareCoding, rare != "arithmetic" { return "its encoding is \(rare)" }
    guard parts.scanCount <= JPEGProof.scanLimit else {
      return "it has \(parts.scanCount) scans"
    }
    let sampling = frame.sampling
    switch sampling.count {
    case 1: return nil
    case 3: return frame.samplingName == nil ? "its chroma subsampling is unusual" : nil
    case 4:
      let isUsual =
        sampling[1] == (1, 1) && sampling[2] == (1, 1) && sampling[3] == sampling[0]
        && [1, 2].contains(sampling[0].across) && [1, 2].contains(sampling[0].down)
      guard isUsual else { return "its chroma subsampling is unusual" }
      return parts.hasAdobe ? nil : "it does not state how its inks are stored"
    default: return "it has \(sampling.count) components"
    }
  }

  /// A crop with its upper left corner moved to the next edge, its other sides where they were; nothing where
  /// there is no such edge, or nothing is left.
  package func moved(_ crop: PixelBox, _ direction: Direction) -> PixelBox? {
    func moved(_ place: Int, from first: Int, by step: Int) -> Int {
      let behind = place - first
      let edge = direction == .outward ? behind / step : (behind + step - 1) / step
      return behind < 0 && direction == .inward ? first : first + edge * step
    }
    let (right, bottom) = (crop.x + crop.width, crop.y + crop.height)
    if direction == .outward, crop.x < exact.x || crop.y < exact.y { return nil }
    let x = moved(crop.x, from: exact.x, by: blockSize.width)
    let y = moved(crop.y, from: exact.y, by: blockSize.height)
    let box = PixelBox(x: x, y: y, width: right - x, height: bottom - y)
    return isPossible(box) ? box : nil
  }

  /// Whether this part of the upright picture, or all of it, can be had so.
  package func isPossible(_ crop: PixelBox? = nil) -> Bool {
    guard let crop else { return exact.width == size.width && exact.height == size.height }
    return crop.width > 0 && crop.height > 0 && crop.x >= exact.x && crop.y >= exact.y
      && (crop.x - exact.x) % blockSize.width == 0
      && (crop.y - exact.y) % blockSize.height == 0
      && crop.width <= size.width - crop.x && crop.height <= size.height - crop.y
  }

  /// What turning takes besides the file's own bytes: all coefficients, mostly twice, and the new file
  /// while it grows.
  package func memory(crop: PixelBox? = nil) -> Int {
    let isInPlace = crop == nil && (orientation == .upright || orientation == .mirrored)
    return frame.coefficientBytes * (isInPlace ? 1 : 2) + 5 * bytes.count + (2 << 20)
  }

  /// The picture upright, or a part of it: baseline or progressive as it was, with tables of codes made for
  /// it, without what is noted beside it, and with its profile where that is asked for.
  package func turned(
    crop: PixelBox? = nil, keepingProfile: Bool, memoryLimit: Int
  ) throws(Refusal) -> [UInt8] {
    guard isPossible(crop) else { throw .notOnEdge }
    let pixels = size.pixelCount
    guard pixels <= Inspector.pixelLimit, size.width > 0, size.height > 0 else {
      throw .unusual("it has more than \(Inspector.pixelLimit) pixels")
    }
    let needed = memory(crop: crop)
    guard needed <= memoryLimit else { throw .noMemory(needed: needed) }
    var turned = try TurboLibrary.transformed(
      plainlySampled, orientation,
      crop: crop.map {
        PixelBox(x: $0.x - exact.x, y: $0.y - exact.y, width: $0.width, height: $0.height)
      }, isProgressive: frame.isProgressive, isPerfect: isPossible())
    let wanted = PixelSize(width: crop?.width ?? size.width, height: crop?.height ?? size.height)
    guard JPEGHeader(ByteView(turned)).facts?.codedSize == wanted else {
      throw .failed("its header is ambiguous")
    }
    // TurboJPEG writes the usual tables, which can make the file a tenth longer than those it came with.
    // Making others takes as long as turning, so it is done where they are missed.
    if !frame.isProgressive, crop != nil || turned.count > bytes.count / 100 * 101 {
      turned = JPEGTables.optimized(turned, memoryLimit: memoryLimit) ?? turned
    }
    return keepingProfile ? withProfile(turned) : turned
  }

  /// The same in one call.
  package static func turned(
    _ bytes: [UInt8], _ orientation: Orientation, crop: PixelBox? = nil,
    keepingProfile: Bool = false, memoryLimit: Int
  ) -> Result<[UInt8], Refusal> {
    Result { () throws(Refusal) in
      try JPEGTurning(bytes, orientation)
        .turned(crop: crop, keepingProfile: keepingProfile, memoryLimit: memoryLimit)
    }
  }

  /// A grey picture whose only component claims to be sampled more often than itself is the same without that,
  /// and its blocks are those of others then.
  private var plainlySampled: [UInt8] {
    guard frame.sampling.count == 1, frame.sampling[0] != (1, 1), let place = parts.frame,
      place.count > 7
    else { return bytes }
    var plain = bytes
    plain[place.lowerBound + 7] = 0x11
    return plain
  }

  /// A turned picture with this one's profile behind what says which colours it has.
  private func withProfile(_ turned: [UInt8]) -> [UInt8] {
    let profile = parts.profile
    guard !profile.isEmpty, let own = JPEGParts(turned),
      let place = own.parts.first(where: { $0.marker != 0xE0 && $0.marker != 0xEE })
    else { return turned }
    let start = place.whole.lowerBound
    return turned[..<start] + parts.copied(profile) + turned[start...]
  }
}

extension Orientation {
  /// Whether the left edge of the upright picture is one that lies at the right or below before.
  fileprivate var isMirroredAcross: Bool {
    switch self {
    case .mirrored, .upsideDown, .turnedLeft, .rightMirrored: true
    default: false
    }
  }

  /// Whether its upper edge is one that lies at the right or below before.
  fileprivate var isMirroredDown: Bool {
    switch self {
    case .upsideDown, .upsideDownMirrored, .rightMirrored, .turnedRight: true
    default: false
    }
  }
}
