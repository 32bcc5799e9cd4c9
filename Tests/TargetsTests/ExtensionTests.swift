import Model
import Targets
import Testing

@Suite("A profile of a rival's endpoint, with everything Kling's own don't need")
struct RivalProfile {
  let profile: TargetProfile

  init() throws {
    profile = try ProfileLoader.load(Array(Self.text.utf8), file: "rival.json")
  }

  static let text = """
    {
      "castbook": "target/1", "id": "rival.r2v", "provider": "Rival", "model": "R",
      "asOf": "2026-08-02", "status": "live", "faces": "unknown",
      "sources": {
        "page": { "ref": "https://example.com", "kind": "first_party_page" },
        "copy": { "ref": "https://example.org", "kind": "third_party_copy" }
      },
      "endpoints": [
        { "path": "r/full", "variant": "full" }, { "path": "r/fast", "variant": "fast" }
      ],
      "slots": {
        "image": {
          "perRequest": { "max": 9 }, "shorterSide": { "min": 400 },
          "rules": ["a middle frame is one of these"]
        },
        "video": {
          "totalBytes": { "stated": "50MB", "decimal": 50000000, "binary": 52428800 },
          "totalSeconds": { "min": 2, "max": 15 }, "uses": ["reference", "base"],
          "inlineBytes": { "stated": "5MB", "decimal": 5242880, "binary": 5242880, "encoded": true }
        },
        "voice": { "rules": ["a sound of any kind, not only a voice"] }
      },
      "limits": [
        { "sum": ["image", "video"], "min": 1, "when": [{ "slot": "voice", "min": 1 }] },
        { "sum": ["image", "video", "voice"], "min": 1, "max": 12, "endpoints": ["full"] },
        { "sum": ["video"], "max": 0, "when": [{ "setting": "mode", "is": "still" }] },
        { "sum": ["image"], "max": 0, "when": [{ "setting": "video", "is": "base" }] }
      ],
      "prompt": {
        "min": 3, "counted": "utf16",
        "max": { "value": 2000, "maxBySetting": { "variant=fast": 1500 }, "confidence": "inferred" }
      },
      "names": { "min": 3, "max": 16 },
      "shots": { "in": "field", "field": "shots", "total": { "min": 3, "max": 15 } },
      "request": [
        { "name": "mode", "type": "string", "values": ["still", "moving"] },
        {
          "name": "seed", "type": "integer", "min": -1,
          "perEndpoint": { "fast": { "min": 0, "max": 9, "default": 5, "required": "with mode" } }
        }
      ],
      "duration": {
        "min": 3, "max": 15, "perEndpoint": { "r/fast": { "max": 10, "default": 5 } },
        "confidence": "inferred", "source": "copy", "note": "read in a copy",
        "byInput": [
          {
            "when": [{ "slot": "image", "min": 1 }, { "setting": "video", "is": "base" }],
            "values": [5, 10]
          }
        ]
      },
      "prices": [
        {
          "when": "with a video", "variant": "full", "resolution": "720p", "withVideo": true,
          "withVoice": false, "amount": "0.2", "per": "second of input and output",
          "minimumTimesOutput": 2
        },
        { "when": "fast", "per": "call", "confidence": "unverified", "source": "copy" }
      ]
    }
    """

  @Test("may limit the shorter side alone, and the bytes of all files together")
  func slots() {
    #expect(profile[.image]?.shorterSide?.value.bounds == "400...")
    #expect(profile[.image]?.side == nil)
    #expect(profile[.video]?.totalBytes?.value.binary == 52_428_800)
    #expect(profile[.video]?.bytes == nil)
    #expect(profile[.video]?.inlineBytes?.value.isEncoded == true)
    #expect(profile[.video]?.totalBytes?.value.isEncoded == false)
    #expect(profile[.video]?.uses == ["reference", "base"])
    #expect(profile[.image]?.uses == [])
  }

  @Test(
    "may have limits with a minimum and a maximum, which depend on a setting",
    arguments: [
      ([Slot.voice: 1], "moving", [0]), ([.voice: 1, .image: 1], "moving", []),
      ([:], "moving", [1]), ([.image: 9, .video: 4], "moving", [1]),
      ([.video: 1], "still", [2]), ([.video: 1], "moving", []),
    ])
  func limits(counts: [Slot: Int], mode: String, broken: [Int]) {
    let found = profile.broken(by: counts, settings: [Setting("mode", mode)])
    #expect(found.map(\.sum) == broken.map { profile.limits[$0].sum })
    #expect(profile.limits[2].settings == [Setting("mode", "still")])
    #expect(profile.limits.map(\.endpoints) == [[], ["full"], [], []])
    #expect(profile.limits.map(\.count.value.maximum) == [nil, 12, 0, 0])
  }

  @Test("may have a limit that depends on the use of a file")
  func uses() {
    #expect(profile.limits[3].settings == [Setting("video", "base")])
    let counts: [Slot: Int] = [.image: 1, .video: 1]
    #expect(profile.broken(by: counts, settings: [Setting("video", "base")]).count == 1)
    #expect(profile.broken(by: counts, settings: [Setting("video", "reference")]).isEmpty)
  }

  @Test("may have a length that depends on the files of the request")
  func duration() throws {
    let duration = try #require(profile.duration)
    #expect(duration.seconds?.bounds == "3...15")
    #expect(duration.range.confidence == .inferred)
    #expect(duration.range.source == "copy")
    #expect(duration.note == "read in a copy")
    let rule = try #require(duration.byInput.first)
    #expect(rule.when.map(\.slot) == [.image])
    #expect(rule.settings == [Setting("video", "base")])
    #expect(rule.difference.values == [5, 10])
  }

  @Test("may have a prompt with a minimum, a unit, and a maximum for each variant")
  func prompt() throws {
    let prompt = try #require(profile.prompt)
    #expect(prompt.minimum?.value == 3)
    #expect(prompt.counted == .utf16)
    #expect(prompt.maximum?.value == 2000)
    #expect(prompt.maximum?.perSetting == [Setting("variant", "fast"): 1500])
    #expect(prompt.maximum?.confidence == .inferred)
    #expect(profile.names?.minimumCharacters?.value == 3)
    #expect(profile.shots?.total?.value.bounds == "3...15")
    #expect(profile.shots?.sum == nil)
  }

  @Test("may have a field and a duration that differ by endpoint")
  func endpoints() throws {
    let seed = try #require(profile.field("seed")?.perEndpoint["fast"])
    #expect(seed.minimum == "0")
    #expect(seed.maximum == "9")
    #expect(seed.default == 5)
    #expect(seed.required == .words("with mode"))
    #expect(profile.field("seed")?.minimum == "-1")
    let fast = try #require(profile.duration?.perEndpoint["r/fast"])
    #expect(fast.seconds?.bounds == "...10")
    #expect(fast.default == 5)
    #expect(profile.endpoints.map { $0.matches("fast") } == [false, true])
    #expect(profile.endpoints.map { $0.matches("r/full") } == [true, false])
  }

  @Test("may have a price as a fact, even without an amount")
  func prices() {
    let (first, second) = (profile.prices[0], profile.prices[1])
    #expect(first.amount?.value == "0.2")
    #expect(first.resolution == "720p")
    #expect(first.withVoice == false)
    #expect(first.per == .secondOfInputAndOutput)
    #expect(first.minimumTimesOutput == 2)
    #expect(first.fact.confidence == .stated)
    #expect(second.amount == nil)
    #expect(second.per == .call)
    #expect(second.fact.confidence == .unverified)
    #expect(second.fact.source == "copy")
  }
}
