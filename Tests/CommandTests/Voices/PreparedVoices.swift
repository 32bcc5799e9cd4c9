import Foundation
import Model
import TestSupport
import Testing

/// Voices and clips prepared for a target.
@Suite("Prepared voices", .timeLimit(.minutes(30)))
struct PreparedVoices {
  private let scratch: TemporaryFolder

  init() throws {
    scratch = try TemporaryFolder()
    try FileManager.default.createDirectory(
      at: scratch.url.appending(path: "in"), withIntermediateDirectories: false)
    for name in [
      "en-us.wav", "en-us.flac", "dual-mono.flac", "2.999s.wav", "cut.mp3", "silence.flac",
    ] {
      try scratch.copy("voices/\(name)", as: "in/\(name)")
    }
    for name in ["mira.mp4", "mira.webm"] { try scratch.copy("clips/\(name)", as: "in/\(name)") }
  }

  private func prepared(_ words: String...) throws -> (status: Int32, value: JSONValue) {
    let result = try Tool.run(["prepare"] + words + ["--json"], in: scratch.url)
    return (result.status, try JSONParser.parse(Array(result.output.utf8)))
  }

  private func outcome(_ value: JSONValue, _ name: String) -> String? {
    value["files"]?.array?.first { $0["path"]?.string?.hasSuffix(name) == true }?["status"]?.string
  }

  @Test("Unsupported formats become WAV with equal samples; a file that passes stays as it is")
  func formats() throws {
    let (status, value) = try prepared("in", "--for", "kling", "-o", "out")
    #expect(status == 1)
    #expect(outcome(value, "en-us.wav") == "as-it-is")
    #expect(outcome(value, "en-us.flac") == "prepared")
    #expect(outcome(value, "dual-mono.flac") == "prepared")
    #expect(outcome(value, "2.999s.wav") == "refused")
    #expect(outcome(value, "cut.mp3") == "refused")
    #expect(outcome(value, "silence.flac") == "refused")
    #expect(outcome(value, "mira.mp4") == "as-it-is")
    #expect(outcome(value, "mira.webm") == "prepared")
    let names = try FileManager.default.contentsOfDirectory(
      atPath: scratch.url.appending(path: "out").path()
    ).sorted()
    // Two files of one name get different suffixes.
    #expect(names.count { $0.hasSuffix(".wav") } == 3, "\(names)")
    #expect(!names.contains { $0.hasSuffix(".flac") || $0.hasSuffix(".webm") })
    let again = try Tool.run(["check", "out", "--for", "kling", "--json"], in: scratch.url)
    let files = try JSONParser.parse(Array(again.output.utf8))["files"]?.array ?? []
    for file in files where file["format"]?.string == "wav" {
      #expect(file["status"]?.string != "fail", "\(file)")
      if file["sound"]?["rate"]?.integer == 16_000 {
        #expect(file["sound"]?["channels"]?.integer == 1)
      }
    }
  }

  @Test("A sound that is too long is cut to its best stretch, and the proof says which")
  func long() throws {
    try scratch.copy("voices/30.000s.wav", as: "in/long.wav")
    let (_, value) = try prepared("in/long.wav", "--for", "kling", "-o", "cut")
    let file = try #require(value["files"]?.array?.first)
    guard file["status"]?.string == "prepared" else {
      // A voice without a pause has no good stretch: it is refused, with the reason.
      #expect(file["status"]?.string == "refused")
      #expect(
        String(decoding: Array(file.compactText.utf8), as: UTF8.self).contains("no part of it"))
      return
    }
    let steps = file["steps"]?.array ?? []
    #expect(steps.first?["step"]?.string == "cut")
    let (start, end) = (steps[0]["start"]?.integer ?? 0, steps[0]["end"]?.integer ?? 0)
    #expect((5 * 4000...8 * 4000).contains(end - start))
  }
}
