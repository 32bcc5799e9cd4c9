/// The end record of an archive, which says where its list of files is.
struct ZipEnd {
  /// The number of entries in the list.
  let count: Int
  /// The offset of the list from the beginning of the archive, in bytes.
  let offset: Int
  /// The length of the list in bytes.
  let length: Int

  /// Finds the end record, which must be the last bytes of the archive.
  ///
  /// An archive with a comment behind it is refused: readers search for the end record
  /// backwards, so a comment that contains a second one could make two readers see
  /// different lists.
  ///
  /// - Throws: `ZipError.notAnArchive` when there is no end record, or `ZipError.damaged`
  ///   or `ZipError.unsupported` when it is not one this module reads.
  init(_ input: some ZipInput) throws {
    guard input.byteCount >= Zip.endLength else { throw ZipError.notAnArchive }
    let start = input.byteCount - Zip.endLength
    let end = ZipPart(try input.read(at: start, count: Zip.endLength))
    guard try end.get4(0) == Zip.endSignature else { throw ZipError.notAnArchive }
    guard try end.get2(20) == 0 else { throw ZipError.notAnArchive }
    let short = (
      disk: try end.get2(4), first: try end.get2(6), here: try end.get2(8), count: try end.get2(10),
      length: try end.get4(12), offset: try end.get4(16)
    )
    guard short.disk == 0, short.first == 0, short.here == short.count else {
      throw ZipError.unsupported(what: "several disks")
    }
    let long = try Self.zip64End(before: start, of: input)
    count = short.count == Zip.shortMark ? long?.count ?? short.count : short.count
    length = short.length == Zip.longMark ? long?.length ?? short.length : short.length
    offset = short.offset == Zip.longMark ? long?.offset ?? short.offset : short.offset
    if let long, (long.count, long.length, long.offset) != (count, length, offset) {
      throw ZipError.damaged(what: "its two end records disagree")
    }
    guard length <= input.byteCount, offset <= input.byteCount - length,
      offset + length == long?.start ?? start, count <= length / Zip.recordLength
    else { throw ZipError.damaged(what: "its file list is not where it should be") }
  }

  private typealias ZIP64End = (start: Int, count: Int, length: Int, offset: Int)

  /// Reads the ZIP64 end record, which precedes the ordinary one. Returns `nil` when the
  /// archive has none.
  private static func zip64End(before start: Int, of input: some ZipInput) throws -> ZIP64End? {
    let position = start - Zip.locatorLength
    guard position >= Zip.longEndLength else { return nil }
    let locator = ZipPart(try input.read(at: position, count: Zip.locatorLength))
    guard try locator.get4(0) == Zip.locatorSignature else { return nil }
    let first = try locator.get8(8)
    guard try locator.get4(4) == 0, try locator.get4(16) == 1, first == position - Zip.longEndLength
    else { throw ZipError.damaged(what: "its end record is not where it should be") }
    let end = ZipPart(try input.read(at: first, count: Zip.longEndLength))
    guard try end.get4(0) == Zip.longEndSignature, try end.get8(4) == Zip.longEndLength - 12,
      try end.get4(16) == 0, try end.get4(20) == 0, try end.get8(24) == end.get8(32)
    else { throw ZipError.damaged(what: "its end record is invalid") }
    return (first, try end.get8(32), try end.get8(40), try end.get8(48))
  }
}

/// One entry in the list of files at the end of an archive (the central directory).
struct ZipRecord {
  /// The name of a file; `nil` for a folder.
  let name: EntryName?
  /// The name of a folder without its trailing slash; `nil` for a file.
  let folder: EntryName?
  /// The bytes of the name, which the header in front of the file must repeat exactly.
  let rawName: [UInt8]
  /// The general purpose flags. Only those checked in `refuseStrangeCoding()` may be set.
  let flags: Int
  /// The number of the compression method.
  let method: Int
  /// The CRC-32 of the file's uncompressed content.
  let checksum: UInt32
  /// The length of the file in the archive, in bytes.
  let packedCount: Int
  /// The length of the file's uncompressed content, in bytes.
  let byteCount: Int
  /// The offset of the file's local header from the beginning of the archive, in bytes.
  let offset: Int

  var isDeflated: Bool { method == Zip.deflated }
  /// Whether lengths and checksum follow the file's data instead of preceding them.
  private var hasDescriptor: Bool { flags & Zip.descriptorFlag != 0 }

