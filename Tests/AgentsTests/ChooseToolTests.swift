import Castbook
import Foundation
import Model
import TestSupport
import Testing

@testable import Agents

/// The tool `choose`: the picker for clients that show pages, and a sheet for others.
@Suite(.timeLimit(.minutes(5)))
struct ChooseToolTests {
  /// The blocks of a result, by their types.
  private func blocks(_ result: JSONValue, _ type: String) -> [JSONValue] {
    result["content"]?.array?.filter { $0["type"]?.string == type } ?? []
  }

  @Test("gives the page texts and thumbnails, and the model neither thumbnails nor a sheet")
  func page() async throws {
    let desk = try PictureDesk.withViews()
    let arguments: JSONValue = ["files": ["shoot"], "count": 2]
    let result = try await desk.call("choose", arguments, capabilities: TestClient.showsPages)
    #expect(blocks(result, "image").isEmpty)
    let page = try #require(result["_meta"]?["castbook/choose"])
    #expect(page["wanted"] == 2 && page["handle"] == nil)
    let tiles = try #require(page["candidates"]?.array)
    let names = try desk.shoot.map(\.name.text)
    #expect(tiles.compactMap { $0["name"]?.string } == names)
    #expect(tiles.compactMap { $0["number"]?.integer } == Array(1...names.count))
    for tile in tiles {
      let text = try #require(tile["thumbnail"]?.string)
      let bytes = [UInt8](try #require(Data(base64Encoded: text)))
      #expect(bytes.count <= 24_000)
      let size = try #require(Self.size(ofJPEG: bytes))
      #expect(max(size.width, size.height) == 256)
      #expect(result["structuredContent"]?.compactText.contains(text) == false)
    }
    // In this version every result says who answers.
    #expect(result["_meta"]?["io.modelcontextprotocol/serverInfo"] != nil)
    _ = try await desk.content("choose", arguments, capabilities: TestClient.showsPages)
  }

  @Test("gives other clients a contact sheet of at most a megapixel, and asks for numbers")
  func sheet() async throws {
    let desk = try PictureDesk.withViews()
    let result = try await desk.call("choose", ["files": ["shoot"]])
    #expect(result["_meta"]?["castbook/choose"] == nil)
    let image = try #require(blocks(result, "image").first)
    #expect(image["mimeType"] == "image/jpeg")
    let bytes = [UInt8](try #require(Data(base64Encoded: image["data"]?.string ?? "")))
    let size = try #require(Self.size(ofJPEG: bytes))
    #expect((500_000...1_000_000).contains(size.width * size.height), "\(size)")
    let text = try #require(blocks(result, "text").first?["text"]?.string)
    #expect(text.contains("ask the user for numbers"))
    for (index, path) in try desk.shoot.enumerated() {
      #expect(text.contains("\(index + 1) «\(path.name.text)»"))
    }
  }

  @Test("both answers have the same candidates, and the numbers of an element are its own")
  func element() async throws {
    let desk = try PictureDesk()
    try await desk.add("@mira", PictureDesk.views.map { "scenes/\($0).jpg" })
    let one = try await desk.content("choose", ["files": ["@mira"]])
    let other = try await desk.content(
      "choose", ["files": ["@mira"]], capabilities: TestClient.showsPages)
    #expect(one["data"] == other["data"])
    let candidates = try #require(one["data"]?["candidates"]?.array)
    #expect(candidates.allSatisfy { $0["path"] == nil })
    #expect(
      candidates.compactMap { $0["number"]?.integer } == Array(1...PictureDesk.views.count))
    #expect(one["data"]?["count"] == 4)
    #expect(one["summary"]?.string?.contains("castbook sheet @mira -o sheet.png") == true)
  }

  @Test("numbers pictures of several places in their order")
  func several() async throws {
    let desk = try PictureDesk(["scenes/mira-090-daylight.jpg"])
    try await desk.add("@mira", ["scenes/mira-000-daylight.jpg"])
    try await desk.add("@mug", ["scenes/mug-000-daylight.jpg"], kind: .product)
    let content = try await desk.content("choose", ["files": ["@mira", "@mug", "shoot"]])
    let candidates = try #require(content["data"]?["candidates"]?.array)
    #expect(candidates.compactMap { $0["number"]?.integer } == [1, 2, 3])
    #expect(candidates[0]["path"] == "@mira/mira-000-daylight.jpg")
    #expect(candidates.last?["path"] == "root1/shoot/mira-090-daylight.jpg")
    #expect(candidates[1]["path"]?.string?.hasPrefix("@mug/") == true)
  }

  @Test("is less than a megabyte with as many pictures as fit, and refuses more")
  func limits() async throws {
    let desk = try PictureDesk()
    let maximum = ChooseTool.maximumCandidates
    for number in 1...maximum {
      let name = "root/shoot/a name that is about as long as names are \(100 + number).jpg"
      try desk.folder.copy("scenes/mira-000-daylight-cluttered.jpg", as: name)
    }
    for capabilities in ["{}", TestClient.showsPages] {
      let result = try await desk.call(
        "choose", ["files": ["shoot"]], capabilities: capabilities)
      #expect(result["isError"] == false)
      #expect(result.compactBytes.count < 1_000_000)
      let summary = try #require(result["structuredContent"]?["summary"]?.string)
      #expect(summary.count < 2000)
    }
    try desk.folder.copy("scenes/mira-000-daylight.jpg", as: "root/shoot/more.jpg")
    let text = try await desk.refusal("choose", ["files": ["shoot"]])
    #expect(text.hasPrefix("/files: \(maximum + 1) pictures are too many"))
  }

  @Test("needs a picture")
  func wrong() async throws {
    let desk = try PictureDesk(["starter/mira-voice.wav"])
    for files in [["shoot"], ["shoot/none.jpg"], ["shoot/mira-voice.wav"]] as [JSONValue] {
      let text = try await desk.refusal("choose", ["files": files])
      #expect(text.hasPrefix("/files: no pictures among the files."))
    }
  }

  /// Returns the size in the frame header of a JPEG.
  private static func size(ofJPEG bytes: [UInt8]) -> PixelSize? {
    var at = 2
    while at + 9 < bytes.count, bytes[at] == 0xFF {
      let marker = bytes[at + 1]
      if (0xC0...0xC2).contains(marker) {
        return PixelSize(
          width: Int(bytes[at + 7]) << 8 | Int(bytes[at + 8]),
          height: Int(bytes[at + 5]) << 8 | Int(bytes[at + 6]))
      }
      at += 2 + (Int(bytes[at + 2]) << 8 | Int(bytes[at + 3]))
    }
    return nil
  }
}
