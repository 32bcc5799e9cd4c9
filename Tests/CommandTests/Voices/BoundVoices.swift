import Foundation
import Model
import TestSupport
import Testing

/// Who is given which voice, and the findings on it.
@Suite("Bound voices", .timeLimit(.minutes(30)))
struct BoundVoices {
  private let scratch: TemporaryFolder

  init() throws {
    scratch = try TemporaryFolder()
    for name in ["en-us.wav", "two-voices.flac", "2.999s.wav", "quiet.flac"] {
      try scratch.copy("voices/\(name)")
    }
    try scratch.copy("starter/mira-front.jpg")
    try scratch.copy("starter/mira-right.jpg")
    _ = try run("init", "library")
    _ = try run(
      "add", "character", "@ana", "mira-front.jpg", "mira-right.jpg", "--person", "generated")
  }

  private func run(_ words: String...) throws -> Program.Result {
    try Tool.run(
      words, in: scratch.url, environment: ["CASTBOOK_LIBRARY": scratch.path("library").text])
  }

  private func bound(_ voice: String) throws -> [String] {
    let result = try run("bind", "@ana", voice, "--json")
    let value = try JSONParser.parse(Array(result.output.utf8))
    return value["notices"]?.array?.compactMap(\.string) ?? []
  }

  @Test("A good voice is bound without a finding")
  func good() throws {
    _ = try run("add", "voice", "@anna", "en-us.wav", "--basis", "own")
    #expect(try bound("@anna") == [])
    let shown = try run("show", "@anna")
    #expect(shown.output.contains("pitch "), "\(shown.output)")
    #expect(shown.output.contains("LUFS"))
  }

  @Test(
    "A voice that would be refused, belongs to another character, or is unlike the last one is reported"
  )
  func reported() throws {
    _ = try run("add", "voice", "@anna", "en-us.wav", "--basis", "own")
    _ = try run("bind", "@ana", "@anna")
    _ = try run("add", "voice", "@short", "2.999s.wav", "--basis", "own")
    #expect(try bound("@short").contains { $0.contains("2.999 s, shorter than the 3 s minimum") })
    _ = try run("add", "voice", "@real", "quiet.flac", "--person", "real")
    _ = try run("bind", "@ana", "@anna")
    let real = try bound("@real")
    #expect(
      real.contains {
        $0.contains("@real is a real person's voice, but @ana is not a real person")
      }, "\(real)")
    #expect(real.contains { $0.contains("LU softer than @anna") }, "\(real)")
    #expect(real.contains { $0.contains("FLAC is not accepted") }, "\(real)")
  }

  @Test(
    "A cut is saved as a new file, first in its element, and is linked to its original"
  )
  func cut() throws {
    try scratch.copy("voices/en-us.wav", as: "long.wav")
    _ = try run("add", "voice", "@anna", "long.wav", "--basis", "own")
    let result = try run("voice", "@anna", "--cut", "--length", "1-4", "--save", "--json")
    let value = try JSONParser.parse(Array(result.output.utf8))
    #expect(value["saved"]?.boolean == true, "\(result.output)\(result.errors)")
    let shown = try JSONParser.parse(Array(try run("show", "@anna", "--json").output.utf8))
    let names = shown["files"]?.array?.compactMap { $0["path"]?.string }
    #expect(names == ["long-cut.wav", "long.wav"], "\(shown)")
    #expect(try run("voice", "@anna", "--cut", "--save").status == 2)
    let log = scratch.url.appending(path: "library/log")
    let lines = try FileManager.default.subpathsOfDirectory(atPath: log.path()).compactMap {
      try? String(contentsOf: log.appending(path: $0), encoding: .utf8)
    }.joined()
    #expect(lines.contains("\"derivation/1\""))
    #expect(lines.contains("\"step\":\"cut\""))
    #expect(lines.contains("\"span\""))
  }

  @Test("Only voices are bound, and only to elements that can speak")
  func kinds() throws {
    _ = try run("add", "voice", "@anna", "en-us.wav")
    let result = try run("bind", "@anna", "@ana")
    #expect(result.status != 0)
    #expect(try run("bind", "@ana", "@ana").errors.contains("not a voice"))
    #expect(try run("bind", "@ana", "@nobody").status != 0)
  }
}