  /// Reads all entries of the list.
  ///
  /// - Throws: `ZipError.damaged` unless the entries fill the list exactly.
  static func all(
    in end: ZipEnd, of input: some ZipInput, _ extras: ZipExtraFields
  ) throws -> [ZipRecord] {
    var records: [ZipRecord] = []
    let limit = end.offset + end.length
    var position = end.offset
    for _ in 0..<end.count {
      guard limit - position >= Zip.recordLength else { throw wrongList }
      let head = ZipPart(try input.read(at: position, count: Zip.recordLength))
      let rest = try head.get2(28) + head.get2(30) + head.get2(32)
      position += Zip.recordLength
      guard limit - position >= rest else { throw wrongList }
      records.append(
        try ZipRecord(head, ZipPart(try input.read(at: position, count: rest)), extras))
      position += rest
    }
    guard position == limit else { throw wrongList }
    return records
  }

  private static let wrongList = ZipError.damaged(what: "its file list has the wrong length")

  private init(_ head: ZipPart, _ rest: ZipPart, _ extras: ZipExtraFields) throws {
    guard try head.get4(0) == Zip.recordSignature else { throw Self.wrongList }
    flags = try head.get2(8)
    method = try head.get2(10)
    checksum = UInt32(try head.get4(16))
    let nameCount = try head.get2(28)
    rawName = Array(try rest.part(0, nameCount).bytes)
    let long = try LongNumbers(
      try rest.part(nameCount, head.get2(30)),
      (byteCount: head.get4(24), packedCount: head.get4(20), offset: head.get4(42)), extras)
    (byteCount, packedCount, offset) = (long.byteCount, long.packedCount, long.offset)
    guard try head.get2(34) == 0 else { throw ZipError.unsupported(what: "several disks") }
    let (name, isFolder) = try Self.name(rawName, kind: Self.kind(head))
    (self.name, folder) = isFolder ? (nil, name) : (name, nil)
    try refuseStrangeCoding()
    try extras.check(modeOf: self, try head.get4(38))
  }

  /// Refuses encryption, patches and compression methods other than *stored* and
  /// *deflated*.
  private func refuseStrangeCoding() throws {
    // Bits 1 and 2 are hints about the compression level.
    guard flags & ~(Zip.descriptorFlag | Zip.utf8Flag | 0b110) == 0 else {
      throw ZipError.unsupported(what: flags & 1 != 0 ? "encryption" : "an unusual packing option")
    }
    switch method {
    case Zip.deflated: break
    case Zip.stored:
      guard packedCount == byteCount else { throw ZipError.damaged(what: "a file has two lengths") }
    default: throw ZipError.unsupported(what: "compression method \(method)")
    }
    if name == nil, byteCount != 0 { throw ZipError.damaged(what: "a folder contains data itself") }
  }

  /// Returns the file type bits of the Unix mode, or 0 when the archive was not made on a
  /// system with such modes.
  ///
  /// System 3 is Unix and 19 is macOS.
  private static func kind(_ head: ZipPart) throws -> Int {
    let isUnix = [3, 19].contains(try head.get2(4) >> 8)
    return isUnix ? try head.get4(38) >> 28 : 0
  }

  /// Validates a raw name and tells files from folders, whose names end with a slash.
  private static func name(
    _ raw: [UInt8], kind: Int
  ) throws -> (name: EntryName, isFolder: Bool) {
    let shown = String(decoding: raw.prefix(200), as: UTF8.self)
    guard let text = String(validating: raw, as: UTF8.self) else {
      throw ZipError.unsafeName(shown)
    }
    let isFolder = text.utf8.last == UInt8(ascii: "/")
    // Of the Unix file types, 8 is a regular file and 4 a directory.
    guard kind == 0 || kind == (isFolder ? 4 : 8) else {
      throw ZipError.unsupported(what: "a link or device (\"\(shown)\")")
    }
    guard let name = EntryName(isFolder ? String(text.dropLast()) : text) else {
      throw ZipError.unsafeName(shown)
    }
    return (name, isFolder)
  }

  // MARK: Data ranges

  /// Returns the range of each file's data in the archive, in the order of `records`.
  ///
  /// Sorted by offset, the files must cover everything in front of the list without a gap
  /// or an overlap: bytes that belong to no file could be read as another archive.
  static func dataRanges(
    of records: [ZipRecord], in input: some ZipInput, before limit: Int, _ extras: ZipExtraFields
  ) throws -> [Range<Int>] {
    var ranges = [Range<Int>](repeating: 0..<0, count: records.count)
    let order = records.indices.sorted { records[$0].offset < records[$1].offset }
    var position = 0
    for (rank, index) in order.enumerated() {
      let next = rank + 1 < order.count ? records[order[rank + 1]].offset : limit
      guard records[index].offset == position, next > position, next <= limit else {
        throw ZipError.damaged(what: "its files overlap, or leave gaps")
      }
      ranges[index] = try records[index].dataRange(in: input, before: next, extras)
      position = next
    }
    guard position == limit else { throw ZipError.damaged(what: "its files leave gaps") }
    return ranges
  }

