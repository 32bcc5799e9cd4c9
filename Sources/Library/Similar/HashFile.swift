internal import CHamming
internal import Files
package import Model

/// The hashes of all pictures of a library, packed so that all of them can be looked at in less than a
/// millisecond for a million: a file beside the index, made from it again whenever it is not the
/// index's own. `docs/decisions/0013-hash-file.md` draws it.
package struct HashFile: Sendable {
  /// One picture: the row of its blob in the index, and its hash.
  package struct Entry: Hashable, Sendable {
    package let row: Int64
    package let bits: UInt64

    package init(row: Int64, bits: UInt64) {
      self.row = row
      self.bits = bits
    }
  }

  /// A picture that is near one of the hashes that were looked for.
  package struct Hit: Hashable, Sendable {
    package let row: Int64
    /// Which of the hashes, by its place among them.
    package let query: Int
    /// Bits that differ.
    package let distance: Int
  }

  /// How many pictures it holds.
  package var count: Int { header.count }
  /// The greatest row that it holds; nothing when it is empty.
  package var lastRow: Int64? { header.count > 0 ? header.lastRow : nil }

  private let header: HashFileHeader
  private let mapping: MappedFile

  /// Opens a file; nothing when there is none that can be used: absent, of another generation, cut short
  /// or damaged. Then it is to be made anew. Fails only where the system does.
  package static func open(at path: FilePath, generation: UInt64) throws -> HashFile? {
    guard let mapping = try MappedFile.open(path, headerBytes: HashFileHeader.usedBytes),
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

  private init(header: HashFileHeader, mapping: MappedFile) {
    self.header = header
    self.mapping = mapping
  }

  /// The pictures whose hash differs from one of these in at most `radius` bits, at most `limit` of them:
  /// the nearest first, those equally near by their rows. Nothing when the file was cut short since it
  /// was opened.
  package func search(_ hashes: [UInt64], radius: Int, limit: Int) -> [Hit]? {
    guard header.count > 0, !hashes.isEmpty, limit > 0, radius >= 0 else { return [] }
    guard mapping.hasAtLeast(header.fileSize) else { return nil }
    return HashSearch(hashes, radius: min(radius, 64), limit: limit).run(through: self)
  }

  /// Whether every entry is as it was written: reads all of them, which a search does not.
  package var isSound: Bool {
    guard mapping.hasAtLeast(header.fileSize) else { return false }
    var sum: UInt64 = 0
    var last = Int64.min
    for place in 0..<header.count {
      let entry = entry(place)
      guard entry.row > last || place == 0 else { return false }
      last = entry.row
      sum &+= HashFileHeader.mixed(entry)
    }
    return sum == header.sum
  }

  /// The blocks that the entries stand in.
  var blockCount: Int { HashFileHeader.blocks(header.count) }

  /// The hashes of a block.
  func hashes(ofBlock block: Int) -> UnsafeBufferPointer<UInt64> {
    let size = HashFileHeader.blockSize
    let start = HashFileHeader.byteCount + block * HashFileHeader.blockBytes
    return unsafe mapping.numbers(at: start, min(size, header.count - block * size))
  }

  /// All entries in their order, some left out.
  func entries(without rows: Set<Int64>) -> some Sequence<Entry> {
    (0..<count).lazy.map(entry).filter { !rows.contains($0.row) }
  }

  func entry(_ place: Int) -> Entry {
    let (block, inside) = place.quotientAndRemainder(dividingBy: HashFileHeader.blockSize)
    let start = HashFileHeader.byteCount + block * HashFileHeader.blockBytes
    let row = unsafe mapping.numbers(at: start + HashFileHeader.blockBytes / 2 + 8 * inside, 1)
    let bits = unsafe mapping.numbers(at: start + 8 * inside, 1)
    return unsafe Entry(
      row: Int64(bitPattern: UInt64(littleEndian: row[0])), bits: UInt64(littleEndian: bits[0]))
  }
}

/// One look through all hashes.
private struct HashSearch {
  private let hashes: [UInt64]
  private let radius: Int
  private let limit: Int
  private var found: [HashFile.Hit] = []

  init(_ hashes: [UInt64], radius: Int, limit: Int) {
    self.hashes = hashes
    self.radius = radius
    self.limit = limit
  }

  consuming func run(through file: HashFile) -> [HashFile.Hit] {
    let way = castbook_hamming_best()
    var hits = [castbook_hamming_hit_t](
      repeating: castbook_hamming_hit_t(), count: 4 * HashFileHeader.blockSize / 8)
    // The farthest that is still looked for. When there are enough, a later row must be nearer.
    var farthest = radius
    for block in 0..<file.blockCount where farthest >= 0 {
      let before = found.count
      for first in stride(from: 0, to: hashes.count, by: 2) {
        scan(block, of: file, first, farthest, way, &hits)
      }
      guard found.count > before else { continue }
      keepNearest()
      if found.count == limit, let last = found.last { farthest = min(farthest, last.distance - 1) }
    }
    return found
  }

  /// Looks through a block for two of the hashes, or for the last one alone.
  private mutating func scan(
    _ block: Int, of file: HashFile, _ first: Int, _ radius: Int, _ way: castbook_hamming_way_t,
    _ hits: inout [castbook_hamming_hit_t]
  ) {
    let isAlone = first + 1 == hashes.count
    // The file has the little end first.
    let pair = [hashes[first], hashes[isAlone ? first : first + 1]].map(\.littleEndian)
    let values = unsafe file.hashes(ofBlock: block)
    let start = block * HashFileHeader.blockSize
    var place = 0
    while place < values.count {
      let count = unsafe castbook_hamming_scan(
        way, values.baseAddress, values.count, &place, pair, UInt32(radius), &hits, hits.count)
      for hit in hits.prefix(count) where !(isAlone && hit.query == 1) {
        found.append(
          HashFile.Hit(
            row: file.entry(start + Int(hit.place)).row, query: first + Int(hit.query),
            distance: Int(hit.distance)))
      }
    }
  }

  private mutating func keepNearest() {
    found.sort { ($0.distance, $0.row, $0.query) < ($1.distance, $1.row, $1.query) }
    if found.count > limit { found.removeLast(found.count - limit) }
  }
}
