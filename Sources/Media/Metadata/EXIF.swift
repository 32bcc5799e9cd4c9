internal import Model

/// The facts in an EXIF block about showing a picture: its orientation and its colour space.
///
/// A block is a TIFF file without pictures: a byte order, then directories of tags. Files are
/// untrusted, so every offset is checked, and only a few directories are read, each of them
/// once.
struct EXIF {
  /// The orientation, or `nil` if the block states none or an invalid one.
  private(set) var orientation: Orientation?
  /// The reason why the orientation tag is invalid, in words for the user, or `nil` if it is
  /// not.
  private(set) var invalidOrientation: String?
  /// The number of the colour space: 1 is sRGB, 2 is Adobe RGB by convention, 0xFFFF is
  /// uncalibrated.
  private(set) var colorSpace: Int?
  /// The interoperability index: `R98` is sRGB, `R03` is Adobe RGB.
  private(set) var interoperability: String?

  /// The directories that are read.
  private enum Directory {
    case main, photo, interoperability
  }

  /// The tags that are read.
  private enum Tag {
    static let orientation = 0x0112
    static let photo = 0x8769
    static let interoperability = 0xA005
    static let colorSpace = 0xA001
  }

  /// Reads a block that begins with `II*` or `MM*`, or returns `nil` if it does not.
  ///
  /// JPEG's introduction may precede it, because some writers copy that into other formats.
  init?(_ given: ByteView) {
    let block = given.begins(with: "Exif\0") ? given.from(6) : given
    guard let structure = TIFFStructure(block), !structure.isBig else { return nil }
    var waiting: [(Directory, Int)] = [(.main, structure.firstDirectoryOffset)]
    var seen: Set<Int> = []
    while let (directory, offset) = waiting.popLast() {
      guard seen.count < 8, seen.insert(offset).inserted else { continue }
      waiting += read(directory, at: offset, in: block, structure.order)
    }
  }

  /// Reads one directory, and returns the directories that it points to.
  private mutating func read(
    _ directory: Directory, at offset: Int, in block: ByteView, _ order: ByteOrder
  ) -> [(Directory, Int)] {
    guard let count = block.u16(offset, order) else { return [] }
    var linked: [(Directory, Int)] = []
    for index in 0..<count {
      guard let entry = block.part(offset + 2 + index * 12, 12) else { break }
      let tag = entry.u16(0, order) ?? 0
      switch (directory, tag) {
      case (.main, Tag.orientation): readOrientation(entry, order)
      case (.main, Tag.photo): linked.append((.photo, entry.u32(8, order) ?? 0))
      case (.photo, Tag.colorSpace): colorSpace = entry.u16(8, order)
      case (.photo, Tag.interoperability):
        linked.append((.interoperability, entry.u32(8, order) ?? 0))
      case (.interoperability, 1): interoperability = entry.latinText(8, limit: 4)
      default: break
      }
    }
    return linked
  }

  /// Reads the orientation, or records why it is invalid.
  private mutating func readOrientation(_ entry: ByteView, _ order: ByteOrder) {
    let short = 3
    guard entry.u16(2, order) == short, let value = entry.u16(8, order) else {
      invalidOrientation = "the orientation tag is not of type SHORT"
      return
    }
    if let known = Orientation(rawValue: value) {
      orientation = known
    } else {
      invalidOrientation = "invalid orientation \(value) (1–8 are valid)"
    }
  }
}

extension ImageFacts {
  mutating func merge(_ exif: EXIF) {
    if let orientation = exif.orientation { self.orientation = orientation }
    orientationNote = exif.invalidOrientation
    // A profile, which is read later, overrides the tag.
    switch (exif.colorSpace, exif.interoperability) {
    case (1, _): color = .sRGB
    case (2, _), (0xFFFF, "R03"): color = .named("Adobe RGB")
    default: break
    }
  }
}
