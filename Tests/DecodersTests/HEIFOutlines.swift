import Decoding
import Model
import TestSupport
import Testing

@testable import Decoders

@Suite("The outline of a HEIF file", .timeLimit(.minutes(30)))
struct HEIFOutlines {
  @Test("gives the size that libheif would give", arguments: ["heic", "avif"])
  func size(suffix: String) throws {
    for name in Fixtures.names(ofFormat: suffix) {
      let picture = try Fixtures.decode(name)
      guard picture.problem == nil else { continue }
      #expect(Fixtures.outline(try Fixtures.bytes("odd/\(name)")).size == picture.size, "\(name)")
    }
  }

  @Test("distinguishes trailing data from missing data")
  func ends() throws {
    let bytes = try Fixtures.bytes("odd/heic-grid.heic")
    #expect(Fixtures.outline(bytes).trailing == 0)
    #expect(!Fixtures.outline(bytes).isTruncated)
    #expect(Fixtures.outline(bytes.dropLast()).isTruncated)
    for text in ["After the end.", "x", "\0\0\0\0\0\0\0\0\0\0\0\0", "\0\0\0\u{3}free"] {
      let more = Fixtures.outline(bytes + Array(text.utf8))
      #expect(more.trailing == text.utf8.count, "\(text)")
      #expect(!more.isTruncated)
    }
    // An additional box is a part of the file.
    #expect(Fixtures.outline(bytes + [0, 0, 0, 8] + Array("free".utf8)).trailing == 0)
  }

  @Test(
    "reads lengths of each kind",
    arguments: [
      ([0, 0, 0, 8], 0, 0), ([0, 0, 0, 10], 2, 0), ([0, 0, 0, 0], 4, 0), ([0, 0, 0, 7], nil, 12),
      ([0, 0, 0, 1], nil, 12), ([0xFF, 0xFF, 0xFF, 0xFF], 4, 0),
    ] as [([UInt8], Int?, Int)])
  func lengths(length: [UInt8], content: Int?, left: Int) {
    let bytes = length + Array("free".utf8) + [1, 2, 3, 4]
    unsafe bytes.withUnsafeBytes { raw in
      let reader = unsafe BoxReader(raw)
      let (boxes, end) = reader.boxes(in: 0..<reader.count)
      #expect(boxes.first?.content.count == content)
      if content == nil { #expect(reader.count - end == left) }
    }
  }

  @Test(
    "is read from any bytes without a crash",
    arguments: [
      "heic-grid-turned.heic", "avif-sequence.avif", "heic-clap-turned.heic", "avif-alpha.avif",
    ])
  func noise(name: String) throws {
    let bytes = try Fixtures.bytes("odd/\(name)")
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<5000 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let offset = Int.random(in: 0..<min(700, bytes.count), using: &generator)
        changed[offset] =
          [0, 1, 0x7F, 0xFF, UInt8.random(in: 0...255, using: &generator)]
          .randomElement(using: &generator) ?? 0
      }
      let outline = Fixtures.outline(changed)
      #expect(outline.trailing >= 0)
    }
  }
}
