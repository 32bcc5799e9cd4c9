import Checking
import CheckingSupport
import Model
import Targets
import Testing

@Suite("Lengths of sounds and clips")
struct Lengths {
  private static func sound(
    _ samples: Int, rate: Int, isLossy: Bool = false
  ) throws -> FileFacts {
    var facts = try FileFacts.file(isLossy ? .mp3 : .wav, name: isLossy ? "v.mp3" : "v.wav")
    facts.sound = SoundFacts(
      codec: isLossy ? "mp3" : "pcm_s16le", isLossy: isLossy, rate: rate, channels: 1,
      sampleCount: samples)
    facts.isProven = true
    return facts
  }

  private static func clip(_ milliseconds: Int, _ width: Int = 1920, _ height: Int = 1080) throws
    -> FileFacts
  {
    var facts = try FileFacts.file(.mp4, name: "c.mp4")
    facts.film = FilmFacts(
      codec: "h264", pixelFormat: "yuv420p", depth: 8,
      codedSize: PixelSize(width: width, height: height),
      size: PixelSize(width: width, height: height), framesPerSecond: 24,
      frameCount: milliseconds * 24 / 1000, milliseconds: milliseconds)
    facts.isProven = true
    return facts
  }

  private static func rules(_ facts: FileFacts, _ target: String, slot: Slot? = nil) throws
    -> [RuleID]
  {
    try SampleTarget.builtIn(target, slot: slot).outcomes(for: facts).compactMap(\.finding).map(
      \.rule)
  }

  @Test(
    "are compared in samples, with inclusive bounds",
    arguments: [
      ("kling", 144_000, 48_000, [RuleID.soundShortForAPI]),
      ("kling", 143_999, 48_000, [.soundTooShort]),
      ("kling", 384_000, 48_000, []), ("kling", 384_001, 48_000, [.soundTooLong]),
      ("kling", 220_500, 44_100, []), ("kling", 220_499, 44_100, [.soundShortForAPI]),
      ("fal.kling.create-voice", 220_500, 44_100, []),
      ("fal.kling.create-voice", 220_499, 44_100, [.soundTooShort]),
      ("fal.kling.create-voice", 1_323_000, 44_100, []),
      ("fal.kling.create-voice", 1_323_001, 44_100, [.soundTooLong]),
      ("kling.voice.create", 80_000, 16_000, []),
      ("kling.voice.create", 79_999, 16_000, [.soundTooShort]),
    ])
  func samples(target: String, samples: Int, rate: Int, expected: [RuleID]) throws {
    #expect(try Self.rules(Self.sound(samples, rate: rate), target) == expected)
  }

  @Test(
    "of lossy files are borderline within 0.06 s of a bound, on either side",
    arguments: [
      (132_300, [RuleID.soundBorderline, .soundShortForAPI]),
      (134_946, [.soundBorderline, .soundShortForAPI]),
      (134_947, [.soundShortForAPI]), (129_654, [.soundBorderline, .soundShortForAPI]),
      (129_653, [.soundTooShort]), (352_800, [.soundBorderline]), (355_446, [.soundBorderline]),
      (355_447, [.soundTooLong]), (300_000, []),
    ])
  func lossy(samples: Int, expected: [RuleID]) throws {
    let facts = try Self.sound(samples, rate: 44_100, isLossy: true)
    #expect(try Self.rules(facts, "kling") == expected)
  }

  @Test("A borderline finding says what is borderline")
  func words() throws {
    let target = try SampleTarget.builtIn("kling")
    let short = target.outcomes(for: try Self.sound(143_999, rate: 48_000)).compactMap(\.finding)
    #expect(short[0].message == "2.999979 s, shorter than the 3 s minimum")
    #expect(short[0].severity == .error && short[0].unit == "s" && short[0].limit == "3")
    let edge = target.outcomes(
      for: try Self.sound(132_300, rate: 44_100, isLossy: true)
    ).compactMap(\.finding)
    #expect(edge[0].severity == .warning)
    #expect(edge[0].message.hasPrefix("about 3 s, close to 3 s"))
  }

  @Test(
    "Clips are checked for length, shape and resolution",
    arguments: [
      ("kling", 3000, 1920, 1080, [RuleID]()), ("kling", 2999, 1920, 1080, [.clipTooShort]),
      ("kling", 8000, 1080, 1920, []), ("kling", 8001, 1920, 1080, [.clipTooLong]),
      ("kling", 5000, 1280, 720, [.clipNotForOfficial]),
      ("kling", 5000, 1440, 1080, [.clipNotForOfficial]),
      ("kling.element.create", 5000, 1280, 720, [.clipTooSmall]),
      ("kling.element.create", 5000, 1440, 1080, [.clipAspect]),
      ("kling.element.create", 5000, 1920, 1080, []),
      ("kling.element.create", 5000, 3840, 2160, [.clipTooLarge]),
    ])
  func clips(target: String, milliseconds: Int, width: Int, height: Int, expected: [RuleID])
    throws
  {
    #expect(try Self.rules(Self.clip(milliseconds, width, height), target) == expected)
  }

  @Test(
    "A length that only one setting forbids is a warning; one that every setting forbids is an error"
  )
  func settings() throws {
    let target = try SampleTarget.builtIn("fal.kling-v3.motion-control")
    func severities(_ milliseconds: Int) throws -> [Severity] {
      target.outcomes(for: try Self.clip(milliseconds)).compactMap(\.finding).filter {
        $0.rule == .clipTooLong
      }.map(\.severity)
    }
    #expect(try severities(10_000) == [])
    #expect(try severities(10_001) == [.warning])
    // This target's limits are inferred, so even a length that no setting accepts is a warning.
    #expect(try severities(30_001).count == 2)
    let official = try SampleTarget.builtIn("kling.v3.motion-control", slot: .video)
    let over = official.outcomes(for: try Self.clip(30_001)).compactMap(\.finding)
    #expect(over.contains { $0.rule == .clipTooLong && $0.severity == .error })
  }

  @Test("Frame rates are compared as people mean them")
  func rates() throws {
    let target = try SampleTarget.builtIn("kling.v3-omni", slot: .video)
    func rules(_ rate: Double) throws -> [RuleID] {
      var facts = try Self.clip(5000)
      facts.film?.framesPerSecond = rate
      return target.outcomes(for: facts).compactMap(\.finding).map(\.rule)
    }
    for rate in [23.976, 24, 25, 29.97, 30, 59.94, 60] { #expect(try rules(rate) == [], "\(rate)") }
    for rate in [12, 23, 61, 120.0] { #expect(try rules(rate) == [.clipFrameRate], "\(rate)") }
  }
}
