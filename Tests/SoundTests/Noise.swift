import Files
import Foundation
import Model
import Sound
import Testing

@Suite("Noise under a voice", .enabled(if: hasVoices, "espeak-ng is not installed"))
struct Noise {
  enum Kind: CaseIterable { case white, pink, babble }

  private func noise(_ kind: Kind, _ count: Int) throws -> Sound {
    switch kind {
    case .white: return .white(count)
    case .pink: return .pink(count)
    case .babble:
      // Eight people of equal level, each heard twice, with different beginnings.
      var all = Sound(samples: Array(repeating: 0, count: count))
      for (index, language) in (Sentences.allCases + [.spanish, .english, .korean]).enumerated() {
        let voice = try language.spoken("-p", "\(20 + 9 * index)")
        let samples = voice.scaled(1 / voice.activePower.squareRoot()).samples
        let shifted = (0..<count).map { position in
          samples[(position + 9000 * index) % samples.count]
            + samples[(position + 5000 * index + 61_000) % samples.count]
        }
        all = all.mixed(with: Sound(samples: shifted))
      }
      return all
    }
  }

  @Test("It is measured within -1 and +3 dB", arguments: Kind.allCases, [5, 10, 15, 20, 25, 30])
  func ratio(kind: Kind, decibels: Double) throws {
    let voice = try Sentences.english.spoken()
    let sound = voice.with(try noise(kind, voice.samples.count), below: decibels).scaled(0.3)
    let number = try #require(sound.measures.signalToNoise.number)
    #expect((decibels - 1...decibels + 3).contains(number), "\(number)")
  }

  @Test("With silent pauses the noise is unknown")
  func gated() throws {
    let measures = try Sentences.english.spoken().measures
    #expect(measures.signalToNoise == .unknown(.gated))
    #expect(measures.gatedShare > 0.05)
    #expect(measures.spans.contains { $0.kind == .gated })
  }

  @Test("Silence before and after a voice does not count as a pause")
  func padding() throws {
    let voice = try Sentences.english.spoken()
    let noisy = voice.with(.white(voice.samples.count), below: 20)
    let silence = Sound(samples: Array(repeating: 0, count: Sound.rate))
    let measures = (silence + noisy + silence).measures
    let number = try #require(measures.signalToNoise.number)
    #expect((19...23).contains(number), "\(number)")
    #expect(measures.gatedShare == 0)
  }

  @Test("A voice without a pause has at least the ratio that is found")
  func noPauses() {
    // A hum that goes up and down slightly, and never falls silent.
    let hum = Sound.wave(seconds: 4) { time in
      let pitch = 120 + 10 * sin(2 * .pi * 2 * time)
      let phase = 2 * .pi * pitch * time
      return 0.2 * (1 + 0.4 * sin(2 * .pi * 3 * time)) * (sin(phase) + sin(2 * phase))
    }
    guard case .atLeast = hum.measures.signalToNoise else {
      Issue.record("\(hum.measures.signalToNoise)")
      return
    }
  }
}

@Suite("A voice, or something else", .enabled(if: hasVoices, "espeak-ng is not installed"))
struct VoiceOrNot {
  @Test("Every language is a voice", arguments: Sentences.allCases)
  func voices(language: Sentences) throws {
    let measures = try language.spoken().measures
    #expect(try #require(measures.voicedShare.number) > 0.6)
    #expect(try #require(measures.steadyShare.number) < 0.4)
    #expect(try #require(measures.movingShare.number) > 0.6)
  }

  @Test("Noise is not a voice, and has no measure that requires one")
  func noise() throws {
    for sound in [Sound.white(3 * Sound.rate), .pink(3 * Sound.rate)] {
      let measures = sound.scaled(0.2).measures
      #expect(try #require(measures.voicedShare.number) < 0.30)
      #expect(measures.signalToNoise == .unknown(.noSpeech))
      #expect(measures.crowding == .unknown(.noSpeech))
      #expect(measures.pitch == nil)
    }
  }

  @Test("The pitch of a tone does not move", arguments: [100, 220, 440, 1000, 3000])
  func tones(hertz: Double) throws {
    let measures = Sound.tone(hertz, seconds: 3).measures
    #expect(try #require(measures.steadyShare.number) > 0.90)
    #expect(measures.signalToNoise == .unknown(.noSpeech))
  }
}
