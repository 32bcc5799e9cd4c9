internal import Files
package import Model

/// Writing files of rows. Only one writer may do so at a time: the caller holds the library's lock.
extension RowFile {
  /// Adds entries at the end of a file. Their rows must ascend and be greater than the file's last
  /// one.
  ///
  /// The entries are durable before the header counts them, so a crash leaves either the old or the
  /// new content.
  ///
  /// - Returns: `false` if there is no usable file or a row is not greater than the one before it.
  ///   Then the file must be rebuilt.
  package static func append(
    at path: FilePath, generation: UInt64, model: SubjectVector.Model? = nil,
    _ entries: some Sequence<Entry>
  ) throws -> Bool {
    guard let file = try UpdatableFile.open(path),
      var header = Header(bytes: try file.read(Header.usedByteCount)),
      header.generation == generation, header.model == model,
      try file.byteCount >= header.fileSize
    else { return false }
    let before = header.count
    guard try write(entries, to: file, &header) else { return false }
    if header.count > before { try finish(file, header) }
    return true
  }

  /// Creates a file from entries in ascending order of their rows. An existing file stays in place
  /// until the new one is complete.
  ///
  /// Throws a `FileError` if the rows do not ascend.
  package static func rebuild(
    at path: FilePath, generation: UInt64, model: SubjectVector.Model? = nil,
    _ entries: some Sequence<Entry>
  ) throws {
    let file = try UpdatableFile.create(
      nextTo: path, mode: FileSystem.ownMode(in: path.folder, isSealed: false))
    var header = Header(generation: generation, model: model)
    do {
      guard try write(entries, to: file, &header) else {
        throw FileError(path, "its rows are out of order")
      }
      try finish(file, header)
      try file.rename(to: path)
    } catch {
      file.remove()
      throw error
    }
  }

  /// Rebuilds a file of any model without some rows. Returns `false` if there is no usable file.
  package static func remove(
    _ rows: Set<Int64>, at path: FilePath, generation: UInt64
  ) throws -> Bool {
    guard let file = try openAny(at: path, generation: generation) else { return false }
    try rebuild(
      at: path, generation: generation, model: file.header.model, file.entries(without: rows))
    return true
  }

  /// Writes entries after those that a header counts, block by block, and counts them in the
  /// header. Returns `false` if one is out of order.
  private static func write(
    _ entries: some Sequence<Entry>, to file: borrowing UpdatableFile, _ header: inout Header
  ) throws -> Bool {
    var rows: [UInt64] = []
    var values: [UInt8] = []
    for entry in entries {
      let start = values.count
      Format.append(entry.value, to: &values)
      guard header.add(row: entry.row, value: values[start...]) else { return false }
      rows.append(UInt64(bitPattern: entry.row))
      guard header.count % Format.entriesPerBlock == 0 else { continue }
      try writeBlock(rows, values, endingAt: header.count, in: file)
      rows.removeAll(keepingCapacity: true)
      values.removeAll(keepingCapacity: true)
    }
    try writeBlock(rows, values, endingAt: header.count, in: file)
    return true
  }

  /// Writes entries that belong to one block.
  ///
  /// - Parameters:
  ///   - rows: The rows of the entries.
  ///   - values: The bytes of their values.
  ///   - end: The index after the last of them in the file.
  ///   - file: The file, which grows by whole blocks.
  private static func writeBlock(
    _ rows: [UInt64], _ values: [UInt8], endingAt end: Int, in file: borrowing UpdatableFile
  ) throws {
    guard !rows.isEmpty else { return }
    let (block, rest) = (end - rows.count).quotientAndRemainder(
      dividingBy: Format.entriesPerBlock)
    // Readers map whole blocks only.
    try file.grow(to: Header.offset(ofBlock: block + 1))
    try file.write(
      values[...], at: Header.offset(ofBlock: block) + rest * Format.valueByteCount)
    try file.write(rows, at: Header.rowOffset(ofBlock: block) + 8 * rest)
  }

  /// Syncs the entries and then writes the header that counts them.
  private static func finish(_ file: borrowing UpdatableFile, _ header: Header) throws {
    try file.grow(to: header.fileSize)
    try file.sync()
    try file.write(header.bytes[...], at: 0)
    try file.sync()
  }
}
