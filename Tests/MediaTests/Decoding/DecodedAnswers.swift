import Decoding
import Model
import Testing

@testable import Media

@Suite("An answer of castbook-media")
struct DecodedAnswers {
  private static let size = PixelSize(width: 7, height: 5)

  private static func statistics() -> NativeStatistics? {
    let raster = AnalysisReduction(size, .rgb)
    for row in 0..<size.height {
      raster?.add((0..<3 * size.width).map { UInt8(($0 * 11 + row * row) % 256) })
    }
    return raster?.picture?.statistics
  }

  private static func picture() throws -> DecodedPicture {
    var picture = DecodedPicture()
    picture.size = size
    let pixels = (0..<3 * size.pixelCount).map { UInt8($0 * 2) }
    let counted = try #require(statistics())
    picture.small = SmallPicture(
      codedSize: size, colors: .rgb, pixels: pixels, statistics: counted)
    try #require(picture.small != nil)
    return picture
  }

  /// An answer with changed numbers in its statistics, or other texts.
  private static func changed(_ from: String, _ to: String) throws -> DecodedPicture? {
    let picture = try picture()
    let text = picture.json.compactText
    try #require(text.contains(from), "\(text)")
    return DecodedPicture(
      answer: Array(text.replacing(from, with: to).utf8) + [0] + (picture.small?.pixels ?? []))
  }

  @Test("arrives as it was sent, with its raw pixels after it")
  func whole() throws {
    let picture = try Self.picture()
    #expect(DecodedPicture(answer: picture.answer) == picture)
    #expect(try Self.changed("rgb", "lab")?.small?.colors == .lab)
    var plain = DecodedPicture()
    plain.exceedsMemory = true
    #expect(DecodedPicture(answer: plain.answer) == plain)
  }

  @Test("is refused with more or fewer pixels than announced")
  func counts() throws {
    let answer = try Self.picture().answer
    #expect(DecodedPicture(answer: answer.dropLast()) == nil)
    #expect(DecodedPicture(answer: answer + [0]) == nil)
    #expect(DecodedPicture(answer: Array(answer[..<(answer.firstIndex(of: 0) ?? 0)])) == nil)
    #expect(DecodedPicture(answer: Array(#"{"alpha":"none"}"#.utf8) + [0, 1]) == nil)
    for (from, to) in [
      (#""bytes":105"#, #""bytes":104"#), (#""rgb""#, #""inks""#), (#""rgb""#, #""hues""#),
      (#""picture":{"width":7"#, #""picture":{"width":8"#),
      (#""picture":{"width":7"#, #""picture":{"width":0"#),
    ] {
      #expect(try Self.changed(from, to) == nil, "\(to)")
    }
  }

  @Test("is refused with counts that no picture of its size has")
  func statistics() throws {
    let picture = try Self.picture()
    let native = try #require(picture.small?.statistics)
    let pairs = native.pairsAt.map(String.init).joined(separator: ",")
    for (from, to) in [
      (#""native":["#, #""native":[0,"#), (#""native":["#, #""native":[-1,"#),
      (pairs, pairs.replacing("5,5,5", with: "5,5,4")),
      (pairs, pairs.replacing("5,5,5", with: "5,5,500")),
      (#""native":["#, #""native":[9007199254740991,"#),
    ] {
      #expect(try Self.changed(from, to) == nil, "\(to)")
    }
    // More levels than differences can add up to, more differences than there are, more equal ones
    // than pairs.
    let numbers = try #require(picture.json["picture"]?["native"]?.array)
    for (place, value) in [(0, 600), (8, 36), (16, 36), (52, 6), (64, 99)] {
      var other = numbers
      other[place] = .integer(value)
      let from = JSONValue.array(numbers).compactText
      #expect(try Self.changed(from, JSONValue.array(other).compactText) == nil, "\(place)")
    }
  }
}
