import CastSupport
import Files
import Media
import Model
import Prompting
import Targets
import Testing

@testable import Bundles

/// Dialogue is heard if the target can make sound; otherwise a finding says so.
@Suite("Dialogue and sound")
struct Sounds {
  struct Compiled {
    let prompt: CompiledPrompt
    let body: RequestBody
    let calls: [Prerequisite]
    let cost: RenderCost?

    /// The rules of the remarks about sound, with their severity.
    var rules: [String] {
      let rules: Set<RuleID> = [
        .promptSilentDialogue, .promptSoundOn, .promptSpeakerWithoutVoice, .requestSettingLeft,
        .requestBadValue, .requestMissing,
      ]
      return (prompt.remarks + body.remarks).map(\.finding).filter { rules.contains($0.rule) }
        .map { "\($0.rule) \($0.severity)" }
    }

    func value(_ path: String) -> JSONValue? {
      body.json.value(at: path.split(separator: ".").map(String.init)[...])
    }
  }

  private func compile(
    _ settings: String, _ text: String, for target: String, cast: Cast = .standard
  ) throws -> Compiled {
    let catalogue = try TargetCatalogue()
    let file = try ShotFile(text: "---\n\(settings)\n---\n\(text)")
    let script = try PromptScript(file, cast: cast)
    let prompt = try CompiledPrompt(script, for: catalogue.find(target), in: catalogue)
    let body = try #require(RequestBody(prompt, file.settings))
    let names = Set(try CompiledRequest.remoteNames(body, prompt, in: catalogue))
    return Compiled(
      prompt: prompt, body: body,
      calls: try Prerequisite.all(for: body, prompt, lacking: names, in: catalogue),
      cost: try RenderCost(prompt, body.json, in: catalogue))
  }

  private static let line = "@mira: \"We open at nine.\""

  @Test(
    "Dialogue turns sound on if it is a setting, with a remark if that is not the default",
    arguments: [
      ("fal.kling-o3.r2v", "generate_audio", JSONValue.boolean(true), ["prompt.sound-on note"]),
      ("kling.v3-omni", "settings.audio", "native", ["prompt.sound-on note"]),
      ("kie.kling-3.0", "input.sound", true, ["prompt.sound-on note"]),
      ("runway.kling-o3.t2v", "audio", true, []), ("fal.kling-v3.t2v", "generate_audio", true, []),
      ("pixverse.c1.r2v", "generate_audio_switch", true, []),
    ])
  func turnedOn(target: String, field: String, value: JSONValue, rules: [String]) throws {
    let spoken = try compile("duration: 5\naspect: 16:9", Self.line, for: target)
    #expect(spoken.value(field) == value)
    #expect(spoken.rules.filter { $0.hasPrefix("prompt.s") } == rules)
    #expect(spoken.prompt.sound.setting == .on)
    let silent = try compile("duration: 5\naspect: 16:9\naudio: off", Self.line, for: target)
    #expect(silent.prompt.sound.setting == .off)
    #expect(silent.rules.contains("prompt.silent-dialogue warning"))
    let quiet = try compile("duration: 5\naspect: 16:9", "@mira waves.", for: target)
    #expect(quiet.rules.filter { $0.hasPrefix("prompt.s") }.isEmpty)
  }

  @Test(
    "Dialogue that won't be heard is a warning, with the reason",
    arguments: [
      ("kling.o1-omni", "duration: 5", "makes no sound"),
      ("kling.legacy.omni", "aspect: 16:9", "makes no sound"),
      ("kling.v3-omni", "video: a.mp4\naspect: 16:9", "with these inputs"),
      ("kling.v3-omni", "audio: off\naspect: 16:9", "audio is off"),
      ("fal.kling-o3.v2v", "video: a.mp4", "only the sound of the input video is kept"),
      (
        "kling.o1-omni", "video: a.mp4\naudio: original",
        "only the sound of the input video is kept"
      ),
      ("fal.kling-o1.r2v", "duration: 5", "makes no sound"),
    ])
  func silent(target: String, settings: String, words: String) throws {
    let compiled = try compile(settings, Self.line, for: target)
    let found = compiled.prompt.remarks.map(\.finding).filter { $0.rule == .promptSilentDialogue }
    #expect(found.map(\.severity) == [.warning])
    #expect(found.first?.message.contains(words) == true, "\(found.map(\.message))")
    #expect(!compiled.calls.contains { $0.name.contains("voice") })
    #expect(!compiled.body.remarks.contains { $0.finding.severity == .error })
  }

  @Test("A target that makes sound without a setting gets no warning; off is left out and reported")
  func always() throws {
    for target in ["fal.kling-v4.i2v", "kling.v3-turbo.i2v", "comfy.kling-4.0"] {
      let spoken = try compile("start: a.jpg", Self.line, for: target)
      #expect(spoken.prompt.sound.setting == .on)
      #expect(!spoken.rules.contains { $0.hasPrefix("prompt.silent") })
      let off = try compile("start: a.jpg\naudio: off", Self.line, for: target)
      #expect(off.rules.contains("request.setting-left note"))
    }
  }

  @Test("If no source says whether sound is made, a note says that")
  func unknown() throws {
    let found = try compile("aspect: 16:9", Self.line, for: "fal.wan-2.7.r2v")
    #expect(found.prompt.sound.setting == nil)
    #expect(found.rules == ["prompt.silent-dialogue note"])
  }

  // MARK: Voices

