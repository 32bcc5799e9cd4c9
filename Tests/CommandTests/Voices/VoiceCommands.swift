import Foundation
import Model
import TestSupport
import Testing

/// `voice` and `stills` as people type them, on recordings and clips made by ffmpeg and espeak-ng
/// before.
@Suite("Voices and clips by the command", .timeLimit(.minutes(30)))
struct VoiceCommands {
  private let scratch: TemporaryFolder

  init() throws {
    scratch = try TemporaryFolder()
    for name in [
      "en-us.wav", "30.000s.wav", "clipped.flac", "giant.wav", "hiss.flac", "two-voices.flac",
    ] {
      try scratch.copy("voices/\(name)")
    }
    for name in ["mira.mp4", "one-cut.mp4", "cut-no-index.mp4"] {
      try scratch.copy("clips/\(name)")
    }
  }

  private func run(_ words: String...) throws -> Program.Result {
    try Tool.run(words, in: scratch.url)
  }

  private func json(_ words: String...) throws -> JSONValue {
    try JSONParser.parse(Array(try Tool.run(words, in: scratch.url).output.utf8))
  }

  @Test(
    "Without the program that decodes it, a file is not said to be empty",
    arguments: [["voice", "en-us.wav"], ["stills", "mira.mp4", "--dry-run"]])
  func helpless(words: [String]) throws {
    let alone = scratch.url.appending(path: "castbook")
    try FileManager.default.copyItem(at: Tool.binary, to: alone)
    let result = try Tool.run(program: alone, words, in: scratch.url)
    #expect(result.output.contains("castbook-streams, which decodes"), "\(result.output)")
    #expect(!result.output.contains("contains no"), "\(result.output)")
    let beside = try Tool.run(words, in: scratch.url)
    #expect(beside.status == 0, "\(beside.output)\(beside.errors)")
  }

  @Test("A good sample passes, and every measure is printed with its limit")
  func good() throws {
    let short = try run("voice", "en-us.wav")
    #expect(short.status == 0, "\(short.output)\(short.errors)")
    #expect(short.output.contains("✓ en-us.wav  WAV  5.2 s · 16,000 Hz · mono"))
    #expect(short.output.contains("    ✓ 14 checks passed (--all lists them)\n"))
    #expect(!short.output.contains("loudness"))
    let all = try run("voice", "en-us.wav", "--all")
    for name in ["noise or echo", "loudness", "true peak", "clipped", "treble", "longest pause"] {
      #expect(all.output.contains("    ✓ \(name)"), "\(name)")
    }
    #expect(all.output.contains("    · pitch  "))
    let value = try json("voice", "en-us.wav", "--json")
    let sound = value["files"]?.array?.first?["sound"]
    #expect(sound?["samples"]?.integer == 83_200)
    #expect(sound?["measures"]?["metric"]?.string == "voice/1")
    #expect(value["files"]?.array?.first?["waveform"]?.string?.utf8.count == 4000)
  }

  @Test("Problems are reported with their rules, and hints change no exit code")
  func wrong() throws {
    let clipped = try run("voice", "clipped.flac")
    #expect(clipped.output.contains("sound.clipped"))
    #expect(clipped.output.contains("sound.format-not-accepted"))
    #expect(clipped.status == 1)
    let hiss = try run("voice", "hiss.flac")
    #expect(hiss.output.contains("sound.noise-or-echo"))
    #expect(hiss.output.contains("    ! noise or echo"))
    let giant = try run("voice", "giant.wav")
    #expect(giant.status == 1)
    #expect(giant.output.contains("sound.truncated"))
    let two = try json("voice", "two-voices.flac", "--json")
    let hint = two["files"]?.array?.first?["findings"]?.array?.first {
      $0["rule"]?.string == "sound.pitch-jumps"
    }
    #expect(hint?["severity"]?.string == "note")
    #expect(hint?["span"]?.array?.count == 2)
  }

