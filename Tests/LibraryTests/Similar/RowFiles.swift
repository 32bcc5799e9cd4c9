import Files
import Foundation
import Model
import TestSupport
import Testing

@testable import Library

/// A format with random values.
private protocol SampledFormat: RowFormat {
  static var model: SubjectVector.Model? { get }
  static func sample(_ generator: inout SeededGenerator) -> Value
}

extension HashFormat: SampledFormat {
  fileprivate static var model: SubjectVector.Model? { nil }

  fileprivate static func sample(_ generator: inout SeededGenerator) -> UInt64 {
    generator.next()
  }
}

extension SketchFormat: SampledFormat {
  fileprivate static var model: SubjectVector.Model? {
    SubjectVector.Model(identity: 61, length: 1280)
  }

  /// Every tenth is unknown.
  fileprivate static func sample(_ generator: inout SeededGenerator) -> SubjectSketch {
    let greatest: Int8 = Int.random(in: 0..<10, using: &generator) == 0 ? 0 : 127
    return SubjectSketch(
      (0..<SubjectSketch.length).map { _ in
        Int8.random(in: -greatest...greatest, using: &generator)
      })
  }
}

@Suite("A file of rows", .timeLimit(.minutes(30)))
struct RowFiles {
  enum Kind: CaseIterable {
    case hashes, sketches

    fileprivate var format: any SampledFormat.Type {
      switch self {
      case .hashes: HashFormat.self
      case .sketches: SketchFormat.self
      }
    }
  }

  /// A file in a folder of its own, and all that a test does with it.
  private struct Sample<Format: SampledFormat> {
    typealias File = RowFile<Format>

    let path: FilePath
    let url: URL
    let entries: [File.Entry]

    func open(_ generation: UInt64 = 3) throws -> File? {
      try File.open(at: path, generation: generation, model: Format.model)
    }

    func rebuild(_ entries: some Sequence<File.Entry>) throws {
      try File.rebuild(at: path, generation: 3, model: Format.model, entries)
    }

    func append(_ entries: some Sequence<File.Entry>, _ generation: UInt64 = 3) throws -> Bool {
      try File.append(at: path, generation: generation, model: Format.model, entries)
    }

    /// The entries of the file, which must be usable and intact.
    func read() throws -> [File.Entry] {
      let file = try #require(try open())
      #expect(file.isIntact)
      #expect(file.lastRow == (file.count > 0 ? file.entry(file.count - 1).row : nil))
      return (0..<file.count).map(file.entry)
    }

    func bytes() throws -> Data { try Data(contentsOf: url) }
  }

