import Files
import Model
import TestSupport
import Testing

@testable import Library

@Suite("A checkup of the sketches")
struct CheckedSketches {
  private let described: DescribedLibrary
  private let query: SubjectVector
  private let bytes: [UInt8]

  init() throws {
    described = try DescribedLibrary(count: 4)
    query = described.vector()
    for picture in described.pictures { described.keep(query, of: picture) }
    try #require(try described.found(query).count == 4)
    bytes = try FileSystem.read(described.store.sketchFilePath, limit: .max)
  }

  private var path: FilePath { described.store.sketchFilePath }

  private var entries: [SketchFile.Entry] {
    get throws {
      try described.store.contents { try $0.index.blobs.pictures(after: 0) }
        .map { SketchFile.Entry(row: $0.row, value: SubjectSketch(query)) }
    }
  }

  private func write(_ bytes: [UInt8]) throws {
    try FileSystem.remove(path)
    try FileSystem.create(path, bytes, isDurable: false)
  }

  private func rebuild(
    _ entries: [SketchFile.Entry], model: SubjectVector.Model? = nil, age: UInt64 = 0
  ) throws {
    let generation = try described.store.contents { try $0.index.blobs.hashGeneration() }
    try SketchFile.rebuild(
      at: path, generation: generation + age, model: model ?? described.model, entries)
  }

  /// Expects that the file is reported and repaired, and the next search finds everything.
  private func expectRepair() throws {
    let found = try faults()
    #expect(found == [Checkup.Entry(fault: .differingSketches)])
    let repaired = try faults(repairing: true)
    #expect(repaired == [Checkup.Entry(fault: .differingSketches, isRepaired: true)])
    #expect(try described.found(query).count == 4)
    let left = try faults()
    #expect(left == [])
  }

  private func faults(repairing: Bool = false) throws -> [Checkup.Entry] {
    try described.store.checkup(repairing: repairing).faults
  }

  @Test("finds no fault in a file as it was written")
  func intact() throws {
    let found = try faults()
    #expect(found == [])
  }

  @Test("notices a changed byte of a value or a row", arguments: [0, 5, 263, 266_240])
  func flipped(offset: Int) throws {
    var other = bytes
    other[4096 + offset] ^= 1
    try write(other)
    try expectRepair()
  }

  @Test("notices rows in another order, although their sum is the same")
  func order() throws {
    var other = bytes
    for index in 0..<8 { other.swapAt(4096 + 266_240 + index, 4096 + 266_248 + index) }
    try write(other)
    try expectRepair()
  }

  @Test("notices sketches that are not those of the vectors")
  func others() throws {
    var entries = try entries
    let other = SubjectSketch(described.vector(changed: 700))
    entries[2] = SketchFile.Entry(row: entries[2].row, value: other)
    try rebuild(entries)
    try expectRepair()
  }

  @Test("notices pictures that the library doesn't have, and a missing one among the others")
  func rows() throws {
    let entries = try entries
    let last = try #require(entries.last)
    try rebuild(entries + [SketchFile.Entry(row: last.row + 1, value: last.value)])
    try expectRepair()
    try rebuild([entries[0], entries[2], entries[3]])
    try expectRepair()
  }

  @Test("accepts a file that the next search completes or replaces")
  func unused() throws {
    let entries = try entries
    let unknown = SubjectSketch(SubjectVector(unknownOf: described.model))
    var version = bytes
    version[8] = 1
    let changes: [() throws -> Void] = [
      { try rebuild(Array(entries.dropLast())) },
      { try rebuild(entries.map { SketchFile.Entry(row: $0.row, value: unknown) }) },
      { try rebuild(entries, age: 1) },
      { try rebuild(entries, model: SubjectVector.Model(identity: 62, length: 1280)) },
      { try write(Array(bytes.dropLast())) }, { try write(Array(bytes.prefix(100))) },
      { try write(version) }, { try write([]) }, { try FileSystem.remove(path) },
    ]
    for change in changes {
      try change()
      let found = try faults(repairing: true)
      #expect(found == [])
      #expect(try described.found(query).count == 4)
    }
  }

  @Test("accepts sketches whose vectors were deleted")
  func withoutVectors() throws {
    try FileSystem.removeAll(described.store.previews.folder)
    let found = try faults()
    #expect(found == [])
  }
}
