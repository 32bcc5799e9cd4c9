import Files
import Model
import Testing

@testable import Provenance

@Suite("The container of a manifest store", .timeLimit(.minutes(5)))
struct HostileContainers {
  private func state(_ bytes: [UInt8], _ format: MediaFormat) -> ContentCredentials.State? {
    ProvenanceReader.read(ByteSource(bytes), format)?.credentials.state
  }

  @Test(
    "may be cut off anywhere, and is then never intact",
    arguments: [
      "jpg", "png", "webp", "heic", "avif", "mp4", "mov", "wav", "tif", "gif", "jxl", "m4a",
    ])
  func truncated(kind: String) throws {
    let bytes = try SignedFiles.bytes("intact-\(kind).\(kind)")
    let format = SignedFiles.format(of: "a.\(kind)")
    let step = max(1, bytes.count / 150)
    // The last byte of a WebP or WAV may be padding.
    for count in stride(from: 0, to: bytes.count - 2, by: step) {
      #expect(state(Array(bytes.prefix(count)), format) != .intact, "\(count) bytes")
    }
  }

  @Test("of a JPEG has its parts in order, and only once")
  func parts() throws {
    let bytes = try SignedFiles.bytes("intact-jpg.jpg")
    var places: [Range<Int>] = []
    var position = 2
    let source = ByteSource(bytes)
    while let segment = JPEGStore.segment(source, from: position), segment.marker != 0xDA {
      if segment.marker == 0xEB { places.append(segment.place) }
      position = segment.place.upperBound
    }
    try #require(places.count == 2)
    let (first, second) = (Array(bytes[places[0]]), Array(bytes[places[1]]))
    let head = Array(bytes[..<places[0].lowerBound])
    let tail = Array(bytes[places[1].upperBound...])
    func state(_ parts: [[UInt8]]) -> ContentCredentials.State? {
      self.state(([head] + parts + [tail]).flatMap(\.self), .jpeg)
    }
    #expect(state([first, second]) == .intact)
    #expect(state([second, first]) != .intact && state([first]) != .intact)
    #expect(state([first, second, second]) != .intact)
    #expect(state([first, second, first, second]) == .unchecked)
  }

  @Test("of a PNG may be there only once")
  func twice() throws {
    let store = Assembled.store([Assembled.manifest("urn:a", [])])
    let png = Assembled.png(store)
    let chunk = png[8..<(png.count - 12)]
    let twice: [UInt8] = Array(png[..<8]) + Array(chunk) + Array(chunk) + Array(png.suffix(12))
    #expect(state(twice, .png) == .unchecked)
  }

  @Test("with lengths of four gigabytes, or of nothing, is not read further")
  func lengths() {
    for length in [0, 1, 7, 0x7FFF_FFFF, 0xFFFF_FFFF] {
      let number = Assembled.number(length, 4)
      let png = Array(Assembled.png([]).prefix(8)) + number + Array("caBX".utf8) + [1, 2, 3]
      #expect(state(png, .png) != .intact)
      #expect(state(number + Array("uuid".utf8) + MovieStore.identifier, .mp4) != .intact)
      let riff = Array("RIFF".utf8) + number + Array("WEBPC2PA".utf8) + number
      #expect(state(riff, .webp) != .intact)
      let tiff = Array("MM\0*".utf8) + number
      #expect(state(tiff, .tiff) != .intact)
    }
  }

  @Test("with 300,000 boxes or chunks ends")
  func many() {
    let boxes = Array(repeating: Assembled.box("free", []), count: 300_000).flatMap(\.self)
    #expect(state(boxes, .mp4) == nil)
    let empty: [UInt8] = [0xFF, 0xE1, 0, 2]
    let segments = [0xFF, 0xD8] + Array(repeating: empty, count: 300_000).flatMap(\.self)
    #expect(state(segments, .jpeg) == nil)
  }

  @Test("of a TIFF may have directories in a circle")
  func circle() {
    // The directory at 8 has no entry, and the one after it is at 8.
    let tiff: [UInt8] = Array("MM\0*".utf8) + [0, 0, 0, 8, 0, 0, 0, 0, 0, 8]
    #expect(state(tiff, .tiff) == nil)
  }
}
