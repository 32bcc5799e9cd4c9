import Foundation
import Model
import Sound
import Testing

@Suite("Odd sounds") struct OddSounds {
  @Test("An empty sound and a single sample are too short")
  func tiny() {
    let empty = report([[]], cuts: CutRequest())
    #expect(empty.measures.voicedShare == .unknown(.tooShort))
    #expect(empty.measures.peak == nil && empty.measures.waveform == [] && empty.cuts == [])
    let single = report([[0.5]], cuts: CutRequest())
    #expect(single.measures.voicedShare == .unknown(.tooShort))
    #expect(single.measures.waveform == [128] && single.cuts == [])
  }

  @Test("Silence and a constant offset are silent", arguments: [0, 0.3, -1] as [Float])
  func still(value: Float) {
    let found = report([Array(repeating: value, count: 6 * 8000)], rate: 8000, cuts: CutRequest())
    #expect(found.measures.voicedShare == .unknown(.silent))
    #expect(found.measures.signalToNoise == .unknown(.silent))
    #expect(found.measures.gatedShare == 1)
    #expect(found.measures.longestPauseSeconds == 6)
    #expect(found.cuts == [])
  }

  @Test("A value that is not a number is silence, and is counted")
  func noNumbers() throws {
    let missing = report([Array(repeating: .nan, count: 8000)], rate: 8000).measures
    #expect(missing.badSamples == 8000)
    #expect(missing.spans == [SoundSpan(.badSamples, start: 0, end: 8000)])
    #expect(missing.voicedShare == .unknown(.silent))

    var samples = Sound.tone(200, seconds: 1).samples
    samples[5000] = .infinity
    samples[5001] = -.infinity
    samples[9000] = .nan
    let some = report([samples]).measures
    #expect(some.badSamples == 3)
    #expect(some.spans.filter { $0.kind == .badSamples }.map(\.start) == [5000, 9000])
    #expect(abs(try #require(some.peak) + 6.02) < 0.01)
  }

  @Test("Out-of-range numbers are harmless")
  func hugeNumbers() throws {
    let huge = (0..<8000).map { $0 % 2 == 0 ? Float.greatestFiniteMagnitude : -1e30 }
    #expect(try #require(report([huge], rate: 8000).measures.peak) == 120)
    let faint = (0..<8000).map { _ in Float.leastNonzeroMagnitude }
    #expect(report([faint], rate: 8000).measures.peak == nil)
  }

  @Test("With 64 channels, the loudest is measured")
  func manyChannels() {
    let tone = Sound.tone(200, seconds: 0.6).samples
    let found = report(
      (0..<64).map { channel in tone.map { $0 * Float(channel) / 64 } }, channel: 5)
    #expect(found.loudestChannel == 63)
    #expect(found.measures.channel == 5)
  }

  @Test("A missing channel is silent, and numbers out of bounds are clamped")
  func wrongArguments() {
    var meter = SoundMeter(rate: -5, channels: 0, bits: 999, measuring: 77)
    [Float](repeating: 0.1, count: 100).withUnsafeBufferPointer { meter.add([$0, $0]) }
    meter.add([])
    let request = CutRequest(minimumSeconds: .nan, maximumSeconds: -.infinity, count: -1)
    #expect(meter.finish(cuts: request).measures.channel == 0)
    var other = SoundMeter(rate: 8000, channels: 2, bits: nil, measuring: 1)
    Sound.tone(200, seconds: 1, rate: 8000).samples.withUnsafeBufferPointer { other.add([$0]) }
    let report = other.finish(cuts: nil)
    #expect(report.loudestChannel == 0)
    #expect(report.measures.voicedShare == .unknown(.silent))
  }

  @Test("A sound with an offset from zero is measured as if it had none")
  func offset() throws {
    let tone = Sound.tone(200, seconds: 2)
    let plain = report([tone.samples, tone.samples]).measures
    let moved = report([tone.map { $0 + 0.25 }.samples, tone.samples]).measures
    #expect(plain.voicedShare == moved.voicedShare)
    #expect(try #require(moved.imbalance) < 0.01)
    #expect(moved.activeShare == plain.activeShare)
  }

  @Test("Every rate is measured alike", arguments: [4000, 11_025, 44_100, 96_000, 384_000])
  func rates(rate: Int) throws {
    let tone = Sound.tone(220, seconds: 0.7, rate: rate)
    let measures = report([tone.samples], rate: rate).measures
    #expect(try #require(measures.voicedShare.number) > 0.9)
    #expect(try #require(measures.steadyShare.number) > 0.9)
    #expect(measures.clippedRuns == 0)
  }

  @Test("The way it is cut into pieces changes nothing")
  func pieces() throws {
    let rate = 16_000
    let noise = Sound.white(3 * rate, seed: 7).samples
    var sound = Sound.wave(seconds: 3, rate: rate) { time in
      let syllable =
        max(0, sine(3 * time)) * (time.truncatingRemainder(dividingBy: 1.2) < 0.9 ? 1 : 0)
      return 0.9 * syllable * sine(130 * time + 0.3 * sine(2 * time))
    }.samples
    for index in sound.indices {
      sound[index] = max(-0.5, min(0.5, sound[index] + noise[index] / 300))
    }
    sound[20_000] = .nan
    let request = CutRequest(minimumSeconds: 0.8, maximumSeconds: 2, count: 3)
    let channels = [sound, sound.map { $0 * 0.5 }]
    let whole = report(channels, rate: rate, pieces: [sound.count], cuts: request)
    #expect(whole.measures.clippedRuns > 5 && !whole.cuts.isEmpty)
    for pieces in [[1], [160], [7, 1000, 3], [4096], [159, 161]] {
      let found = report(channels, rate: rate, pieces: pieces, cuts: request)
      #expect(found.measures == whole.measures)
      #expect(found.cuts == whole.cuts)
    }
  }

  private func sine(_ turns: Double) -> Double { sin(2 * .pi * turns) }
}
