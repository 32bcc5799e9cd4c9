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
      return HashFile.Entry(row: row, bits: generator.next())
    }
  }

  /// The result of comparing all of them one by one.
  private func plainSearch(
    _ entries: [HashFile.Entry], _ hashes: [UInt64], radius: Int, limit: Int
  ) -> [HashFile.Hit] {
    var hits: [HashFile.Hit] = []
    for entry in entries {
      for (query, hash) in hashes.enumerated() {
        let distance = (entry.bits ^ hash).nonzeroBitCount
        guard distance <= radius else { continue }
        hits.append(HashFile.Hit(row: entry.row, queryIndex: query, distance: distance))
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
      let near = count > 0 ? all[Int(Double(count) * part)].bits : 0
      return changed(near, 7, &generator)
    }
    try withPath { path, _ in
      try HashFile.rebuild(at: path, generation: 1, rows: all)
      let file = try #require(try HashFile.open(at: path, generation: 1))
      #expect(file.count == count)
      #expect(file.lastRow == all.last?.row)
      #expect(file.isIntact)
      for hashes in [[queries[0]], [queries[0], queries[1]], queries] {
        for radius in [0, 6, 7, 10, 14, 22, 40] {
          let expected = plainSearch(all, hashes, radius: radius, limit: 100_000)
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
      changed(all[123_456].bits, 9, &generator),
      changed(all[all.count - 1].bits, 13, &generator),
    ]
    try withPath { path, _ in
      try HashFile.rebuild(at: path, generation: 1, rows: all)
      let file = try #require(try HashFile.open(at: path, generation: 1))
      for radius in [10, 14, 18] {
        let expected = plainSearch(all, queries, radius: radius, limit: 1000)
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
      let hashes = all.map(\.bits)
      let queries = [hashes.last ?? 0, 0x0123_4567_89AB_CDEF]
      for radius in [0, 14, 24, 63, 64] {
        var found: [HashFile.Hit] = []
        var offset = 0
        var hits = [castbook_hamming_hit_t](repeating: castbook_hamming_hit_t(), count: 300)
        while offset < count {
          let got = castbook_hamming_scan(
            way, hashes, count, &offset, queries, UInt32(radius), &hits, hits.count)
          found += hits.prefix(got).map {
            HashFile.Hit(
              row: all[Int($0.index)].row, queryIndex: Int($0.query), distance: Int($0.distance))
          }
        }
        #expect(found.count == plainSearch(all, queries, radius: radius, limit: .max).count)
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
      let all = (1...100_000).map { HashFile.Entry(row: Int64($0), bits: 1 << 63) }
      try HashFile.rebuild(at: path, generation: 1, rows: all)
      let file = try #require(try HashFile.open(at: path, generation: 1))
      let hits = try #require(file.search([1 << 63, 0], radius: 14, limit: 10))
      #expect(hits.map(\.row) == Array(1...10))
      #expect(hits.allSatisfy { $0.distance == 0 && $0.queryIndex == 0 })
    }
  }

  @Test("grows by what is appended, a little or much")
  func appended() throws {
    let all = entries(30_000, seed: 4)
    try withPath { path, _ in
      #expect(try !HashFile.append(at: path, generation: 3, rows: all[..<1]), "there is none yet")
      try HashFile.rebuild(at: path, generation: 3, rows: [])
      var end = 0
      for step in [1, 0, 100, 8091, 8192, 1, 13_615] {
        let before = try #require(try HashFile.open(at: path, generation: 3))
        #expect(try HashFile.append(at: path, generation: 3, rows: all[end..<end + step]))
        #expect(before.count == end)
        end += step
        let file = try #require(try HashFile.open(at: path, generation: 3))
        #expect(file.count == end)
        #expect(file.isIntact)
        let query = [all[max(0, end - 1)].bits, all[0].bits]
        #expect(
          file.search(query, radius: 14, limit: 50)
            == plainSearch(Array(all[..<end]), query, radius: 14, limit: 50))
      }
    }
  }

  @Test("refuses a row that is not greater than the last, and stays as it was")
  func order() throws {
    let all = entries(100, seed: 5)
    try withPath { path, file in
      try HashFile.rebuild(at: path, generation: 3, rows: all)
      let bytes = try Data(contentsOf: file)
      #expect(try !HashFile.append(at: path, generation: 3, rows: [all[99]]))
      #expect(try !HashFile.append(at: path, generation: 3, rows: [all[7]]))
      #expect(
        try !HashFile.append(at: path, generation: 4, rows: [HashFile.Entry(row: 999, bits: 1)]))
      #expect(try Data(contentsOf: file)[..<64] == bytes[..<64])
      #expect(throws: FileError.self) {
        try HashFile.rebuild(at: path, generation: 3, rows: all.reversed())
      }
      #expect(try HashFile.open(at: path, generation: 3)?.isIntact == true)
      let beside = try FileManager.default.contentsOfDirectory(
        atPath: file.deletingLastPathComponent().path(percentEncoded: false))
      #expect(beside == ["similar"])
    }
  }

  @Test("is unchanged by a crash before the new entries counted")
  func crash() throws {
    let all = entries(9000, seed: 6)
    try withPath { path, file in
      try HashFile.rebuild(at: path, generation: 1, rows: all[..<8000])
      let header = try Data(contentsOf: file)[..<4096]
      #expect(try HashFile.append(at: path, generation: 1, rows: all[8000...]))
      var bytes = try Data(contentsOf: file)
      bytes.replaceSubrange(..<4096, with: header)
      // Only half of the last block was written.
      try bytes.dropLast(40_000).write(to: file)
      let old = try #require(try HashFile.open(at: path, generation: 1))
      #expect(old.count == 8000)
      #expect(old.isIntact)
      #expect(try HashFile.append(at: path, generation: 1, rows: all[8000...]))
      let new = try #require(try HashFile.open(at: path, generation: 1))
      #expect(new.count == 9000)
      #expect(new.isIntact)
    }
  }

  @Test("is nil if it is missing, of another generation, a folder or truncated")
  func unusable() throws {
    try withPath { path, file in
      #expect(try HashFile.open(at: path, generation: 1) == nil)
      try FileManager.default.createDirectory(at: file, withIntermediateDirectories: true)
      #expect(try HashFile.open(at: path, generation: 1) == nil)
      try FileManager.default.removeItem(at: file)
      try HashFile.rebuild(at: path, generation: 1, rows: entries(10_000, seed: 7))
      #expect(try HashFile.open(at: path, generation: 2) == nil)
      let bytes = try Data(contentsOf: file)
      for count in [0, 1, 63, 64, 4095, 4096, 4097, 100_000, bytes.count - 1] {
        try bytes[..<count].write(to: file)
        #expect(try HashFile.open(at: path, generation: 1) == nil, "\(count) bytes")
        #expect(try !HashFile.append(at: path, generation: 1, rows: []), "\(count) bytes")
      }
    }
  }

  @Test(
    "is nil if a byte of its header is wrong, and reported as damaged if one of an entry is")
  func damaged() throws {
    try withPath { path, file in
      try HashFile.rebuild(at: path, generation: 1, rows: entries(9000, seed: 8))
      let bytes = try Data(contentsOf: file)
      for index in 0..<64 {
        var other = bytes
        other[index] ^= 0x10
        try other.write(to: file)
        #expect(try HashFile.open(at: path, generation: 1) == nil, "byte \(index)")
      }
      for offset in [4096, 4096 + 65_535, 4096 + 65_536, 4096 + 131_072 + 100] {
        var other = bytes
        other[offset] ^= 0x10
        try other.write(to: file)
        let opened = try #require(try HashFile.open(at: path, generation: 1))
        #expect(!opened.isIntact, "byte \(offset)")
        #expect(opened.search([1, 2], radius: 20, limit: 1000) != nil)
      }
    }
  }

  @Test("is not read beyond its end if it was truncated since it was opened")
  func shortened() throws {
    try withPath { path, file in
      try HashFile.rebuild(at: path, generation: 1, rows: entries(100_000, seed: 9))
      let opened = try #require(try HashFile.open(at: path, generation: 1))
      let handle = try FileHandle(forWritingTo: file)
      try handle.truncate(atOffset: 8192)
      #expect(opened.search([1, 2], radius: 20, limit: 1000) == nil)
      #expect(!opened.isIntact)
    }
  }
}
