internal import Model

/// The meaning of EXIF's and TIFF's tags for privacy.
enum DirectoryTag {
  /// The meaning of one tag.
  enum Meaning: Sendable {
    /// Free text that counts as this kind.
    case text(PrivateMetadata)
    /// The creator, rights or credit of the picture.
    case author(Authorship.Field)
    /// The name of a program or a lens, harmless up to `limit` bytes.
    case name(limit: Int)
    /// Any value but zero counts as this kind.
    case kind(PrivateMetadata)
    /// A block with a structure of its own.
    case makerNote, xmp, captions, resources
    /// Values about encoding, display or exposure, harmless up to `limit` bytes.
    case technical(limit: Int)
    /// Whether a page of a TIFF is a smaller version of another one.
    case reducedPage
    /// A tag that is not known, so its value counts as other data.
    case unknown
  }

  /// Returns the meaning of a tag.
  static func meaning(of tag: Int, isPhoto: Bool) -> Meaning {
    if let meaning = meanings[tag] { return meaning }
    if technical.contains(where: { $0.contains(tag) }) { return .technical(limit: 64) }
    return .unknown
  }

  /// The tags with a meaning of their own.
  private static let meanings: [Int: Meaning] = [
    0x00FE: .reducedPage,
    // Names and rights.
    0x013B: .author(.creator), 0x8298: .author(.rights), 0x9C9D: .author(.creator),
    0xA430: .text(.owner), 0xA437: .text(.authorship), 0xA438: .text(.authorship),
    0xA439: .text(.authorship), 0xA43A: .text(.comment),
    // Numbers that identify one camera.
    0xA431: .text(.serialNumber), 0xA435: .text(.serialNumber), 0xC62F: .text(.serialNumber),
    0xC635: .technical(limit: 64), 0xA420: .text(.history), 0xC65D: .kind(.history),
    // Cameras and computers.
    0x010F: .text(.camera), 0x0110: .text(.camera), 0x013C: .text(.camera),
    0xA433: .text(.camera), 0xA434: .text(.camera), 0xC614: .text(.camera), 0xC615: .text(.camera),
    // Times.
    0x0132: .text(.date), 0x9003: .text(.date), 0x9004: .text(.date), 0x9010: .text(.date),
    0x9011: .text(.date), 0x9012: .text(.date), 0x9290: .text(.date), 0x9291: .text(.date),
    0x9292: .text(.date), 0xC71B: .text(.date), 0x882A: .kind(.date),
    // Free text.
    0x010D: .text(.comment), 0x010E: .text(.comment), 0x011D: .text(.comment),
    0x0151: .text(.comment), 0x9286: .text(.comment), 0x9C9B: .text(.comment),
    0x9C9C: .text(.comment), 0x9C9E: .text(.comment), 0x9C9F: .text(.comment),
    0xC68B: .text(.comment), 0xA004: .text(.comment), 0x9213: .text(.history),
    // Blocks with a structure of their own.
    0x927C: .makerNote, 0xC634: .makerNote, 0x02BC: .xmp, 0x83BB: .captions,
    0x8649: .resources, 0x935C: .kind(.history), 0xCD41: .kind(.credentials),
    0x4748: .technical(limit: 64),
    // Programs.
    0x0131: .name(limit: 128), 0x000B: .name(limit: 128), 0xA43B: .name(limit: 128),
    0xA43C: .name(limit: 128), 0xA43D: .name(limit: 128),
    // Tables that are larger than other technical values.
    0x8773: .technical(limit: 8 << 20), 0x012D: .technical(limit: 4096),
    0x0140: .technical(limit: 1 << 19), 0x8828: .technical(limit: 4096),
    0xA302: .technical(limit: 4096), 0xA20C: .technical(limit: 4096),
    0xC4A5: .technical(limit: 4096), 0x0214: .technical(limit: 64),
    0x0111: .technical(limit: 64), 0x0117: .technical(limit: 64),
    0x0144: .technical(limit: 64), 0x0145: .technical(limit: 64),
    0x015B: .technical(limit: 4096), 0x0207: .technical(limit: 64),
    // Windows reserves these, and fills them with zeros.
    0xEA1C: .technical(limit: 4), 0xEA1D: .technical(limit: 4),
  ]

  /// The ranges of tags with technical values.
  private static let technical: [ClosedRange<Int>] = [
    0x00FF...0x010C, 0x0112...0x011C, 0x011E...0x0130, 0x0133...0x013A, 0x013D...0x0143,
    0x0146...0x015A, 0x0200...0x0214, 0x1000...0x1010, 0x4746...0x4749, 0x5010...0x5112,
    0x828D...0x8290, 0x829A...0x829D, 0x8769...0x8769, 0x8822...0x8835, 0x9000...0x9000,
    0x9101...0x9102, 0x9201...0x9214, 0x9400...0x9405, 0xA000...0xA003, 0xA20B...0xA217,
    0xA300...0xA301, 0xA401...0xA40C, 0xA432...0xA432, 0xA460...0xA462, 0xA500...0xA500,
    0xC612...0xC613,
  ]

  /// Returns a text as UTF-8 or as it is stored; the tags that Windows adds contain UTF-16.
  static func text(_ value: ByteView, of tag: Int) -> [UInt8] {
    let bytes = value.prefix(4096).copied
    guard (0x9C9B...0x9C9F).contains(tag) else { return bytes }
    let units = stride(from: 0, to: bytes.count - 1, by: 2).map {
      UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8
    }
    return Array(String(decoding: units.prefix { $0 != 0 }, as: UTF16.self).utf8)
  }
}
