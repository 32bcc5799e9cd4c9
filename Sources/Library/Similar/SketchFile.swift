internal import CVectors
internal import Files
package import Model

/// A file with the sketches of all pictures' vectors, which is compared whole to find pictures of a
/// subject.
///
/// It can be rebuilt from the vectors of the single pictures, and must be rebuilt whenever its
/// generation is not the index's own, or its sketches are of another model.
/// `docs/decisions/0045-subjects.md` describes its layout.
package struct SketchFile: Sendable {
  /// A picture: the row of its file in the index, and its sketch.
  package struct Entry: Hashable, Sendable {
    package let row: Int64
    package let sketch: SubjectSketch

    package init(row: Int64, sketch: SubjectSketch) {
      self.row = row
      self.sketch = sketch
    }
  }

  /// A picture whose sketch is like one of the queries.
  package struct Hit: Hashable, Sendable {
    package let row: Int64
    /// The likeness of the sketches in thousandths.
    package let likeness: Int
  }

  /// The number of pictures in the file.
  package var count: Int { header.count }
  /// The greatest row in the file; `nil` if it is empty.
  package var lastRow: Int64? { header.count > 0 ? header.lastRow : nil }

  /// Whether some pictures have no sketch yet, or can't have one.
  var hasUnknown: Bool { header.unknownCount > 0 }

  let header: SketchFileHeader
  private let mapping: MappedFile

  /// Opens a file and maps it into memory.
  ///
  /// Returns `nil` if there is no usable file: it is missing, truncated, damaged, of another
  /// generation or of another model. Then it must be rebuilt. Throws only if a system call fails.
  package static func open(
    at path: FilePath, generation: UInt64, model: SubjectVector.Model
  ) throws -> SketchFile? {
    guard let mapping = try MappedFile.open(path, headerBytes: SketchFileHeader.usedByteCount),
      let header = SketchFileHeader(bytes: mapping.header), header.generation == generation,
      header.model == model, mapping.byteCount >= header.fileSize
    else { return nil }
    if header.count > 0 {
      guard try mapping.map(header.fileSize) else { return nil }
      let file = SketchFile(header: header, mapping: mapping)
      guard file.row(header.count - 1) == header.lastRow else { return nil }
    }
    return SketchFile(header: header, mapping: mapping)
  }

  /// The pictures whose sketches are most like one of some queries: the most like first, and
  /// equally like ones in the order of their rows.
  ///
  /// Returns `nil` if the file was truncated since it was opened.
  ///
  /// - Parameters:
  ///   - queries: The sketches to compare with.
  ///   - least: The minimum likeness in thousandths.
  ///   - limit: The maximum number of hits.
  package func search(_ queries: [SubjectSketch], least: Int, limit: Int) -> [Hit]? {
    let queries = queries.filter(\.isKnown)
    guard header.count > 0, !queries.isEmpty, limit > 0 else { return [] }
    guard mapping.hasAtLeast(header.fileSize) else { return nil }
    var found: [Hit] = []
    var least = least
    var hits = [castbook_vectors_hit_t](
      repeating: castbook_vectors_hit_t(), count: SketchFileHeader.entriesPerBlock)
    for block in 0..<header.blockCount {
      let before = found.count
      for query in queries { scan(block, for: query, least: least, &hits, &found) }
      guard found.count > before else { continue }
      found.keepBest(limit)
      // A later row counts only if it is more like a query than the last hit.
      if found.count == limit, let last = found.last { least = max(least, last.likeness + 1) }
    }
    return found
  }

  /// Compares a block with one query.
  private func scan(
    _ block: Int, for query: SubjectSketch, least: Int, _ hits: inout [castbook_vectors_hit_t],
    _ found: inout [Hit]
  ) {
    let size = SketchFileHeader.entriesPerBlock
    let stored = unsafe mapping.bytes(
      at: header.valueOffset(ofBlock: block), size * SketchFileHeader.valueByteCount)
    let count = min(size, header.count - block * size)
    // A little lower than needed, since the exact likeness decides.
    let bar = (Float(least) - 1) / 1000 * Float(query.squaredLength).squareRoot()
    let matches = unsafe castbook_vectors_scan(
      castbook_vectors_fastest(), stored.baseAddress, count, query.values, query.values.count, bar,
      &hits)
    for hit in hits.prefix(matches) {
      let likeness = SubjectVector.likeness(
        product: Int(hit.product), query.squaredLength, Int(hit.length2))
      guard likeness >= least else { continue }
      found.append(Hit(row: row(block * size + Int(hit.index)), likeness: likeness))
    }
  }

  /// The row of the entry at an index.
  func row(_ index: Int) -> Int64 {
    let (block, indexInBlock) = index.quotientAndRemainder(
      dividingBy: SketchFileHeader.entriesPerBlock)
    let rows = unsafe mapping.numbers(at: header.offset(ofBlock: block) + 8 * indexInBlock, 1)
    return unsafe Int64(bitPattern: UInt64(littleEndian: rows[0]))
  }

  /// The entry at an index.
  package func entry(_ index: Int) -> Entry {
    let (block, indexInBlock) = index.quotientAndRemainder(
      dividingBy: SketchFileHeader.entriesPerBlock)
    let start =
      header.valueOffset(ofBlock: block) + indexInBlock * SketchFileHeader.valueByteCount
    let bytes = unsafe Array(mapping.bytes(at: start, SketchFileHeader.valueByteCount))
    return Entry(
      row: row(index),
      sketch: SubjectSketch(
        bytes.dropFirst(SketchFileHeader.lengthByteCount).map { Int8(bitPattern: $0) }))
  }

  /// All entries in order, except those of some rows.
  func entries(without rows: Set<Int64> = []) -> some Sequence<Entry> {
    (0..<count).lazy.filter { !rows.contains(row($0)) }.map(entry)
  }
}

extension [SketchFile.Hit] {
  /// Sorts hits, keeps only the best of each row, and removes those beyond a limit.
  mutating func keepBest(_ limit: Int) {
    sort { (-$0.likeness, $0.row) < (-$1.likeness, $1.row) }
    var rows: Set<Int64> = []
    removeAll { !rows.insert($0.row).inserted }
    if count > limit { removeLast(count - limit) }
  }
}
