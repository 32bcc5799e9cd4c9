import Decoding
import Model
import TestSupport
import Testing

@testable import Media

@Suite("Decoded sounds and clips", .timeLimit(.minutes(30)))
struct HeardFixtures {
  private static func facts(_ name: String) async throws -> FileFacts {
    try await Inspector.sample.facts(at: try Fixtures.path(name))
  }

  /// Samples of a channel, rate, codec.
  static let sounds: [(name: String, samples: Int, rate: Int, codec: String)] = [
    ("en-us.wav", 83_200, 16_000, "pcm_s16le"), ("en-us.flac", 83_200, 16_000, "flac"),
    ("en-us.aiff", 83_200, 16_000, "pcm_s16be"), ("en-us.mp3", 83_200, 16_000, "mp3"),
    ("en-us.ogg", 83_200, 16_000, "vorbis"), ("en-us.opus", 249_600, 48_000, "opus"),
    ("2.999s.wav", 23_992, 8000, "pcm_mulaw"), ("3.000s.wav", 24_000, 8000, "pcm_mulaw"),
    ("8.000s.wav", 64_000, 8000, "pcm_mulaw"), ("8.001s.wav", 64_008, 8000, "pcm_mulaw"),
    ("30.000s.wav", 120_000, 4000, "pcm_mulaw"), ("5.00s.mp3", 80_000, 16_000, "mp3"),
    ("streamed.wav", 25_600, 8000, "pcm_mulaw"), ("8khz.flac", 41_600, 8000, "flac"),
  ]

  @Test("have as many samples as were put in", arguments: sounds)
  func samples(name: String, samples: Int, rate: Int, codec: String) async throws {
    let facts = try await Self.facts("voices/\(name)")
    let sound = try #require(facts.sound, "\(facts.problems)")
    #expect(facts.isProven && facts.problems.isEmpty, "\(facts.problems)")
    #expect(sound.sampleCount == samples)
    #expect(sound.rate == rate)
    #expect(sound.codec == codec)
    #expect(sound.isLossy == ["mp3", "vorbis", "opus"].contains(codec))
    let measures = try #require(sound.measures)
    #expect(measures.version == SoundMeasures.version)
    #expect(measures.waveform.count == min(2000, samples))
  }

  @Test(
    "that are broken or lie say so, without further facts",
    arguments: [
      ("voices/empty.wav", "empty"), ("voices/text.wav", "notMedia"),
      ("voices/long-chunk.wav", "truncated"), ("voices/giant.wav", "truncated"),
      ("voices/rate-0.wav", "corrupt"), ("voices/channels-0.wav", "corrupt"),
      ("voices/header-only.wav", "corrupt"), ("voices/cut.mp3", "truncated"),
      ("voices/cut.m4a", "truncated"), ("voices/cut-no-index.m4a", "corrupt"),
      ("voices/damaged.flac", "corrupt"), ("clips/empty.mp4", "empty"),
      ("clips/text.mp4", "notMedia"), ("clips/cut-no-index.mp4", "corrupt"),
      ("clips/cut-index-first.mp4", "truncated"), ("clips/damaged.mp4", "corrupt"),
    ])
  func broken(name: String, problem: String) async throws {
    let facts = try await Self.facts(name)
    #expect(facts.problemNames == [problem], "\(facts.problems)")
    #expect(!facts.isProven)
  }

