import CastSupport
import Model
import Prompting
import Targets
import TestSupport
import Testing

@testable import Bundles

@Suite("The script of a bundle's calls")
struct BundleScripts {
  private func calls(
    _ text: String, for target: String, _ given: [String: String] = [:]
  ) throws -> BundleCalls {
    try BundleCalls(
      Draft.bundle(text, for: target).files.verified(), given: given, in: TargetCatalogue())
  }

  private static let omni = "---\naudio: on\naspect: 16:9\n---\n@mira waves. @mira: \"Hello.\""
  private static let voice = "first/01-voice-mira_voice.json"
  private static let sample = "references/mira_voice.jpg"

  private func live(_ call: BundleCalls.Call?) -> [String] {
    (call?.script ?? []).filter { !$0.hasPrefix("#") }
  }

  @Test("has no active line while anything is missing")
  func missing() throws {
    let calls = try calls(Self.omni, for: "kling.v3-omni")
    #expect(calls.calls.map(\.file).first == Self.voice && calls.calls.count == 3)
    #expect(calls.calls.flatMap { self.live($0) }.isEmpty)
    #expect(calls.calls[0].script.contains("# missing: castbook:references/mira_voice.jpg"))
    #expect(calls.calls[0].script.contains { $0.hasPrefix("# curl --fail-with-body -sS 'https") })
  }

  @Test("submits, polls, and names the field that holds the id")
  func steps() throws {
    let calls = try calls(
      Self.omni, for: "kling.v3-omni", [Self.sample: "https://example.com/v.wav"])
    let script = calls.calls[0].script
    #expect(
      live(calls.calls[0]).first
        == "curl --fail-with-body -sS 'https://api-singapore.klingai.com/v1/general/custom-voices' \\"
    )
    #expect(
      script.contains(
        "# 1. submit: data.task_id in the response is the task id; code is 0 if it was accepted"))
    #expect(
      script.contains("# 2. poll until data.task_status is succeed; failed means it failed"))
    #expect(
      script.contains(
        "# curl --fail-with-body -sS 'https://api-singapore.klingai.com/v1/general/custom-voices/{id}' \\"
      ))
    #expect(
      script.contains(
        "# 3. read data.task_result.voices[0].voice_id in that response: it is the id for "
          + "castbook:remote/@mira_voice; add it to --ids as \"@mira_voice\""))
    // The element speaks with that voice, and the request names that element.
    #expect(calls.calls.dropFirst().flatMap { self.live($0) }.isEmpty)
  }

  @Test("polls a task whose id is given, and does not submit it again")
  func task() throws {
    let calls = try calls(
      Self.omni, for: "kling.v3-omni",
      [Self.sample: "https://example.com/v.wav", Self.voice: "7/8 '$(id)'"])
    #expect(
      live(calls.calls[0]) == [
        "curl --fail-with-body -sS "
          + "'https://api-singapore.klingai.com/v1/general/custom-voices/7%2F8%20%27%24%28id%29%27' \\",
        "  -H 'Authorization: Bearer '\"$KLING_API_KEY\"",
      ])
    #expect(calls.calls[0].task == "7/8 '$(id)'")
    #expect(calls.calls[0].script.contains { $0.hasPrefix("# 1. submitted as task 7/8 ") })
  }

  @Test("gets the result by a separate call if the provider has one")
  func queue() throws {
    let shot = "---\nstart: a.jpg\naudio: on\n---\n@mira waves. @mira: \"Hello.\""
    let calls = try calls(shot, for: "fal.kling-v3.i2v", [Self.voice: "r-1"])
    let base = "https://queue.fal.run/fal-ai/kling-video/requests/r-1"
    #expect(
      live(calls.calls[0]).filter { $0.hasPrefix("curl") } == [
        "curl --fail-with-body -sS '\(base)/status' \\", "curl --fail-with-body -sS '\(base)' \\",
      ])
    #expect(
      calls.calls[0].script.contains {
        $0.hasPrefix("# 3. read voice_id in the response to this call")
      })
    #expect(calls.calls.last?.steps?.result?.path.text == "video.url")
  }

  @Test("accepts only the files of its calls as names")
  func names() throws {
    let error = #expect(throws: UnknownFillIn.self) {
      _ = try calls(Self.omni, for: "kling.v3-omni", ["first/01-voice-mira_voce.json": "1"])
    }
    #expect(error?.near == Self.voice)
    // A text that fills no placeholder leaves its line commented out.
    for text in ["", "castbook:references/x.jpg"] {
      let calls = try calls(Self.omni, for: "kling.v3-omni", [Self.sample: text])
      #expect(calls.calls[0].missing == ["castbook:\(Self.sample)"])
    }
  }

  @Test("has no placeholder in an active line at any target, with none, some or all filled in")
  func placeholders() throws {
    let catalogue = try TargetCatalogue()
    let shots = [
      "---\nstart: a.jpg\naudio: on\n---\n@mira waves at @mug. @mira: \"Hello.\"",
      "---\nimage: b.png\naspect: 16:9\nduration: 5\n---\n@mira in @image1",
    ]
    var liveCount = 0
    for id in catalogue.ids where try !catalogue.profile(id).request.isEmpty {
      for shot in shots {
        let prompt = try compiled(shot, for: id.rawValue)
        let remarks = RequestBody(prompt, try ShotFile(text: shot).settings)?.remarks ?? []
        guard !prompt.isFailed, !remarks.isFailed else { continue }
        let verified = try Draft.bundle(shot, for: id.rawValue).files.verified()
        let names = verified.calls.flatMap { $0.json.placeholders.map(\.name) }
        let all = Dictionary(
          names.map { ($0, "https://example.com/\($0.dropFirst(9))") },
          uniquingKeysWith: { first, _ in first })
        for given in [[:], all.filter { !$0.key.contains("remote/") }, all] {
          let calls = try BundleCalls(verified, given: given, in: catalogue)
          let live = calls.calls.flatMap { self.live($0) }
          #expect(!live.contains { $0.contains("castbook:") }, "\(id): \(live)")
          #expect(calls.calls.allSatisfy { $0.isReady || self.live($0).isEmpty }, "\(id)")
          liveCount += live.count { $0.hasPrefix("curl") }
        }
      }
    }
    #expect(liveCount > 30)
  }
}

