internal import CHamming
internal import Files

/// The perceptual hashes of all pictures of a library, packed so that a search through a million of
/// them takes less than a millisecond.
///
/// ```swift
/// if let file = try HashFile.open(at: path, generation: generation) {
///   let hits = file.search([hash.bits, hash.mirrored], radius: 14, limit: 20)
/// }
/// ```
package typealias HashFile = RowFile<HashFormat>

/// A hash in eight bytes.
package enum HashFormat: RowFormat {
  package static let magic = Array("CBPHASH\0".utf8)
  package static let version: UInt64 = 1
  package static let hasModel = false
  package static let valueByteCount = 8
  package static let entriesPerBlock = 8192

  package static func append(_ hash: UInt64, to bytes: inout [UInt8]) {
    for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: hash >> (8 * shift))) }
  }

  package static func value(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    unsafe UInt64(littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(as: UInt64.self))
  }
}

/// A picture whose hash is near one of the hashes that were searched for.
package struct HashHit: Hashable, Sendable {
  package let row: Int64
  /// The index of that hash among those that were searched for.
  package let queryIndex: Int
  /// The number of bits that differ.
  package let distance: Int
}

extension HashFile {
  /// The pictures whose hash differs from one of some hashes in at most `radius` bits. The nearest
  /// come first, and equally near ones in the order of their rows.
  ///
  /// Returns `nil` if the file was truncated since it was opened.
  ///
  /// - Parameters:
  ///   - hashes: The hashes to search for.
  ///   - radius: The maximum number of different bits, from 0 to 64.
  ///   - limit: The maximum number of hits.
  package func search(_ hashes: [UInt64], radius: Int, limit: Int) -> [HashHit]? {
    guard count > 0, !hashes.isEmpty, limit > 0, radius >= 0 else { return [] }
    guard isWhole else { return nil }
    return HashSearch(hashes: hashes, radius: min(radius, 64), limit: limit).run(through: self)
  }

  /// The hashes of a block in the byte order of the file. The buffer is valid as long as the file
  /// is.
  fileprivate func hashes(ofBlock block: Int) -> UnsafeBufferPointer<UInt64> {
    let size = HashFormat.entriesPerBlock
    return unsafe mapping.numbers(
      at: Header.offset(ofBlock: block), min(size, count - block * size))
  }
}

/// One search through all hashes of a file.
private struct HashSearch {
  let hashes: [UInt64]
  let radius: Int
  let limit: Int
  var found: [HashHit] = []

  /// The hits in a file, sorted and limited. The radius shrinks as soon as there are enough hits.
  consuming func run(through file: HashFile) -> [HashHit] {
    let method = castbook_hamming_fastest()
    var hits = [castbook_hamming_hit_t](
      repeating: castbook_hamming_hit_t(), count: 4 * HashFormat.entriesPerBlock / 8)
    // Once there are enough hits, a later row counts only if it is nearer than the last hit.
    var maximumDistance = radius
    for block in 0..<file.header.blockCount where maximumDistance >= 0 {
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
    let start = block * HashFormat.entriesPerBlock
    var position = 0
    while position < values.count {
      let count = unsafe castbook_hamming_scan(
        method, values.baseAddress, values.count, &position, pair, UInt32(radius), &hits,
        hits.count)
      for hit in hits.prefix(count) where !(isAlone && hit.query == 1) {
        found.append(
          HashHit(
            row: file.row(start + Int(hit.index)), queryIndex: first + Int(hit.query),
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
