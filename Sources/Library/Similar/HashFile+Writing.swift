internal import Files
package import Model

extension HashFile {
  /// Rows come in ascending order, none twice.
  package struct OutOfOrder: Error {}

  /// Adds entries behind those of a file, in the order of their rows, all of which are greater than the
  /// file's last. They are durable before they count: a crash leaves the file as before or as after.
  /// False when there is no file that can be used, or when a row is not greater; then it is to be made
  /// anew. One writer at a time: whoever calls this holds the library's lock.
  package static func append(
    at path: FilePath, generation: UInt64, rows: some Sequence<Entry>
  ) throws -> Bool {
    guard let file = try UpdatableFile.open(path),
      var header = HashFileHeader(bytes: try file.read(HashFileHeader.usedBytes)),
      header.generation == generation, try file.byteCount >= header.fileSize
    else { return false }
    let before = header.count
    guard try write(rows, to: file, &header) else { return false }
    if header.count > before { try finish(file, header) }
    return true
  }

  /// Makes a file of entries in the order of their rows, in place of whatever was there. Until it is whole
  /// the old one stands.
  package static func rebuild(
    at path: FilePath, generation: UInt64, rows: some Sequence<Entry>
  ) throws {
    let file = try UpdatableFile.make(
      beside: path, mode: FileSystem.ownMode(in: path.folder, isSealed: false))
    var header = HashFileHeader(generation: generation)
    do {
      guard try write(rows, to: file, &header) else { throw OutOfOrder() }
      try finish(file, header)
      try file.rename(to: path)
    } catch {
      file.remove()
      throw error
    }
  }

  /// Takes entries out, by making the file again without them; false when there is no file that can be used.
  package static func remove(
    _ rows: Set<Int64>, at path: FilePath, generation: UInt64
  ) throws -> Bool {
    guard let file = try open(at: path, generation: generation) else { return false }
    try rebuild(at: path, generation: generation, rows: file.entries(without: rows))
    return true
  }

  /// Writes entries behind those that a header counts, block by block; false when one is out of order.
  private static func write(
    _ rows: some Sequence<Entry>, to file: borrowing UpdatableFile, _ header: inout HashFileHeader
  ) throws -> Bool {
    var waiting: [Entry] = []
    var start = header.count
    for entry in rows {
      guard header.add(entry) else { return false }
      waiting.append(entry)
      guard header.count % HashFileHeader.blockSize == 0 else { continue }
      try put(waiting, at: start, in: file)
      waiting.removeAll(keepingCapacity: true)
      start = header.count
    }
    try put(waiting, at: start, in: file)
    return true
  }

  /// Writes entries that stand in one block.
  private static func put(
    _ entries: [Entry], at place: Int, in file: borrowing UpdatableFile
  ) throws {
    guard !entries.isEmpty else { return }
    let (block, inside) = place.quotientAndRemainder(dividingBy: HashFileHeader.blockSize)
    let start = HashFileHeader.byteCount + block * HashFileHeader.blockBytes
    // Only whole blocks are mapped.
    try file.grow(to: start + HashFileHeader.blockBytes)
    try file.write(entries.map(\.bits), at: start + 8 * inside)
    try file.write(
      entries.map { UInt64(bitPattern: $0.row) },
      at: start + HashFileHeader.blockBytes / 2 + 8 * inside)
  }

  /// Lets entries count, once they are durable.
  private static func finish(
    _ file: borrowing UpdatableFile, _ header: HashFileHeader
  ) throws {
    try file.grow(to: header.fileSize)
    try file.sync()
    try file.write(header.bytes[...], at: 0)
    try file.sync()
  }
}