@Suite("Files inside the calls")
struct InlineFields {
  private func text(_ files: MemoryFiles, _ name: String) -> String { files.text(name) }

  @Test("are allowed only if the very field accepts them: a voice at Kling remains an upload")
  func voice() throws {
    let shot = "---\naudio: on\nstart: a.jpg\n---\n@mira waves. @mira: \"Hello.\""
    let files = try Draft.bundle(shot, for: "kling.v3-omni", inline: true).files
    #expect(
      files.text("first/01-voice-mira_voice.json").contains("castbook:references/mira_voice.jpg"))
    #expect(!files.text("first/02-element-mira.json").contains("castbook:references/"))
    #expect(!files.text("request.json").contains("castbook:references/"))
    #expect(files.text("uploads.json").contains("\"file\": \"references/mira_voice.jpg\""))
    #expect(try files.verified().findings.isEmpty)
  }

  @Test(
    "are never clips at Kling",
    arguments: [
      ("kling.v3-omni", "---\nvideo: c.mp4\naspect: 16:9\n---\nshe walks"),
      ("kling.v3.motion-control", "---\nimage: a.jpg\nvideo: c.mp4\norientation: image\n---\nwalk"),
    ])
  func clips(target: String, shot: String) throws {
    let files = try Draft.bundle(shot, for: target, inline: true).files
    #expect(files.text("request.json").contains("castbook:references/video.jpg"))
    #expect(!files.text("request.json").contains("castbook:references/image"))
    #expect(try files.verified().findings.isEmpty)
  }

  @Test("remain uploads with one remark each, and a target without a statement gets none")
  func remarks() throws {
    func remarks(_ shot: String, _ target: String) throws -> [String] {
      let catalogue = try TargetCatalogue()
      let file = try ShotFile(text: shot)
      let script = try PromptScript(file, cast: Cast.standard)
      let prompt = try CompiledPrompt(script, for: catalogue.find(target), in: catalogue)
      let compiled = try CompiledRequest(
        script, prompt, file.settings, lacking: [], known: [], in: catalogue)
      let sent = try compiled.files.map { file in
        try BundleFile(
          file, from: try #require(SHA256Digest.any), sent: try #require(SHA256Digest.any),
          byteCount: 3, format: .jpeg, size: nil,
          content: .copy(of: try #require(FilePath(file.name))))
      }
      var draft = try compiled.draft(
        name: "x", shot: [], settings: [], options: ["inline"], sent: sent, in: catalogue)
      let bytes = Dictionary(
        sent.map { ($0.entry.name, [UInt8](repeating: 1, count: 3)) },
        uniquingKeysWith: { first, _ in first })
      return try draft.inline(bytes, in: catalogue).map {
        "\($0.finding.rule): \($0.finding.message)"
      }
    }
    #expect(
      try remarks("---\nvideo: c.mp4\naspect: 16:9\n---\nshe walks", "kling.v3-omni") == [
        "request.not-inline: references/video.mp4 stays an upload: kling.v3-omni accepts only an "
          + "address for video"
      ])
    #expect(try remarks("---\nstart: a.jpg\n---\nshe walks", "kling.v3.i2v").isEmpty)
    let kie = try remarks(
      "---\nstart: a.jpg\nduration: 5\naspect: 16:9\ntier: pro\naudio: off\n---\nit rains",
      "kie.kling-3.0")
    #expect(kie.count == 1 && kie[0].hasPrefix("request.inline-unstated: no source says that kie"))
  }
}