  @Test("The best stretch is written as a WAV that every provider accepts, and the original stays")
  func cut() throws {
    let before = try Data(contentsOf: scratch.url.appending(path: "30.000s.wav"))
    let result = try run("voice", "30.000s.wav", "--cut", "-o", "best.wav", "--picture", "best.png")
    #expect(result.errors.isEmpty, "\(result.errors)")
    #expect(result.output.contains("→ "))
    #expect(try Data(contentsOf: scratch.url.appending(path: "30.000s.wav")) == before)
    let wav = try Data(contentsOf: scratch.url.appending(path: "best.wav"))
    #expect(wav.prefix(4) == Data("RIFF".utf8))
    let samples = (wav.count - 44) / 2
    #expect((5 * 4000...8 * 4000).contains(samples), "\(samples)")
    let png = try Data(contentsOf: scratch.url.appending(path: "best.png"))
    #expect(png.prefix(8) == Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    // The second run makes an equal file, and another file is not overwritten.
    #expect(try run("voice", "30.000s.wav", "--cut", "-o", "best.wav").errors.isEmpty)
    let other = try run("voice", "en-us.wav", "--cut", "--length", "1-3", "-o", "best.wav")
    #expect(other.status == 3)
    #expect(other.errors.contains("best.wav: exists and is different"))
    #expect(try Data(contentsOf: scratch.url.appending(path: "best.wav")) == wav)
  }

  @Test(
    "Mistakes end with what to type",
    arguments: [
      (["voice"], "FILE|@HANDLE"), (["voice", "en-us.wav", "-o", "x.wav"], "add --cut"),
      (["voice", "en-us.wav", "--cut", "--length", "8-5"], "write a range such as 5-8"),
      (["voice", "en-us.wav", "--length", "5-8"], "add --cut"),
      (["voice", "en-us.wav", "hiss.flac", "--picture", "x.png"], "name one"),
      (["stills", "mira.mp4"], "add -o dir"),
      (["stills", "mira.mp4", "-o", "x", "--best", "0"], "--best"),
    ])
  func mistakes(words: [String], help: String) throws {
    let result = try Tool.run(words, in: scratch.url)
    #expect(result.status == 2)
    #expect(result.errors.lowercased().contains(help.lowercased()), "\(result.errors)")
    #expect(result.output.isEmpty)
  }

  @Test(
    "A file without sound, or without pictures, is reported as such; an empty result is no success")
  func nothing() throws {
    try scratch.copy("starter/mug-front.jpg")
    let picture = try run("voice", "mug-front.jpg", "--cut")
    #expect(picture.status == 1)
    #expect(picture.output.contains("which has no sound"), "\(picture.output)")
    let silent = try run("stills", "en-us.wav", "--dry-run")
    #expect(silent.status == 1)
    #expect(silent.output.contains("it contains no video"), "\(silent.output)")
    try FileManager.default.createDirectory(
      at: scratch.url.appending(path: "none"), withIntermediateDirectories: false)
    let none = try run("voice", "none")
    #expect(none.status == 1)
    #expect(none.output == "no sound found\n")
    #expect(try run("voice", "nowhere.wav").errors.contains("no such file"))
  }

  @Test(
    "A clip without sound is an error if it must be heard, and none if it is only seen")
  func silentClip() throws {
    try scratch.copy("clips/mira-silent.mp4")
    let value = try json("voice", "mira-silent.mp4", "--json")
    let file = value["files"]?.array?.first
    #expect(file?["status"]?.string == "fail")
    let finding = file?["findings"]?.array?.first
    #expect(finding?["rule"]?.string == "sound.missing" && finding?["severity"]?.string == "error")
    #expect(try run("voice", "mira-silent.mp4").status == 1)
    let cut = try run("voice", "mira-silent.mp4", "--cut", "-o", "x.wav")
    #expect(cut.status == 1 && cut.output.contains("has no audio track"))
    let voice = try Checked(["mira-silent.mp4", "--as", "voice"], in: scratch.url)
    #expect(voice.status == 1)
    #expect(try voice.rules("mira-silent.mp4", severity: "error") == ["sound.missing"])
    let seen = try Checked(["mira-silent.mp4"], in: scratch.url)
    #expect(seen.status == 0 && !seen.text.contains("sound.missing"))
    #expect(try run("init", "library").status == 0)
    let added = try run("add", "voice", "@sil", "mira-silent.mp4", "--library", "library", "--json")
    let kept = try JSONParser.parse(Array(added.output.utf8))["elements"]?.array?.first
    #expect(kept?["added"]?.array?.first?["status"]?.string == "fail")
    #expect(try run("check", "@sil", "--library", "library").status == 1)
    #expect(try run("voice", "@sil", "--library", "library").status == 1)
  }

