internal import Model

/// What an EXIF block says that matters here: which way is up, which colours are meant, and what
/// its owner may not want to hand out.
///
/// A block is a TIFF file without pictures: a byte order, then directories of tags. It comes from
/// strangers, so every offset is checked, directories are few and never followed twice.
struct EXIF {
  private(set) var orientation: Orientation?
  /// What stands in the orientation tag when that is no orientation.
  private(set) var badOrientation: String?
  /// 1 is sRGB, 2 Adobe RGB by habit, 0xFFFF "uncalibrated".
  private(set) var colorSpace: Int?
  /// `R98` is sRGB, `R03` Adobe RGB.
  private(set) var interoperability: String?
  private(set) var privateMetadata: Set<PrivateMetadata> = []
  /// How many texts there were: each takes its time, and hostile directories have thousands.
  private var textCount = 0
  private static let textLimit = 100

  private enum Directory {
    case main, photo, position, interoperability
  }

  private enum Tag {
    static let orientation = 0x0112
    static let description = 0x010E
    static let artist = 0x013B
    static let comment = 0x9286
    static let photo = 0x8769
    static let position = 0x8825
    static let interoperability = 0xA005
    static let colorSpace = 0xA001
    static let ownerName = 0xA430
    static let serialNumber = 0xA431
    static let lensSerialNumber = 0xA435
  }

  /// Reads a block that begins with `II*` or `MM*`, or with JPEG's introduction in front of that, which
  /// some writers copy into other formats; nothing when it is none.
  init?(_ given: ByteView) {
    let block = given.begins(with: "Exif\0") ? given.from(6) : given
    let order: ByteOrder
    switch block.u16(0) {
    case 0x4949: order = .little
    case 0x4D4D: order = .big
    default: return nil
    }
    guard let number = block.u16(2, order), TIFFStructure.numbers.contains(number),
      let first = block.u32(4, order)
    else { return nil }
    var waiting: [(Directory, Int)] = [(.main, first)]
    var seen: Set<Int> = []
    while let (directory, offset) = waiting.popLast() {
      guard seen.count < 8, seen.insert(offset).inserted else { continue }
      waiting += read(directory, at: offset, in: block, order)
    }
  }

  /// Reads one directory and returns those it points to.
  private mutating func read(
    _ directory: Directory, at offset: Int, in block: ByteView, _ order: ByteOrder
  ) -> [(Directory, Int)] {
    guard let count = block.u16(offset, order) else { return [] }
    var further: [(Directory, Int)] = []
    for index in 0..<count {
      guard let entry = block.part(offset + 2 + index * 12, 12) else { break }
      let tag = entry.u16(0, order) ?? 0
      switch (directory, tag) {
      case (.main, Tag.orientation): readOrientation(entry, order)
      case (.main, Tag.photo): further.append((.photo, entry.u32(8, order) ?? 0))
      case (.main, Tag.position): further.append((.position, entry.u32(8, order) ?? 0))
      case (.main, Tag.artist): note(.owner, if: entry, in: block, order)
      case (.main, Tag.description), (.photo, Tag.comment): notePrompt(entry, in: block, order)
      case (.photo, Tag.colorSpace): colorSpace = entry.u16(8, order)
      case (.photo, Tag.ownerName): note(.owner, if: entry, in: block, order)
      case (.photo, Tag.serialNumber), (.photo, Tag.lensSerialNumber):
        note(.serialNumber, if: entry, in: block, order)
      case (.photo, Tag.interoperability):
        further.append((.interoperability, entry.u32(8, order) ?? 0))
      case (.interoperability, 1): interoperability = entry.latinText(8, limit: 4)
      // Latitude and longitude; a directory with a version alone gives nothing away.
      case (.position, 2), (.position, 4): privateMetadata.insert(.location)
      default: break
      }
    }
    return further
  }

  /// Notes a comment in which a generator of pictures left its prompt.
  private mutating func notePrompt(_ entry: ByteView, in block: ByteView, _ order: ByteOrder) {
    let length = min(entry.u32(4, order) ?? 0, 1 << 16)
    textCount += 1
    guard textCount <= Self.textLimit, length > 4, let offset = entry.u32(8, order),
      let text = block.part(offset, length)
    else {
      return
    }
    // As plain text or as UTF-16 of either order; zeros apart it reads the same.
    let letters = text.copied.filter { $0 != 0 }
    let words = String(decoding: letters, as: UTF8.self)
    if words.contains("Steps: ") && words.contains("Sampler") || words.contains("\"class_type\"") {
      privateMetadata.insert(.prompt)
    }
  }

  private mutating func readOrientation(_ entry: ByteView, _ order: ByteOrder) {
    let short = 3
    guard entry.u16(2, order) == short, let value = entry.u16(8, order) else {
      badOrientation = "the orientation tag is not of type SHORT"
      return
    }
    if let known = Orientation(rawValue: value) {
      orientation = known
    } else {
      badOrientation = "orientation \(value) does not exist (1 to 8 do)"
    }
  }

  /// Notes a text tag as private unless it is blank.
  private mutating func note(
    _ kind: PrivateMetadata, if entry: ByteView, in block: ByteView, _ order: ByteOrder
  ) {
    textCount += 1
    guard textCount <= Self.textLimit else { return }
    let length = min(entry.u32(4, order) ?? 0, 256)
    let text =
      length <= 4
      ? entry.latinText(8, limit: length)
      : block.latinText(entry.u32(8, order) ?? Int.max / 2, limit: length)
    if text.contains(where: { $0 != " " }) { privateMetadata.insert(kind) }
  }
}

extension ImageFacts {
  /// Takes over what an EXIF block says.
  mutating func take(_ exif: EXIF) {
    if let orientation = exif.orientation { self.orientation = orientation }
    orientationNote = exif.badOrientation
    privateMetadata.formUnion(exif.privateMetadata)
    // A profile, read later, overrules the tag.
    switch (exif.colorSpace, exif.interoperability) {
    case (1, _): color = .sRGB
    case (2, _), (0xFFFF, "R03"): color = .named("Adobe RGB")
    default: break
    }
  }

  /// Takes over what an XMP packet gives away. It is text; the names of the fields are enough.
  mutating func takeXMP(_ packet: ByteView) {
    let limit = 1 << 20
    func has(_ name: String) -> Bool {
      packet.position(of: Array(name.utf8), before: limit) != nil
    }
    if has("exif:GPSLatitude") || has("exif:GPSLongitude") { privateMetadata.insert(.location) }
    if has("aux:SerialNumber") || has("exifEX:BodySerialNumber") {
      privateMetadata.insert(.serialNumber)
    }
    if has("aux:OwnerName") || has("exifEX:CameraOwnerName") { privateMetadata.insert(.owner) }
  }
}
