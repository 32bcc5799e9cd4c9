import Castbook
import Foundation
import Model
import TestSupport
import Testing

@testable import Agents

/// The tool `look`.
@Suite("look", .timeLimit(.minutes(10)))
struct LookTests {
  /// Calls the tool, and returns the data and the bytes of the image.
  private func look(
    _ desk: FindDesk, _ arguments: JSONValue
  ) async throws -> (content: JSONValue, image: [UInt8]) {
    let content = try await desk.content("look", arguments)
    let result = try await desk.call("look", arguments)
    let block = try #require(result["content"]?.array?.first { $0["type"] == "image" })
    #expect(block["mimeType"] == "image/jpeg")
    let text = try #require(block["data"]?.string)
    let image = [UInt8](try #require(Data(base64Encoded: text)))
    let size = try #require(JPEGSize.of(image))
    #expect(size.pixelCount <= 1_000_000)
    #expect(content["data"]?["width"]?.integer == size.width)
    #expect(content["data"]?["height"]?.integer == size.height)
    return (content, image)
  }

  private static func numbers(_ content: JSONValue) -> [Int] {
    (content["data"]?["pictures"]?.array ?? []).compactMap { $0["number"]?.integer }
  }

  @Test("shows a picture of a folder, reduced, and a small one as large as it is")
  func picture() async throws {
    let desk = try await FindDesk()
    try desk.copy("starter/mira-front.jpg", as: "large.jpg")
    try desk.copy("scenes/mira-000-daylight.jpg", as: "small.jpg")
    let large = try await look(desk, ["files": .array(["root1/large.jpg"])])
    let size = try #require(JPEGSize.of(large.image))
    // The original is 1152 × 1536.
    #expect(size.pixelCount > 980_000 && abs(4 * size.width - 3 * size.height) <= 4)
    #expect(large.content["summary"]?.string?.hasPrefix("«root1/large.jpg»") == true)
    let small = try await look(desk, ["files": .array(["small.jpg"])])
    #expect(JPEGSize.of(small.image) == PixelSize(width: 480, height: 640))
    #expect(large.image.count < 700_000)
  }

  @Test("shows one file of an element by its number")
  func number() async throws {
    let desk = try await FindDesk()
    try await desk.addMira()
    let second = try await look(desk, ["files": .array(["@mira"]), "numbers": .array([2])])
    #expect(Self.numbers(second.content) == [2])
    let path = try #require(second.content["data"]?["pictures"]?.array?.first?["path"]?.string)
    let file = try #require(
      desk.library.find("@mira").revision.revision.references.dropFirst().first)
    #expect(path == "@mira/\(file.file)")
    let refusal = try await desk.refusal(
      "look", ["files": .array(["@mira"]), "numbers": .array([1, 9])])
    #expect(refusal.hasPrefix("/numbers/1: ") && refusal.contains("1 to 3"))
  }

