import CVectors
import Files
import Foundation
import Model
import TestSupport
import Testing

@testable import Library

@Suite("A file of sketches", .timeLimit(.minutes(30)))
struct SketchFiles {
  private static let model = SubjectVector.Model(identity: 61, length: 1280)

  /// Runs a test with an unused path, in a folder that is removed afterwards.
  private func withPath<Value>(
    _ body: (FilePath, URL, SubjectVector.Model) throws -> Value
  ) throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sketches-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "subjects")
    return try body(
      try #require(FilePath(file.path(percentEncoded: false))), file, try #require(Self.model))
  }

  /// Entries of random sketches around a few centers, in rows with gaps; every tenth is unknown.
  private func entries(_ count: Int, seed: Int) -> [SketchFile.Entry] {
    var generator = SeededGenerator(seed: seed)
    let centers = (0..<5).map { _ in
      (0..<SubjectSketch.length).map { _ in Int.random(in: -60...60, using: &generator) }
    }
    var row: Int64 = -5
    return (0..<count).map { index in
      row += Int64.random(in: 1...3, using: &generator)
      guard index % 10 != 9 else {
        return SketchFile.Entry(
          row: row, value: SubjectSketch([Int8](repeating: 0, count: SubjectSketch.length)))
      }
      let values = centers[index % 5].map { center in
        Int8(max(-127, min(127, center + Int.random(in: -60...60, using: &generator))))
      }
      return SketchFile.Entry(row: row, value: SubjectSketch(values))
    }
  }

  /// The result of comparing all of them one by one.
  private func plainSearch(
    _ entries: [SketchFile.Entry], _ query: SubjectSketch
  ) -> [SketchHit] {
    entries.compactMap { entry -> SketchHit? in
      guard query.isKnown, entry.value.isKnown else { return nil }
      let product = zip(query.values, entry.value.values).reduce(0) {
        $0 + Int($1.0) * Int($1.1)
      }
      let likeness = SubjectVector.likeness(
        product: product, query.squaredLength, entry.value.squaredLength)
      return SketchHit(row: entry.row, likeness: likeness)
    }.sorted { (-$0.likeness, $0.row) < (-$1.likeness, $1.row) }
  }

  @Test(
    "finds what a plain loop finds",
    arguments: [0, 1, 1023, 1024, 1025] + (TestRun.isLong ? [20_000] : []))
  func agrees(count: Int) throws {
    let all = entries(count, seed: count)
    let queries = entries(10, seed: 7).map(\.value)
    #expect(queries.last?.isKnown == false)
    try withPath { path, _, model in
      try SketchFile.rebuild(at: path, generation: 1, model: model, all)
      let file = try #require(try SketchFile.open(at: path, generation: 1, model: model))
      #expect(file.unknownRows() == all.filter { !$0.value.isKnown }.map(\.row))
      for query in queries {
        let ranked = plainSearch(all, query)
        for least in [-1000, 0, 300, 600, 990] {
          let expected = ranked.filter { $0.likeness >= least }
          for limit in [1, 5, 100_000] {
            #expect(
              file.search(query, least: least, limit: limit) == Array(expected.prefix(limit)),
              "\(least), \(limit) hits")
          }
        }
      }
    }
  }

  @Test("is searched with equal results on every processor", arguments: 0..<3)
  func ways(number: UInt32) throws {
    let way = castbook_vectors_way_t(rawValue: number)
    guard castbook_vectors_supports(way) else { return }
    var generator = SeededGenerator(seed: 3)
    for length in [1, 15, 16, 17, 256, 1280] {
      let count = 50
      var stored: [UInt8] = []
      var vectors: [[Int8]] = []
      for _ in 0..<count {
        let vector = (0..<length).map { _ in Int8.random(in: -127...127, using: &generator) }
        let squared = UInt32(vector.reduce(0) { $0 + Int($1) * Int($1) })
        stored += [0, 8, 16, 24].map { UInt8(squared >> $0 & 0xFF) }
        stored += vector.map { UInt8(bitPattern: $0) }
        vectors.append(vector)
      }
      let query = vectors[7]
      var hits = [castbook_vectors_hit_t](repeating: castbook_vectors_hit_t(), count: count)
      let found = castbook_vectors_scan(way, stored, count, query, length, -1e9, &hits)
      #expect(found == count)
      for (index, hit) in hits.enumerated() {
        let product = zip(query, vectors[index]).reduce(0) { $0 + Int($1.0) * Int($1.1) }
        #expect(Int(hit.product) == product)
        #expect(hit.index == UInt32(index))
      }
    }
  }
}
