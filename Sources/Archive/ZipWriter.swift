/// A destination for the bytes of an archive.
package protocol ZipOutput {
  /// Writes the next bytes behind those written so far.
  mutating func write(_ bytes: ArraySlice<UInt8>) throws
}

extension Array: ZipOutput where Element == UInt8 {
  package mutating func write(_ bytes: ArraySlice<UInt8>) { append(contentsOf: bytes) }
}

/// Writes a zip archive whose bytes depend only on its content: files are stored
/// uncompressed, in byte order of their names, dated 1 January 1980 and readable by
/// everyone.
///
/// ```swift
/// var writer = ZipWriter(to: [UInt8]())
/// try writer.add("prompt.txt", text)
/// let archive = try writer.finish()
/// ```
package struct ZipWriter<Output: ZipOutput> {
  private var output: Output
  /// The number of bytes written so far.
  private var position = 0
  /// The name of the file added last, which the next one must follow.
  private var last: EntryName?
  /// The list of files, which `finish()` writes behind them.
  private var records = ZipFields()
  /// The number of files added so far.
  private var count = 0

  /// Begins an archive.
  package init(to output: Output) { self.output = output }

  /// Adds a file whose content is in memory.
  ///
  /// - Throws: `ZipError.outOfOrder` unless the name follows that of the file added
  ///   before.
  package mutating func add(_ name: EntryName, _ bytes: [UInt8]) throws {
    try add(name, bytes, checksum: Self.checksum(of: bytes))
  }

  /// Adds a file whose content is in memory and whose CRC-32 the caller has already
  /// computed.
  package mutating func add(_ name: EntryName, _ bytes: [UInt8], checksum: UInt32) throws {
    let entry = try begin(name, byteCount: bytes.count, checksum: checksum)
    try write(bytes[...])
    end(entry)
  }

  /// Returns the CRC-32 of the bytes, as `add(_:_:checksum:)` expects it.
  package static func checksum(of bytes: [UInt8]) -> UInt32 {
    var checksum = Checksum()
    checksum.update(bytes[...])
    return checksum.value
  }

  /// Adds a file of known length and CRC-32 piece by piece: `content` passes each piece to
  /// its argument.
  ///
  /// - Throws: `ZipError.mismatch` when the content turns out otherwise. The archive is
  ///   then unusable.
  package mutating func add(
    _ name: EntryName, byteCount: Int, checksum: UInt32,
    content: ((ArraySlice<UInt8>) throws -> Void) throws -> Void
  ) throws {
    let entry = try begin(name, byteCount: byteCount, checksum: checksum)
    var found = Checksum()
    let start = position
    try content { piece in
      guard piece.count <= byteCount - (position - start) else { throw ZipError.mismatch(name) }
      found.update(piece)
      try write(piece)
    }
    guard position - start == byteCount, found.value == checksum else {
      throw ZipError.mismatch(name)
    }
    end(entry)
  }

  /// Writes the local header of a file.
  private mutating func begin(
    _ name: EntryName, byteCount: Int, checksum: UInt32
  ) throws -> ZipEntry {
    if let last, !(last < name) { throw ZipError.outOfOrder(name) }
    last = name
    let entry = ZipEntry(name: name, byteCount: byteCount, checksum: checksum, offset: position)
    try write(entry.header.bytes[...])
    return entry
  }

  /// Adds a finished file to the list.
  private mutating func end(_ entry: ZipEntry) {
    records.put(entry.record)
    count += 1
  }

  /// Writes the list of files and the end record, and returns the output.
  package mutating func finish() throws -> Output {
    try write(ZipEntry.list(records, count: count, at: position)[...])
    return output
  }

  private mutating func write(_ bytes: ArraySlice<UInt8>) throws {
    try output.write(bytes)
    position += bytes.count
  }
}

/// One file as the archive describes it twice: in its local header and in the list.
struct ZipEntry {
  let name: EntryName
  let byteCount: Int
  let checksum: UInt32
  let offset: Int

  /// Whether the length does not fit into four bytes.
  private var isLong: Bool { byteCount >= Zip.longMark }
  /// Whether the offset does not fit into four bytes.
  private var isFar: Bool { offset >= Zip.longMark }
  /// The version of the format that a reader must support, times ten: 4.5 introduced
  /// ZIP64.
  private var version: Int { isLong || isFar ? 45 : 20 }

  /// The system and version that made the entry. The system is Unix, so readers use
  /// the mode.
  static func maker(_ version: Int) -> Int { 3 << 8 | version }

  /// The local header, which precedes the file.
  var header: ZipFields {
    var header = ZipFields()
    header.put4(Zip.entrySignature)
    // The version depends on the length alone, since the local header does not contain the
    // offset.
    header.put2(isLong ? 45 : 20)
    header.put(facts(extra: isLong ? 20 : 0))
    header.put(name.text)
    if isLong {
      header.put2(Zip.longField)
      header.put2(16)
      header.put8(byteCount)
      header.put8(byteCount)
    }
    return header
  }

  /// The entry in the list at the end.
  var record: ZipFields {
    let numbers = (isLong ? [byteCount, byteCount] : []) + (isFar ? [offset] : [])
    var record = ZipFields()
    record.put4(Zip.recordSignature)
    record.put2(Self.maker(version))
    record.put2(version)
    record.put(facts(extra: numbers.isEmpty ? 0 : 4 + 8 * numbers.count))
    record.put2(0)
    record.put2(0)
    record.put2(0)
    // A regular file that its owner may change and everyone may read.
    record.put4(0o100644 << 16)
    record.put4(min(offset, Zip.longMark))
    record.put(name.text)
    if !numbers.isEmpty {
      record.put2(Zip.longField)
      record.put2(8 * numbers.count)
      numbers.forEach { record.put8($0) }
    }
    return record
  }

  /// Returns the list of files and the end record, which follow the files.
  ///
  /// - Parameters:
  ///   - records: The entries of the list.
  ///   - count: Their number.
  ///   - offset: The place of the list in the archive.
  static func list(_ records: ZipFields, count: Int, at offset: Int) -> [UInt8] {
    let length = records.bytes.count
    var end = records
    if count >= Zip.shortMark || length >= Zip.longMark || offset >= Zip.longMark {
      end.put4(Zip.longEndSignature)
      end.put8(Zip.longEndLength - 12)
      end.put2(maker(45))
      end.put2(45)
      end.put4(0)
      end.put4(0)
      end.put8(count)
      end.put8(count)
      end.put8(length)
      end.put8(offset)
      end.put4(Zip.locatorSignature)
      end.put4(0)
      end.put8(offset + length)
      end.put4(1)
    }
    end.put4(Zip.endSignature)
    end.put2(0)
    end.put2(0)
    end.put2(min(count, Zip.shortMark))
    end.put2(min(count, Zip.shortMark))
    end.put4(min(length, Zip.longMark))
    end.put4(min(offset, Zip.longMark))
    end.put2(0)
    return end.bytes
  }

  /// The fields that are the same in the local header and in the list.
  private func facts(extra: Int) -> ZipFields {
    let isASCII = name.text.utf8.allSatisfy { $0 < 0x80 }
    var facts = ZipFields()
    facts.put2(isASCII ? 0 : Zip.utf8Flag)
    facts.put2(Zip.stored)
    // Midnight of 1 January 1980, the first day that the format can express.
    facts.put2(0)
    facts.put2(1 << 5 | 1)
    facts.put4(Int(checksum))
    facts.put4(min(byteCount, Zip.longMark))
    facts.put4(min(byteCount, Zip.longMark))
    facts.put2(name.text.utf8.count)
    facts.put2(extra)
    return facts
  }
}
