import Model
import TestSupport
import Testing

@testable import Media

/// A fixture whose header is read natively, and small, so that every byte can be tested.
struct HeaderFixture: Sendable, CustomTestStringConvertible {
  let name: String
  let format: MediaFormat

  var testDescription: String { name }

  /// One or two of each kind.
  static let all: [HeaderFixture] = [
    "gif-animated.gif", "gif-transparent.gif", "bmp-v5-icc-p3.bmp", "bmp-os2.bmp", "bmp-rle8.bmp",
    "tiff-be.tif", "tiff-big-le.tif", "tiff-list-first.tif", "tiff-exif-gps.tif", "tiff-tiles.tif",
    "tiff-icc-srgb.tif", "tiff-thumbnail.tif", "raw-digital-negative.dng", "raw-stated-size.arw",
    "raw-borders.rw2", "raw-records.raf", "raw-boxes.cr3", "jxl-alpha-16-bit.jxl",
    "jxl-container.jxl", "jp2-icc-p3.jp2", "jp2-stream.j2k", "icon-three-sizes.ico",
    "psd-exif-gps.psd", "psd-large.psd", "svg-entities.svg", "clip-upright.mp4",
    "clip-turned.mov", "clip-long-times.mp4", "clip.avi", "clip.webm",
  ].compactMap { name in
    let format = ExpectedFile.all.first { $0.name == name }?.format
    return format.map { HeaderFixture(name: name, format: $0) }
  }
}

@Suite("A header made to deceive", .timeLimit(.minutes(30)))
struct HostileHeaders {
  @Test("is read to an end wherever the file is cut off", arguments: HeaderFixture.all)
  func cuts(fixture: HeaderFixture) throws {
    let bytes = try Fixtures.bytes("odd/\(fixture.name)")
    for end in bytes.indices where end < 600 || end.isMultiple(of: 11) {
      let facts = HeaderFacts.of(fixture.format, ByteView(Array(bytes[..<end])))
      if let size = facts.image?.size { #expect(size.shorterSide > 0) }
    }
  }

  @Test("is read to an end with the maximum in any number", arguments: HeaderFixture.all)
  func numbers(fixture: HeaderFixture) throws {
    let bytes = try Fixtures.bytes("odd/\(fixture.name)")
    let starts = (0..<max(0, bytes.count - 4)).filter { $0 < 250 || $0 > bytes.count - 250 }
    for start in starts {
      for filler: UInt8 in [0xFF, 0] {
        check(fixture, bytes, start, filler)
      }
    }
  }

  private func check(_ fixture: HeaderFixture, _ bytes: [UInt8], _ start: Int, _ filler: UInt8) {
    var changed = bytes
    for index in start..<start + 4 { changed[index] = filler }
    let facts = HeaderFacts.of(fixture.format, ByteView(changed))
    if let size = facts.image?.size { #expect(size.shorterSide > 0) }
    _ = Sniffer.format(of: ByteView(changed))
  }

  @Test(
    "of a sound file reports a truncation at every byte after its header",
    arguments: [
      ("gif-still.gif", 13, 1), ("gif-interlaced.gif", 13, 1),
      ("bmp-24-bit.bmp", 54, 0), ("bmp-8-bit.bmp", 54, 0), ("bmp-top-down.bmp", 54, 0),
      ("bmp-rle8.bmp", 54, 0), ("bmp-os2.bmp", 26, 0), ("bmp-1-bit.bmp", 54, 0),
      ("tiff-list-first.tif", 8, 0), ("psd-icc-p3.psd", 26, 3841), ("icon-three-sizes.ico", 54, 0),
    ])
  func cutOff(name: String, header: Int, spare: Int) throws {
    let bytes = try Fixtures.bytes("odd/\(name)")
    let format = Sniffer.format(of: ByteView(bytes))
    #expect(HeaderFacts.of(format, ByteView(bytes)).problems.isEmpty)
    for end in header..<bytes.count - spare {
      let facts = HeaderFacts.of(format, ByteView(Array(bytes[..<end])))
      guard case .truncated? = facts.problems.first, facts.problems.count == 1 else {
        Issue.record("cut at \(end): \(facts.problems)")
        return
      }
    }
  }

  @Test(
    "of a TIFF with its list of tags at the end reports it, too",
    arguments: ["le", "big-be", "lzw"])
  func cutTIFF(name: String) throws {
    let bytes = try Fixtures.bytes("odd/tiff-\(name).tif")
    let first = try #require(TIFFStructure(ByteView(bytes))).firstDirectoryOffset
    for end in first..<first + 100 {
      let facts = HeaderFacts.of(.tiff, ByteView(Array(bytes[..<end])))
      guard case .truncated? = facts.problems.first else {
        Issue.record("cut at \(end): \(facts.problems)")
        return
      }
    }
  }
}
