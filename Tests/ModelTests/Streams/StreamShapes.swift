import Model
import TestSupport
import Testing

@Suite("Stored facts of sounds and clips")
struct StreamShapes {
  @Test("keep every property")
  func properties() { #expect((Self.sounds() + Self.films()).flatMap(\.faults) == []) }

  @Test("keep a measured value of every kind")
  func measured() throws {
    let values =
      [Measured.value(1.5), .atLeast(-60)] + Measured.Reason.allCases.map(Measured.unknown)
    #expect(try [Measured](stored: JSONParser.parse(values.stored.compactBytes)) == values)
  }

  private static let range = PitchRange(median: 120.5, low: 90.25, high: 181.75)
  private static let span = SoundSpan(.pitchJump, start: 7, end: 900)

  private static func sounds() -> [StoredShape] {
    let cut = SoundCut(
      start: 10, end: 44_110, score: 0.875, signalToNoise: .value(33.5), clippedRuns: 3,
      speechShare: 0.75, levelSpread: 6.5, pitchSpread: .atLeast(2), faults: SoundCut.Fault.allCases
    )
    let trailing = SoundFacts.Trailing(byteCount: 4096, milliseconds: 23)
    var sound = SoundFacts(
      codec: "pcm_s16le", isLossy: true, rate: 48_000, channels: 3, bits: 16, sampleCount: 96_000,
      claimedMilliseconds: 2001, tracks: 2, measures: measures)
    sound.trailing = trailing
    return [
      StoredShape(SoundMeasures.self, full: [measures], other: SoundMeasures()),
      StoredShape(
        SoundFacts.self, full: [sound],
        other: SoundFacts(codec: "mp3", isLossy: false, rate: 8000, channels: 1, sampleCount: 0)),
      StoredShape(
        SoundFacts.Trailing.self, full: [trailing], other: SoundFacts.Trailing(byteCount: 0)),
      StoredShape(
        SoundCut.self, full: [cut],
        other: SoundCut(
          start: 0, end: 1, score: 0, signalToNoise: .unknown(.silent), clippedRuns: 0,
          speechShare: 0, levelSpread: 0, pitchSpread: .unknown(.gated), faults: [])),
      StoredShape(
        SoundSpan.self, full: [span], other: SoundSpan(.clipped, start: 0, end: 1)),
      StoredShape(
        PitchRange.self, full: [range], other: PitchRange(median: 0, low: 0, high: 0)),
    ]
  }

  private static var measures: SoundMeasures {
    var measures = SoundMeasures()
    (measures.version, measures.channel, measures.badSamples) = ("voice/2", 1, 4)
    (measures.mixLoss, measures.imbalance) = (-3.25, 1.5)
    (measures.peak, measures.offset) = (-0.5, 0.125)
    (measures.loudness, measures.truePeak) = (.value(-23.5), .value(-1.25))
    (measures.clippedRuns, measures.crowding) = (5, .value(2.5))
    (measures.signalToNoise, measures.gatedShare) = (.atLeast(60), 0.0625)
    (measures.treble, measures.contentHertz) = (.value(-12.75), .value(15_000))
    (measures.activeShare, measures.voicedShare) = (0.625, .value(0.5))
    (measures.steadyShare, measures.movingShare) = (.value(0.375), .value(0.25))
    (measures.decaySeconds, measures.pitchSpread) = (.value(0.1875), .value(4.5))
    (measures.pitch, measures.syllablesPerSecond) = (range, .value(3.75))
    (measures.longestPauseSeconds, measures.spans) = (1.75, [span])
    measures.waveform = [1, 255, 7]
    return measures
  }

  private static func films() -> [StoredShape] {
    let moment = FilmMoment(frame: 48, milliseconds: 2002)
    let still = FilmStill(moment: moment, sharpness: 0.875, likeness: 0.25, shot: 2)
    let (part, start) = (TimeSpan(start: 40, end: 80), TimeSpan(start: 0, end: 1))
    let skipped = SkippedShot(part, .alike)
    var seen = FilmObservations()
    (seen.version, seen.cuts, seen.fades) = ("film/3", [moment], [part])
    (seen.stills, seen.skippedShots) = ([still], [skipped])
    var film = FilmFacts(
      codec: "hevc", pixelFormat: "yuv420p10le", depth: 10,
      codedSize: PixelSize(width: 1920, height: 1088), size: PixelSize(width: 1080, height: 1920),
      rotation: 90, framesPerSecond: 23.976, isVariable: true, frameCount: 240,
      milliseconds: 10_010, claimedMilliseconds: 10_020, hdrTransfer: "smpte2084", tracks: 2,
      fieldOrder: .bottom, seen: seen)
    film.soundLead = 21
    return [
      StoredShape(
        FilmFacts.self, full: [film],
        other: FilmFacts(
          codec: "h264", pixelFormat: "yuv420p", depth: 8,
          codedSize: PixelSize(width: 1, height: 1), size: PixelSize(width: 1, height: 1),
          frameCount: 0, milliseconds: 0)),
      StoredShape(FilmObservations.self, full: [seen], other: FilmObservations()),
      StoredShape(FilmMoment.self, full: [moment], other: FilmMoment(frame: 0, milliseconds: 0)),
      StoredShape(
        FilmStill.self, full: [still],
        other: FilmStill(
          moment: FilmMoment(frame: 0, milliseconds: 0), sharpness: 0, likeness: nil)),
      StoredShape(TimeSpan.self, full: [part], other: start),
      StoredShape(SkippedShot.self, full: [skipped], other: SkippedShot(start, .blank)),
      StoredShape(
        PixelSize.self, full: [film.size], other: PixelSize(width: 1, height: 1)),
    ]
  }
}
