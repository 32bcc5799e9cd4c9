/// The places of files in a zip archive whose names and lengths are known in advance, so
/// several files can be written at once. The archive has the bytes that `ZipWriter` writes.
///
/// ```swift
/// let layout = try ZipLayout([(name, bytes.count)])
/// try file.write(layout.header(of: 0, checksum: checksum)[...], at: layout.offset(of: 0))
/// try file.write(bytes[...], at: layout.contentOffset(of: 0))
/// try file.write(layout.list([checksum])[...], at: layout.listOffset)
/// ```
package struct ZipLayout: Sendable {
  /// The files, without their checksums.
  private let entries: [ZipEntry]
  /// The place of the list of files, behind all of them.
  package let listOffset: Int

  /// Creates the layout of an archive.
  ///
  /// - Parameter files: Names and lengths, in byte order of the names.
  /// - Throws: `ZipError.outOfOrder` for a name that doesn't follow the one before.
  package init(_ files: [(name: EntryName, byteCount: Int)]) throws(ZipError) {
    var entries: [ZipEntry] = []
    var position = 0
    for file in files {
      if let last = entries.last, !(last.name < file.name) { throw .outOfOrder(file.name) }
      let entry = ZipEntry(
        name: file.name, byteCount: file.byteCount, checksum: 0, offset: position)
      position += entry.header.bytes.count + file.byteCount
      entries.append(entry)
    }
    self.entries = entries
    listOffset = position
  }

  /// The place of a file's header.
  package func offset(of index: Int) -> Int { entries[index].offset }

  /// The place of a file's content, which follows its header.
  package func contentOffset(of index: Int) -> Int {
    entries[index].offset + entries[index].header.bytes.count
  }

  /// Returns the header in front of a file's content.
  package func header(of index: Int, checksum: UInt32) -> [UInt8] {
    entries[index].with(checksum).header.bytes
  }

  /// Returns the list of files and the end record.
  ///
  /// - Parameter checksums: The CRC-32 of each file, in the order of the files.
  package func list(_ checksums: [UInt32]) -> [UInt8] {
    precondition(checksums.count == entries.count)
    var records = ZipFields()
    for (entry, checksum) in zip(entries, checksums) { records.put(entry.with(checksum).record) }
    return ZipEntry.list(records, count: entries.count, at: listOffset)
  }
}

extension ZipEntry {
  fileprivate func with(_ checksum: UInt32) -> ZipEntry {
    ZipEntry(name: name, byteCount: byteCount, checksum: checksum, offset: offset)
  }
}
