import Foundation
import Model
import Sound
import Testing

@Suite("Flat and crowded peaks", .enabled(if: hasVoices, "espeak-ng is not installed"))
struct Peaks {
  @Test("A voice driven over full scale by 2 dB has flat tops", arguments: Sentences.allCases)
  func overdriven(language: Sentences) throws {
    let measures = try language.spoken().driven(2).measures
    #expect(measures.clippedRuns >= 5, "\(measures.clippedRuns)")
    let span = try #require(measures.spans.first { $0.kind == .clipped })
    #expect(span.end > span.start)
  }

  @Test(
    "An unclipped voice has none, nor has one that a limiter compressed",
    arguments: Sentences.allCases)
  func clean(language: Sentences) throws {
    let voice = try language.spoken()
    #expect(voice.measures.clippedRuns == 0)
    #expect(voice.full.map { 0.9 * tanh(2 * $0) }.rounded.measures.clippedRuns == 0)
    #expect(voice.scaled(0.02).rounded.measures.clippedRuns == 0)
  }

  @Test("The flat tops of a quiet beginning are forgotten when the sound gets louder")
  func growing() throws {
    let voice = try Sentences.spanish.spoken()
    let measures = (voice.driven(6).scaled(0.1).rounded + voice.full.scaled(0.8).rounded).measures
    #expect(measures.clippedRuns == 0)
    #expect(!measures.spans.contains { $0.kind == .clipped })
  }

  @Test(
    "The peaks of an overdriven voice are crowded, those of another are not",
    arguments: [Sentences.spanish, .chinese, .korean])
  func crowding(language: Sentences) throws {
    let voice = try language.spoken()
    #expect(try #require(voice.measures.crowding.number) < 0.40)
    #expect(try #require(voice.driven(3).measures.crowding.number) > 0.60)
  }

  @Test("The peak is relative to full scale")
  func peak() throws {
    let measures = Sound.tone(440, seconds: 1).measures
    #expect(abs(try #require(measures.peak) + 6.02) < 0.01)
  }
}

@Suite("Frequencies", .enabled(if: hasVoices, "espeak-ng is not installed"))
struct Frequencies {
  @Test("A telephone cuts the treble off, and nothing else does", arguments: Sentences.allCases)
  func treble(language: Sentences) throws {
    let voice = try language.spoken()
    #expect(try #require(voice.measures.treble.number) > -30)
    #expect(try #require(voice.telephone.measures.treble.number) < -45)
  }

  @Test("If the rate leaves no room for treble, it is not measured")
  func lowRate() throws {
    let voice = try Sentences.english.spoken()
    let narrow = voice.telephone.samples
    let half = stride(from: 0, to: narrow.count, by: 2).map { narrow[$0] }
    #expect(report([half], rate: Sound.rate / 2).measures.treble == .unknown(.lowRate))
  }

  @Test("The highest frequency is that of the line, if there is little noise")
  func content() throws {
    let voice = try Sentences.english.spoken().telephone
    let quiet = voice.with(.white(voice.samples.count), below: 50).measures
    #expect((3000...4200).contains(try #require(quiet.contentHertz.number)))
    let noisy = voice.with(.white(voice.samples.count), below: 15).measures
    #expect(noisy.contentHertz == .unknown(.noisy))
  }
}

@Suite("Channels") struct Channels {
  private let left = Sound.tone(200, seconds: 1).samples

  @Test("Opposite phases cancel each other")
  func opposite() throws {
    let measures = report([left, left.map { -$0 }]).measures
    #expect(try #require(measures.mixLoss) < -15)
    #expect(try #require(measures.imbalance) == 0)
  }

  @Test("Two equal channels lose nothing")
  func alike() throws {
    let measures = report([left, left]).measures
    #expect(try #require(measures.mixLoss) == 0)
  }

  @Test("A channel that is 40 dB quieter is reported, and the louder one")
  func oneSided() throws {
    let found = report([left.map { $0 * 0.005 }, left])
    #expect(try #require(found.measures.imbalance) > 40)
    #expect(found.loudestChannel == 1)
    #expect(found.measures.channel == 0)
    #expect(try #require(found.measures.peak) < -40)
    #expect(try #require(report([left, left.map { _ in 0 }]).measures.imbalance) == 120)
  }

  @Test("One channel has no other to be compared with")
  func single() {
    let measures = report([left]).measures
    #expect(measures.mixLoss == nil)
    #expect(measures.imbalance == nil)
  }
}