  @Test("in an encoding that no decoder reads are no damage: what is in them is unknown")
  func unknownEncoding() async throws {
    var bytes = try Fixtures.bytes("clips/mira-3.0s.mp4")
    // The name of the encoding is the second one: the first is a brand of the file.
    let name = Array("avc1".utf8)
    let place = try #require(
      bytes.indices.last { bytes[$0...].starts(with: name) })
    bytes.replaceSubrange(place..<place + name.count, with: Array("zzz1".utf8))
    let folder = try TemporaryFolder()
    let facts = try await Inspector.sample.facts(at: folder.write(bytes, to: "new.mp4"))
    #expect(facts.problems == [.notProven(.mp4, why: "unknown encoding")], "\(facts.problems)")
    #expect(!facts.isProven)
  }

  @Test("are proven or have a problem, in every fixture and by every reader")
  func both() async throws {
    for folder in ["voices", "clips"] {
      for name in TestRun.some(try Fixtures.names(in: folder), 14) {
        let path = try Fixtures.path("\(folder)/\(name)")
        let facts = try await Inspector.sample.facts(at: path)
        #expect(facts.isProven == facts.problems.isEmpty, "\(name)")
        // A file that is read as text is not decoded as sound.
        guard facts.problemNames != ["notMedia"], facts.problemNames != ["empty"] else { continue }
        let heard = try await Inspector.sample.inspect(.stream(path), depth: .facts)
        #expect(heard.facts == facts, "\(name)")
      }
    }
  }

  @Test("have the louder channel measured, and both together")
  func channels() async throws {
    let opposite = try #require(try await Self.facts("voices/opposite-phases.flac").sound?.measures)
    #expect(opposite.mixLoss ?? 0 < -15)
    let sided = try #require(try await Self.facts("voices/one-sided.flac").sound?.measures)
    #expect(sided.imbalance ?? 0 > 40)
    let dual = try #require(try await Self.facts("voices/dual-mono.flac").sound?.measures)
    #expect(abs(dual.mixLoss ?? -1) < 0.01)
    #expect(abs(dual.imbalance ?? -1) < 0.01)
    #expect(sided.pitch != nil && dual.pitch != nil)
  }

  @Test("have the loudness of EBU R128")
  func loudness() async throws {
    let quiet = try #require(try await Self.facts("voices/quiet.flac").sound?.measures)
    #expect(abs((quiet.loudness.number ?? 0) + 45) < 0.2)
    let over = try #require(try await Self.facts("voices/over-full-scale.wav").sound?.measures)
    #expect(over.truePeak.number ?? 0 > 0)
    #expect(over.clippedRuns == 0)
    let silent = try #require(try await Self.facts("voices/silence.flac").sound?.measures)
    #expect(silent.loudness == .unknown(.silent))
    #expect(silent.peak == nil)
  }

  /// Frames, milliseconds, and displayed sides.
  static let clips: [(name: String, frames: Int, milliseconds: Int, width: Int, height: Int)] = [
    ("mira.mp4", 96, 4000, 1280, 720), ("mira-silent.mp4", 96, 4000, 1280, 720),
    ("mira-3.0s.mp4", 90, 3000, 0, 0), ("mira-2.9s.mp4", 87, 2900, 0, 0),
    ("mira-8.0s.mp4", 240, 8000, 0, 0), ("mira-8.1s.mp4", 243, 8100, 0, 0),
    ("turned.mov", 96, 4000, 0, 0), ("mira.webm", 96, 4000, 640, 360),
  ]

  @Test("have as many frames and the length that were put in", arguments: clips)
  func frames(name: String, frames: Int, milliseconds: Int, width: Int, height: Int)
    async throws
  {
    let facts = try await Self.facts("clips/\(name)")
    let film = try #require(facts.film, "\(facts.problems)")
    #expect(facts.isProven, "\(facts.problems)")
    #expect(film.frameCount == frames)
    #expect(abs(film.milliseconds - milliseconds) <= 1)
    if width > 0 { #expect(film.size == PixelSize(width: width, height: height)) }
    #expect(facts.clip?.size == film.size)
    #expect(!film.isVariable)
  }

  @Test("are shown turned, with square pixels, and in their declared colors")
  func shapes() async throws {
    let turned = try #require(try await Self.facts("clips/turned.mov").film)
    #expect(turned.rotation == 90 || turned.rotation == 270)
    #expect(turned.size.width == turned.codedSize.height)
    #expect(turned.size.height == turned.codedSize.width)
    let wide = try #require(try await Self.facts("clips/wide-pixels.mp4").film)
    #expect(wide.size.width != wide.codedSize.width)
    let hdr = try #require(try await Self.facts("clips/hdr.mp4").film)
    #expect(hdr.hdrTransfer == "smpte2084")
    #expect(hdr.depth == 10)
    let variable = try #require(try await Self.facts("clips/variable-rate.mp4").film)
    #expect(variable.isVariable)
    let lying = try #require(try await Self.facts("clips/lying-length.mp4").film)
    #expect(lying.milliseconds == 4000)
    #expect(lying.claimedMilliseconds == 8000)
  }

  @Test("have their fades found, and no still is taken of them")
  func fades() async throws {
    let film = try #require(try await Self.facts("clips/fade.mp4").film)
    let seen = try #require(film.observations)
    #expect(seen.cuts == [])
    #expect(seen.fades.count == 1)
    #expect(seen.fades.allSatisfy { 1500 < $0.start && $0.end < 2500 }, "\(seen.fades)")
    #expect(Set(seen.stills.prefix(2).map(\.shot)) == [0, 1])
    #expect(seen.stills.allSatisfy { !(1600...2400).contains($0.moment.milliseconds) })
    #expect(film.fieldOrder == nil && film.soundLead == 0)
  }

  @Test("have a hard cut found at its frame, and no other cut")
  func cuts() async throws {
    let cut = try #require(try await Self.facts("clips/one-cut.mp4").film?.observations)
    #expect(cut.cuts == [FilmMoment(frame: 36, milliseconds: 1500)])
    for name in ["mira.mp4", "mira.webm", "turned.mov"] {
      #expect(try await Self.facts("clips/\(name)").film?.observations?.cuts == [], "\(name)")
    }
  }
}
