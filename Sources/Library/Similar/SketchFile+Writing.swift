internal import Files
package import Model

/// Writing sketch files. Only one writer may do so at a time: the caller holds the library's lock.
extension SketchFile {
  /// Adds entries at the end of a file. Their rows must ascend and be greater than the file's last
  /// one.
  ///
  /// The entries are durable before the header counts them, so a crash leaves either the old or the
  /// new content.
  ///
  /// - Returns: `false` if there is no usable file or a row is not greater than the one before it.
  ///   Then the file must be rebuilt.
  package static func append(
    at path: FilePath, generation: UInt64, model: SubjectVector.Model,
    entries: some Sequence<Entry>
  ) throws -> Bool {
    guard let file = try UpdatableFile.open(path),
      var header = SketchFileHeader(bytes: try file.read(SketchFileHeader.usedByteCount)),
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
    at path: FilePath, generation: UInt64, model: SubjectVector.Model,
    entries: some Sequence<Entry>
  ) throws {
    let file = try UpdatableFile.create(
      nextTo: path, mode: FileSystem.ownMode(in: path.folder, isSealed: false))
    var header = SketchFileHeader(generation: generation, model: model)
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

  /// Rebuilds a file without some rows, whatever model it is of. Returns `false` if there is no
  /// usable file.
  package static func remove(
    _ rows: Set<Int64>, at path: FilePath, generation: UInt64
  ) throws -> Bool {
    guard let model = try model(of: path),
      let file = try open(at: path, generation: generation, model: model)
    else { return false }
    try rebuild(
      at: path, generation: generation, model: model, entries: file.entries(without: rows))
    return true
  }

  /// The model of the sketches in a file; `nil` if there is no usable file.
  private static func model(of path: FilePath) throws -> SubjectVector.Model? {
    try MappedFile.open(path, headerBytes: SketchFileHeader.usedByteCount)
      .flatMap { SketchFileHeader(bytes: $0.header)?.model }
  }

  /// Writes entries after those that a header counts, block by block, and counts them in the
  /// header. Returns `false` if one is out of order.
  private static func write(
    _ entries: some Sequence<Entry>, to file: borrowing UpdatableFile,
    _ header: inout SketchFileHeader
  ) throws -> Bool {
    var waiting: [Entry] = []
    var start = header.count
    for entry in entries {
      guard header.add(entry) else { return false }
      waiting.append(entry)
      guard header.count % SketchFileHeader.entriesPerBlock == 0 else { continue }
      try writeBlock(waiting, at: start, in: file, header)
      waiting.removeAll(keepingCapacity: true)
      start = header.count
    }
    try writeBlock(waiting, at: start, in: file, header)
    return true
  }

  /// Writes entries that belong to one block.
  ///
  /// - Parameters:
  ///   - entries: The entries.
  ///   - index: The index of the first of them in the file.
  ///   - file: The file, which grows by whole blocks.
  ///   - header: The header, for the size of a block.
  private static func writeBlock(
    _ entries: [Entry], at index: Int, in file: borrowing UpdatableFile,
    _ header: SketchFileHeader
  ) throws {
    guard !entries.isEmpty else { return }
    let (block, indexInBlock) = index.quotientAndRemainder(
      dividingBy: SketchFileHeader.entriesPerBlock)
    // Readers map whole blocks only.
    try file.grow(to: header.offset(ofBlock: block + 1))
    try file.write(
      entries.map { UInt64(bitPattern: $0.row) },
      at: header.offset(ofBlock: block) + 8 * indexInBlock)
    var values: [UInt8] = []
    values.reserveCapacity(entries.count * SketchFileHeader.valueByteCount)
    for entry in entries {
      let length = UInt32(entry.sketch.squaredLength)
      for shift in [UInt32(0), 8, 16, 24] { values.append(UInt8(length >> shift & 0xFF)) }
      values += entry.sketch.values.map { UInt8(bitPattern: $0) }
    }
    try file.write(
      values[...],
      at: header.valueOffset(ofBlock: block) + indexInBlock * SketchFileHeader.valueByteCount)
  }

  /// Syncs the entries and then writes the header that counts them.
  private static func finish(
    _ file: borrowing UpdatableFile, _ header: SketchFileHeader
  ) throws {
    try file.grow(to: header.fileSize)
    try file.sync()
    try file.write(header.bytes[...], at: 0)
    try file.sync()
  }
}
