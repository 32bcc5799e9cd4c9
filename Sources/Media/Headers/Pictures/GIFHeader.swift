internal import Model

/// A GIF's screen and its blocks; the coded pixels are passed over.
struct GIFHeader {
  private let file: ByteView
  private var frames = 0
  private var isSeeThrough = false
  /// The part of the screen that the first frame covers.
  private var firstFrame: (left: Int, top: Int, size: PixelSize)?
  private var trailing = 0
  private var problem: FileProblem?

  /// No animation has as many blocks, two for each frame.
  private static let blockLimit = 100_000
  /// Blocks come in pieces of 255 bytes at most; writers of tiny pieces make many.
  private static let pieceLimit = 4_000_000

  init(_ file: ByteView) {
    self.file = file
    guard let flags = file[10], file.count >= 13 else {
      problem = .truncated(what: "the file ends inside its header")
      return
    }
    // A palette of all three colours for every value.
    walk(from: 13 + Self.paletteLength(flags))
  }

  /// The bytes of a palette that follows, by the flags of a screen or a frame.
  private static func paletteLength(_ flags: UInt8) -> Int {
    flags & 0x80 == 0 ? 0 : 3 << (Int(flags & 7) + 1)
  }

  private mutating func walk(from start: Int) {
    var position = start
    var pieces = 0
    for _ in 0..<Self.blockLimit {
      guard let kind = file[position] else { return end(at: position) }
      var data: Int
      switch kind {
      case 0x21:
        readExtension(at: position)
        data = position + 2
      case 0x2C:
        guard let flags = file[position + 9] else { return cut(inside: frames + 1) }
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
      guard data < file.count else { return cut(inside: kind == 0x2C ? frames : frames + 1) }
      position = data + 1
    }
    problem = .tooComplex(what: "too many blocks")
  }

  /// Transparency, from the extension in front of the first frame.
  private mutating func readExtension(at position: Int) {
    guard frames == 0, file[position + 1] == 0xF9, let flags = file[position + 3] else { return }
    isSeeThrough = flags & 1 == 1
  }

  private mutating func readFirstFrame(at position: Int) {
    guard let left = file.u16(position + 1, .little), let top = file.u16(position + 3, .little),
      let width = file.u16(position + 5, .little), let height = file.u16(position + 7, .little)
    else { return }
    firstFrame = (left, top, PixelSize(width: width, height: height))
  }

  private mutating func cut(inside frame: Int) {
    problem = .truncated(
      what: frame == 1 ? "the file ends inside the picture" : "the file ends inside frame \(frame)")
  }

  /// The file ends where a block could begin.
  private mutating func end(at position: Int) {
    if frames > 0, position == file.count {
      problem = .endMarkMissing
    } else {
      problem = .truncated(
        what: frames == 0
          ? "the file ends before the picture" : "the file ends after frame \(frames)")
    }
  }

  /// The screen's size; where that is nothing, the first frame's, as browsers do it.
  private var size: PixelSize? {
    guard let width = file.u16(6, .little), let height = file.u16(8, .little) else { return nil }
    if width > 0, height > 0 { return PixelSize(width: width, height: height) }
    guard let firstFrame else { return nil }
    let size = PixelSize(
      width: width > 0 ? width : firstFrame.left + firstFrame.size.width,
      height: height > 0 ? height : firstFrame.top + firstFrame.size.height)
    return size.shorterSide > 0 ? size : nil
  }

  var facts: HeaderFacts {
    guard let size else {
      return problem.map(HeaderFacts.hopeless) ?? .withoutSize
    }
    var image = ImageFacts(codedSize: size, depth: 8, channels: isSeeThrough ? 4 : 3)
    if isSeeThrough { image.alpha = .unknown }
    image.frames = max(1, frames)
    if trailing > 0 {
      image.trailing = ImageFacts.Trailing(byteCount: trailing, isAnnounced: false)
    }
    return HeaderFacts(image: image, problems: problem.map { [$0] } ?? [])
  }
}
