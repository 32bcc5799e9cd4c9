import Foundation
import Model
import TestSupport
import Testing

/// A shot with dialogue from the prompt to the calls, at a target with sound and at one without.
@Suite("Shots with dialogue", .timeLimit(.minutes(30)))
struct SpokenShots {
  private func film(_ settings: String = "") throws -> Production {
    let film = try Production.ready()
    let text = "---\nduration: 5\naspect: 16:9\n\(settings)---\n@mira: \"We open at nine.\""
    try film.write(text, to: "talk.md")
    return film
  }

  private func rules(_ film: Production, _ words: String...) throws -> [String] {
    let result = try Tool.run(
      ["prompt", "talk.md", "--json", "--library", film.library] + words, in: film.folder)
    let value = try JSONParser.parse(Array(result.output.utf8))
    let findings = value["findings"]?.array ?? []
    return findings.compactMap { $0["rule"]?.string }
      .filter { $0.hasPrefix("prompt.") && $0 != "prompt.no-token" }
  }

  @Test("get sound and a voice, with their costs")
  func heard() throws {
    let film = try film()
    let out = try film.run("export", "talk.md", "--for", "kling.v3-omni", "-o", "out")
    #expect(out.status == 0, "\(out.output)\(out.errors)")
    #expect(out.output.contains("so sound is turned on"))
    #expect(out.output.contains("create @mira_voice with kling.voice.create"))
    #expect(out.output.hasSuffix("5 s · 720p · 16:9 · sound on · 0.56 USD\n"), "\(out.output)")
    let request = try JSONParser.parse([UInt8](film.data("out/talk/request.json")))
    #expect(request["settings"]?["audio"]?.string == "native")
    #expect(try film.run("bundle", "verify", "out/talk").status == 0)
    let calls = try film.run("bundle", "request", "out/talk")
    #expect(calls.output.contains("element_voice_id"))
  }

  @Test("with audio: off get neither, and a warning")
  func off() throws {
    let film = try film("audio: off\n")
    let out = try film.run("export", "talk.md", "--for", "kling.v3-omni", "-o", "out")
    #expect(out.status == 0, "\(out.output)\(out.errors)")
    #expect(out.output.contains("audio is off, so speech won't be heard"))
    #expect(!out.output.contains("voice.create"))
    #expect(out.output.hasSuffix("sound off · 0.42 USD\n"), "\(out.output)")
    #expect(!film.exists("out/talk/first/01-voice-mira_voice.json"))
    #expect(try film.run("bundle", "verify", "out/talk").status == 0)
    let calls = try film.run("bundle", "request", "out/talk")
    #expect(!calls.output.contains("voice"))
    #expect(
      try rules(film, "--for", "kling.v3-omni")
        == ["prompt.silent-dialogue", "prompt.element-without-voice"])
    // The command line overrides the file, and the bundle verifies with that.
    let loud = try film.run(
      "export", "talk.md", "--for", "kling.v3-omni", "--set", "audio=on", "-o", "loud")
    #expect(loud.output.hasSuffix("sound on · 0.56 USD\n"), "\(loud.output)")
    #expect(try film.run("bundle", "verify", "loud/talk").status == 0)
  }

  @Test("include a sample that the text names, in the bundle")
  func named() throws {
    let film = try film()
    try film.write(
      "---\nduration: 5\naspect: 16:9\n---\n@mira turns. @mira_voice: \"We open.\"", to: "talk.md")
    let out = try film.run("export", "talk.md", "--for", "kie.seedance-2.0", "-o", "out")
    #expect(out.status == 0 && !out.output.contains("not sent"), "\(out.output)\(out.errors)")
    #expect(film.exists("out/talk/references/mira_voice-voice.wav"))
    #expect(try film.run("bundle", "verify", "out/talk").status == 0)
  }

  @Test("become steps in an app, with the voice to assign and the sound to turn on")
  func app() throws {
    for (settings, step) in [("", "Turn sound on."), ("audio: off\n", "Turn sound off.")] {
      let film = try film(settings)
      let out = try film.run("export", "talk.md", "--for", "kling.app", "-o", "out")
      #expect(out.status == 0, "\(out.output)\(out.errors)")
      let names = try FileManager.default.contentsOfDirectory(
        atPath: film.folder.appending(path: "out/talk").path())
      let steps = try #require(names.first { $0.hasSuffix(".md") && $0 != "shot.md" })
      let text = String(decoding: try film.data("out/talk/\(steps)"), as: UTF8.self)
      #expect(text.contains(step), "\(text)")
      #expect(text.contains("the voice") == settings.isEmpty)
      #expect(try film.run("bundle", "verify", "out/talk").status == 0)
    }
  }

  @Test("are refused a sound that does not exist")
  func refused() throws {
    let film = try film("audio: original\n")
    let out = try film.run("export", "talk.md", "--for", "kling.o1-omni", "-o", "out")
    #expect(out.status == 1 && out.output.contains("no video is set"), "\(out.output)")
    #expect(!film.exists("out"))
    let word = try film.run("prompt", "talk.md", "--for", "kling.o1-omni", "--set", "audio=loud")
    #expect(word.status == 2 || word.status == 1)
    #expect((word.output + word.errors).contains("is not on, off or original"))
  }
}
