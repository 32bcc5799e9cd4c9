internal import CHamming
internal import Files
package import Model

/// The perceptual hashes of all pictures of a library, packed so that a search through a million of
/// them takes less than a millisecond.
///
/// The file is beside the index and is rebuilt from it whenever its generation is not the index's
/// own. `docs/decisions/0013-hash-file.md` describes its layout.
///
/// ```swift
/// if let file = try HashFile.open(at: path, generation: generation) {
///   let hits = file.search([hash.bits, hash.mirrored], radius: 14, limit: 20)
/// }
/// ```
package struct HashFile: Sendable {
  /// A picture: the row of its file in the index, and its hash.
  package struct Entry: Hashable, Sendable {
    package let row: Int64
    package let bits: UInt64

    package init(row: Int64, bits: UInt64) {
      self.row = row
      self.bits = bits
    }
  }

  /// A picture whose hash is near one of the hashes that were searched for.
  package struct Hit: Hashable, Sendable {
    package let row: Int64
    /// The index of that hash among those that were searched for.
    package let queryIndex: Int
    /// The number of bits that differ.
    package let distance: Int
  }

  /// The number of pictures in the file.
  package var count: Int { header.count }
  /// The greatest row in the file; `nil` if it is empty.
  package var lastRow: Int64? { header.count > 0 ? header.lastRow : nil }

  private let header: HashFileHeader
  private let mapping: MappedFile

  /// Opens a file and maps it into memory.
  ///
  /// Returns `nil` if there is no usable file: it is missing, truncated, damaged or of another
  /// generation. Then it must be rebuilt. Throws only if a system call fails.
  package static func open(at path: FilePath, generation: UInt64) throws -> HashFile? {
    guard let mapping = try MappedFile.open(path, headerBytes: HashFileHeader.usedByteCount),
      let header = HashFileHeader(bytes: mapping.header), header.generation == generation,
      mapping.byteCount >= header.fileSize
    else { return nil }
    let file = HashFile(header: header, mapping: mapping)
    if header.count > 0 {
      guard try mapping.map(header.fileSize), file.entry(header.count - 1).row == header.lastRow
      else { return nil }
    }
    return file
  }

  /// The pictures whose hash differs from one of some hashes in at most `radius` bits. The nearest
  /// come first, and equally near ones in the order of their rows.
  ///
  /// Returns `nil` if the file was truncated since it was opened.
  ///
  /// - Parameters:
  ///   - hashes: The hashes to search for.
  ///   - radius: The maximum number of different bits, from 0 to 64.
  ///   - limit: The maximum number of hits.
  package func search(_ hashes: [UInt64], radius: Int, limit: Int) -> [Hit]? {
    guard header.count > 0, !hashes.isEmpty, limit > 0, radius >= 0 else { return [] }
    guard mapping.hasAtLeast(header.fileSize) else { return nil }
    return HashSearch(hashes: hashes, radius: min(radius, 64), limit: limit).run(through: self)
  }

  /// Whether all entries match the checksum of the header. This reads the whole file, which a
  /// search does not.
  package var isIntact: Bool {
    guard mapping.hasAtLeast(header.fileSize) else { return false }
    var sum: UInt64 = 0
    var last = Int64.min
    for index in 0..<header.count {
      let entry = entry(index)
      guard entry.row > last || index == 0 else { return false }
      last = entry.row
      sum &+= HashFileHeader.mixed(entry)
    }
    return sum == header.sum
  }

  /// The number of blocks that contain the entries.
  var blockCount: Int { HashFileHeader.blockCount(for: header.count) }

  /// The hashes of a block in the byte order of the file. The buffer is valid as long as the file
  /// is.
  func hashes(ofBlock block: Int) -> UnsafeBufferPointer<UInt64> {
    let size = HashFileHeader.entriesPerBlock
    let start = HashFileHeader.byteCount + block * HashFileHeader.blockByteCount
    return unsafe mapping.numbers(at: start, min(size, header.count - block * size))
  }

  /// All entries in order, except those of some rows.
  func entries(without rows: Set<Int64>) -> some Sequence<Entry> {
    (0..<count).lazy.map(entry).filter { !rows.contains($0.row) }
  }

  /// The entry at an index.
  func entry(_ index: Int) -> Entry {
    let (block, indexInBlock) = index.quotientAndRemainder(
      dividingBy: HashFileHeader.entriesPerBlock)
    let start = HashFileHeader.byteCount + block * HashFileHeader.blockByteCount
    let row = unsafe mapping.numbers(
      at: start + HashFileHeader.blockByteCount / 2 + 8 * indexInBlock, 1)
    let bits = unsafe mapping.numbers(at: start + 8 * indexInBlock, 1)
    return unsafe Entry(
      row: Int64(bitPattern: UInt64(littleEndian: row[0])), bits: UInt64(littleEndian: bits[0]))
  }
}

/// One search through all hashes of a file.
private struct HashSearch {
  let hashes: [UInt64]
  let radius: Int
  let limit: Int
  var found: [HashFile.Hit] = []

  /// The hits in a file, sorted and limited. The radius shrinks as soon as there are enough hits.
  consuming func run(through file: HashFile) -> [HashFile.Hit] {
    let method = castbook_hamming_fastest()
    var hits = [castbook_hamming_hit_t](
      repeating: castbook_hamming_hit_t(), count: 4 * HashFileHeader.entriesPerBlock / 8)
    // Once there are enough hits, a later row counts only if it is nearer than the last hit.
    var maximumDistance = radius
    for block in 0..<file.blockCount where maximumDistance >= 0 {
      let before = found.count
      for first in stride(from: 0, to: hashes.count, by: 2) {
        scan(block, of: file, first, maximumDistance, method, &hits)
      }
      guard found.count > before else { continue }
      keepNearest()
      if found.count == limit, let last = found.last {
        maximumDistance = min(maximumDistance, last.distance - 1)
      }
    }
    return found
  }

  /// Searches a block for two of the hashes, or for the last one alone.
  ///
  /// - Parameters:
  ///   - block: The index of the block.
  ///   - file: The file that contains it.
  ///   - first: The index of the first of the two hashes.
  ///   - radius: The maximum number of different bits.
  ///   - method: The instructions to use, such as those of AVX2.
  ///   - hits: A buffer for the hits of one call of the C function.
  private mutating func scan(
    _ block: Int, of file: HashFile, _ first: Int, _ radius: Int, _ method: castbook_hamming_way_t,
    _ hits: inout [castbook_hamming_hit_t]
  ) {
    let isAlone = first + 1 == hashes.count
    // The file is little-endian.
    let pair = [hashes[first], hashes[isAlone ? first : first + 1]].map(\.littleEndian)
    let values = unsafe file.hashes(ofBlock: block)
    let start = block * HashFileHeader.entriesPerBlock
    var position = 0
    while position < values.count {
      let count = unsafe castbook_hamming_scan(
        method, values.baseAddress, values.count, &position, pair, UInt32(radius), &hits,
        hits.count)
      for hit in hits.prefix(count) where !(isAlone && hit.query == 1) {
        found.append(
          HashFile.Hit(
            row: file.entry(start + Int(hit.index)).row, queryIndex: first + Int(hit.query),
            distance: Int(hit.distance)))
      }
    }
  }

  /// Sorts the hits and removes those beyond the limit.
  private mutating func keepNearest() {
    found.sort { ($0.distance, $0.row, $0.queryIndex) < ($1.distance, $1.row, $1.queryIndex) }
    if found.count > limit { found.removeLast(found.count - limit) }
  }
}
