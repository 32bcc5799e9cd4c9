import Foundation
import Model
import Sound
import Testing

@Suite("The best cuts", .enabled(if: hasVoices, "espeak-ng is not installed"))
struct Cuts {
  /// A sentence of about two seconds, followed by a pause.
  private func sentence(_ index: Int) throws -> Sound {
    let texts = [
      "Nobody had seen the boat leave.", "We waited by the old wall.", "Then the sun came up.",
    ]
    let voice = try Sound.spoken(texts[index % texts.count], language: "en-us")
    return voice.full.scaled(0.5) + Sound(samples: Array(repeating: 0, count: Sound.rate / 4))
  }

  private func sentences(_ count: Int) throws -> [Sound] { try (0..<count).map(sentence) }

  private func noisy(_ sounds: [Sound], _ level: Double = 0.0005) -> Sound {
    let all = sounds.reduce(.silence, +)
    return all.mixed(with: Sound.white(all.samples.count).scaled(level))
  }

  private func seconds(_ cut: SoundCut) -> Double {
    Double(cut.end - cut.start) / Double(Sound.rate)
  }

  /// The level of 20 ms around an index, relative to full scale.
  private func level(_ sound: Sound, at place: Int) -> Double {
    let range = max(0, place - 220)..<min(sound.samples.count, place + 220)
    return 10 * log10(Sound(samples: Array(sound.samples[range])).power + 1e-12)
  }

  @Test("They begin and end in pauses, and have the requested length")
  func inPauses() throws {
    let sound = noisy(try sentences(5))
    let cuts = sound.report(cuts: CutRequest(minimumSeconds: 3, maximumSeconds: 5, count: 3)).cuts
    let best = try #require(cuts.first)
    #expect(best.faults == [])
    for cut in cuts {
      #expect((3...5).contains(seconds(cut)))
      #expect(level(sound, at: cut.start) < -50 && level(sound, at: cut.end) < -50)
      #expect((0.4...1).contains(cut.speechShare))
    }
    for (one, other) in zip(cuts, cuts.dropFirst()) {
      #expect(one.end <= other.start || other.end <= one.start)
    }
  }

  @Test("A clipped stretch is skipped")
  func clipped() throws {
    var parts = try sentences(5)
    parts[0] = parts[0].driven(12)
    parts[1] = parts[1].driven(12)
    parts = parts.enumerated().map { $0.offset < 2 ? $0.element : $0.element.scaled(0.9) }
    let sound = noisy(parts)
    let found = sound.report(cuts: CutRequest(minimumSeconds: 3, maximumSeconds: 6, count: 1))
    #expect(found.measures.clippedRuns > 5)
    let best = try #require(found.cuts.first)
    #expect(best.clippedRuns == 0 && !best.faults.contains(.clipped))
    #expect(best.start > parts[0].samples.count + parts[1].samples.count - 8000)
  }

