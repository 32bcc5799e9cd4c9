import Decoding
import Model
import TestSupport
import Testing

@testable import Media

@Suite("Copies of clips", .timeLimit(.minutes(30)))
struct CopiedClips {
  /// A copy, and its facts.
  private struct Copied {
    let bytes: [UInt8]
    let copy: ClipCopy
    let heard: Inspection
    var facts: FileFacts { heard.facts }
  }

  private static func heard(_ name: String) async throws -> Inspection {
    try await Inspector.sample.inspect(.stream(try Fixtures.path(name)), depth: .facts)
  }

  private static func copied(
    _ name: String, mostBytes: Int = 50_000_000,
    _ wishing: (inout ClipCopyRequest) -> Void = { _ in }
  ) async throws -> Copied {
    var request = ClipCopyRequest(maximumBytes: mostBytes)
    wishing(&request)
    let (bytes, copy) = try await Inspector.sample.copy(of: heard(name), request, memory: 512 << 20)
    let path = try #require(FilePath(bytes: Array("copy.mp4".utf8)))
    let facts = try await Inspector.sample.inspect(.bytes(bytes, name: path), depth: .facts).facts
    return Copied(bytes: bytes, copy: copy, heard: Inspection(facts, opening: bytes))
  }

  /// The mean difference of the values of two pictures of one size.
  private static func difference(_ one: [UInt8], _ other: [UInt8]) -> Double {
    guard one.count == other.count, !one.isEmpty else { return 255 }
    var sum = 0
    for index in one.indices { sum += abs(Int(one[index]) - Int(other[index])) }
    return Double(sum) / Double(one.count)
  }