  @Test("Samples after a short data chunk are reported, and those with an offset from zero")
  func shortHeader() throws {
    let whole = try Data(contentsOf: scratch.url.appending(path: "en-us.wav"))
    let data = try #require(whole.range(of: Data("data".utf8))).upperBound
    var short = whole
    // 2 s of 16,000 samples of two bytes.
    short.replaceSubrange(data..<data + 4, with: Bytes.little(64_000))
    try scratch.write(short, to: "short.wav")
    let rest = whole.count - (data + 4) - 64_000
    for words in [["voice", "short.wav", "--json"], ["check", "short.wav", "--json"]] {
      let result = try Tool.run(words, in: scratch.url)
      let file = try JSONParser.parse(Array(result.output.utf8))["files"]?.array?.first
      #expect(file?["sound"]?["samples"]?.integer == 32_000)
      #expect(file?["sound"]?["trailingBytes"]?.integer == rest)
      let finding = file?["findings"]?.array?.first { $0["rule"]?.string == "sound.trailing-data" }
      #expect(finding?["severity"]?.string == "warning")
      #expect(finding?["measured"]?.string == "\(rest)")
    }
    var moved = whole
    for index in stride(from: data + 4, to: whole.count - 1, by: 2) {
      let sample = Int16(truncatingIfNeeded: Int(moved[index]) | Int(moved[index + 1]) << 8)
      let other = UInt16(bitPattern: Int16(clamping: Int(sample) / 2 + 1200))
      moved[index] = UInt8(other & 0xFF)
      moved[index + 1] = UInt8(other >> 8)
    }
    try scratch.write(moved, to: "moved.wav")
    let file = try json("voice", "moved.wav", "--json")["files"]?.array?.first
    let finding = file?["findings"]?.array?.first { $0["rule"]?.string == "sound.dc-offset" }
    #expect(finding?["severity"]?.string == "note" && finding?["limit"]?.string == "0.02")
    #expect(
      Double(finding?["measured"]?.string ?? "").map { abs($0 - 1200 / 32768) < 0.002 } == true)
    let clean = try run("voice", "en-us.wav").output
    #expect(!clean.contains("sound.dc-offset") && !clean.contains("sound.trailing-data"))
  }

  @Test("The best frames of a clip are pictures with their times, and cuts are reported")
  func stills() throws {
    let result = try run("stills", "mira.mp4", "-o", "refs")
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.output.contains("no hard cut found"))
    let names = try FileManager.default.contentsOfDirectory(
      atPath: scratch.url.appending(path: "refs").path()
    ).sorted()
    #expect(names.contains("stills.json"))
    let frames = names.filter { $0.hasPrefix("mira-0m0") && $0.hasSuffix(".png") }
    #expect((2...4).contains(frames.count), "\(names)")
    let checked = try Tool.run(["check", "refs", "--json"], in: scratch.url)
    let files = try JSONParser.parse(Array(checked.output.utf8))["files"]?.array ?? []
    for file in files where file["format"]?.string == "png" {
      #expect(file["width"]?.integer == 1280 && file["height"]?.integer == 720)
    }
    let cut = try run("stills", "one-cut.mp4", "--dry-run")
    #expect(cut.output.contains("cuts to another shot at 1.5 s"))
    let broken = try run("stills", "cut-no-index.mp4", "--dry-run")
    #expect(broken.status == 1)
    #expect(broken.output.contains("clip.corrupt"))
  }
}
