import Decoding
import Model
import TestSupport
import Testing

@testable import Media

@Suite("Parts of sounds and clips")
struct HeardParts {
  private static func heard(
    _ name: String, cutting length: ClosedRange<Int>? = nil
  ) async throws -> Inspection {
    try await Inspector.sample.inspect(
      .stream(try Fixtures.path(name), cutting: length), depth: .facts)
  }

  /// Samples of 16 bits, low byte first.
  private static func samples(_ bytes: [UInt8]) -> [Int] {
    stride(from: 0, to: bytes.count - 1, by: 2).map {
      Int(Int16(truncatingIfNeeded: Int(bytes[$0]) | Int(bytes[$0 + 1]) << 8))
    }
  }

  @Test("have equal samples, fading in and out over 5 ms")
  func stretch() async throws {
    let file = try Fixtures.bytes("voices/en-us.wav")
    let heard = try await Self.heard("voices/en-us.wav")
    let (start, end) = (20_000, 60_000)
    let bytes = try await Inspector.sample.samples(of: heard, from: start, to: end, channel: 0)
    let cut = Self.samples(bytes)
    // The header of a plain WAV has 44 bytes.
    let original = Self.samples(Array(file[(44 + 2 * start)..<(44 + 2 * end)]))
    #expect(cut.count == end - start)
    let fade = 16_000 / 200
    #expect(Array(cut[fade..<(cut.count - fade)]) == Array(original[fade..<(cut.count - fade)]))
    for index in 0..<fade {
      #expect(abs(cut[index]) <= abs(original[index]))
      #expect(abs(cut[cut.count - 1 - index]) <= abs(original[cut.count - 1 - index]))
    }
    #expect(abs(cut[0]) <= abs(original[0]) / 50)
  }

  @Test("that don't exist are refused")
  func beyond() async throws {
    let heard = try await Self.heard("voices/en-us.wav")
    for (start, end, channel) in [
      (80_000, 90_000, 0), (-1, 5, 0), (5, 5, 0), (9, 5, 0), (0, 100, 1), (0, .max, 0),
    ] {
      await #expect(throws: FileProblem.self, "\(start)–\(end)") {
        try await Inspector.sample.samples(of: heard, from: start, to: end, channel: channel)
      }
    }
  }

  @Test("of the best stretch have the requested length, and are in the sound")
  func cuts() async throws {
    let heard = try await Self.heard("voices/30.000s.wav", cutting: 5000...8000)
    let cuts = heard.cuts
    #expect(!cuts.isEmpty)
    for cut in cuts {
      #expect(cut.start >= 0 && cut.end <= 120_000)
      #expect((20_000...32_000).contains(cut.end - cut.start), "\(cut.end - cut.start)")
    }
    #expect(try await Self.heard("voices/en-us.wav").cuts.isEmpty)
  }

  @Test("of one frame have the displayed size, and are the requested frame")
  func frames() async throws {
    let heard = try await Self.heard("clips/turned.mov")
    let size = try #require(heard.facts.film?.size)
    let first = try await Inspector.sample.frame(0, of: heard)
    #expect(first.count == 3 * size.pixelCount)
    #expect(try await Inspector.sample.frame(60, of: heard) != first)
    await #expect(throws: FrameFailure.self) {
      try await Inspector.sample.frame(96, of: heard)
    }
  }

  @Test("of WAV files report missing data, whatever comes before the samples")
  func headers() {
    func file(_ chunks: [(String, Int, Int)]) -> [UInt8] {
      return Array("RIFF".utf8) + Bytes.little(0) + Array("WAVE".utf8)
        + chunks.flatMap { name, length, there in
          Array(name.utf8) + Bytes.little(length) + [UInt8](repeating: 0, count: there)
        }
    }
    func missing(_ chunks: [(String, Int, Int)]) -> Int {
      let bytes = file(chunks)
      return WAVHeader(ByteView(bytes), fileBytes: bytes.count)?.missingBytes ?? 0
    }
    #expect(missing([("fmt ", 16, 16), ("data", 100, 100)]) == 0)
    #expect(missing([("fmt ", 16, 16), ("data", 100, 60)]) == 40)
    #expect(missing([("fmt ", 16, 16), ("LIST", 3, 4), ("data", 100, 60)]) == 40)
    #expect(missing([("fmt ", 16, 16), ("data", 0xFFFF_FFFF, 60)]) == 0)
    #expect(missing([("fmt ", 16, 16), ("data", 0, 60)]) == 0)
    #expect(missing([("fmt ", 0x7FFF_FFFF, 16)]) == 0)
    #expect(missing([]) == 0)
    #expect(WAVHeader(ByteView([]), fileBytes: 0) == nil)
  }

  @Test(
    "after the samples are reported with their length, unless they are other chunks of the file")
  func trailing() throws {
    // 16 bits at 8000 Hz are 16,000 bytes a second.
    let format =
      Array("fmt ".utf8) + Bytes.little(16) + Bytes.little(1, 2) + Bytes.little(1, 2)
      + Bytes.little(8000) + Bytes.little(16_000)
      + Bytes.little(2, 2) + Bytes.little(16, 2)
    func found(data length: Int, _ there: Int, _ rest: [UInt8]) -> SoundFacts.Trailing? {
      let bytes =
        Array("RIFF".utf8) + Bytes.little(0) + Array("WAVE".utf8) + format + Array("data".utf8)
        + Bytes.little(length) + [UInt8](repeating: 7, count: there) + rest
      return WAVHeader(ByteView(bytes), fileBytes: bytes.count)?.trailing { start, count in
        start < bytes.count ? Array(bytes[start..<min(bytes.count, start + count)]) : []
      }
    }
    let list = Array("LIST".utf8) + Bytes.little(4) + Array("INFO".utf8)
    #expect(found(data: 100, 100, []) == nil)
    #expect(found(data: 100, 60, []) == nil)
    #expect(found(data: 100, 100, list) == nil)
    #expect(found(data: 101, 101, [0] + list) == nil)
    #expect(found(data: 101, 101, list) == nil)
    #expect(
      found(data: 100, 32_100, []) == SoundFacts.Trailing(byteCount: 32_000, milliseconds: 2000))
    #expect(found(data: 100, 100, list + [1, 2, 3]) == .init(byteCount: 3, milliseconds: 0))
    // A chunk that extends beyond the end is invalid, and an open length announces nothing.
    #expect(
      found(data: 100, 100, Array("LIST".utf8) + Bytes.little(99))
        == .init(byteCount: 8, milliseconds: 0)
    )
    #expect(found(data: 0xFFFF_FFFF, 100, [1, 2, 3, 4]) == nil)
    #expect(found(data: 0, 100, [1, 2, 3, 4]) == nil)
  }
}
