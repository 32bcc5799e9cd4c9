import Checking
import CheckingSupport
import Model
import Targets
import Testing

@Suite("The formats that kling takes")
struct TakenFormats {
  @Test(
    "are JPEG and PNG for pictures, MP4 and MOV for clips, and four for voices",
    arguments: [
      (.jpeg, []), (.png, []), (.webp, ["image.format-not-accepted error"]),
      (.heic, ["image.format-not-accepted error"]), (.gif, ["image.format-not-accepted error"]),
      (.svg, ["image.format-not-accepted error"]), (.raw, ["image.format-not-accepted error"]),
      (.mp4, []), (.mov, []), (.webm, ["clip.format-not-accepted error"]),
      (.avi, ["clip.format-not-accepted error"]), (.wav, []), (.mp3, []),
      (.flac, ["sound.format-not-accepted error"]), (.ogg, ["sound.format-not-accepted error"]),
    ] as [(MediaFormat, [String])])
  func formats(format: MediaFormat, broken: [String]) throws {
    let target = try SampleTarget.builtIn("kling")
    #expect(target.broken(by: try .file(format)) == broken)
  }

  @Test(
    "don't apply to a file that is not media",
    arguments: MediaFormat.allCases.filter { $0.medium == .other })
  func others(format: MediaFormat) throws {
    for slot in [nil, Slot.element] {
      let target = try SampleTarget.builtIn("kling", slot: slot)
      #expect(target.outcomes(for: try .file(format)).isEmpty)
    }
  }

  @Test("don't apply to a file that could not be read")
  func unreadable() throws {
    let target = try SampleTarget.builtIn("kling")
    let path = try #require(FilePath("a.jpg"))
    for problem in [FileProblem.notFound, .empty, .notRegular(kind: "a pipe")] {
      #expect(target.outcomes(for: FileFacts(path: path, problems: [problem])).isEmpty)
    }
  }

  @Test("are listed by name")
  func words() throws {
    let target = try SampleTarget.builtIn("kling")
    let finding = try #require(target.findings(for: try .file(.webp)).first)
    #expect(finding.message == "WebP is not accepted (JPEG, PNG only)")
    #expect(finding.fix == "export it as JPEG")
    #expect([finding.measured, finding.limit] == ["webp", "jpeg, png"])
  }

  @Test("leave an outcome for every applied rule, passed or not")
  func outcomes() throws {
    let target = try SampleTarget.builtIn("kling")
    let outcomes = target.outcomes(for: try .picture(280, 900))
    #expect(
      outcomes.map { "\($0.rule) \($0.passed)" } == [
        "image.format-not-accepted true", "image.too-heavy true", "image.too-small false",
        "image.too-narrow false", "image.too-wide true",
      ])
    let small = try #require(outcomes.first { $0.rule == .imageTooSmall })
    #expect(small.measured == "280 px")
    #expect(small.limit == "300 px or more")
    #expect(small.subject == "shorter side")
    #expect(small.provenance?.target == "kling")
    #expect(small.provenance?.basis == .stated)
    #expect(outcomes.allSatisfy { $0.provenance != nil && !$0.subject.isEmpty })
  }
}

@Suite("A format that a target does not accept")
struct RefusedFormats {
  @Test(
    "is an error if that is stated, and a warning if it is inferred",
    arguments: [("stated", true), ("inferred", false), ("unverified", false)])
  func confidence(confidence: String, isRefused: Bool) throws {
    let target = try SampleTarget.own(
      slots: """
        { "image": { "formats": { "value": ["jpeg"], "confidence": "\(confidence)" } } }
        """)
    let file = try FileFacts.picture(format: .heic, name: "a.heic")
    let outcomes = target.outcomes(for: file)
    #expect(outcomes.contains { $0.finding?.rule == .imageFormatNotAccepted })
    #expect(outcomes.refuseFile == isRefused)
  }
}

@Suite("A slot")
struct Slots {
  static let startOnly = "{ \"start\": { \"formats\": [\"jpeg\"] } }"

  @Test("is the first that accepts the medium, unless it is named")
  func first() throws {
    let kling = try SampleTarget.builtIn("kling")
    #expect(kling.slot(for: .picture) == .element)
    #expect(kling.slot(for: .clip) == .clip)
    #expect(kling.slot(for: .sound) == .voice)
    #expect(kling.slot(for: .other) == nil)
    #expect(try SampleTarget.own(slots: Self.startOnly).slot(for: .picture) == .start)
    let omni = try SampleTarget.builtIn("kling.v3-omni", slot: .image)
    #expect(omni.slot(for: .picture) == .image)
    #expect(omni.slot(for: .clip) == nil)
  }

  @Test("that a target lacks is an error that names the target's slots")
  func missing() throws {
    let picture = try FileFacts.picture()
    let sound = try FileFacts.file(.wav, name: "a.wav")
    let clip = try FileFacts.file(.mp4, name: "a.mp4")
    let cases: [(Slot?, FileFacts, String)] = [
      (nil, sound, "my.target does not accept sounds"),
      (nil, clip, "my.target does not accept clips"),
      (.image, picture, "my.target has no slot \"image\""),
      (.end, picture, "my.target has no slot \"end\""),
      (.start, clip, "is a clip; slot \"start\" does not accept it"),
      (.start, sound, "is a sound; slot \"start\" does not accept it"),
      (.voice, sound, "my.target has no slot \"voice\""),
    ]
    for (slot, file, message) in cases {
      let target = try SampleTarget.own(slots: Self.startOnly, slot: slot)
      let finding = try #require(target.findings(for: file).first)
      #expect(finding.rule == .targetNoSlot && finding.severity == .error)
      #expect(finding.message == message)
      #expect(finding.fix == "choose one of its slots: start")
      #expect(finding.target == "my.target")
      #expect(target.outcomes(for: file).count == 1)
    }
  }

  @Test("is reported as missing for a target without any")
  func none() throws {
    let target = try SampleTarget.own()
    let finding = try #require(target.findings(for: try .picture()).first)
    #expect(finding.message == "my.target does not accept pictures")
    #expect(finding.fix == "choose another target")
  }
}
