import Decoding
import Foundation
import TestSupport
import Testing

@testable import Decoders

/// Headers as castbook reads them, compared with libwebp.
@Suite("Headers of WebP") struct WebPHeaders {
  private static let names: [String] =
    (try? FileManager.default.contentsOfDirectory(
      atPath: Fixtures.folder.appending(path: "odd").path()))?
    .filter { $0.hasSuffix(".webp") }.sorted() ?? []

  /// Compares both readers, and returns whether they found a header.
  private func compare(_ bytes: [UInt8], _ name: String) -> Bool {
    let ours = WebPHeader(bytes)
    let theirs = unsafe bytes.withUnsafeBytes { unsafe WebPLibrary.header(of: $0) }
    #expect(ours?.width == theirs?.width, "\(name)")
    #expect(ours?.height == theirs?.height, "\(name)")
    #expect(ours?.hasAlpha == theirs?.hasAlpha, "\(name)")
    return theirs != nil
  }

  @Test("are read like libwebp reads them", arguments: names)
  func fixtures(name: String) throws {
    let bytes = try Fixtures.bytes("odd/\(name)")
    _ = compare(bytes, name)
    // The parts of the file as libwebp also accepts them.
    for chunk in WebPContainer(bytes).chunks where chunk.data.count > 16 {
      _ = compare(Array(bytes[chunk.data]), "\(name), \(chunk.type)")
      _ = compare(Array(bytes[chunk.data].dropFirst(16)), "\(name), frame")
      _ = compare(Array(bytes[(chunk.data.lowerBound - 8)...]), "\(name), from \(chunk.type)")
    }
  }

  @Test("are read like that of damaged files, too", arguments: names)
  func damaged(name: String) throws {
    let original = Array(try Fixtures.bytes("odd/\(name)").prefix(400))
    var generator = SeededGenerator(seed: name.utf8.reduce(0) { $0 * 31 & 0xFFFF_FFFF + Int($1) })
    var found = 0
    for round in 0..<3000 {
      var bytes = original
      // Most changes are in the first headers, where they matter.
      for _ in 0...Int.random(in: 0..<3, using: &generator) {
        let end = min(bytes.count, Bool.random(using: &generator) ? 48 : 400)
        guard end > 0 else { break }
        let index = Int.random(in: 0..<end, using: &generator)
        bytes[index] =
          Bool.random(using: &generator)
          ? UInt8.random(in: .min ... .max, using: &generator)
          : bytes[index] ^ (1 << UInt8.random(in: 0..<8, using: &generator))
      }
      if round % 4 == 0 {
        bytes = Array(bytes.prefix(Int.random(in: 0...min(80, bytes.count), using: &generator)))
      }
      if compare(bytes, "\(name), round \(round)") { found += 1 }
    }
    if WebPHeader(original) != nil {
      #expect(found > 100)
    }
  }
}