  @Test("draws many pictures in sheets of twelve, each picture once")
  func sheets() async throws {
    let desk = try await FindDesk()
    for number in 1...30 {
      try desk.copy(
        "scenes/mira-\(number.isMultiple(of: 2) ? "000" : "045")-daylight.jpg",
        as: "shoot-\(number + 10).jpg")
    }
    try desk.copy("starter/mira-voice.wav", as: "voice.wav")
    var seen: [Int] = []
    var arguments: JSONValue = ["files": .array(["root1"])]
    var images: Set<[UInt8]> = []
    while true {
      let sheet = try await look(desk, arguments)
      let numbers = Self.numbers(sheet.content)
      #expect(numbers.count <= 12 && sheet.content["data"]?["count"] == 30)
      seen += numbers
      images.insert(sheet.image)
      let summary = try #require(sheet.content["summary"]?.string)
      #expect(summary.hasPrefix("\(numbers.count) of 30 pictures in «root1»"))
      #expect(summary.count < 2400)
      guard let after = sheet.content["data"]?["after"]?.integer else { break }
      #expect(
        sheet.content["next"]?.array?.first
          == .string(#"look {"files":["root1"],"after":\#(after)}"#))
      arguments = ["files": .array(["root1"]), "after": after]
    }
    #expect(seen == Array(1...30) && images.count == 3)
  }

  @Test("A full sheet has all the pixels that it may have, and is no strip", arguments: [12, 20])
  func full(limit: Int) async throws {
    let desk = try await FindDesk()
    for number in 11...30 { try desk.copy("scenes/mira-000-daylight.jpg", as: "\(number).jpg") }
    let sheet = try await look(desk, ["files": .array(["root1"]), "limit": limit])
    #expect(Self.numbers(sheet.content).count == limit)
    let size = try #require(JPEGSize.of(sheet.image))
    #expect(size.pixelCount > 900_000)
    #expect(size.height < 2 * size.width && size.width < 2 * size.height)
  }

  @Test("marks the best of all files, also on the second sheet")
  func best() async throws {
    let desk = try await FindDesk()
    for name in ["mira-back", "mira-front", "mira-right", "mira-three-quarter-left"] {
      try desk.copy("starter/\(name).jpg", as: "\(name).jpg")
    }
    let files: JSONValue = .array(["root1"])
    let plain = try await look(desk, ["files": files])
    let marked = try await look(desk, ["files": files, "best": 2])
    let best = try #require(marked.content["data"]?["best"]?.array).compactMap(\.integer)
    #expect(!best.isEmpty && best.count <= 2 && Set(best).isSubset(of: 1...4))
    #expect(plain.content["data"]?["best"] == nil && plain.image != marked.image)
    let rest = try await look(desk, ["files": files, "best": 2, "after": 3])
    #expect(Self.numbers(rest.content) == [4])
    #expect(rest.content["data"]?["best"] == marked.content["data"]?["best"])
    let names = try await desk.content("look", ["files": files, "best": 2])
    #expect(names["summary"]?.string?.contains("Best, in this order: ") == true)
  }

  @Test("draws a sheet of one picture on request")
  func single() async throws {
    let desk = try await FindDesk()
    try desk.copy("scenes/mira-000-daylight.jpg", as: "a.jpg")
    let sheet = try await look(desk, ["files": .array(["a.jpg"]), "sheet": true])
    #expect(JPEGSize.of(sheet.image) != PixelSize(width: 480, height: 640))
    #expect(sheet.content["data"]?["count"] == 1)
  }

  @Test("shows the best frame of a clip")
  func clip() async throws {
    let desk = try await FindDesk()
    try desk.copy("clips/mira.mp4", as: "take.mp4")
    let frame = try await look(desk, ["files": .array(["take.mp4"])])
    #expect(frame.content["data"]?["seconds"] != nil)
    #expect(frame.content["summary"]?.string?.contains("the frame at ") == true)
  }

  @Test("shows the odd files that a decoder must not trust, or says why not")
  func odd() async throws {
    let desk = try await FindDesk()
    let names = try Fixtures.names(in: "odd").filter {
      $0.hasPrefix("jpeg-") || $0.hasPrefix("png-") || $0.hasPrefix("bmp-")
    }
    #expect(names.count > 50)
    for name in names {
      try desk.copy("odd/\(name)", as: name)
      let arguments: JSONValue = ["files": .array([.string("root1/\(name)")])]
      let result = try await desk.call("look", arguments)
      if result["isError"] == true {
        let text = try #require(result["content"]?.array?.first?["text"]?.string)
        #expect(text.contains(name), "\(text)")
      } else {
        let width = try #require(result["structuredContent"]?["data"]?["width"]?.integer)
        let height = try #require(result["structuredContent"]?["data"]?["height"]?.integer)
        #expect(width * height <= 1_000_000, "\(name)")
      }
    }
  }

  @Test("refuses sounds, missing files, folders without pictures and paths outside")
  func refusals() async throws {
    let desk = try await FindDesk()
    try desk.copy("starter/mira-voice.wav", as: "voice.wav")
    _ = try desk.scratch.createFolder("film/empty")
    for (file, word) in [
      ("voice.wav", "sound"), ("none.jpg", "none.jpg"), ("empty", "no picture"),
      ("/etc/hosts", "[agents.outside]"), ("../library", "[agents.outside]"),
    ] {
      let arguments: JSONValue = ["files": .array([.string(file)])]
      #expect(try await desk.refusal("look", arguments).contains(word), "\(file)")
    }
    _ = try await desk.refusal("look", ["files": .array(["@none"])])
    #expect(try await desk.refusal("look", [:]).hasPrefix("/files: "))
    #expect(
      try await desk.refusal("look", ["files": .array(["voice.wav"]), "limit": 21])
        .hasPrefix("/limit: "))
  }

  @Test(
    "A preview has as many pixels as fit, and never more",
    arguments: [
      (4000, 3000), (3000, 4000), (1000, 1000), (1001, 1000), (12_000, 9), (7, 90_000),
      (1, 1), (20_000, 20_000), (1999, 501),
    ])
  func bound(width: Int, height: Int) {
    let original = PixelSize(width: width, height: height)
    let size = Preview.Bound.pixelCount(1_000_000).size(of: original)
    #expect(size.pixelCount <= 1_000_000 && size.longerSide <= 2000)
    #expect(size.width <= width && size.height <= height)
    if original.pixelCount <= 1_000_000, original.longerSide <= 2000 {
      #expect(size == original)
    } else {
      #expect(size.pixelCount > 990_000 || size.longerSide == 2000)
    }
  }
}

/// The size of a JPEG file, from its frame header.
enum JPEGSize {
  static func of(_ bytes: [UInt8]) -> PixelSize? {
    var index = 2
    while index + 9 < bytes.count, bytes[index] == 0xFF {
      let length = Int(bytes[index + 2]) << 8 | Int(bytes[index + 3])
      if [0xC0, 0xC1, 0xC2].contains(bytes[index + 1]) {
        return PixelSize(
          width: Int(bytes[index + 7]) << 8 | Int(bytes[index + 8]),
          height: Int(bytes[index + 5]) << 8 | Int(bytes[index + 6]))
      }
      index += 2 + length
    }
    return nil
  }
}
