import Checking
import Decoding
import Model
import Targets
import Testing

@testable import Preparing

@Suite("Plans for sounds and clips")
struct StreamPlans {
  private static func clip(
    _ format: MediaFormat = .mp4, codec: String = "h264", width: Int = 1920, height: Int = 1080,
    milliseconds: Int = 5000, rate: Double = 24, bytes: Int = 5_000_000, sound: String? = "aac"
  ) throws -> FileFacts {
    let name = "c.\(format.suffixes.first ?? "mp4")"
    var facts = FileFacts(path: try #require(FilePath(bytes: Array(name.utf8))))
    facts.format = format
    facts.byteCount = bytes
    facts.isProven = true
    let size = PixelSize(width: width, height: height)
    facts.film = FilmFacts(
      codec: codec, pixelFormat: "yuv420p", depth: 8, codedSize: size, size: size,
      framesPerSecond: rate, frameCount: Int(rate * Double(milliseconds) / 1000),
      milliseconds: milliseconds)
    facts.sound = sound.map {
      SoundFacts(
        codec: $0, isLossy: true, rate: 48_000, channels: 2, sampleCount: 48 * milliseconds)
    }
    return facts
  }

  private static func decision(
    _ facts: FileFacts, for target: String, slot: Slot? = nil,
    _ options: PreparationOptions = PreparationOptions()
  ) throws -> StreamDecision {
    let catalogue = try TargetCatalogue()
    let target = try CheckTarget(catalogue.find(target), slot: slot, in: catalogue)
    let findings = target.outcomes(for: facts).compactMap(\.finding)
    return StreamPlanner([target], options).decision(for: facts, findings)
  }

  private static func plan(
    _ facts: FileFacts, for target: String, slot: Slot? = nil
  ) throws -> ClipPlan {
    guard case .clip(let plan) = try decision(facts, for: target, slot: slot) else {
      throw NoPlan()
    }
    return plan
  }

  private struct NoPlan: Error {}

  @Test("change nothing in a file that passes and has no private metadata")
  func nothing() throws {
    guard case .asItIs = try Self.decision(Self.clip(), for: "kling") else {
      Issue.record("something is made")
      return
    }
    var placed = try Self.clip()
    placed.streamMetadata = [.location]
    let plan = try Self.plan(placed, for: "kling")
    #expect(plan.privateMetadata == [.location] && plan.film == nil && plan.sound == .copied)
    #expect(plan.format == .mp4 && plan.lengths == nil)
  }

  @Test(
    "keep the coded data if the container allows it",
    arguments: [
      (MediaFormat.mkv, "h264", "aac", MediaFormat.mp4, false, ClipCopyRequest.Sound.copied),
      (.mkv, "hevc", "opus", .mp4, false, .encoded), (.mkv, "vp9", "aac", .mp4, true, .copied),
      (.webm, "vp9", "opus", .mp4, true, .encoded), (.flv, "h264", "mp3", .mp4, false, .copied),
      (.mpeg, "h264", "ac3", .mp4, false, .encoded),
      (.mpeg, "mpeg2video", "mp2", .mp4, true, .encoded),
      (.avi, "h264", "mp3", .mp4, true, .encoded), (.wmv, "wmv2", "wmav2", .mp4, true, .encoded),
    ])
  func containers(
    format: MediaFormat, codec: String, sound: String, container: MediaFormat, isCoded: Bool,
    kept: ClipCopyRequest.Sound
  ) throws {
    let plan = try Self.plan(Self.clip(format, codec: codec, sound: sound), for: "kling")
    #expect(plan.format == container)
    #expect((plan.film != nil) == isCoded)
    #expect(plan.sound == kept)
    if isCoded { #expect(plan.film?.size == PixelSize(width: 1920, height: 1080)) }
  }

  @Test("keep the sound of QuickTime in QuickTime")
  func quickTime() throws {
    var clip = try Self.clip(.mov, codec: "prores", sound: "pcm_s24le")
    clip.streamMetadata = [.owner]
    let plan = try Self.plan(clip, for: "kling")
    #expect(plan.format == .mov && plan.sound == .copied && plan.film == nil)
  }

  @Test("cut what is too long to the accepted length; an element's clip is one take")
  func lengths() throws {
    let plan = try Self.plan(Self.clip(milliseconds: 9000), for: "kling")
    #expect(plan.lengths == 3000...8000 && !plan.allowsHardCuts && plan.film == nil)
    let video = try Self.plan(
      Self.clip(milliseconds: 20_000), for: "kling.v3-omni", slot: .video)
    #expect(video.lengths == 3000...15_500 && video.allowsHardCuts)
  }

  @Test("scale what is too large to the accepted size, in whole pairs of pixels")
  func sizes() throws {
    let plan = try Self.plan(
      Self.clip(width: 1921, height: 1081, milliseconds: 6000), for: "kie.seedance-2.0",
      slot: .video)
    let size = try #require(plan.film?.size)
    #expect(size.pixelCount <= 927_408 && size.pixelCount > 900_000)
    #expect(size.width % 2 == 0 && size.height % 2 == 0)
    #expect(abs(Double(size.width) / Double(size.height) - 1921.0 / 1081) < 0.01)
    // A clip that need not be smaller is scaled only to the encoder's limit.
    let huge = try Self.plan(
      Self.clip(.webm, codec: "vp9", width: 3840, height: 2160, sound: nil), for: "kling")
    #expect(huge.scaleReason == .memory && huge.film?.size == PixelSize(width: 2064, height: 1160))
    let tall = try Self.plan(
      Self.clip(width: 2160, height: 5000, milliseconds: 6000), for: "kling.o1-omni", slot: .video)
    #expect(try #require(tall.film?.size).longerSide <= 2160)
  }

  @Test(
    "drop every second frame of a clip that is too fast, and encode one that is too heavy more coarsely"
  )
  func ratesAndBytes() throws {
    let fast = try Self.plan(
      Self.clip(milliseconds: 6000, rate: 119.88), for: "kling.v3-omni", slot: .video)
    #expect(fast.film?.frameInterval == 2)
    let heavy = try Self.plan(
      Self.clip(milliseconds: 8000, bytes: 150_000_000), for: "kling.v3.motion-control",
      slot: .video)
    let bits = try #require(heavy.film?.maximumBitRate ?? heavy.film.map { _ in 0 })
    #expect(Double(bits) * 8 / 8 < 100_000_000)
    // A clip that is cut anyway may be light enough then.
    let long = try Self.plan(
      Self.clip(milliseconds: 80_000, bytes: 300_000_000), for: "kling")
    #expect(long.film == nil && long.lengths != nil)
  }

  @Test("deinterlace what is interlaced, unless it is to stay so")
  func interlaced() throws {
    var clip = try Self.clip()
    clip.film?.fieldOrder = .top
    let plan = try Self.plan(clip, for: "kling")
    #expect(plan.film?.size == PixelSize(width: 1920, height: 1080) && plan.sound == .copied)
    var options = PreparationOptions()
    options.keepsInterlaced = true
    guard case .asItIs = try Self.decision(clip, for: "kling", options) else {
      Issue.record("it is coded again")
      return
    }
    clip.streamMetadata = [.date]
    guard case .clip(let kept) = try Self.decision(clip, for: "kling", options) else { return }
    #expect(kept.film == nil && kept.privateMetadata == [.date])
  }

  @Test("change nothing for an unstated limit, unless that is requested")
  func inferred() throws {
    // This host's limit on pixels is known from another host's page.
    let target = "fal.seedance-2.0.r2v"
    var clip = try Self.clip(milliseconds: 6000)
    clip.streamMetadata = [.location]
    let plan = try Self.plan(clip, for: target, slot: .video)
    #expect(plan.film == nil && plan.lengths == nil)
    var options = PreparationOptions()
    options.followsInferredLimits = true
    guard case .clip(let asked) = try Self.decision(clip, for: target, slot: .video, options) else {
      Issue.record("nothing is made")
      return
    }
    #expect(try #require(asked.film).size.pixelCount <= 927_408)
    clip.streamMetadata = []
    guard case .asItIs = try Self.decision(clip, for: target, slot: .video) else {
      Issue.record("something is made for an inferred limit")
      return
    }
  }

  @Test("refuse what only the author of a file can fix")
  func refused() throws {
    func isRefused(_ facts: FileFacts, _ target: String, _ rule: RuleID, slot: Slot? = nil) throws {
      guard case .refuse(let findings) = try Self.decision(facts, for: target, slot: slot) else {
        Issue.record("\(rule) is not refused")
        return
      }
      #expect(findings.contains { $0.rule == rule }, "\(findings)")
    }
    try isRefused(Self.clip(milliseconds: 2000), "kling", .clipTooShort)
    try isRefused(
      Self.clip(width: 640, height: 360), "kling.element.create", .clipTooSmall)
    var hdr = try Self.clip(.webm, codec: "vp9")
    hdr.film?.hdrTransfer = "smpte2084"
    try isRefused(hdr, "kling", .clipHDR)
    var broken = try Self.clip(.mkv)
    broken.isProven = false
    try isRefused(broken, "kling", .clipFormatNotAccepted)
    guard case .skip = try Self.decision(Self.clip(), for: "fal.kling-v3.t2v") else {
      Issue.record("a clip goes nowhere there")
      return
    }
  }

  @Test(
    "make a WAV of sounds with another format, an excessive length, or private metadata")
  func sounds() throws {
    func sound(_ format: MediaFormat, milliseconds: Int) throws -> FileFacts {
      let name = "v.\(format.suffixes.first ?? "wav")"
      var facts = FileFacts(path: try #require(FilePath(bytes: Array(name.utf8))))
      facts.format = format
      facts.byteCount = 100_000
      facts.isProven = true
      facts.sound = SoundFacts(
        codec: "pcm_s16le", isLossy: false, rate: 16_000, channels: 1,
        sampleCount: 16 * milliseconds)
      facts.sound?.measures = SoundMeasures()
      return facts
    }
    func made(_ facts: FileFacts) throws -> Bool? {
      if case .sound(let isTooLong) = try Self.decision(facts, for: "kling") {
        isTooLong
      } else {
        nil
      }
    }
    #expect(try made(sound(.wav, milliseconds: 5000)) == nil)
    #expect(try made(sound(.flac, milliseconds: 5000)) == false)
    #expect(try made(sound(.wav, milliseconds: 9000)) == true)
    var named = try sound(.wav, milliseconds: 5000)
    named.streamMetadata = [.owner]
    #expect(try made(named) == false)
    #expect(try made(sound(.flac, milliseconds: 2000)) == nil)
  }
}
