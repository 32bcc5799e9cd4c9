internal import Model

/// Surveys the notes that cameras write in formats of their own.
///
/// Many makers use a directory like that of EXIF. In those, serial numbers and owners' names
/// are found by the tags that ExifTool documents. Of all other notes only their presence is
/// known.
enum MakerNote {
  /// The way to find a maker's directory, and the tags in it that identify a camera or a
  /// person.
  private struct Maker {
    /// The bytes with which the note begins.
    let head: String
    /// The offset of the directory in the note.
    let directory: Int
    /// The offset in the note from which other offsets count, or `nil` for the start of the
    /// EXIF block.
    var base: Int?
    /// The offset of the note's own byte order, or `nil` if it has none.
    var orderOffset: Int?
    /// The fixed byte order of the note, or `nil` if it varies.
    var order: ByteOrder?
    /// The tags of serial numbers.
    var serials: Set<Int>
    /// The tags of owners' names.
    var owners: Set<Int> = []
    /// The tag of an inner directory about the camera's equipment, or `nil` if there is none.
    var equipment: Int?
  }

  /// The makers whose notes begin with a name.
  private static let makers = [
    Maker(
      head: "Nikon\0\u{2}", directory: 18, base: 10, orderOffset: 10, serials: [0x001D, 0x00A0]),
    Maker(
      head: "OLYMPUS\0", directory: 12, base: 0, orderOffset: 8, serials: [0x0404],
      equipment: 0x2010),
    Maker(
      head: "OM SYSTEM\0", directory: 16, base: 0, orderOffset: 12, serials: [0x0404],
      equipment: 0x2010),
    Maker(head: "OLYMP\0", directory: 8, serials: [0x0404], equipment: 0x2010),
    Maker(head: "FUJIFILM", directory: 12, base: 0, order: .little, serials: [0x0010]),
    Maker(head: "Panasonic\0", directory: 12, serials: [0x0025, 0x0052, 0x0054], owners: [0x0066]),
    Maker(head: "PENTAX \0", directory: 10, base: 0, orderOffset: 8, serials: [0x0229]),
    Maker(head: "AOC\0", directory: 6, orderOffset: 4, serials: [0x0229]),
    Maker(head: "SIGMA\0", directory: 10, serials: [0x0002]),
    Maker(head: "FOVEON\0", directory: 10, serials: [0x0002]),
    Maker(head: "Ricoh\0", directory: 8, serials: [0x0005]),
    Maker(head: "RICOH\0", directory: 8, serials: [0x0005]),
  ]

  /// Canon, whose note begins with its directory.
  private static let canon = Maker(
    head: "", directory: 0, serials: [0x000C, 0x0096], owners: [0x0009])

  /// The serial numbers of body and lens in Olympus' directory of equipment.
  private static let equipmentSerials: Set<Int> = [0x0101, 0x0102, 0x0202]

  /// Surveys a note at an offset in an EXIF block.
  static func run(
    _ note: ByteView, in block: ByteView, at noteOffset: Int, into survey: inout MetadataSurvey
  ) {
    survey.addPrompt(in: note)
    let maker = makers.first { note.begins(with: $0.head) } ?? canon
    let source = maker.base.map { note.from($0) } ?? block
    let offset = maker.base.map { maker.directory - $0 } ?? noteOffset + maker.directory
    var order: ByteOrder = block.u16(0) == 0x4949 ? .little : .big
    if let known = maker.order { order = known }
    if let orderOffset = maker.orderOffset {
      order = note.u16(orderOffset) == 0x4949 ? .little : .big
    }
    let equipment = read(maker, at: offset, in: source, order, into: &survey)
    if let equipment {
      let inner = Maker(head: maker.head, directory: 0, serials: equipmentSerials)
      _ = read(inner, at: equipment, in: source, order, into: &survey)
    }
  }

  /// Surveys one directory, and returns the offset of its directory of equipment, or `nil`.
  private static func read(
    _ maker: Maker, at offset: Int, in block: ByteView, _ order: ByteOrder,
    into survey: inout MetadataSurvey
  ) -> Int? {
    guard let count = block.u16(offset, order), (1...512).contains(count) else { return nil }
    var equipment: Int?
    for index in 0..<count {
      guard let entry = block.part(offset + 2 + index * 12, 12), let tag = entry.u16(0, order)
      else { break }
      if maker.serials.contains(tag) { add(.serialNumber, entry, block, order, &survey) }
      if maker.owners.contains(tag) { add(.owner, entry, block, order, &survey) }
      if maker.equipment == tag { equipment = entry.u32(8, order) }
    }
    return equipment
  }

  /// The bytes of one value of the types that these tags have.
  private static let sizes = [1: 1, 2: 1, 3: 2, 4: 4, 7: 1]

  /// Counts an entry as a kind of metadata unless its value is blank.
  private static func add(
    _ kind: PrivateMetadata, _ entry: ByteView, _ block: ByteView, _ order: ByteOrder,
    _ survey: inout MetadataSurvey
  ) {
    guard let size = entry.u16(2, order).flatMap({ sizes[$0] }),
      let count = entry.u32(4, order).map({ $0 * size }), count > 0
    else { return }
    let value =
      count <= 4 ? entry.part(8, count) : block.part(entry.u32(8, order) ?? .max, min(count, 64))
    guard let value, survey.spend(value.count) else { return }
    if !MetadataText(value.copied).isBlank { survey.add(kind) }
  }
}
