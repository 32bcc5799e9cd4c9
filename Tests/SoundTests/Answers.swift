import Decoding
import Model
import Testing

@Suite("Answers about sounds and clips between processes") struct Answers {
  private var measures: SoundMeasures {
    var measures = SoundMeasures()
    measures.channel = 1
    measures.badSamples = 3
    measures.mixLoss = -0.125
    measures.imbalance = 2
    measures.peak = -1.5
    measures.loudness = .value(-20.25)
    measures.truePeak = .value(0.75)
    measures.clippedRuns = 7
    measures.signalToNoise = .atLeast(31.5)
    measures.treble = .unknown(.lowRate)
    measures.voicedShare = .value(0.75)
    measures.pitch = PitchRange(median: 120, low: 90.5, high: 180)
    measures.longestPauseSeconds = 1.25
    measures.spans = [
      SoundSpan(.clipped, start: 5, end: 9), SoundSpan(.pitchJump, start: 70, end: 90),
    ]
    measures.waveform = [0, 127, 255]
    return measures
  }

  private var cut: SoundCut {
    SoundCut(
      start: 100, end: 90_000, score: 0.75, signalToNoise: .value(30), clippedRuns: 1,
      speechShare: 0.5, levelSpread: 3.5, pitchSpread: .unknown(.noPauses),
      faults: [.clipped, .littleSpeech])
  }

  private func sound() -> SoundFacts {
    SoundFacts(
      codec: "pcm_s16le", isLossy: false, rate: 48_000, channels: 2, bits: 16,
      sampleCount: 480_000, claimedMilliseconds: 10_000, tracks: 2, measures: measures)
  }

  private func film() -> FilmFacts {
    var seen = FilmObservations()
    seen.cuts = [FilmMoment(frame: 24, milliseconds: 1000)]
    let moment = FilmMoment(frame: 3, milliseconds: 125)
    seen.stills = [
      FilmStill(moment: moment, sharpness: 1, likeness: nil),
      FilmStill(moment: moment, sharpness: 0.5, likeness: 0.25),
    ]
    seen.fades = [TimeSpan(start: 500, end: 1500)]
    seen.skippedShots = [SkippedShot(TimeSpan(start: 2000, end: 9000), .blurred)]
    let size = PixelSize(width: 1080, height: 1920)
    return FilmFacts(
      codec: "h264", pixelFormat: "yuv420p", depth: 8, codedSize: size, size: size, rotation: 90,
      framesPerSecond: 23.976, isVariable: true, frameCount: 240, milliseconds: 10_010,
      claimedMilliseconds: 10_000, hdrTransfer: "smpte2084", tracks: 1, seen: seen)
  }

  private func parsed(_ json: JSONValue) throws -> JSONValue {
    try JSONParser.parse(json.compactBytes)
  }

  /// The answer with another value under a key.
  private func changed(_ json: JSONValue, _ key: String, to value: JSONValue?) -> JSONValue {
    let members = (json.members ?? []).filter { $0.key != key }
    return .object(members + (value.map { [.init(key, $0)] } ?? []))
  }

  @Test("An answer is read back as it was sent")
  func roundTrip() throws {
    #expect(SoundMeasures(json: try parsed(measures.json)) == measures)
    #expect(SoundMeasures(json: try parsed(SoundMeasures().json)) == SoundMeasures())
    #expect(SoundCut(json: try parsed(cut.json)) == cut)
    #expect(SoundFacts(json: try parsed(sound().json)) == sound())
    #expect(FilmFacts(json: try parsed(film().json)) == film())
    #expect(FilmObservations(json: try parsed(FilmObservations().json)) == FilmObservations())
  }

  @Test(
    "Measures out of bounds are refused",
    arguments: [
      ("version", "voice/x"), ("version", "other/1"), ("channel", -1), ("badSamples", -1),
      ("peak", .number("1e999")), ("peak", "loud"), ("mixLoss", 100_000), ("gatedShare", 2),
      ("gatedShare", nil), ("voicedShare", .number("1.5")), ("voicedShare", "because"),
      ("signalToNoise", nil), ("signalToNoise", ["atLeast": "x"]), ("contentHertz", -5),
      ("longestPauseSeconds", -1), ("pitch", ["median": 5, "low": 9, "high": 10]),
      ("spans", .array(Array(repeating: ["kind": "pause", "start": 0, "end": 1], count: 201))),
      ("spans", [["kind": "pause", "start": 5, "end": 5]]), ("spans", [["kind": "end"]]),
      ("waveform", "0g"), ("waveform", .string(String(repeating: "00", count: 2001))),
    ] as [(String, JSONValue?)])
  func badMeasures(key: String, value: JSONValue?) {
    #expect(SoundMeasures(json: changed(measures.json, key, to: value)) == nil)
  }

  @Test(
    "Invalid cuts are refused",
    arguments: [
      ("start", 90_000), ("end", .number("1e300")), ("score", 2), ("clippedRuns", -1),
      ("speechShare", nil), ("levelSpread", -1), ("faults", ["none"]),
      ("faults", ["noisy", "noisy"]),
    ] as [(String, JSONValue?)])
  func badCuts(key: String, value: JSONValue?) {
    #expect(SoundCut(json: changed(cut.json, key, to: value)) == nil)
  }

  @Test(
    "Invalid facts are refused",
    arguments: [
      ("codec", "two words"), ("codec", ""), ("codec", .string(String(repeating: "a", count: 41))),
      ("rate", 0), ("channels", 1), ("channels", 1000), ("bits", 0), ("sampleCount", -1),
      ("claimedMilliseconds", "long"), ("tracks", 0), ("isLossy", nil), ("measures", []),
    ] as [(String, JSONValue?)])
  func badSounds(key: String, value: JSONValue?) {
    #expect(SoundFacts(json: changed(sound().json, key, to: value)) == nil)
  }

  @Test(
    "Invalid facts of clips are refused",
    arguments: [
      ("pixelFormat", "\u{1b}[31m"), ("depth", 0), ("size", ["width": 0, "height": 5]),
      ("codedSize", ["width": 5_000_000_000, "height": 5]), ("rotation", 45), ("rotation", -90),
      ("framesPerSecond", .number("nan")), ("frameCount", -1), ("milliseconds", nil),
      ("hdrTransfer", 5), ("seen", ["version": "film/1"]), ("tracks", -1),
    ] as [(String, JSONValue?)])
  func badFilms(key: String, value: JSONValue?) {
    #expect(FilmFacts(json: changed(film().json, key, to: value)) == nil)
  }
}
