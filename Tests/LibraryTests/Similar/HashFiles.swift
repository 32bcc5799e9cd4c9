import CHamming
import Files
import Foundation
import Model
import TestSupport
import Testing

@testable import Library

@Suite("A file of hashes", .timeLimit(.minutes(30)))
struct HashFiles {
  /// Runs a test with an unused path, in a folder that is removed afterwards.
  private func withPath<Value>(_ body: (FilePath, URL) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(path: "hashes-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "similar")
    return try body(try #require(FilePath(file.path(percentEncoded: false))), file)
  }

  /// Entries of random hashes, in rows with gaps between them.
  private func entries(_ count: Int, seed: Int) -> [HashFile.Entry] {
    var generator = SeededGenerator(seed: seed)
    var row: Int64 = -5
    return (0..<count).map { _ in
      row += Int64.random(in: 1...3, using: &generator)
      return HashFile.Entry(row: row, value: generator.next())
    }
  }

  /// The result of comparing all of them one by one.
  private func plainSearch(
    _ entries: [HashFile.Entry], _ hashes: [UInt64], radius: Int, limit: Int
  ) -> [HashHit] {
    var hits: [HashHit] = []
    for entry in entries {
      for (query, hash) in hashes.enumerated() {
        let distance = (entry.value ^ hash).nonzeroBitCount
        guard distance <= radius else { continue }
        hits.append(HashHit(row: entry.row, queryIndex: query, distance: distance))
      }
    }
    hits.sort { ($0.distance, $0.row, $0.queryIndex) < ($1.distance, $1.row, $1.queryIndex) }
    return Array(hits.prefix(limit))
  }

  /// A hash with some of its bits flipped.
  private func changed(_ hash: UInt64, _ bits: Int, _ generator: inout SeededGenerator) -> UInt64 {
    Array(0..<64).shuffled(using: &generator).prefix(bits).reduce(hash) { $0 ^ 1 << UInt64($1) }
  }

  @Test(
    "finds what a plain loop finds",
    arguments: [0, 1, 63, 64, 65, 8191, 8192, 8193] + (TestRun.isLong ? [20_000] : []))
  func agrees(count: Int) throws {
    var generator = SeededGenerator(seed: count)
    let all = entries(count, seed: count)
    let queries = [0.0, 0.5, 0.999].map { part -> UInt64 in
      let near = count > 0 ? all[Int(Double(count) * part)].value : 0
      return changed(near, 7, &generator)
    }
    try withPath { path, _ in
      try HashFile.rebuild(at: path, generation: 1, all)
      let file = try #require(try HashFile.open(at: path, generation: 1))
      #expect(file.count == count)
      #expect(file.lastRow == all.last?.row)
      #expect(file.isIntact)
      for hashes in [[queries[0]], [queries[0], queries[1]], queries] {
        let ranked = plainSearch(all, hashes, radius: 40, limit: .max)
        for radius in [0, 6, 7, 10, 14, 22, 40] {
          let expected = ranked.filter { $0.distance <= radius }
          for limit in [1, 5, 100_000] {
            #expect(
              file.search(hashes, radius: radius, limit: limit) == Array(expected.prefix(limit)),
              "\(hashes.count) hashes, \(radius) bits, \(limit) hits")
          }
        }
      }
    }
  }

  @Test("finds as much among very many")
  func many() throws {
    var generator = SeededGenerator(seed: 9)
    let all = entries(TestRun.isLong ? 1_000_000 : 200_000, seed: 8)
    let queries = [
      changed(all[123_456].value, 9, &generator),
      changed(all[all.count - 1].value, 13, &generator),
    ]
    try withPath { path, _ in
      try HashFile.rebuild(at: path, generation: 1, all)
      let file = try #require(try HashFile.open(at: path, generation: 1))
      let ranked = plainSearch(all, queries, radius: 18, limit: .max)
      for radius in [10, 14, 18] {
        let expected = Array(ranked.filter { $0.distance <= radius }.prefix(1000))
        #expect(!expected.isEmpty)
        #expect(file.search(queries, radius: radius, limit: 1000) == expected)
      }
    }
  }

  @Test("is searched with equal results on every processor", arguments: 0..<4)
  func ways(number: UInt32) throws {
    let way = castbook_hamming_way_t(rawValue: number)
    try #require(castbook_hamming_supports(CASTBOOK_HAMMING_PLAIN))
    guard castbook_hamming_supports(way) else { return }
    for count in [0, 1, 63, 64, 127, 4096, TestRun.isLong ? 50_001 : 9_001] {
      let all = entries(count, seed: count + 1)
      let hashes = all.map(\.value)
      let queries = [hashes.last ?? 0, 0x0123_4567_89AB_CDEF]
      for radius in [0, 14, 24, 63, 64] {
        var found: [HashHit] = []
        var offset = 0
        var hits = [castbook_hamming_hit_t](repeating: castbook_hamming_hit_t(), count: 300)
        while offset < count {
          let got = castbook_hamming_scan(
            way, hashes, count, &offset, queries, UInt32(radius), &hits, hits.count)
          found += hits.prefix(got).map {
            HashHit(
              row: all[Int($0.index)].row, queryIndex: Int($0.query), distance: Int($0.distance))
          }
        }
        let sorted = found.sorted {
          ($0.distance, $0.row, $0.queryIndex) < ($1.distance, $1.row, $1.queryIndex)
        }
        #expect(sorted == plainSearch(all, queries, radius: radius, limit: .max))
      }
    }
  }

  @Test("gives the lowest rows of a hundred thousand equal ones")
  func equals() throws {
    try withPath { path, _ in
      let all = (1...100_000).map { HashFile.Entry(row: Int64($0), value: 1 << 63) }
      try HashFile.rebuild(at: path, generation: 1, all)
      let file = try #require(try HashFile.open(at: path, generation: 1))
      let hits = try #require(file.search([1 << 63, 0], radius: 14, limit: 10))
      #expect(hits.map(\.row) == Array(1...10))
      #expect(hits.allSatisfy { $0.distance == 0 && $0.queryIndex == 0 })
    }
  }

  @Test("has the bytes that earlier versions wrote")
  func bytes() throws {
    try withPath { path, file in
      let hashes: [UInt64] = [0x0123_4567_89AB_CDEF, 0, .max]
      try HashFile.rebuild(
        at: path, generation: 0x51,
        zip([-3, 1, 9], hashes).map { HashFile.Entry(row: $0, value: $1) })
      let bytes = try [UInt8](Data(contentsOf: file))
      #expect(bytes.count == 4096 + 131_072)
      #expect(bytes.prefix(8) == Array("CBPHASH\0".utf8)[...])
      func numbers(_ offset: Int, _ count: Int) -> [UInt64] {
        (0..<count).map { MixedNumbers.number(bytes, offset + 8 * $0) }
      }
      #expect(
        numbers(8, 7) == [
          1, 0x51, 3, 9, 0x9E1D_A2DB_6284_E6DE, 0, 0x67F3_7C8F_8DF0_BDAE,
        ])
      #expect(bytes[64..<4096].allSatisfy { $0 == 0 })
      #expect(numbers(4096, 3) == hashes)
      #expect(numbers(4096 + 65_536, 3) == [UInt64(bitPattern: -3), 1, 9])
    }
  }
}
