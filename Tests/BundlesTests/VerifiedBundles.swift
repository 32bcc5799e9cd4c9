import CastSupport
import Files
import FormatSupport
import Media
import Model
import Prompting
import Targets
import TestSupport
import Testing

@testable import Bundles

@Suite("Verifying a bundle")
struct VerifiedBundles {
  private func findings(_ files: MemoryFiles) throws -> [String] {
    try files.verified().findings.map(\.rule.rawValue)
  }

  /// A valid bundle, made once for all tests.
  private static let lobby = Result {
    try Draft.bundle(Draft.lobby, for: "fal.kling-v3.i2v").files
  }
  /// Every change of it, by which other changes are sealed, too.
  private static let mutants = Result { try BundleMutants(of: lobby.get().contents) }

  private var whole: MemoryFiles {
    get throws { try Self.lobby.get() }
  }

  @Test(
    "finds no problem in what was written",
    arguments: ["fal.kling-v3.i2v", "kling.v3-omni", "fal.kling-o3.r2v", "runway.kling-o3.i2v"])
  func sound(target: String) throws {
    let (bundle, files) = try Draft.bundle(
      "---\nstart: a.jpg\n---\n@mira waves", for: target)
    let verified = try files.verified()
    #expect(verified.findings.isEmpty)
    #expect(verified.digest == bundle.digest)
    #expect(verified.profiles.first?.id.rawValue == target)
  }

  @Test("finds no problem in what is written for any target, whatever the shot names")
  func everyTarget() throws {
    let catalogue = try TargetCatalogue()
    let shots = [
      "---\nduration: 5\naspect: 16:9\n---\n@米拉 waves at @Mug:3. mail a@b.c, \\@mira",
      "---\nstart: a.jpg\naudio: on\nimages: @mira=2,front\n---\nShot 1 (3s): @mira waves\n"
        + "Shot 2 (5s, wide): @mug steams",
      "---\nimage: b.png\nvideo: c.mp4\naspect: 9:16\nduration: 5\n---\n@tower in @image1, @mira_voice speaks",
      "---\nduration: 5\naspect: 16:9\n---\nA lobby at sunrise.",
    ]
    var count = 0
    for id in catalogue.ids {
      let profile = try catalogue.profile(id)
      guard profile.hasEndpoint || profile.prompt != nil else { continue }
      for (shot, isInline) in shots.flatMap({ [($0, false), ($0, true)] }) {
        let prompt = try compiled(shot, for: id.rawValue)
        let remarks = RequestBody(prompt, try ShotFile(text: shot).settings)?.remarks ?? []
        // A prompt with errors is not exported.
        guard !prompt.isFailed, !remarks.isFailed,
          !profile.request.isEmpty || !isInline && !profile.hasEndpoint
        else { continue }
        let files = try Draft.bundle(shot, for: id.rawValue, inline: isInline).files
        let findings = try files.verified().findings.filter { $0.rule != .requestTooHeavy }
        #expect(findings.isEmpty, "\(id): \(shot)\n\(findings.map(\.message))")
        count += 1
      }
    }
    #expect(count > 60)
  }

  @Test("notices every file that is changed in one byte, missing or unexpected")
  func files() throws {
    let whole = try whole
    for name in whole.contents.keys.sorted() {
      var files = whole
      files.contents[name]?[0] ^= 1
      #expect(!(try findings(files)).isEmpty, "\(name) changed")
      files.contents[name]?.append(0x20)
      #expect(!(try findings(files)).isEmpty, "\(name) longer")
      files.contents[name] = nil
      #expect(!(try findings(files)).isEmpty, "\(name) missing")
    }
    var files = whole
    files.contents["references/other.jpg"] = [1]
    #expect(try findings(files) == ["bundle.extra-file"])
  }

  @Test(
    "notices parts that don't belong together though every digest matches",
    arguments: [
      ("request.json", "mira-front.jpg", "mug-front.jpg"), ("request.json", "waves", "sleeps"),
      ("prompt.txt", "waves", "sleeps"),
      ("uploads.json", "/start_image_url", "/end_image_url"),
      ("uploads.json", "mira-front", "mira-frown"),
      ("first/01-voice-mira_voice.json", "mira_voice.jpg", "mira-left.jpg"),
    ])
  func apart(name: String, what: String, other: String) throws {
    let files = try whole.changing(name) { $0.replacing(what, with: other) }
    #expect(files.text(name) != (try whole).text(name))
    #expect(try findings(files).contains("bundle.inconsistent"))
  }

