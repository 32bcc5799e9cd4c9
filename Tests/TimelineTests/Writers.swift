import Foundation
import Model
import TestSupport
import Testing
import Timeline

/// The three formats, byte for byte. With `CASTBOOK_UPDATE_EXPECTED` set, the files in `Expected`
/// are written again.
@Suite struct Writers {
  private static let folder = Fixtures.repository.appending(path: "Tests/TimelineTests/Expected")

  @Test(
    "An example is written as expected",
    arguments: [
      ("film.otio", "24"), ("film.edl", "24"), ("film.fcpxml", "24"),
      ("film-29.97df.edl", "29.97df"),
      ("film-29.97df.fcpxml", "29.97df"), ("film-23.976.otio", "23.976"),
    ])
  func example(file: String, rate: String) throws {
    let format = try #require(FilePath(file).flatMap(TimelineFormat.init(suffixOf:)))
    let cut = try RoughCut.sample(rate: rate)
    let bytes = try format.bytes(of: cut)
    let url = Self.folder.appending(path: file)
    if ProcessInfo.processInfo.environment["CASTBOOK_UPDATE_EXPECTED"] != nil {
      try Data(bytes).write(to: url)
    }
    let expected = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text == expected, "\(text)")
    #expect(try format.bytes(of: cut) == bytes)
  }

  @Test("An EDL holds 999 events, and any format 24 hours")
  func limits() throws {
    var cut = try RoughCut.sample(rate: "25")
    let item = cut.items[1]
    cut.items = Array(repeating: item, count: 999)
    let list = String(decoding: try TimelineFormat.edl.bytes(of: cut), as: UTF8.self)
    #expect(list.contains("\r\n999  BL "))
    cut.items.append(item)
    #expect(throws: TimelineError.tooManyEvents(1000)) { try TimelineFormat.edl.bytes(of: cut) }
    #expect(throws: Never.self) { try TimelineFormat.otio.bytes(of: cut) }
    cut.items = [item]
    cut.items[0].frameCount = 25 * 86_400
    for format in TimelineFormat.allCases {
      #expect(throws: Never.self) { try format.bytes(of: cut) }
    }
    cut.items[0].frameCount += 1
    for format in TimelineFormat.allCases {
      #expect(throws: TimelineError.tooLong(seconds: 86_400)) { try format.bytes(of: cut) }
    }
  }

  @Test("An empty film is written, too", arguments: TimelineFormat.allCases)
  func empty(format: TimelineFormat) throws {
    var cut = try RoughCut.sample(rate: "25")
    cut.items = []
    #expect(try !format.bytes(of: cut).isEmpty)
  }

  @Test(
    "The suffix names the format",
    arguments: [
      ("film.otio", "otio"), ("a/film.EDL", "edl"), ("film.fcpxml", "fcpxml"), ("film.xml", nil),
      ("film", nil), (".otio", nil), ("film.otio/", "otio"),
    ] as [(String, String?)])
  func suffixes(name: String, format: String?) throws {
    let path = try #require(FilePath(name))
    #expect(TimelineFormat(suffixOf: path)?.rawValue == format)
  }
}
