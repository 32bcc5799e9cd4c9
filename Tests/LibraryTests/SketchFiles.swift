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
          row: row, sketch: SubjectSketch([Int8](repeating: 0, count: SubjectSketch.length)))
      }
      let values = centers[index % 5].map { center in
        Int8(max(-127, min(127, center + Int.random(in: -60...60, using: &generator))))
      }
      return SketchFile.Entry(row: row, sketch: SubjectSketch(values))
    }
  }

  /// The result of comparing all of them one by one.
  private func plainSearch(
    _ entries: [SketchFile.Entry], _ queries: [SubjectSketch], least: Int, limit: Int
  ) -> [SketchFile.Hit] {
    let hits = entries.compactMap { entry -> SketchFile.Hit? in
      let likenesses = queries.filter { $0.isKnown && entry.sketch.isKnown }.map { query in
        let product = zip(query.values, entry.sketch.values).reduce(0) {
          $0 + Int($1.0) * Int($1.1)
        }
        return SubjectVector.likeness(
          product: product, query.squaredLength, entry.sketch.squaredLength)
      }
      guard let best = likenesses.max(), best >= least else { return nil }
      return SketchFile.Hit(row: entry.row, likeness: best)
    }
    return Array(hits.sorted { (-$0.likeness, $0.row) < (-$1.likeness, $1.row) }.prefix(limit))
  }

  @Test(
    "finds what a plain loop finds",
    arguments: [0, 1, 1023, 1024, 1025] + (TestRun.isLong ? [20_000] : []))
  func agrees(count: Int) throws {
    let all = entries(count, seed: count)
    let queries = entries(3, seed: 7).map(\.sketch)
    try withPath { path, _, model in
      try SketchFile.rebuild(at: path, generation: 1, model: model, entries: all)
      let file = try #require(try SketchFile.open(at: path, generation: 1, model: model))
      #expect(file.count == count)
      #expect(file.lastRow == all.last?.row)
      #expect((0..<count).map { file.entry($0) } == all)
      for queries in [[queries[0]], queries, []] {
        for least in [-1000, 0, 300, 600, 990] {
          let expected = plainSearch(all, queries, least: least, limit: .max)
          for limit in [1, 5, 100_000] {
            #expect(
              file.search(queries, least: least, limit: limit) == Array(expected.prefix(limit)),
              "\(queries.count) queries, \(least), \(limit) hits")
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

  @Test("grows by what is appended, a little or much")
  func appended() throws {
    let all = entries(4000, seed: 4)
    try withPath { path, _, model in
      #expect(
        try !SketchFile.append(at: path, generation: 3, model: model, entries: all[..<1]),
        "there is none yet")
      try SketchFile.rebuild(at: path, generation: 3, model: model, entries: [])
      var end = 0
      for step in [1, 0, 100, 923, 1024, 1, 1951] {
        #expect(
          try SketchFile.append(
            at: path, generation: 3, model: model, entries: all[end..<end + step]))
        end += step
        let file = try #require(try SketchFile.open(at: path, generation: 3, model: model))
        #expect(file.count == end)
        #expect(
          file.search([all[0].sketch], least: 500, limit: 50)
            == plainSearch(Array(all[..<end]), [all[0].sketch], least: 500, limit: 50))
      }
    }
  }

  @Test("loses some rows, and keeps the others")
  func removed() throws {
    let all = entries(3000, seed: 5)
    let gone = Set([3, 1023, 1024, 2999].map { all[$0].row })
    try withPath { path, file, model in
      #expect(try !SketchFile.remove(gone, at: path, generation: 3))
      try SketchFile.rebuild(at: path, generation: 3, model: model, entries: all)
      #expect(try !SketchFile.remove(gone, at: path, generation: 4))
      #expect(try SketchFile.remove(gone, at: path, generation: 3))
      let rest = try #require(try SketchFile.open(at: path, generation: 3, model: model))
      #expect(
        (0..<rest.count).map { rest.entry($0) } == all.filter { !gone.contains($0.row) })
      // A removed sketch is nowhere in the file.
      let bytes = try Data(contentsOf: file)
      let sketch = Data(all[1024].sketch.values.map { UInt8(bitPattern: $0) })
      #expect(bytes.range(of: sketch) == nil)
    }
  }

  @Test("refuses a row that is not greater than the last, and stays as it was")
  func order() throws {
    let all = entries(100, seed: 5)
    try withPath { path, file, model in
      try SketchFile.rebuild(at: path, generation: 3, model: model, entries: all)
      let bytes = try Data(contentsOf: file)
      #expect(
        try !SketchFile.append(at: path, generation: 3, model: model, entries: [all[99]]))
      #expect(try !SketchFile.append(at: path, generation: 4, model: model, entries: []))
      #expect(try Data(contentsOf: file)[..<64] == bytes[..<64])
      #expect(throws: FileError.self) {
        try SketchFile.rebuild(
          at: path, generation: 3, model: model, entries: all.reversed())
      }
    }
  }

  @Test("is nil if it is missing, truncated, of another generation or another model")
  func unusable() throws {
    try withPath { path, file, model in
      #expect(try SketchFile.open(at: path, generation: 1, model: model) == nil)
      try SketchFile.rebuild(
        at: path, generation: 1, model: model, entries: entries(2000, seed: 7))
      #expect(try SketchFile.open(at: path, generation: 2, model: model) == nil)
      for other in [
        SubjectVector.Model(identity: 62, length: 1280),
        SubjectVector.Model(identity: 61, length: 1279),
      ] {
        let other = try #require(other)
        #expect(try SketchFile.open(at: path, generation: 1, model: other) == nil)
      }
      let bytes = try Data(contentsOf: file)
      for count in [0, 1, 63, 64, 4095, 4096, 4097, bytes.count - 1] {
        try bytes[..<count].write(to: file)
        #expect(
          try SketchFile.open(at: path, generation: 1, model: model) == nil, "\(count) bytes")
      }
      for index in 0..<72 {
        var other = bytes
        other[index] ^= 0x10
        try other.write(to: file)
        #expect(
          try SketchFile.open(at: path, generation: 1, model: model) == nil, "byte \(index)")
      }
    }
  }

  @Test("is not read beyond its end if it was truncated since it was opened")
  func shortened() throws {
    try withPath { path, file, model in
      let all = entries(5000, seed: 9)
      try SketchFile.rebuild(at: path, generation: 1, model: model, entries: all)
      let opened = try #require(try SketchFile.open(at: path, generation: 1, model: model))
      let handle = try FileHandle(forWritingTo: file)
      try handle.truncate(atOffset: 8192)
      #expect(opened.search([all[0].sketch], least: 0, limit: 10) == nil)
    }
  }
}
