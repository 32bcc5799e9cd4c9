internal import Model

/// The meaning of EXIF's and TIFF's tags for privacy.
enum DirectoryTag {
  /// What the value of a tag can reveal.
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

  static func meaning(of tag: Int) -> Meaning {
    if let meaning = meanings[tag] { return meaning }
    if technical.contains(where: { $0.contains(tag) }) { return .technical(limit: 64) }
    return .unknown
  }

  /// The meaning of each tag that has one of its own.
  private static let meanings = Dictionary(
    uniqueKeysWithValues: groups.flatMap { meaning, tags in tags.map { ($0, meaning) } })

  private static let groups: [(Meaning, [Int])] = [
    (.reducedPage, [0x00FE]),
    // Names and rights.
    (.author(.creator), [0x013B, 0x9C9D]), (.author(.rights), [0x8298]), (.text(.owner), [0xA430]),
    (.text(.authorship), [0xA437, 0xA438, 0xA439]),
    // Numbers that identify one camera.
    (.text(.serialNumber), [0xA431, 0xA435, 0xC62F]),
    // Cameras and computers.
    (.text(.camera), [0x010F, 0x0110, 0x013C, 0xA433, 0xA434, 0xC614, 0xC615]),
    // Times.
    (.kind(.date), [0x882A]),
    (
      .text(.date),
      [0x0132, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012, 0x9290, 0x9291, 0x9292, 0xC71B]
    ),
    // Free text.
    (.text(.comment), [0x010D, 0x010E, 0x011D, 0x0151, 0x9286, 0xA004, 0xA43A, 0xC68B]),
    (.text(.comment), [0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F]),
    // Originals and edits.
    (.text(.history), [0x9213, 0xA420]), (.kind(.history), [0x935C, 0xC65D]),
    // Blocks with a structure of their own.
    (.makerNote, [0x927C, 0xC634]), (.xmp, [0x02BC]), (.captions, [0x83BB]),
    (.resources, [0x8649]), (.kind(.credentials), [0xCD41]),
    // Programs.
    (.name(limit: 128), [0x000B, 0x0131, 0xA43B, 0xA43C, 0xA43D]),
    // Tables that are larger than other technical values.
    (.technical(limit: 8 << 20), [0x8773]), (.technical(limit: 1 << 19), [0x0140]),
    (.technical(limit: 4096), [0x012D, 0x015B, 0x8828, 0xA20C, 0xA302, 0xC4A5]),
    (.technical(limit: 64), [0x0111, 0x0144, 0x0145, 0xC635]),
    // Windows reserves these, and fills them with zeros.
    (.technical(limit: 4), [0xEA1C, 0xEA1D]),
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
