internal import Model

extension MetadataSurvey {
  /// Surveys the boxes of a HEIC or AVIF, and the items in them that are not pictures.
  mutating func readHEIF(_ file: ByteView) {
    for box in Boxes.all(in: file) where box.isWhole {
      switch box.type {
      case "ftyp", "mdat", "moov", "styp", "sidx", "moof": break
      case "meta":
        let metadata = HEIFMetadata(box.content, in: file)
        if metadata.hasThumbnail { add(.thumbnail) }
        if metadata.isIncomplete { add(.other) }
        for item in metadata.items { read(item) }
      case "uuid": readIdentified(box.content)
      case "mpvd": add(.motionPhoto)
      case "jumb": readJUMBF(box.content)
      default: addOther(unlessZero: box.content)
      }
    }
  }

  private mutating func read(_ item: HEIFMetadata.Item) {
    let data = ByteView(item.data)
    switch item.type {
    case "Exif":
      // The first four bytes give the offset of the block after them.
      let start = 4 + (data.u32(0) ?? 0)
      DirectorySurvey.run(Self.withoutEXIFHeader(data.from(start)), isFile: false, into: &self)
    case "mime" where item.content == "application/rdf+xml": XMPSurvey.run(data, into: &self)
    case "jumb": readJUMBF(data)
    default: addUnknown(data)
    }
  }

  /// Surveys a box that is identified by 16 bytes.
  private mutating func readIdentified(_ content: ByteView) {
    let id = content.prefix(16).copied
    if id == Self.credentialsID {
      add(.credentials)
    } else if id == Self.xmpID {
      XMPSurvey.run(content.from(16), into: &self)
    } else {
      addUnknown(content)
    }
  }

  /// The identifier of a box with Content Credentials.
  private static let credentialsID: [UInt8] = [
    0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81,
  ]
  /// The identifier of a box with XMP.
  private static let xmpID: [UInt8] = [
    0xBE, 0x7A, 0xCF, 0xCB, 0x97, 0xA9, 0x42, 0xE8, 0x9C, 0x71, 0x99, 0x94, 0x91, 0xE3, 0xAF, 0xAC,
  ]
}

/// The items of a HEIF file that are not pictures, wherever their data are.
struct HEIFMetadata {
  /// One item with its data.
  struct Item {
    /// The type, such as `Exif` or `mime`.
    let type: String
    /// The media type of a `mime` item.
    let content: String
    /// The data, as far as they were found.
    let data: [UInt8]
  }

  /// The items that are not pictures.
  private(set) var items: [Item] = []
  /// Whether some item is the thumbnail of another one.
  private(set) var hasThumbnail = false
  /// Whether some data were not found, or exceeded the limit.
  private(set) var isIncomplete = false
  /// The number of bytes that may still be read.
  private var remaining = 32 << 20

  /// The types of items that are pictures, or are composed of others.
  private static let pictures: Set<String> = [
    "hvc1", "hev1", "lhv1", "av01", "avc1", "jpeg", "j2k1", "unci", "vvc1", "grid", "iovl", "iden",
    "tmap",
  ]
  /// The largest number of items and of extents.
  private static let itemLimit = 10_000

  /// Reads the items of a description box and their data.
  init(_ description: ByteView, in file: ByteView) {
    let boxes = Boxes.all(in: description.from(4))
    func content(_ type: String) -> ByteView? { boxes.first { $0.type == type }?.content }
    hasThumbnail =
      content("iref").map { Boxes.all(in: $0.from(4)).contains { $0.type == "thmb" } } ?? false
    let types = content("iinf").map(Self.types) ?? [:]
    let locations = content("iloc").map(Self.locations) ?? [:]
    let inside = content("idat") ?? ByteView([])
    for (item, type) in types.sorted(by: { $0.key < $1.key })
    where !Self.pictures.contains(type.name) {
      let data = data(locations[item] ?? [], file, inside)
      items.append(Item(type: type.name, content: type.content, data: data))
    }
  }

  /// Returns the type and media type of each item, by its number.
  private static func types(_ box: ByteView) -> [Int: (name: String, content: String)] {
    var types: [Int: (name: String, content: String)] = [:]
    let head = box[0] == 0 ? 6 : 8
    for entry in Boxes.all(in: box.from(head), limit: itemLimit) where entry.type == "infe" {
      let data = entry.content
      let width = data[0] == 2 ? 2 : 4
      guard let item = width == 2 ? data.u16(4) : data.u32(4) else { continue }
      let name = data.latinText(6 + width, limit: 4)
      let title = data.latinText(10 + width, limit: 256)
      types[item] = (name, data.latinText(11 + width + title.unicodeScalars.count, limit: 64))
    }
    return types
  }

  /// A stretch of an item's data: in the file, or in the description itself.
  private struct Extent {
    let isInside: Bool
    let offset: Int
    let length: Int
  }

  /// Returns the extents of each item, by its number.
  private static func locations(_ box: ByteView) -> [Int: [Extent]] {
    let version = Int(box[0] ?? 0)
    guard let sizes = box.u16(4) else { return [:] }
    let (offsetSize, lengthSize) = (sizes >> 12, sizes >> 8 & 15)
    let (baseSize, indexSize) = (sizes >> 4 & 15, version > 0 ? sizes & 15 : 0)
    var position = 6
    func number(_ width: Int) -> Int? {
      defer { position += width }
      guard width > 0 else { return 0 }
      guard width <= 8, let value = box.number(position, width), value >= 0 else { return nil }
      return value
    }
    guard let count = number(version < 2 ? 2 : 4) else { return [:] }
    var locations: [Int: [Extent]] = [:]
    var total = 0
    for _ in 0..<min(count, itemLimit) {
      guard let item = number(version < 2 ? 2 : 4), let method = number(version > 0 ? 2 : 0),
        number(2) != nil, let base = number(baseSize), let extents = number(2)
      else { return locations }
      for _ in 0..<extents where total < itemLimit {
        total += 1
        guard number(indexSize) != nil, let offset = number(offsetSize),
          let length = number(lengthSize)
        else { return locations }
        let (start, overflow) = base.addingReportingOverflow(offset)
        guard !overflow else { return locations }
        locations[item, default: []].append(
          Extent(isInside: method & 15 == 1, offset: start, length: length))
      }
    }
    return locations
  }

  /// Returns the joined data of extents. Sets `isIncomplete` if some are missing or exceed the
  /// limit.
  private mutating func data(
    _ extents: [Extent], _ file: ByteView, _ inside: ByteView
  ) -> [UInt8] {
    var data: [UInt8] = []
    for extent in extents where extent.length > 0 {
      let source = extent.isInside ? inside : file
      guard extent.offset < source.count else {
        isIncomplete = true
        continue
      }
      let length = min(extent.length, source.count - extent.offset)
      guard length <= remaining, let part = source.part(extent.offset, length) else {
        isIncomplete = true
        continue
      }
      remaining -= length
      data += part.copied
    }
    return data
  }
}