  @Test("A noisy stretch is skipped, although the rest of the file is quiet")
  func noise() throws {
    let parts = try sentences(6)
    let first = noisy(Array(parts[..<3]), 0.1), second = noisy(Array(parts[3...]))
    let sound = first + second
    let best = try #require(
      sound.report(cuts: CutRequest(minimumSeconds: 3, maximumSeconds: 6, count: 1)).cuts.first)
    #expect(best.start >= first.samples.count - 6000)
    #expect(try #require(best.signalToNoise.number) > 25)
    let all = first.report(cuts: CutRequest(minimumSeconds: 3, maximumSeconds: 6, count: 1)).cuts
    #expect(try #require(all.first).faults.contains(.noisy))
  }

  @Test(
    "Noise of 1.2 s in a cut of seven seconds is found, or the cut avoids it",
    arguments: [0.0, 5, 10])
  func burst(decibels: Double) throws {
    let clean = noisy(try sentences(7))
    let request = CutRequest(minimumSeconds: 5, maximumSeconds: 7, count: 1)
    let usual = try #require(clean.report(cuts: request).cuts.first)
    #expect(usual.faults == [])
    let before = try #require(usual.signalToNoise.number)
    // In the middle of what would be cut.
    let start = (usual.start + usual.end) / 2, count = Sound.rate * 6 / 5
    let noise = Sound.pink(count, seed: 4)
    let level = (clean.activePower / noise.power / pow(10, decibels / 10)).squareRoot()
    var spoiled = clean
    for index in 0..<count { spoiled.samples[start + index] += noise.samples[index] * Float(level) }
    let best = try #require(spoiled.report(cuts: request).cuts.first)
    // A part that is shorter than the shortest window is not noticed.
    let inside = min(best.end, start + count) - max(best.start, start)
    #expect(inside < Sound.rate * 3 / 4 || best.faults.contains(.noisy), "\(best)")
    #expect(inside < Sound.rate / 4 || !best.faults.isEmpty, "\(best)")
    // Alone it is known for what it is, and not by its quiet parts.
    let part = Sound(samples: Array(spoiled.samples[usual.start..<usual.end]))
    let whole = CutRequest(minimumSeconds: 1, maximumSeconds: 60, count: 1)
    let all = part.report(cuts: whole).cuts.first {
      $0.end - $0.start > part.samples.count * 9 / 10
    }
    if let all { #expect(try #require(all.signalToNoise.number) < before - 10, "\(all) \(before)") }
  }

  @Test("Noise in a pause is noise, and a long consonant is none")
  func pauses() throws {
    let parts = try sentences(4)
    let quiet = noisy(parts)
    let request = CutRequest(minimumSeconds: 5, maximumSeconds: 7, count: 1)
    let ratio = try #require(quiet.report(cuts: request).cuts.first?.signalToNoise.number)
    #expect(ratio > 25)
    // Two seconds of a pause with noise in the middle of it, between sentences that are too short
    // alone.
    let pause = Sound(samples: Array(repeating: 0, count: Sound.rate / 2))
    let burst = Sound.pink(Sound.rate * 6 / 5, seed: 5)
    let level = (quiet.activePower / burst.power / 10).squareRoot()
    let sound = noisy([parts[0], pause, burst.scaled(level), pause, parts[1]])
    let best = try #require(sound.report(cuts: request).cuts.first)
    #expect(best.faults.contains(.noisy) && (best.signalToNoise.number ?? 99) < 13, "\(best)")
  }

  @Test("A clipped stretch is taken only without an alternative, whatever else is wrong with that")
  func clippedLast() throws {
    // The stretch that is not clipped is noisy, which is still better.
    let parts = try sentences(6)
    let driven = parts[..<3].map { $0.driven(12) }.reduce(Sound.silence, +)
    let rest = parts[3...].reduce(Sound.silence, +).scaled(0.3)
    let noise = Sound.pink(rest.samples.count, seed: 6)
    let level = (rest.activePower / noise.power / 10).squareRoot()
    let sound = driven + rest.mixed(with: noise.scaled(level))
    let request = CutRequest(minimumSeconds: 3, maximumSeconds: 6, count: 1)
    let best = try #require(sound.report(cuts: request).cuts.first)
    #expect(best.start >= driven.samples.count - Sound.rate / 4 && !best.faults.contains(.clipped))
    let alone = try #require(driven.report(cuts: request).cuts.first)
    #expect(alone.faults.contains(.clipped))
  }

  @Test("Less silence is kept at the ends if a cut is too long otherwise")
  func barelyTooLong() throws {
    let gap = Sound(samples: Array(repeating: 0, count: Sound.rate / 2))
    // Speech without a pause that could be cut at.
    let voice = try Sound.spoken(
      "everyone waited nearby all morning only wondering when anyone really knew", language: "en-us"
    )
    let speech = Sound(samples: Array(voice.full.scaled(0.5).samples.prefix(3 * Sound.rate)))
    let sound = noisy([gap, speech, gap])
    let usual = try #require(
      sound.report(cuts: CutRequest(minimumSeconds: 2, maximumSeconds: 5, count: 1)).cuts.first)
    #expect(usual.faults == [])
    let maximum = seconds(usual) - 0.08
    let best = try #require(
      sound.report(
        cuts: CutRequest(minimumSeconds: maximum - 0.3, maximumSeconds: maximum, count: 1)
      ).cuts.first)
    #expect(best.faults == [] && seconds(best) <= maximum, "\(best) \(usual)")
    #expect(best.start >= usual.start && best.end <= usual.end, "\(best) \(usual)")
  }

  @Test("A stretch between clipped ones is found although no pause is at its ends")
  func betweenClipped() throws {
    let voice = try Sound.spoken(
      "everyone waited nearby all morning only wondering when anyone really knew", language: "en-us"
    )
    let speech = Array((voice.full + voice.full + voice.full).scaled(0.5).samples)
    let (first, last) = (Sound.rate * 13 / 10, Sound.rate * 64 / 10)
    var sound = Sound(samples: Array(speech.prefix(8 * Sound.rate)))
    // A tone that is clipped at each crest.
    for index in sound.samples.indices where index < first || index >= last {
      sound.samples[index] = max(-1, min(1, 3 * Float(sin(Double(index) / 12))))
    }
    let request = CutRequest(minimumSeconds: 5, maximumSeconds: 8, count: 1)
    let best = try #require(noisy([sound]).report(cuts: request).cuts.first)
    #expect(best.clippedRuns == 0 && !best.faults.contains(.clipped), "\(best)")
    #expect(best.start >= first - 10 && best.end <= last + 10, "\(best)")
  }

  @Test("Without a pause several lengths are tried, and the cleanest one is taken")
  func severalEnds() throws {
    func hum(_ seconds: Double) -> Sound {
      Sound.wave(seconds: seconds) { time in
        let phase = 2 * .pi * (120 * time + 3 * sin(2 * .pi * time))
        return 0.2 * (1 + 0.4 * sin(2 * .pi * 3 * time)) * (sin(phase) + sin(2 * phase))
      }
    }
    // From 5.6 s on it is clipped: a cut of 5 to 8 s has to end before.
    let loud = hum(6).map { min(0.3, max(-0.3, 3 * $0)) }
    let sound = hum(5.6).map { min(0.29, max(-0.29, $0)) }.scaled(0.6) + loud
    let best = try #require(sound.report(cuts: CutRequest()).cuts.first)
    #expect(!best.faults.contains(.clipped), "\(best)")
    #expect(best.end <= Int(5.7 * Double(Sound.rate)))
  }

  @Test("Without a pause the best one has a remark")
  func noPause() throws {
    let hum = Sound.wave(seconds: 9) { time in
      let phase = 2 * .pi * (120 * time + 3 * sin(2 * .pi * time))
      return 0.2 * (1 + 0.4 * sin(2 * .pi * 3 * time)) * (sin(phase) + sin(2 * phase))
    }
    let cuts = hum.report(cuts: CutRequest()).cuts
    let best = try #require(cuts.first)
    #expect(best.faults.contains(.noPause))
    #expect((5...8).contains(seconds(best)))
  }

  @Test("A sound that is shorter than requested has no cut, and none is made by default")
  func tooShort() throws {
    let sound = noisy(try sentences(2))
    #expect(sound.report(cuts: CutRequest(minimumSeconds: 6, maximumSeconds: 8)).cuts == [])
    #expect(sound.report().cuts == [])
  }

  @Test("Of two equally good ones the first is taken")
  func ties() throws {
    let part = noisy(try sentences(2))
    let best = try #require(
      (part + part + part).report(cuts: CutRequest(minimumSeconds: 3, maximumSeconds: 5)).cuts.first
    )
    #expect(best.start < part.samples.count)
  }
}