  /// Returns the range of one file's data after comparing its local header with its entry
  /// in the list. Header, data and descriptor together must end exactly at `limit`.
  private func dataRange(
    in input: some ZipInput, before limit: Int, _ extras: ZipExtraFields
  ) throws -> Range<Int> {
    let disagreement = ZipError.damaged(
      what: "its two file lists disagree on \(String(decoding: rawName.prefix(200), as: UTF8.self))"
    )
    guard limit - offset >= Zip.entryLength else { throw disagreement }
    let head = ZipPart(try input.read(at: offset, count: Zip.entryLength))
    let (nameCount, extraCount) = (try head.get2(26), try head.get2(28))
    let room = limit - offset - Zip.entryLength
    guard try head.get4(0) == Zip.entrySignature, try head.get2(6) == flags,
      try head.get2(8) == method, nameCount == rawName.count, nameCount + extraCount <= room,
      packedCount <= room - nameCount - extraCount
    else { throw disagreement }
    let rest = ZipPart(try input.read(at: offset + Zip.entryLength, count: nameCount + extraCount))
    guard try rest.part(0, nameCount).bytes.elementsEqual(rawName) else { throw disagreement }
    let start = offset + Zip.entryLength + nameCount + extraCount
    let end = start + packedCount
    if hasDescriptor {
      try extras.check(rest.part(nameCount, extraCount))
      try checkDescriptor(
        ZipPart(try input.read(at: end, count: min(limit - end, 25))), disagreement)
    } else {
      let long = try LongNumbers(
        try rest.part(nameCount, extraCount),
        (byteCount: head.get4(22), packedCount: head.get4(18), offset: 0), extras)
      guard end == limit, try head.get4(14) == Int(checksum),
        (long.byteCount, long.packedCount) == (byteCount, packedCount)
      else { throw disagreement }
    }
    return start..<end
  }

  /// Checks the data descriptor, which repeats the checksum and both lengths behind a file
  /// that was written before they were known. It may begin with a signature, and its
  /// lengths have four or eight bytes each.
  private func checkDescriptor(_ part: ZipPart, _ disagreement: ZipError) throws {
    guard [12, 16, 20, 24].contains(part.count) else { throw disagreement }
    let isLong = part.count >= 20
    let start = part.count % 8 == 0 ? 4 : 0
    let size = isLong ? 8 : 4
    let numbers = try (0..<2).map { index in
      let at = start + 4 + index * size
      return isLong ? try part.get8(at) : try part.get4(at)
    }
    guard try start == 0 || part.get4(0) == Zip.descriptorSignature,
      try part.get4(start) == Int(checksum), numbers == [packedCount, byteCount]
    else { throw disagreement }
  }
}

/// The lengths and the offset of an entry, read from its ZIP64 extra field where their
/// four bytes are too small.
private struct LongNumbers {
  let byteCount: Int
  let packedCount: Int
  let offset: Int

  /// Takes each number from `short` unless it is the mark for "see the longer one".
  ///
  /// - Throws: `ZipError.damaged` when there are two ZIP64 fields or one is too short, and
  ///   `ZipError.unsupported` for an extra field that is not accepted.
  init(
    _ fields: ZipPart, _ short: (byteCount: Int, packedCount: Int, offset: Int),
    _ extras: ZipExtraFields
  ) throws {
    try extras.check(fields)
    var found: ZipPart?
    var position = 0
    while position < fields.count {
      // Some tools leave a few zeros at the end.
      if fields.count - position < 4 { break }
      let count = try fields.get2(position + 2)
      let part = try fields.part(position + 4, count)
      if try fields.get2(position) == Zip.longField {
        guard found == nil else { throw ZipError.damaged(what: "a file has two lengths") }
        found = part
      }
      position += 4 + count
    }
    var next = 0
    // Only the numbers that are marked are stored, one behind another, in this order.
    func long(_ short: Int) throws -> Int {
      guard short == Zip.longMark, let found else { return short }
      defer { next += 8 }
      return try found.get8(next)
    }
    byteCount = try long(short.byteCount)
    packedCount = try long(short.packedCount)
    offset = try long(short.offset)
  }
}
