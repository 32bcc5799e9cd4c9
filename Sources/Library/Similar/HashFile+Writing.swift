internal import Files
package import Model

/// Writing hash files. Only one writer may do so at a time: the caller holds the library's lock.
extension HashFile {
  /// Adds entries at the end of a file. Their rows must ascend and be greater than the file's last
  /// one.
  ///
  /// The entries are durable before the header counts them, so a crash leaves either the old or the
  /// new content.
  ///
  /// - Returns: `false` if there is no usable file or a row is not greater than the one before it.
  ///   Then the file must be rebuilt.
  package static func append(
    at path: FilePath, generation: UInt64, rows: some Sequence<Entry>
  ) throws -> Bool {
    guard let file = try UpdatableFile.open(path),
      var header = HashFileHeader(bytes: try file.read(HashFileHeader.usedByteCount)),
      header.generation == generation, try file.byteCount >= header.fileSize
    else { return false }
    let before = header.count
    guard try write(rows, to: file, &header) else { return false }
    if header.count > before { try finish(file, header) }
    return true
  }

  /// Creates a file from entries in ascending order of their rows. An existing file stays in place
  /// until the new one is complete.
  ///
  /// Throws a `FileError` if the rows do not ascend.
  package static func rebuild(
    at path: FilePath, generation: UInt64, rows: some Sequence<Entry>
  ) throws {
    let file = try UpdatableFile.create(
      nextTo: path, mode: FileSystem.ownMode(in: path.folder, isSealed: false))
    var header = HashFileHeader(generation: generation)
    do {
      guard try write(rows, to: file, &header) else {
        throw FileError(path, "its rows are out of order")
      }
      try finish(file, header)
      try file.rename(to: path)
    } catch {
      file.remove()
      throw error
    }
  }

  /// Rebuilds a file without some rows. Returns `false` if there is no usable file.
  package static func remove(
    _ rows: Set<Int64>, at path: FilePath, generation: UInt64
  ) throws -> Bool {
    guard let file = try open(at: path, generation: generation) else { return false }
    try rebuild(at: path, generation: generation, rows: file.entries(without: rows))
    return true
  }

  /// Writes entries after those that a header counts, block by block, and counts them in the
  /// header. Returns `false` if one is out of order.
  private static func write(
    _ rows: some Sequence<Entry>, to file: borrowing UpdatableFile, _ header: inout HashFileHeader
  ) throws -> Bool {
    var waiting: [Entry] = []
    var start = header.count
    for entry in rows {
      guard header.add(entry) else { return false }
      waiting.append(entry)
      guard header.count % HashFileHeader.entriesPerBlock == 0 else { continue }
      try writeBlock(waiting, at: start, in: file)
      waiting.removeAll(keepingCapacity: true)
      start = header.count
    }
    try writeBlock(waiting, at: start, in: file)
    return true
  }

  /// Writes entries that belong to one block.
  ///
  /// - Parameters:
  ///   - entries: The entries.
  ///   - index: The index of the first of them in the file.
  ///   - file: The file, which grows by whole blocks.
  private static func writeBlock(
    _ entries: [Entry], at index: Int, in file: borrowing UpdatableFile
  ) throws {
    guard !entries.isEmpty else { return }
    let (block, indexInBlock) = index.quotientAndRemainder(
      dividingBy: HashFileHeader.entriesPerBlock)
    let start = HashFileHeader.byteCount + block * HashFileHeader.blockByteCount
    // Readers map whole blocks only.
    try file.grow(to: start + HashFileHeader.blockByteCount)
    try file.write(entries.map(\.bits), at: start + 8 * indexInBlock)
    try file.write(
      entries.map { UInt64(bitPattern: $0.row) },
      at: start + HashFileHeader.blockByteCount / 2 + 8 * indexInBlock)
  }

  /// Syncs the entries and then writes the header that counts them.
  private static func finish(
    _ file: borrowing UpdatableFile, _ header: HashFileHeader
  ) throws {
    try file.grow(to: header.fileSize)
    try file.sync()
    try file.write(header.bytes[...], at: 0)
    try file.sync()
  }
}
