/// The end of an archive: where its list of files stands.
struct ZipEnd {
  /// How many files there are.
  let count: Int
  /// Where the list begins, and how long it is.
  let offset: Int
  let length: Int

  /// Only an archive without a remark behind it has one end for every reader.
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
    let long = try Self.longEnd(before: start, of: input)
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

  private typealias LongEnd = (start: Int, count: Int, length: Int, offset: Int)

  /// The end of large archives, which stands in front of the other.
  private static func longEnd(before start: Int, of input: some ZipInput) throws -> LongEnd? {
    let place = start - Zip.locatorLength
    guard place >= Zip.longEndLength else { return nil }
    let locator = ZipPart(try input.read(at: place, count: Zip.locatorLength))
    guard try locator.get4(0) == Zip.locatorSignature else { return nil }
    let first = try locator.get8(8)
    guard try locator.get4(4) == 0, try locator.get4(16) == 1, first == place - Zip.longEndLength
    else { throw ZipError.damaged(what: "its end record is not where it should be") }
    let end = ZipPart(try input.read(at: first, count: Zip.longEndLength))
    guard try end.get4(0) == Zip.longEndSignature, try end.get8(4) == Zip.longEndLength - 12,
      try end.get4(16) == 0, try end.get4(20) == 0, try end.get8(24) == end.get8(32)
    else { throw ZipError.damaged(what: "its end record is invalid") }
    return (first, try end.get8(32), try end.get8(40), try end.get8(48))
  }
}

/// One line of the list of files.
struct ZipRecord {
  /// `nil` for a folder.
  let name: EntryName?
  /// The name of a folder, without the slash at its end; `nil` for a file.
  let folder: EntryName?
  let rawName: [UInt8]
  let flags: Int
  let method: Int
  let checksum: UInt32
  let packedCount: Int
  let byteCount: Int
  let offset: Int

  var isDeflated: Bool { method == Zip.deflated }
  private var hasDescriptor: Bool { flags & Zip.descriptorFlag != 0 }

  /// All lines, which must fill the list.
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

  private static let wrongList = ZipError.damaged(
    what: "its file list has the wrong length")

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

  private func refuseStrangeCoding() throws {
    // Bits 1 and 2 tell how hard a file was packed.
    guard flags & ~(Zip.descriptorFlag | Zip.utf8Flag | 0b110) == 0 else {
      throw ZipError.unsupported(what: flags & 1 != 0 ? "encryption" : "an unusual packing option")
    }
    switch method {
    case Zip.deflated: break
    case Zip.stored:
      guard packedCount == byteCount else {
        throw ZipError.damaged(what: "a file has two lengths")
      }
    default: throw ZipError.unsupported(what: "compression method \(method)")
    }
    if name == nil, byteCount != 0 { throw ZipError.damaged(what: "a folder contains data itself") }
  }

  /// What the mode says, where a system with modes made the archive.
  private static func kind(_ head: ZipPart) throws -> Int {
    let isUnix = [3, 19].contains(try head.get2(4) >> 8)
    return isUnix ? try head.get4(38) >> 28 : 0
  }

  private static func name(
    _ raw: [UInt8], kind: Int
  ) throws -> (name: EntryName, isFolder: Bool) {
    let shown = String(decoding: raw.prefix(200), as: UTF8.self)
    guard let text = String(validating: raw, as: UTF8.self) else {
      throw ZipError.unsafeName(shown)
    }
    let isFolder = text.utf8.last == UInt8(ascii: "/")
    // Of Unix's kinds 8 is a file and 4 a folder.
    guard kind == 0 || kind == (isFolder ? 4 : 8) else {
      throw ZipError.unsupported(what: "a link or device (\"\(shown)\")")
    }
    guard let name = EntryName(isFolder ? String(text.dropLast()) : text) else {
      throw ZipError.unsafeName(shown)
    }
    return (name, isFolder)
  }

  // MARK: Places

  /// Where the data of each file stand. From first to last the files must cover all in front of the
  /// list: what no file owns could be read as another.
  static func places(
    of records: [ZipRecord], in input: some ZipInput, before limit: Int, _ extras: ZipExtraFields
  ) throws -> [Range<Int>] {
    var places = [Range<Int>](repeating: 0..<0, count: records.count)
    let order = records.indices.sorted { records[$0].offset < records[$1].offset }
    var position = 0
    for (place, index) in order.enumerated() {
      let next = place + 1 < order.count ? records[order[place + 1]].offset : limit
      guard records[index].offset == position, next > position, next <= limit else {
        throw ZipError.damaged(what: "its files overlap, or leave gaps")
      }
      places[index] = try records[index].place(in: input, before: next, extras)
      position = next
    }
    guard position == limit else { throw ZipError.damaged(what: "its files leave gaps") }
    return places
  }

  /// Where the data stand, which with what stands around them must reach up to `limit`.
  private func place(
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
    let rest = ZipPart(
      try input.read(at: offset + Zip.entryLength, count: nameCount + extraCount))
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

  /// Behind a file of which little was known when it was begun, the same stands once more, with or
  /// without a mark, in numbers of four bytes or of eight.
  private func checkDescriptor(_ part: ZipPart, _ disagreement: ZipError) throws {
    guard [12, 16, 20, 24].contains(part.count) else { throw disagreement }
    let isLong = part.count >= 20
    let start = part.count % 8 == 0 ? 4 : 0
    let size = isLong ? 8 : 4
    let numbers = try (0..<2).map { place in
      let at = start + 4 + place * size
      return isLong ? try part.get8(at) : try part.get4(at)
    }
    guard try start == 0 || part.get4(0) == Zip.descriptorSignature,
      try part.get4(start) == Int(checksum), numbers == [packedCount, byteCount]
    else { throw disagreement }
  }
}

/// Numbers that are too large for their four bytes stand among the further fields.
private struct LongNumbers {
  let byteCount: Int
  let packedCount: Int
  let offset: Int

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
