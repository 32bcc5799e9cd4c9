import Foundation
import Model
import Sound
import Testing

@Suite("Speech measures", .enabled(if: hasVoices, "espeak-ng is not installed"))
struct Voices {
  @Test("The pitch is that of the voice", arguments: [(20, 60...110), (80, 120...260)])
  func pitch(setting: Int, expected: ClosedRange<Int>) throws {
    let pitch = try #require(
      try Sentences.english.spoken("-p", "\(setting)").measures.pitch)
    #expect(expected.contains(Int(pitch.median)), "\(pitch)")
    #expect(pitch.low <= pitch.median && pitch.median <= pitch.high)
  }

  @Test("One voice stays steady; a second one after it jumps")
  func jumps() throws {
    let low = try Sound.spoken("Where did the boat go?", language: "en-us", ["-p", "10"])
    let high = try Sound.spoken("Nobody knows, my friend.", language: "en-us+f3", ["-p", "90"])
    #expect(try #require((low + low).measures.pitchSpread.number) < 7)
    let measures = (low + high + low).measures
    #expect(try #require(measures.pitchSpread.number) > 7)
    let jump = try #require(measures.spans.first { $0.kind == .pitchJump })
    let places = [low.samples.count, low.samples.count + high.samples.count]
    #expect(places.contains { (jump.start - 4000...jump.end + 4000).contains($0) })
  }

  @Test(
    "Syllables are counted within a fourth, at every speed",
    arguments: [Sentences.english, .spanish, .japanese, .korean], [100, 160, 220])
  func syllables(language: Sentences, speed: Int) throws {
    let sound = try language.spoken("-s", "\(speed)")
    let measures = sound.measures
    let seconds = Double(sound.samples.count) / Double(Sound.rate) * measures.activeShare
    let expected = Double(language.syllables) / seconds
    let found = try #require(measures.syllablesPerSecond.number)
    #expect((0.75 * expected...1.25 * expected).contains(found), "\(found), not \(expected)")
  }

  @Test("The longest pause is found at its position")
  func pause() throws {
    let voice = try Sound.spoken("Nobody had seen the boat leave.", language: "en-us")
    let pause = Sound.white(2 * Sound.rate).scaled(0.0005)
    let sound = voice + pause + voice
    let measures = sound.mixed(with: Sound.white(sound.samples.count).scaled(0.0005)).measures
    #expect((1.9...2.6).contains(measures.longestPauseSeconds))
    let span = try #require(measures.spans.first { $0.kind == .pause })
    let start = voice.samples.count
    #expect(span.start <= start + 400 && span.end >= start + pause.samples.count - 400)
  }

  @Test("In a hall sounds decay more slowly")
  func decay() throws {
    let voice = try Sentences.english.spoken()
    let dry = try #require(voice.measures.decaySeconds.number)
    let hall = try #require(voice.echoing(seconds: 1.2).measures.decaySeconds.number)
    #expect(dry < 0.6)
    #expect(hall > 0.6, "\(hall)")
  }

  @Test("A sound without pauses has no known decay")
  func noDecay() {
    #expect(Sound.tone(200, seconds: 2).measures.decaySeconds == .unknown(.fewDecays))
  }

  @Test("The waveform has columns of equal length, as high as the samples")
  func waveform() {
    let rising = Sound(samples: (0..<50_000).map { Float($0) / 50_000 })
    let columns = rising.measures.waveform
    #expect(columns.count == 2000)
    #expect(columns == columns.sorted())
    #expect(columns.first == 0 && columns.last == 255)
    #expect(abs(Int(columns[1000]) - 128) <= 1)
    #expect(Sound(samples: [0, 0.5, -1]).measures.waveform == [0, 128, 255])
  }
}