  @Test(
    "names the position, and the expected and the actual value",
    arguments: [
      (
        "request.json", "\"cfg_scale\": 0.5", "\"cfg_scale\": 1",
        "request.json /cfg_scale: expected 0.5, found 1"
      ),
      (
        "request.json", "\"cfg_scale\"",
        "\"decoy\": [\"castbook:references/start.jpg\"], \"cfg_scale\"",
        "request.json /decoy: unknown key, found [\"castbook:references/start.jpg\"]"
      ),
      (
        "request.json", "waves", "waves\\u0007",
        #"request.json /multi_prompt/0/prompt: expected "@Element1 waves", found "@Element1 waves\u0007""#
      ), ("prompt.txt", "waves", "waves\u{202E}", "prompt.txt line 1: expected"),
      (
        "first/01-voice-mira_voice.json", "fal.kling.create-voice", "kling.voice.create",
        #"first/01-voice-mira_voice.json /target: expected "fal.kling.create-voice", found "kling.voice.create""#
      ),
      (
        "bundle.json", "\"amount\":\"1.568\"", "\"amount\":\"0.568\"",
        #"bundle.json /cost/amount: expected "1.568", found "0.568""#
      ),
      (
        "bundle.json", "\"tier\":\"pro\"", "\"tier\":\"standard\"",
        #"bundle.json /tier: expected "pro", found "standard""#
      ),
    ])
  func places(name: String, what: String, other: String, message: String) throws {
    let whole = try whole
    let mutants = try Self.mutants.get()
    let text = whole.text(name).replacing(what, with: other)
    try #require(text != whole.text(name), "\(whole.text(name))")
    var files = whole
    files.contents = mutants.files(of: BundleMutant(name: name, changes: [name: Array(text.utf8)]))
    let messages = try files.verified().findings.map(\.message)
    #expect(messages.contains { $0.hasPrefix(message) }, "\(messages)")
  }

