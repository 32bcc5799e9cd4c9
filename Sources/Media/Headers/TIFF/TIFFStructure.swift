/// A file with the structure of a TIFF: a byte order, and directories of tags that can point
/// anywhere.
///
/// Most camera makers build their raw files this way, and EXIF blocks have the same
/// structure. It only finds directories; it reads no pixels:
///
/// ```swift
/// guard let structure = TIFFStructure(file),
///   let main = structure.directory(at: structure.first)
/// else { return nil }
/// let width = main.number(TIFFTag.width)
/// ```
struct TIFFStructure {
  /// The whole file, or the block that has this structure.
  let file: ByteView
  let order: ByteOrder
  /// Whether offsets take eight bytes instead of four, as in a BigTIFF.
  let isBig: Bool
  let firstDirectoryOffset: Int

  /// The numbers that can follow the byte order: those of TIFF and of Olympus' and
  /// Panasonic's raw files.
  ///
  /// BigTIFF has 43, and longer offsets.
  private static let magicNumbers: Set<Int> = [42, 0x4F52, 0x5352, 0x55]

  /// Reads the head of a file, or returns `nil` if it is not a TIFF.
  init?(_ file: ByteView) {
    self.file = file
    switch file.u16(0) {
    case 0x4949: order = .little
    case 0x4D4D: order = .big
    default: return nil
    }
    guard let number = file.u16(2, order) else { return nil }
    isBig = number == 43
    // The head of a BigTIFF also has the length of an offset, which must be 8, and a zero.
    guard isBig ? file.u16(4, order) == 8 : Self.magicNumbers.contains(number),
      let first = isBig ? file.u64(8, order) : file.u32(4, order)
    else { return nil }
    firstDirectoryOffset = first
  }

  /// Returns the offset or count at a position: eight bytes in a BigTIFF, four otherwise.
  func offset(at position: Int) -> Int? {
    isBig ? file.u64(position, order) : file.u32(position, order)
  }

  /// Returns the directory at an offset, or `nil` unless all of its entries are in the file.
  func directory(at offset: Int) -> TIFFDirectory? { TIFFDirectory(self, at: offset) }
}

/// One directory: which tags it has, and their values wherever they are stored.
struct TIFFDirectory {
  /// The file that contains the directory.
  private let structure: TIFFStructure
  /// The offset of each tag's entry; the first entry of a tag counts.
  private let entries: [Int: Int]
  /// The number of entries that the directory claims, all of which were read.
  let count: Int
  /// The offset of the next directory, or 0 if there is none.
  let nextDirectoryOffset: Int

  /// The largest number of entries that writers produce.
  private static let entryLimit = 65_535

  /// Reads the directory at an offset, or returns `nil` unless all of its entries are in the
  /// file.
  fileprivate init?(_ structure: TIFFStructure, at offset: Int) {
    let (file, order) = (structure.file, structure.order)
    let head = structure.isBig ? 8 : 2
    let entry = structure.isBig ? 20 : 12
    guard offset >= 8,
      let count = structure.isBig ? file.u64(offset, order) : file.u16(offset, order),
      count <= Self.entryLimit, let table = file.part(offset + head, count * entry)
    else { return nil }
    self.structure = structure
    self.count = count
    var entries: [Int: Int] = [:]
    for index in 0..<count {
      guard let tag = table.u16(index * entry, order), entries[tag] == nil else { continue }
      entries[tag] = offset + head + index * entry
    }
    self.entries = entries
    let end = offset + head + count * entry
    // Some writers omit the offset of the next directory.
    nextDirectoryOffset = structure.offset(at: end) ?? 0
  }

  func has(_ tag: Int) -> Bool { entries[tag] != nil }

  /// The bytes of one value of each type.
  static let sizes = [
    1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8,
    18: 8,
  ]

  /// Returns the type and bytes of a tag's values, or `nil` if they are missing or cut off.
  private func values(_ tag: Int) -> (type: Int, data: ByteView)? {
    let (file, order) = (structure.file, structure.order)
    guard let entry = entries[tag], let type = file.u16(entry + 2, order),
      let size = Self.sizes[type], let count = structure.offset(at: entry + 4),
      count > 0, count <= file.count
    else { return nil }
    let inline = structure.isBig ? 8 : 4
    let valueOffset = entry + (structure.isBig ? 12 : 8)
    if count * size <= inline { return file.part(valueOffset, count * size).map { (type, $0) } }
    return structure.offset(at: valueOffset).flatMap { file.part($0, count * size) }
      .map { (type, $0) }
  }

  /// Returns the bytes of a tag's values, or `nil` if they are missing or cut off.
  func data(_ tag: Int) -> ByteView? { values(tag)?.data }

  /// Returns the first `limit` integers of a tag; a fraction is rounded down.
  func numbers(_ tag: Int, limit: Int = 16) -> [Int] {
    guard let (type, data) = values(tag), let size = Self.sizes[type] else { return [] }
    return (0..<min(limit, data.count / size)).compactMap { number(type, data, $0 * size) }
  }

  /// Returns the first integer of a tag, or `nil` if it has none.
  func number(_ tag: Int) -> Int? { numbers(tag, limit: 1).first }

  /// Returns one value as an integer, or `nil` if its type is not numeric.
  private func number(_ type: Int, _ data: ByteView, _ offset: Int) -> Int? {
    let order = structure.order
    switch type {
    case 1, 7: return data[offset].map(Int.init)
    case 3: return data.u16(offset, order)
    case 4, 13: return data.u32(offset, order)
    case 16, 18: return data.u64(offset, order)
    case 5:
      guard let numerator = data.u32(offset, order), let denominator = data.u32(offset + 4, order),
        denominator > 0
      else { return nil }
      return numerator / denominator
    default: return nil
    }
  }
}

/// The numbers of the tags that describe a picture.
enum TIFFTag {
  static let newSubfileType = 254
  static let subfileType = 255
  static let width = 256
  static let height = 257
  static let bitsPerSample = 258
  static let compression = 259
  static let photometric = 262
  static let stripOffsets = 273
  static let orientation = 274
  static let samplesPerPixel = 277
  static let rowsPerStrip = 278
  static let stripByteCounts = 279
  static let planarConfiguration = 284
  static let tileOffsets = 324
  static let tileByteCounts = 325
  static let subdirectories = 330
  static let inkSet = 332
  static let extraSamples = 338
  static let xmp = 700
  static let profile = 34675
  static let exifDirectory = 34665
  static let pixelWidth = 40962
  static let pixelHeight = 40963
  static let dngVersion = 50706
  static let defaultCropSize = 50720
}
