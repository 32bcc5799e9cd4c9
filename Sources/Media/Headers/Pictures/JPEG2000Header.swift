internal import Model

/// The header of a JPEG 2000: the boxes of a JP2, or the size marker of a bare codestream.
enum JPEG2000Header {
  static func facts(of file: ByteView) -> HeaderFacts {
    if file.begins(with: [0xFF, 0x4F, 0xFF, 0x51]) { return stream(file) }
    guard let header = Boxes.first("jp2h", in: file), let first = Boxes.first("ihdr", in: header),
      first.count >= 14
    else { return HeaderFacts() }
    guard let size = PixelSize(stated: first.u32(4), first.u32(0)) else { return .withoutSize }
    // The highest bit means signed samples. 255 means that depths differ and have a box of
    // their own.
    let bits = first[10] == 255 ? Boxes.first("bpcc", in: header)?[0] : first[10]
    var image = ImageFacts(
      codedSize: size, depth: Int((bits ?? 7) & 0x7F) + 1, channels: max(1, first.u16(8) ?? 3))
    for box in Boxes.all(in: header) {
      switch box.type {
      case "colr" where image.color == .untagged: image.color = color(box.content)
      case "cdef" where hasAlpha(box.content): image.alpha = .unknown
      default: break
      }
    }
    return HeaderFacts(image: image)
  }

  /// Returns the facts in a bare codestream.
  ///
  /// The picture is placed on a grid, so its size is what lies right of and below its corner.
  private static func stream(_ file: ByteView) -> HeaderFacts {
    guard let right = file.u32(8), let bottom = file.u32(12), let left = file.u32(16),
      let top = file.u32(20), let channels = file.u16(40), let depth = file[42]
    else { return .unreadable(.truncated(what: "the file ends inside its header")) }
    guard let size = PixelSize(stated: right - left, bottom - top) else { return .withoutSize }
    return HeaderFacts(
      image: ImageFacts(codedSize: size, depth: Int(depth & 0x7F) + 1, channels: max(1, channels)))
  }

  /// Returns the colour space in a colour specification box.
  private static func color(_ box: ByteView) -> ColorSpace {
    switch (box[0], box.u32(3)) {
    case (1, 16): .sRGB
    case (1, 12): .cmyk(nil)
    case (2, _): ICCProfile(box.from(3))?.colorSpace ?? .untagged
    default: .untagged
    }
  }

  /// Returns whether a channel definition box describes an alpha channel: kinds 1 and 2 do.
  private static func hasAlpha(_ box: ByteView) -> Bool {
    (0..<min(box.u16(0) ?? 0, 64)).contains { index in
      let kind = box.u16(2 + index * 6 + 2)
      return kind == 1 || kind == 2
    }
  }
}

extension HeaderFacts {
  /// The result for a header that states a picture without rows or columns.
  static let withoutSize = HeaderFacts.unreadable(.corrupt(what: "its header states no size"))
}