  @Test("A voice that can't be heard is not made, sent, or priced")
  func voices() throws {
    let settings = "tier: pro\nduration: 10\nstart: a.jpg"
    let spoken = try compile(settings, Self.line, for: "fal.kling-v3.i2v")
    #expect(spoken.value("elements")?.array?.first?["voice_id"] != nil)
    #expect(spoken.cost?.amount == "1.96")
    let silent = try compile(settings + "\naudio: off", Self.line, for: "fal.kling-v3.i2v")
    #expect(silent.value("elements")?.array?.first?["voice_id"] == nil)
    #expect(silent.cost?.amount == "1.12")
    #expect(silent.calls.isEmpty)
    let kling = try compile("aspect: 16:9\naudio: off", Self.line, for: "kling.v3-omni")
    #expect(kling.calls.map(\.name) == ["01-element-mira"])
    #expect(kling.calls[0].body["element_voice_id"] == nil)
  }

  @Test("Only possible speakers get their voices")
  func listeners() throws {
    let cast = Cast(members: [
      Cast.member("mira", voice: "mira_voice"), Cast.member("ben", voice: "ben_voice"),
    ])
    func made(_ text: String) throws -> [String] {
      try compile("aspect: 16:9\naudio: on", text, for: "kling.v3-omni", cast: cast).calls
        .map(\.name).filter { $0.contains("voice") }
    }
    #expect(try made("@mira: \"Hello.\" @ben nods.") == ["01-voice-mira_voice"])
    #expect(try made("@mira enters. @ben nods. The clerk says: \"We are closed.\"").isEmpty)
    #expect(try made("@mira and @ben wait.") == ["01-voice-mira_voice", "02-voice-ben_voice"])
    #expect(try made("@mira: \"Hi.\" @ben sings along.").count == 2)
  }

  @Test("Speakers without a voice are a note if the target accepts voices")
  func speakers() throws {
    func rules(_ text: String, _ target: String = "kling.v3-omni") throws -> [String] {
      try compile("aspect: 16:9", text, for: target).rules
        .filter { $0.contains("speaker-without") }
    }
    let note = ["prompt.speaker-without-voice note"]
    #expect(try rules("@anna: \"We open.\"") == note)
    #expect(try rules("The man says: \"Get in.\"") == note)
    #expect(try rules(Self.line).isEmpty)
    #expect(try rules("@anna: \"We open.\"", "kling.o1-omni").isEmpty)
  }

  @Test("A voice that the text names is sent as a sample, or the target is refused")
  func named() throws {
    let text = "@mira turns. @mira_voice: \"We open at nine.\""
    let kie = try compile("duration: 5\naspect: 16:9", text, for: "kie.seedance-2.0")
    #expect(kie.value("input.reference_audio_urls")?.array?.count == 1)
    let comfy = try compile("duration: 5\naspect: 16:9", text, for: "comfy.seedance-2.5")
    #expect(
      comfy.value("content")?.array?.contains { $0["role"]?.string == "reference_audio" } == true)
    let unread = try compile("duration: 5", text, for: "comfy.kling-4.0")
    #expect(unread.body.remarks.contains { $0.finding.rule == .requestNotCovered })
    let plain = try compile("aspect: 16:9", Self.line, for: "wavespeed.kling-4.0.r2v")
    #expect(plain.rules.contains("prompt.speaker-without-voice note"))
    let both = try compile(
      "aspect: 16:9", "@mira: \"We open.\" @mira_voice", for: "wavespeed.kling-4.0.r2v")
    #expect(!both.rules.contains("prompt.speaker-without-voice note"))
  }

  // MARK: The sound of a video

  @Test(
    "original keeps the sound of the input video",
    arguments: [
      ("kling.o1-omni", "video: a.mp4", "settings.audio", JSONValue.string("original")),
      ("kling.v3-omni", "video: a.mp4\naspect: 16:9", "settings.audio", "original"),
      ("fal.kling-o3.v2v", "video: a.mp4", "keep_audio", true),
      ("replicate.kling-v3-omni", "video: a.mp4", "input.keep_original_sound", true),
      ("runway.kling-o3.v2v", "video: a.mp4", "providerSettings.keepOriginalSound", true),
    ])
  func original(target: String, settings: String, field: String, value: JSONValue) throws {
    let kept = try compile(settings + "\naudio: original", "@mira waves.", for: target)
    #expect(kept.value(field) == value)
    #expect(kept.prompt.sound.setting == .original)
    #expect(!kept.body.remarks.contains { $0.finding.rule == .requestBadValue })
    let off = try compile(settings + "\naudio: off", "@mira waves.", for: target)
    #expect(off.prompt.sound.setting == .off)
    #expect(off.value(field) != value)
  }

  @Test("original in a list of videos is a key of each item")
  func originalInList() throws {
    for (word, value) in [("original", "yes"), ("off", "no")] {
      let found = try compile(
        "video: a.mp4\naspect: 16:9\naudio: \(word)", "it rains", for: "kling.legacy.omni")
      let item = found.value("video_list")?.array?.first
      #expect(item?["keep_original_sound"]?.string == value)
      #expect(found.rules.isEmpty, "it is not left out")
    }
  }

  @Test("original is refused without a video, and for a target without such a setting")
  func originalRefused() throws {
    let alone = try compile("audio: original", "it rains", for: "kling.o1-omni")
    #expect(alone.rules == ["request.missing error"])
    let unknown = try compile("audio: original", "it rains", for: "fal.kling-v3.t2v")
    #expect(unknown.rules == ["request.bad-value error"])
  }
}
