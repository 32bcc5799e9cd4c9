internal import CVectors
internal import Files
package import Model

/// The sketches of all pictures' vectors, compared whole to find pictures of a subject. They are
/// made of the vectors of the single pictures. `docs/decisions/0045-subjects.md` describes them.
package typealias SketchFile = RowFile<SketchFormat>

/// The squared length of a sketch in four bytes, and the sketch.
package enum SketchFormat: RowFormat {
  package static let magic = Array("CBSKETCH".utf8)
  package static let version: UInt64 = 2
  package static let hasModel = true
  package static let valueByteCount = lengthByteCount + SubjectSketch.length
  package static let entriesPerBlock = 1024
  private static let lengthByteCount = 4

  package static func append(_ sketch: SubjectSketch, to bytes: inout [UInt8]) {
    for shift in 0..<lengthByteCount {
      bytes.append(UInt8(truncatingIfNeeded: sketch.squaredLength >> (8 * shift)))
    }
    for value in sketch.values { bytes.append(UInt8(bitPattern: value)) }
  }

  package static func value(_ bytes: UnsafeBufferPointer<UInt8>) -> SubjectSketch {
    unsafe SubjectSketch(bytes.dropFirst(lengthByteCount).map { Int8(bitPattern: $0) })
  }
}

/// A picture whose sketch is like the one that was searched for.
package struct SketchHit: Hashable, Sendable {
  package let row: Int64
  /// The likeness of the sketches in thousandths.
  package let likeness: Int
}

extension SketchFile {
  /// The pictures whose sketches are most like one: the most like first, and equally like ones in
  /// the order of their rows.
  ///
  /// Returns `nil` if the file was truncated since it was opened.
  ///
  /// - Parameters:
  ///   - query: The sketch to compare with.
  ///   - least: The minimum likeness in thousandths.
  ///   - limit: The maximum number of hits.
  package func search(_ query: SubjectSketch, least: Int, limit: Int) -> [SketchHit]? {
    guard count > 0, query.isKnown, limit > 0 else { return [] }
    guard isWhole else { return nil }
    var found: [SketchHit] = []
    var least = least
    var hits = [castbook_vectors_hit_t](
      repeating: castbook_vectors_hit_t(), count: SketchFormat.entriesPerBlock)
    func keepBest() {
      found.sort { (-$0.likeness, $0.row) < (-$1.likeness, $1.row) }
      if found.count > limit { found.removeLast(found.count - limit) }
    }
    for block in 0..<header.blockCount {
      scan(block, for: query, least: least, &hits, &found)
      guard found.count >= 2 * limit else { continue }
      keepBest()
      // A later row counts only if it is more like the query than the last hit.
      if let last = found.last { least = max(least, last.likeness + 1) }
    }
    keepBest()
    return found
  }

  /// Compares a block with a query.
  private func scan(
    _ block: Int, for query: SubjectSketch, least: Int, _ hits: inout [castbook_vectors_hit_t],
    _ found: inout [SketchHit]
  ) {
    let size = SketchFormat.entriesPerBlock
    let count = min(size, count - block * size)
    let stored = unsafe mapping.bytes(
      at: Header.offset(ofBlock: block), count * SketchFormat.valueByteCount)
    // A little lower than needed, since the exact likeness decides.
    let bar = (Float(least) - 1) / 1000 * Float(query.squaredLength).squareRoot()
    let matches = unsafe castbook_vectors_scan(
      castbook_vectors_fastest(), stored.baseAddress, count, query.values, query.values.count, bar,
      &hits)
    for hit in hits.prefix(matches) {
      let likeness = SubjectVector.likeness(
        product: Int(hit.product), query.squaredLength, Int(hit.length2))
      guard likeness >= least else { continue }
      found.append(SketchHit(row: row(block * size + Int(hit.index)), likeness: likeness))
    }
  }
}