  /// Runs a test with random entries in rows with gaps, and an unused path in a folder that is
  /// removed afterwards.
  private func with<Format: SampledFormat>(
    _: Format.Type, _ count: Int, _ body: (Sample<Format>) throws -> Void
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "rows-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appending(path: "rows")
    var generator = SeededGenerator(seed: count)
    var row: Int64 = -5
    let entries = (0..<count).map { _ in
      row += Int64.random(in: 1...3, using: &generator)
      return RowFile<Format>.Entry(row: row, value: Format.sample(&generator))
    }
    try body(
      Sample(
        path: try #require(FilePath(url.path(percentEncoded: false))), url: url, entries: entries))
  }

  @Test("grows by what is appended, a little or much", arguments: Kind.allCases)
  func appended(kind: Kind) throws { try appended(kind.format) }

  private func appended<Format: SampledFormat>(_ format: Format.Type) throws {
    let block = format.entriesPerBlock
    let steps = [1, 0, 100, block - 101, block, 1, block + block / 2]
    try with(format, steps.reduce(0, +)) { sample in
      #expect(try !sample.append(sample.entries[..<1]), "there is none yet")
      try sample.rebuild([])
      var end = 0
      for step in steps {
        let before = try #require(try sample.open())
        #expect(try sample.append(sample.entries[end..<end + step]))
        #expect(before.count == end)
        end += step
        #expect(try sample.read() == Array(sample.entries[..<end]))
      }
      let unknown = format.hasModel ? sample.entries.filter(isUnknown).map(\.row) : []
      #expect(try #require(try sample.open()).unknownRows() == unknown)
      #expect(format.hasModel == !unknown.isEmpty)
    }
  }

  private func isUnknown<Format: RowFormat>(_ entry: RowFile<Format>.Entry) -> Bool {
    var bytes: [UInt8] = []
    Format.append(entry.value, to: &bytes)
    return bytes.allSatisfy { $0 == 0 }
  }

  @Test("loses some rows with all of their bytes, and keeps the others", arguments: Kind.allCases)
  func removed(kind: Kind) throws { try removed(kind.format) }

  private func removed<Format: SampledFormat>(_ format: Format.Type) throws {
    let block = format.entriesPerBlock
    try with(format, 2 * block + 100) { sample in
      let gone = [3, block - 1, block, sample.entries.count - 1].map { sample.entries[$0] }
      let rows = Set(gone.map(\.row))
      func remove(_ generation: UInt64) throws -> Bool {
        try RowFile<Format>.remove(rows, at: sample.path, generation: generation)
      }
      #expect(try !remove(3))
      try sample.rebuild(sample.entries)
      #expect(try !remove(4))
      #expect(try remove(3))
      #expect(try sample.read() == sample.entries.filter { !rows.contains($0.row) })
      let bytes = try sample.bytes()
      for entry in gone where !isUnknown(entry) {
        var value: [UInt8] = []
        format.append(entry.value, to: &value)
        #expect(bytes.range(of: Data(value)) == nil)
      }
    }
  }

  @Test(
    "refuses a row that is not greater than the last, and stays as it was",
    arguments: Kind.allCases)
  func order(kind: Kind) throws { try order(kind.format) }

  private func order<Format: SampledFormat>(_ format: Format.Type) throws {
    try with(format, 101) { sample in
      let all = sample.entries.dropLast()
      try sample.rebuild(all)
      let bytes = try sample.bytes()
      #expect(try !sample.append([all[99]]))
      #expect(try !sample.append([all[7]]))
      #expect(try !sample.append([sample.entries[100]], 4))
      #expect(try sample.bytes()[..<80] == bytes[..<80])
      #expect(throws: FileError.self) { try sample.rebuild(all.reversed()) }
      #expect(try sample.read() == Array(all))
      let beside = try FileManager.default.contentsOfDirectory(
        atPath: sample.url.deletingLastPathComponent().path(percentEncoded: false))
      #expect(beside == ["rows"])
    }
  }

  @Test("is unchanged by a crash before the new entries counted", arguments: Kind.allCases)
  func crash(kind: Kind) throws { try crash(kind.format) }

  private func crash<Format: SampledFormat>(_ format: Format.Type) throws {
    let block = format.entriesPerBlock
    try with(format, block + 800) { sample in
      let (all, old) = (sample.entries, Array(sample.entries[..<(block - 192)]))
      try sample.rebuild(old)
      let header = try sample.bytes()[..<4096]
      #expect(try sample.append(all[old.count...]))
      var bytes = try sample.bytes()
      bytes.replaceSubrange(..<4096, with: header)
      // Only half of the last block was written.
      try bytes.dropLast(block * 4).write(to: sample.url)
      #expect(try sample.read() == old)
      #expect(try sample.append(all[old.count...]))
      #expect(try sample.read() == all)
    }
  }

  @Test(
    "is nil if it is missing, of another generation, a folder, a link or truncated",
    arguments: Kind.allCases)
  func unusable(kind: Kind) throws { try unusable(kind.format) }

  private func unusable<Format: SampledFormat>(_ format: Format.Type) throws {
    try with(format, format.entriesPerBlock + 1000) { sample in
      let manager = FileManager.default
      #expect(try sample.open() == nil)
      try manager.createDirectory(at: sample.url, withIntermediateDirectories: true)
      #expect(try sample.open() == nil)
      try manager.removeItem(at: sample.url)
      try sample.rebuild(sample.entries)
      #expect(try sample.open(2) == nil)
      let bytes = try sample.bytes()
      for count in [0, 1, 63, 64, 79, 80, 4095, 4096, 4097, 100_000, bytes.count - 1] {
        try bytes[..<count].write(to: sample.url)
        #expect(try sample.open() == nil, "\(count) bytes")
        #expect(try !sample.append([]), "\(count) bytes")
      }
      let other = sample.url.appendingPathExtension("other")
      try bytes.write(to: other)
      try manager.removeItem(at: sample.url)
      try manager.createSymbolicLink(at: sample.url, withDestinationURL: other)
      #expect(try sample.open() == nil)
    }
  }

  @Test("of sketches is nil if it is of another model")
  func models() throws {
    try with(SketchFormat.self, 100) { sample in
      try sample.rebuild(sample.entries)
      let others = [(62, 1280), (61, 1279)].map { SubjectVector.Model(identity: $0, length: $1) }
      for other in others + [nil] {
        #expect(try SketchFile.open(at: sample.path, generation: 3, model: other) == nil)
        #expect(
          try !SketchFile.append(at: sample.path, generation: 3, model: other, sample.entries))
      }
      #expect(try HashFile.open(at: sample.path, generation: 3) == nil)
    }
  }

  @Test(
    "is nil if a byte of its header is wrong, and not intact if one of an entry is",
    arguments: Kind.allCases)
  func damaged(kind: Kind) throws { try damaged(kind.format) }

  private func damaged<Format: SampledFormat>(_ format: Format.Type) throws {
    let block = format.entriesPerBlock
    try with(format, block + 800) { sample in
      try sample.rebuild(sample.entries)
      let bytes = try sample.bytes()
      for index in 0..<RowFile<Format>.Header.usedByteCount {
        var other = bytes
        other[index] ^= 0x10
        try other.write(to: sample.url)
        #expect(try sample.open() == nil, "byte \(index)")
      }
      let values = block * format.valueByteCount
      for offset in [0, values - 1, values, values + 8 * block - 1, values + 8 * block + 100] {
        var other = bytes
        other[4096 + offset] ^= 0x10
        try other.write(to: sample.url)
        #expect(try sample.open()?.isIntact == false, "byte \(offset)")
      }
      // Two rows changed places, which the sum of the entries does not notice.
      var other = bytes
      let (first, second) = (4096 + values, 4096 + values + 8)
      for index in 0..<8 { other.swapAt(first + index, second + index) }
      for index in 0..<format.valueByteCount {
        other.swapAt(4096 + index, 4096 + format.valueByteCount + index)
      }
      try other.write(to: sample.url)
      #expect(try sample.open()?.isIntact == false)
    }
  }

  @Test("is not read beyond its end if it was truncated since it was opened")
  func shortened() throws {
    try with(HashFormat.self, 100_000) { sample in
      try sample.rebuild(sample.entries)
      let opened = try #require(try sample.open())
      try FileHandle(forWritingTo: sample.url).truncate(atOffset: 8192)
      #expect(opened.search([1, 2], radius: 20, limit: 1000) == nil)
      #expect(!opened.isIntact)
    }
    try with(SketchFormat.self, 5000) { sample in
      try sample.rebuild(sample.entries)
      let opened = try #require(try sample.open())
      try FileHandle(forWritingTo: sample.url).truncate(atOffset: 8192)
      #expect(opened.search(sample.entries[0].value, least: 0, limit: 10) == nil)
      #expect(!opened.isIntact)
    }
  }
}