/// An arbitrary digest, for files whose contents don't matter.
private enum SHA256Digest {
  static let any = Digest(hex: String(repeating: "ab", count: 32))
}

@Suite("A bundle contains")
struct NeededFiles {
  @Test("the rules of makers only if a call uses them")
  func makers() throws {
    func makers(_ shot: String, known: [String: KnownID] = [:]) throws -> [String] {
      try Draft.bundle(shot, for: "kling.v3-omni", known: known).files.contents.keys.filter {
        $0.hasPrefix("makers/")
      }.sorted()
    }
    #expect(try makers("---\naspect: 16:9\n---\nit rains").isEmpty)
    #expect(
      try makers("---\naspect: 16:9\n---\n@mug steams") == ["makers/kling.element.create.json"])
    #expect(
      try makers(
        "---\naspect: 16:9\n---\n@mug steams",
        known: ["castbook:remote/@mug": KnownID("829836802793406551", account: "main")]
      ).isEmpty)
  }

  @Test("no file of an element that is sent by an id")
  func ids() throws {
    let shot = "---\nstart: a.jpg\naspect: 16:9\n---\n@mug steams"
    let known = ["castbook:remote/@mug": KnownID("829836802793406551", account: "main")]
    let files = try Draft.bundle(shot, for: "kling.legacy.omni", known: known).files
    #expect(files.contents.keys.filter { $0.hasPrefix("references/") } == ["references/start.jpg"])
    #expect(!files.contents.keys.contains { $0.hasPrefix("makers/") })
    #expect(try files.verified().findings.isEmpty)
    let first = try Draft.bundle(shot, for: "kling.legacy.omni").files
    #expect(first.contents.keys.contains("references/mug-front.jpg"))
    #expect(try first.verified().findings.isEmpty)
  }

  @Test("the price of an element made of a clip, though the clip is not included")
  func price() throws {
    let cast = Cast(members: [Cast.member("mira", [.front, .left, .clip])])
    let files = try Draft.bundle(
      "---\nimages: @mira=clip\naspect: 16:9\nduration: 5\n---\n@mira waves", for: "kling.v3-omni",
      cast: cast, known: ["castbook:remote/@mira": KnownID("829836802793406551", account: "main")]
    ).files
    #expect(try files.verified().findings.isEmpty)
  }
}