  @Test(
    "that keep the coded data have equal frames",
    arguments: ["clips/mira.mp4", "clips/mira.mkv", "clips/turned.mov", "clips/hdr.mp4"])
  func sameFrames(name: String) async throws {
    let original = try await Self.heard(name)
    let copied = try await Self.copied(name) { $0.isQuickTime = name.hasSuffix("mov") }
    #expect(copied.facts.isProven && copied.facts.problems.isEmpty)
    #expect(copied.facts.format == (name.hasSuffix("mov") ? .mov : .mp4))
    let (film, first) = (try #require(copied.facts.film), try #require(original.facts.film))
    #expect(film.frameCount == first.frameCount)
    #expect(abs(film.milliseconds - first.milliseconds) <= 1)
    #expect(film.size == first.size && film.rotation == first.rotation)
    #expect(film.codec == first.codec && film.hdrTransfer == first.hdrTransfer)
    for number in [0, 1, 40, 95] {
      let frames = try await (
        Inspector.sample.frame(number, of: original),
        Inspector.sample.frame(number, of: copied.heard)
      )
      #expect(frames.0 == frames.1, "frame \(number)")
    }
  }

  @Test("have equal samples, too, and begin with their index")
  func sameSamples() async throws {
    let original = try await Self.heard("clips/mira.mp4")
    let copied = try await Self.copied("clips/mira.mp4")
    let count = try #require(original.facts.sound?.sampleCount)
    #expect(copied.facts.sound?.sampleCount == count)
    let one = try await Inspector.sample.samples(of: original, from: 0, to: count, channel: 0)
    let other = try await Inspector.sample.samples(of: copied.heard, from: 0, to: count, channel: 0)
    #expect(one == other)
    #expect(copied.copy == ClipCopy(start: 0, end: 4000, byteCount: copied.bytes.count))
    let index = copied.bytes.firstRange(of: Array("moov".utf8))
    let frames = copied.bytes.firstRange(of: Array("mdat".utf8))
    #expect(try #require(index).lowerBound < #require(frames).lowerBound)
  }

  @Test("are cut at an independent frame, and end without a missing one")
  func cut() async throws {
    let original = try await Self.heard("clips/takes.mkv")
    let copied = try await Self.copied("clips/takes.mkv") {
      $0.sound = .encoded
      $0.start = 5200
      $0.earliestStart = 4000
      $0.latestStart = 5200
      $0.earliestEnd = 9300
      $0.maximumDuration = 8000
    }
    #expect(copied.copy.start == 5000)
    #expect((9300...9700).contains(copied.copy.end), "\(copied.copy)")
    let film = try #require(copied.facts.film)
    #expect(copied.facts.isProven && copied.facts.problems.isEmpty)
    #expect(abs(film.milliseconds - (copied.copy.end - copied.copy.start)) <= 1)
    #expect(film.claimedMilliseconds.map { abs($0 - film.milliseconds) <= 1 } == true)
    for number in [0, 30, film.frameCount - 1] {
      let frames = try await (
        Inspector.sample.frame(120 + number, of: original),
        Inspector.sample.frame(number, of: copied.heard)
      )
      #expect(frames.0 == frames.1, "frame \(number)")
    }
    let sound = try #require(copied.facts.sound)
    #expect(sound.codec == "aac" && sound.rate == 16_000)
    #expect(abs(sound.seconds - Double(film.milliseconds) / 1000) < 0.07)
  }

  @Test("never extend beyond their end, nor exceed their maximum length")
  func bounds() async throws {
    for (end, maximum) in [(4000, 8000), (12_000, 3000), (6500, 8000)] {
      let copied = try await Self.copied("clips/takes.mkv") {
        $0.sound = .omitted
        $0.end = end
        $0.maximumDuration = maximum
      }
      #expect(copied.copy.start == 0)
      #expect(copied.copy.end <= min(end, maximum) && copied.copy.end > min(end, maximum) - 400)
      #expect(copied.facts.sound == nil && copied.facts.film?.observations != nil)
    }
    // The first take has no frame of the second.
    let first = try await Self.copied("clips/takes.mkv") {
      $0.sound = .omitted
      $0.end = 4000
    }
    #expect(first.facts.film?.observations?.cuts.isEmpty == true)
  }

  @Test("begin with a frame that needs no other")
  func noStart() async throws {
    func failure(_ wishing: (inout ClipCopyRequest) -> Void) async throws -> CopyFailure? {
      do {
        _ = try await Self.copied("clips/late-start.mp4", wishing)
        return nil
      } catch let error as CopyFailure { return error }
    }
    guard case .noStartFrame = try await failure({ _ in }) else {
      Issue.record("it was taken over")
      return
    }
    let coded = try await Self.copied("clips/late-start.mp4") {
      $0.film = ClipCopyRequest.Film(size: PixelSize(width: 640, height: 360))
    }
    #expect(coded.facts.film?.frameCount == 255 && coded.facts.film?.milliseconds == 8500)
    let original = try await Self.heard("clips/late-start.mp4")
    for number in [0, 254] {
      let frames = try await (
        Inspector.sample.frame(number, of: original),
        Inspector.sample.frame(number, of: coded.heard)
      )
      #expect(Self.difference(frames.0, frames.1) < 2, "frame \(number)")
    }
  }

  @Test(
    "that are recoded look alike, upright, in the requested size and at the requested rate")
  func coded() async throws {
    let upright = try await Self.copied("clips/turned.mov") {
      $0.film = ClipCopyRequest.Film(size: PixelSize(width: 720, height: 1280))
    }
    let film = try #require(upright.facts.film)
    #expect(film.codec == "h264" && film.rotation == 0 && film.frameCount == 96)
    #expect(film.size == PixelSize(width: 720, height: 1280) && film.milliseconds == 4000)
    let original = try await Self.heard("clips/turned.mov")
    for number in [0, 50] {
      let frames = try await (
        Inspector.sample.frame(number, of: original),
        Inspector.sample.frame(number, of: upright.heard)
      )
      #expect(Self.difference(frames.0, frames.1) < 2, "frame \(number)")
    }
    let thin = try await Self.copied("clips/mira.mp4") {
      $0.film = ClipCopyRequest.Film(size: PixelSize(width: 320, height: 180), frameInterval: 2)
      $0.sound = .encoded
      $0.start = 1000
      $0.earliestEnd = 3000
    }
    #expect(thin.facts.film?.frameCount == 24 && thin.facts.film?.milliseconds == 2000)
    #expect(thin.facts.film?.size == PixelSize(width: 320, height: 180))
    #expect(thin.facts.film?.framesPerSecond.map { abs($0 - 12) < 0.01 } == true)
    let sound = try #require(thin.facts.sound)
    #expect(abs(sound.seconds - 2) < 0.07 && sound.codec == "aac")
    // The sound is the original one of that stretch.
    let whole = try await Self.heard("clips/mira.mp4")
    let start = try #require(whole.facts.sound?.rate)
    let one = try await Inspector.sample.samples(
      of: whole, from: start, to: 3 * start, channel: 0)
    let other = try await Inspector.sample.samples(
      of: thin.heard, from: 0, to: min(2 * start, sound.sampleCount), channel: 0)
    #expect(Self.likeness(one, other) > 0.9)
  }

  /// The correlation of two sounds of 16 bits, 1 at most.
  private static func likeness(_ one: [UInt8], _ other: [UInt8]) -> Double {
    func samples(_ bytes: [UInt8]) -> [Double] {
      stride(from: 0, to: bytes.count - 1, by: 2).map {
        Double(Int16(truncatingIfNeeded: Int(bytes[$0]) | Int(bytes[$0 + 1]) << 8))
      }
    }
    let pairs = zip(samples(one), samples(other))
    var (both, first, second) = (0.0, 0.0, 0.0)
    for (a, b) in pairs {
      both += a * b
      first += a * a
      second += b * b
    }
    return both / max(1, (first * second).squareRoot())
  }

  @Test("contain no names and no positions")
  func metadata() async throws {
    let original = try await Self.heard("clips/placed.mov")
    #expect(original.facts.streamMetadata == [.location, .owner])
    let copied = try await Self.copied("clips/placed.mov") { $0.isQuickTime = true }
    #expect(copied.facts.streamMetadata.isEmpty && copied.facts.isProven)
    for words in ["+48", "Mira", "Lavf", "artist", "location"] {
      #expect(copied.bytes.firstRange(of: Array(words.utf8)) == nil, "\(words)")
    }
    #expect(copied.facts.sound?.codec == original.facts.sound?.codec)
    #expect(copied.facts.sound?.sampleCount == original.facts.sound?.sampleCount)
  }

  @Test("contain neither the camera nor the day, wherever these were")
  func cameras() async throws {
    let original = try await Self.heard("clips/phone.mov")
    #expect(original.facts.streamMetadata == [.camera, .date])
    let copied = try await Self.copied("clips/phone.mov") { $0.isQuickTime = true }
    #expect(copied.facts.streamMetadata.isEmpty && copied.facts.isProven)
    for words in ["Phonemaker", "Handset", "2026", "creationdate", "quicktime.make"] {
      #expect(copied.bytes.firstRange(of: Array(words.utf8)) == nil, "\(words)")
    }
    let bytes = try Fixtures.bytes("clips/mira.mp4")
    #expect(try await Self.metadata(of: bytes) == [])
    // Each header has a time of its own, and libavformat does not read all of them.
    for header in ["mvhd", "tkhd", "mdhd"] {
      var dated = bytes
      let position = try #require(bytes.firstRange(of: Array(header.utf8))).upperBound
      for (offset, byte) in [0xE2, 0x34, 0x56, 0x78].enumerated() {
        dated[position + 4 + offset] = UInt8(byte)
      }
      #expect(try await Self.metadata(of: dated) == [.date], "\(header)")
    }
  }

  @Test(
    "Boxes of user data that name cameras are found", arguments: ["mak", "mod", "day"])
  func userData(name: String) async throws {
    // At the end of the index a box of user data replaces what came after it.
    var bytes = try Fixtures.bytes("clips/mira.mp4")
    let text = Array("\u{0}\u{4}\u{0}\u{0}2026".utf8)
    let inner = Self.box([0xA9] + Array(name.utf8), text)
    let added = Self.box(Array("udta".utf8), inner)
    let index = try #require(bytes.firstRange(of: Array("moov".utf8))).lowerBound - 4
    let size = Bytes.number(bytes, at: index)
    try #require(index + size == bytes.count)
    bytes.replaceSubrange(index..<index + 4, with: Bytes.big(size + added.count))
    bytes += added
    #expect(try await Self.metadata(of: bytes) == [name == "day" ? .date : .camera])
  }

  private static func metadata(of bytes: [UInt8]) async throws -> Set<PrivateMetadata> {
    let path = FilePath(bytes: Array("c.mp4".utf8)) ?? .unnamed
    return try await Inspector.sample.inspect(.bytes(bytes, name: path), depth: .facts).facts
      .streamMetadata
  }

  private static func box(_ type: [UInt8], _ content: [UInt8]) -> [UInt8] {
    Bytes.big(8 + content.count) + type + content
  }

  @Test("keep the sound before the first frame, whether frames are recoded or not")
  func earlySound() async throws {
    let original = try await Self.heard("clips/early-sound.mp4")
    let lead = try #require(original.facts.film?.soundLead)
    #expect(abs(lead - 583) <= 1)
    let samples = try #require(original.facts.sound?.sampleCount)
    let rate = try #require(original.facts.sound?.rate)
    let whole = try await Inspector.sample.samples(of: original, from: 0, to: samples, channel: 0)
    for film in [nil, ClipCopyRequest.Film(size: PixelSize(width: 320, height: 180))] {
      for sound in [ClipCopyRequest.Sound.copied, .encoded] {
        let copied = try await Self.copied("clips/early-sound.mp4") {
          $0.film = film
          $0.sound = sound
        }
        #expect(copied.copy.lostSound == 0)
        #expect(abs((copied.facts.film?.soundLead ?? 0) - lead) <= 1)
        #expect(copied.facts.film?.milliseconds == 4000)
        let count = try #require(copied.facts.sound?.sampleCount)
        #expect(abs(count - samples) <= rate / 10, "\(count) of \(samples)")
        let heard = try await Inspector.sample.samples(
          of: copied.heard, from: 0, to: min(count, samples), channel: 0)
        #expect(Self.likeness(heard, whole) > 0.9)
      }
    }
    // A clip that is cut to a length begins with a frame, and reports what is lost.
    let cut = try await Self.copied("clips/early-sound.mp4") { $0.maximumDuration = 3500 }
    #expect(abs(cut.copy.lostSound - lead) <= 1)
    #expect(cut.facts.film.map { $0.soundLead < 60 } == true)
  }

  @Test(
    "of interlaced clips that are recoded are progressive, without combing",
    arguments: [("clips/interlaced.mp4", FieldOrder.top), ("clips/interlaced.mpg", .bottom)])
  func interlaced(name: String, order: FieldOrder) async throws {
    let original = try await Self.heard(name)
    #expect(original.facts.film?.fieldOrder == order)
    let size = PixelSize(width: 640, height: 360)
    let copied = try await Self.copied(name) { $0.film = ClipCopyRequest.Film(size: size) }
    let film = try #require(copied.facts.film)
    #expect(film.fieldOrder == nil && film.frameCount == original.facts.film?.frameCount)
    for number in [0, 20, 50] {
      // An extracted frame is deinterlaced, too.
      let frames = try await [
        Inspector.sample.frame(number, of: original),
        Inspector.sample.frame(number, of: copied.heard),
      ]
      for frame in frames { #expect(Self.combing(frame, size) < 0.002, "frame \(number)") }
      #expect(Self.difference(frames[0], frames[1]) < 3)
    }
    // An interlaced copy keeps its frames.
    if name.hasSuffix("mp4") {
      #expect(try await Self.copied(name).facts.film?.fieldOrder == order)
    }
  }

  /// The share of green values that are far above both neighbors in the rows above and below, or
  /// far below both.
  private static func combing(_ rgb: [UInt8], _ size: PixelSize) -> Double {
    var combed = 0
    for y in 1..<size.height - 1 {
      for x in 0..<size.width {
        let offset = 3 * (y * size.width + x) + 1
        let value = Int(rgb[offset])
        let (above, below) = (
          value - Int(rgb[offset - 3 * size.width]), value - Int(rgb[offset + 3 * size.width])
        )
        if above > 12 && below > 12 || above < -12 && below < -12 { combed += 1 }
      }
    }
    return Double(combed) / Double(size.pixelCount)
  }

  @Test("are equal each time, and never exceed their maximum size")
  func same() async throws {
    for film in [nil, ClipCopyRequest.Film(size: PixelSize(width: 320, height: 180))] {
      let copies = [
        try await Self.copied("clips/mira.mp4") { $0.film = film },
        try await Self.copied("clips/mira.mp4") { $0.film = film },
      ]
      #expect(copies[0].bytes == copies[1].bytes)
    }
    await #expect(throws: CopyFailure.self) {
      try await Self.copied("clips/mira.mp4", mostBytes: 20_000)
    }
    let small = try await Self.copied("clips/mira.mp4") {
      $0.film = ClipCopyRequest.Film(
        size: PixelSize(width: 1280, height: 720), maximumBitRate: 100_000)
      $0.sound = .omitted
    }
    #expect(small.bytes.count < 75_000 && small.facts.film?.frameCount == 96)
  }

  @Test("of incomplete clips are made, or not, without a crash")
  func broken() async throws {
    for name in [
      "cut-index-first.mp4", "cut-no-index.mp4", "damaged.mp4", "lying-length.mp4", "text.mp4",
      "variable-rate.mp4", "wide-pixels.mp4", "mira.webm",
    ] {
      for film in [nil, ClipCopyRequest.Film(size: PixelSize(width: 64, height: 36))] {
        do {
          let copied = try await Self.copied("clips/\(name)") { $0.film = film }
          #expect(copied.copy.start < copied.copy.end && copied.facts.film != nil, "\(name)")
        } catch let error as CopyFailure {
          if case .failed(let problem) = error { Issue.record("\(name): \(problem)") }
        }
      }
    }
  }
}
