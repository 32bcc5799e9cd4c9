import Checking
import Model
import Targets
import TestSupport
import Testing

@Suite("Findings about sounds, independent of the target")
struct SoundFindings {
  private func facts(_ change: (inout SoundFacts) -> Void) throws -> FileFacts {
    var facts = try FileFacts.file(.wav, name: "v.wav")
    var measures = SoundMeasures()
    measures.peak = -6
    var sound = SoundFacts(
      codec: "pcm_s16le", isLossy: false, rate: 48_000, channels: 1, sampleCount: 240_000,
      measures: measures)
    change(&sound)
    facts.sound = sound
    facts.isProven = true
    return facts
  }

  private func finding(_ rule: RuleID, _ change: (inout SoundFacts) -> Void) throws -> Finding? {
    FileRules.findings(for: try facts(change)).first { $0.rule == rule }
  }

  @Test(
    "A mean of 0.02 of full scale or more is a note, on either side",
    arguments: [(0.031, true), (-0.031, true), (0.02, false), (-0.02, false), (0, false)])
  func offset(mean: Double, isReported: Bool) throws {
    let found = try finding(.soundOffset) { $0.measures?.offset = mean }
    #expect((found != nil) == isReported)
    guard let found else { return }
    #expect(found.severity == .note && found.limit == "0.02")
    #expect(found.measured == "\(mean)" && found.message.contains("\(mean) of full scale"))
  }

  @Test("Sounds measured before means existed have none, and get no finding")
  func older() throws {
    #expect(try finding(.soundOffset) { $0.measures?.offset = nil } == nil)
    var measures = SoundMeasures()
    let old = measures.json
    #expect(SoundMeasures(json: old)?.offset == nil)
    measures.offset = -0.025
    #expect(SoundMeasures(json: measures.json)?.offset == -0.025)
    #expect(SoundMeasures(json: .object((old.members ?? []) + [.init("offset", "much")])) == nil)
  }

  @Test(
    "Bytes after the samples are reported with their number, and how long they would be heard",
    arguments: [
      (SoundFacts.Trailing(byteCount: 96_000, milliseconds: 1000), Severity.warning, "(1 s)"),
      (.init(byteCount: 9_600, milliseconds: 100), .warning, "(0.1 s)"),
      (.init(byteCount: 40, milliseconds: 0), .note, "40 B"),
      (.init(byteCount: 5000), .warning, "5 kB"), (.init(byteCount: 100), .note, "100 B"),
    ])
  func trailing(trailing: SoundFacts.Trailing, severity: Severity, words: String) throws {
    let found = try #require(try finding(.soundTrailingData) { $0.trailing = trailing })
    #expect(found.severity == severity && found.measured == "\(trailing.byteCount)")
    #expect(found.message.contains(words), "\(found.message)")
    #expect(found.fix?.contains("export it again") == true)
    var sound = try #require(try facts { $0.trailing = trailing }.sound)
    sound.measures = nil
    #expect(SoundFacts(json: sound.json) == sound)
  }

  @Test(
    "A clip without a sound track and a picture have no sound; an unread file is neither"
  )
  func missing() throws {
    var clip = try FileFacts.file(.mp4, name: "c.mp4")
    #expect(FileRules.missingSound(in: clip) == nil)
    clip.film = FilmFacts(
      codec: "h264", pixelFormat: "yuv420p", depth: 8,
      codedSize: PixelSize(width: 64, height: 64), size: PixelSize(width: 64, height: 64),
      framesPerSecond: 24, frameCount: 24, milliseconds: 1000)
    let found = try #require(FileRules.missingSound(in: clip))
    #expect(found.rule == .soundMissing && found.severity == .error)
    #expect(found.message == "has no audio track")
    clip.sound = try facts { _ in }.sound
    #expect(FileRules.missingSound(in: clip) == nil)
    // A clip whose sound is not read gets no finding about sound.
    clip.sound = nil
    #expect(!FileRules.findings(for: clip).contains { $0.rule == .soundMissing })
    let picture = try #require(FileRules.missingSound(in: try .file(.png, name: "a.png")))
    #expect(picture.message == "is a picture, which has no sound")
  }
}