  @Test("notices a foreign address in any spelling", arguments: BundleMutants.hostile)
  func foreign(text: String) throws {
    let files = try whole.changing("request.json") { request in
      request.replacing(
        "\"castbook:references/start.jpg\"", with: JSONValue.string(text).compactText)
    }
    let messages = try files.verified().findings.map(\.message)
    #expect(
      messages.contains {
        $0.hasPrefix(
          "request.json /start_image_url: expected \"castbook:references/start.jpg\", found ")
      }, "\(messages)")
  }

  @Test("notices unnecessary calls, however many, and an empty list of sent files")
  func unneeded() throws {
    let whole = try whole
    let call = try #require(whole.contents["first/01-voice-mira_voice.json"])
    let mutants = try Self.mutants.get()
    let many = Dictionary(
      uniqueKeysWithValues: (2...900).map { ("first/\($0)-voice-x.json", [UInt8]?.some(call)) })
    for changes in [["first/02-x.json": .some(call)], many] {
      var files = whole
      files.contents = mutants.files(of: BundleMutant(name: "", changes: changes))
      let found = try files.verified().findings.map(\.message)
      let unneeded = found.filter { $0.hasSuffix(": not needed by anything that shot.md sends") }
      #expect(unneeded.count == min(changes.count, 11))
      let isCut = unneeded.contains { $0.hasPrefix("\(changes.count - 10) more files") }
      #expect(isCut == (changes.count > 10))
    }
    var manifest = try BundleManifest(whole.contents["bundle.json"] ?? [])
    manifest.sends = []
    let found = try whole.listed(manifest.bytes ?? []).verified().findings.map(\.message)
    #expect(found.contains { $0.hasPrefix("bundle.json /sends/0: expected ") }, "\(found)")
  }

  @Test("reports facts that differ from the local ones, and checks by the local ones")
  func otherFacts() throws {
    let whole = try whole
    let mutants = try Self.mutants.get()
    let text = whole.text("target.json").replacing("first_party_page", with: "third_party_page")
    var files = whole
    files.contents = mutants.files(
      of: BundleMutant(name: "", changes: ["target.json": Array(text.utf8)]))
    let verified = try files.verified()
    #expect(verified.findings.map(\.rule) == [.bundleOtherFacts])
    #expect(verified.status == .warn && verified.calls.count == 2)
    // A user who trusts those facts adds them.
    let trusting = try TargetCatalogue(user: [("target.json", Array(text.utf8))])
    #expect(
      try BundleVerification(files, in: trusting, hash: SHA256.digest).findings.isEmpty)
  }

  @Test("accepts facts that differ only in their remarks")
  func otherRemarks() throws {
    let whole = try whole
    let mutants = try Self.mutants.get()
    let text = whole.text("target.json").replacing("\"note\": \"", with: "\"note\": \"in short: ")
    #expect(text != whole.text("target.json"))
    var files = whole
    files.contents = mutants.files(
      of: BundleMutant(name: "", changes: ["target.json": Array(text.utf8)]))
    #expect(try files.verified().findings.isEmpty)
  }

  @Test("notices rules that are not those of the target, and a target without the endpoint")
  func rules() throws {
    let other = try TargetCatalogue().find("kling-o3").bytes
    let files = try whole.changing("target.json") { _ in String(decoding: other, as: UTF8.self) }
    #expect(try findings(files).contains("bundle.inconsistent"))
    var manifest = try Draft.bundle(Draft.lobby, for: "fal.kling-v3.i2v").bundle.manifest
    manifest.endpoint = "fal-ai/other"
    #expect(
      try findings(whole.listed(manifest.bytes ?? [])).contains("bundle.inconsistent"))
    manifest.endpoint = nil
    manifest.sends[0].files = ["references/nobody.jpg"]
    #expect(
      try findings(whole.listed(manifest.bytes ?? [])).contains("bundle.inconsistent"))
  }

  @Test("refuses a folder without a manifest")
  func none() throws {
    var files = try whole
    files.contents["bundle.json"] = nil
    #expect(try findings(files) == ["bundle.unreadable"])
    files.contents["bundle.json"] = Array("{}\n".utf8)
    #expect(try findings(files) == ["bundle.unreadable"])
  }

  // MARK: Differences

  @Test("Two bundles of one request have no differences; others differ in what is sent")
  func differences() throws {
    func verified(_ text: String) throws -> (BundleVerification, MemoryFiles) {
      let files = try Draft.bundle(text, for: "fal.kling-v3.i2v").files
      return (try files.verified(), files)
    }
    let one = try verified(Draft.lobby)
    #expect(try BundleDifference(from: one.0, one.1, to: one.0, one.1).isEmpty)
    let other = try verified(
      Draft.lobby.replacing("tier: pro", with: "tier: standard").replacing("waves", with: "runs"))
    let changes = try BundleDifference(from: one.0, one.1, to: other.0, other.1).changes
    #expect(Set(changes.map(\.part)) == [.target, .prompt, .request, .cost])
    #expect(changes.contains { $0.subject == "/multi_prompt/0/prompt" })
    #expect(
      changes.contains { $0.subject == "tier" && $0.before == "pro" && $0.after == "standard" })
  }

  @Test(
    "A long text that was added has no old value, and one that was removed no new one")
  func longTexts() throws {
    let short = try Draft.bundle(Draft.lobby, for: "fal.kling-v3.i2v").files
    let words = String(repeating: "slowly ", count: 50)
    let long = try Draft.bundle(
      "---\ntier: pro\nstart: a.jpg\n---\n@mira turns \(words)", for: "fal.kling-v3.i2v"
    ).files
    func change(_ old: MemoryFiles, _ new: MemoryFiles) throws -> BundleDifference.Change? {
      try BundleDifference(
        from: old.verified(), old, to: new.verified(), new
      ).changes.first { $0.subject == "/prompt" }
    }
    let added = try #require(try change(short, long))
    #expect(added.before == nil && added.after != nil)
    let removed = try #require(try change(long, short))
    #expect(removed.before != nil && removed.after == nil)
  }

  // MARK: Calls

  private func calls(_ files: MemoryFiles, _ given: [String: String]) throws -> BundleCalls {
    try BundleCalls(
      files.verified(), given: given,
      in: TargetCatalogue())
  }

  @Test("Its calls are filled in, by file and by handle")
  func filled() throws {
    let files = try whole
    let empty = try calls(files, [:])
    #expect(!empty.isComplete)
    #expect(empty.calls.map(\.file) == ["first/01-voice-mira_voice.json", "request.json"])
    #expect(empty.calls[0].missing == ["castbook:references/mira_voice.jpg"])
    var given: [String: String] = ["@mira_voice": "v_1"]
    for name in files.contents.keys where name.hasPrefix("references/") {
      given[name] = "https://example.com/\(name)"
    }
    let full = try calls(files, given)
    #expect(full.isComplete)
    // The voice exists: making it again would cost again.
    #expect(full.calls.map(\.file) == ["request.json"])
    let call = try #require(full.calls.last)
    let body = call.body
    #expect(body["start_image_url"]?.string == "https://example.com/references/start.jpg")
    #expect(body["elements"]?.array?.first?["voice_id"]?.string == "v_1")
    #expect(call.url?.hasPrefix("https://queue.fal.run/fal-ai/kling-video/v3/pro") == true)
    #expect(call.curl.contains("-H 'Authorization: Key '\"$FAL_KEY\""))
  }

  @Test("A name that matches no placeholder is an error, with the nearest one")
  func misspelled() throws {
    let files = try whole
    let error = #expect(throws: UnknownFillIn.self) {
      _ = try calls(files, ["mira_voice": "v_1"])
    }
    #expect(error?.near == "@mira_voice")
  }

  @Test("A file in place of another is noticed, and so is an address in place of a file")
  func swapped() throws {
    let files = try whole.changing("request.json") { text in
      text.replacing("mira-front", with: "X").replacing("mug-front", with: "mira-front")
        .replacing("X", with: "mug-front")
    }
    let uploads = try files.changing("uploads.json") { text in
      text.replacing("/elements/0/frontal_image_url", with: "X")
        .replacing("/elements/1/frontal_image_url", with: "/elements/0/frontal_image_url")
        .replacing("X", with: "/elements/1/frontal_image_url")
    }
    #expect(try findings(uploads).contains("bundle.inconsistent"))
    let address = try whole.changing("request.json") { text in
      text.replacing(
        "{\n  \"start_image_url\"",
        with: "{\n  \"more\": \"https://example.com/a.jpg\",\n  \"start_image_url\"")
    }
    #expect(try findings(address).contains("bundle.inconsistent"))
  }

  @Test("Known ids distinguish two bundles")
  func ids() throws {
    let (one, other) = try (
      Draft.bundle(
        Draft.lobby, for: "fal.kling-v3.i2v",
        known: ["castbook:remote/@mira_voice": KnownID("v_1", account: "main")]
      ).files,
      Draft.bundle(
        Draft.lobby, for: "fal.kling-v3.i2v",
        known: ["castbook:remote/@mira_voice": KnownID("v_2", account: "main")]
      ).files
    )
    let changes = try BundleDifference(
      from: one.verified(), one, to: other.verified(), other
    ).changes
    #expect(changes.map(\.before) == ["v_1"])
    #expect(changes.map(\.after) == ["v_2"])
  }

  @Test("The contents of a bundle are never run by a shell, and no key goes to its addresses")
  func hostile() throws {
    let call = BundleCalls.Call(
      file: "request.json", target: "x", url: "https://a.b/'$(id)'",
      headers: ["A: $(id) $KEY", "B: `id`", "C: \"$(id)\" $bad"], body: ["a": "'\nJSON\n$(id)"],
      producedPlaceholder: nil, missing: [])
    let lines = call.curl.split(separator: "\n")
    #expect(lines[0] == #"curl --fail-with-body -sS 'https://a.b/'\''$(id)'\''' \"#)
    #expect(lines[1] == #"  -H 'A: $(id) '"$KEY" \"#)
    #expect(lines[2] == #"  -H 'B: `id`' \"#)
    #expect(lines[3] == #"  -H 'C: "$(id)" $bad' \"#)
    #expect(lines.count { $0 == "JSON" } == 1)
    let steering = BundleCalls.Call(
      file: "request.json", target: "x", url: nil, headers: [], body: ["a": "\u{9B}31m\u{202E}é"],
      producedPlaceholder: nil, missing: [])
    #expect(steering.curl.contains(#""\u009b31m\u202eé""#))
    #expect(try JSONParser.parse(Array(steering.curl.utf8)) == steering.body)
    #expect(steering.script.allSatisfy { $0.hasPrefix("# ") })
    let files = try whole.changing("target.json") { $0.replacing("queue.fal.run", with: "a.b") }
    var manifest = try BundleManifest(files.contents["bundle.json"] ?? [])
    manifest.profile = try #require(manifest.files.first { $0.name == "target.json" }?.digest)
    let changed = files.listed(manifest.bytes ?? [])
    let verified = try changed.verified()
    #expect(verified.findings.map(\.rule) == [.bundleOtherFacts])
    #expect(verified.status == .fail && verified.calls.isEmpty)
  }
}
