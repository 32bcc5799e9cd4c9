internal import Model

/// The screen and the blocks of a GIF; coded pixels are skipped.
struct GIFHeader {
  private let file: ByteView
  /// The number of frames so far.
  private var frames = 0
  /// Whether the first frame has a transparent colour.
  private var hasTransparency = false
  /// The part of the screen that the first frame covers.
  private var firstFrame: (left: Int, top: Int, size: PixelSize)?
  /// The number of bytes after the end mark.
  private var trailing = 0
  /// The first problem that was found.
  private var problem: FileProblem?

  /// The largest number of blocks; no animation has as many, at two for each frame.
  private static let blockLimit = 100_000
  /// The largest number of sub-blocks: they have at most 255 bytes, and some writers make
  /// tiny ones.
  private static let pieceLimit = 4_000_000

  /// Reads a GIF from its header to its end mark.
  init(_ file: ByteView) {
    self.file = file
    guard let flags = file[10], file.count >= 13 else {
      problem = .truncated(what: "the file ends inside its header")
      return
    }
    // The global palette precedes the first block.
    walk(from: 13 + Self.paletteLength(flags))
  }

  /// Returns the bytes of the palette that the flags of a screen or a frame announce.
  private static func paletteLength(_ flags: UInt8) -> Int {
    flags & 0x80 == 0 ? 0 : 3 << (Int(flags & 7) + 1)
  }

  /// Follows the blocks, and stops at the first problem.
  private mutating func walk(from start: Int) {
    var position = start
    var pieces = 0
    for _ in 0..<Self.blockLimit {
      guard let kind = file[position] else { return recordEnd(at: position) }
      var data: Int
      switch kind {
      case 0x21:
        readExtension(at: position)
        data = position + 2
      case 0x2C:
        guard let flags = file[position + 9] else { return recordTruncation(inside: frames + 1) }
        if frames == 0 { readFirstFrame(at: position) }
        frames += 1
        // The palette, then the size of the codes.
        data = position + 10 + Self.paletteLength(flags) + 1
      case 0x3B:
        trailing = file.count - position - 1
        if frames == 0 { problem = .corrupt(what: "it contains no picture") }
        return
      default:
        problem =
          frames == 0
          ? .corrupt(what: "stray bytes before the first picture")
          : .blemish(what: "stray bytes after frame \(frames)")
        return
      }
      while let length = file[data], length > 0, pieces < Self.pieceLimit {
        data += Int(length) + 1
        pieces += 1
      }
      guard pieces < Self.pieceLimit else { break }
      guard data < file.count else {
        return recordTruncation(inside: kind == 0x2C ? frames : frames + 1)
      }
      position = data + 1
    }
    problem = .tooComplex(what: "too many blocks")
  }

  /// Reads transparency from the control extension in front of the first frame.
  private mutating func readExtension(at position: Int) {
    guard frames == 0, file[position + 1] == 0xF9, let flags = file[position + 3] else { return }
    hasTransparency = flags & 1 == 1
  }

  private mutating func readFirstFrame(at position: Int) {
    guard let left = file.u16(position + 1, .little), let top = file.u16(position + 3, .little),
      let width = file.u16(position + 5, .little), let height = file.u16(position + 7, .little)
    else { return }
    firstFrame = (left, top, PixelSize(width: width, height: height))
  }

  /// Records that the file ends inside a frame, counted from 1.
  private mutating func recordTruncation(inside frame: Int) {
    problem = .truncated(
      what: frame == 1 ? "the file ends inside the picture" : "the file ends inside frame \(frame)")
  }

  /// Records the problem of a file that ends where a block could begin.
  ///
  /// Without its end mark a picture is still complete if the file ends exactly there.
  private mutating func recordEnd(at position: Int) {
    if frames > 0, position == file.count {
      problem = .endMarkerMissing
    } else {
      problem = .truncated(
        what: frames == 0
          ? "the file ends before the picture" : "the file ends after frame \(frames)")
    }
  }

  /// The size of the screen, or `nil` if there is none.
  ///
  /// If the screen's size is 0, the first frame's extent counts, as it does in browsers.
  private var size: PixelSize? {
    guard let width = file.u16(6, .little), let height = file.u16(8, .little) else { return nil }
    if width > 0, height > 0 { return PixelSize(width: width, height: height) }
    guard let firstFrame else { return nil }
    let size = PixelSize(
      width: width > 0 ? width : firstFrame.left + firstFrame.size.width,
      height: height > 0 ? height : firstFrame.top + firstFrame.size.height)
    return size.shorterSide > 0 ? size : nil
  }

  /// The facts of the GIF, with the problem if one was found.
  var facts: HeaderFacts {
    guard let size else { return problem.map(HeaderFacts.unreadable) ?? .withoutSize }
    var image = ImageFacts(codedSize: size, depth: 8, channels: hasTransparency ? 4 : 3)
    if hasTransparency { image.alpha = .unknown }
    image.frames = max(1, frames)
    if trailing > 0 {
      image.trailing = ImageFacts.Trailing(byteCount: trailing, isAnnounced: false)
    }
    return HeaderFacts(image: image, problems: problem.map { [$0] } ?? [])
  }
}
