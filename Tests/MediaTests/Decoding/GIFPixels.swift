import Decoding
import FormatSupport
import Foundation
import Model
import TestSupport
import Testing

@testable import Media

@Suite("A GIF at its full size", .timeLimit(.minutes(30)))
struct GIFPixels {
  private func expect(_ gif: BuiltGIF, hasAlpha: Bool, _ comment: Comment? = nil) async {
    let sink = GatheredPixels()
    let outcome = await Inspector.sample.pixels(gif.bytes, as: .gif, of: nil, into: sink)
    #expect(outcome == .complete, comment)
    #expect(sink.isWhole, comment)
    let size = PixelSize(width: gif.screen.width, height: gif.screen.height)
    #expect(sink.layout == PixelLayout(size: size, colors: .rgb, hasAlpha: hasAlpha), comment)
    let channels = hasAlpha ? 4 : 3
    let expected = (0..<size.pixelCount).flatMap { index in
      gif.pixel(index % size.width, index / size.width)[..<channels]
    }
    #expect(sink.values == expected, comment)
  }

  @Test("has the colors of its palette", arguments: [(1, 1), (7, 5), (64, 33), (3, 17), (300, 9)])
  func plain(width: Int, height: Int) async {
    for isInterlaced in [false, true] {
      var gif = BuiltGIF((width, height))
      gif.isInterlaced = isInterlaced
      await expect(gif, hasAlpha: false, "interlaced: \(isInterlaced)")
      gif.transparent = gif.entries[gif.entries.count - 1]
      await expect(gif, hasAlpha: true, "interlaced: \(isInterlaced)")
    }
  }

  @Test("has no alpha if no pixel is transparent")
  func unused() async {
    var gif = BuiltGIF((5, 4))
    gif.transparent = 127
    #expect(!gif.entries.contains(127))
    await expect(gif, hasAlpha: false)
  }

  @Test("is transparent around a frame that is smaller than its screen")
  func gaps() async {
    for frame in [(3, 2, 5, 4), (0, 0, 9, 7), (2, 0, 8, 9), (8, 7, 30, 30), (0, 8, 10, 40)] {
      for isInterlaced in [false, true] {
        var gif = BuiltGIF((10, 9), frame: frame)
        gif.isInterlaced = isInterlaced
        await expect(gif, hasAlpha: true, "\(frame) \(isInterlaced)")
      }
    }
  }

  @Test("is the first frame of an animation, even if a later one is damaged")
  func moving() async throws {
    for name in ["gif-animated", "gif-cut-third-frame", "gif-no-trailer", "gif-screen-0"] {
      let sink = GatheredPixels()
      let bytes = try Fixtures.bytes("odd/\(name).gif")
      #expect(
        await Inspector.sample.pixels(bytes, as: .gif, of: nil, into: sink) == .complete, "\(name)")
      #expect(sink.isWhole, "\(name)")
    }
  }

  @Test(
    "gives no picture if its first frame is damaged",
    arguments: [
      "gif-cut", "gif-bad-code", "gif-too-few-pixels", "gif-no-picture", "gif-cut-in-palette",
      "gif-screen-65535",
    ])
  func damaged(name: String) async throws {
    let bytes = try Fixtures.bytes("odd/\(name).gif")
    let outcome = await Inspector.sample.pixels(bytes, as: .gif, of: nil, into: GatheredPixels())
    guard case .failed(let words) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(!words.isEmpty)
  }

  #if os(Linux)
    @Test(
      "of a hundred million pixels is streamed without being stored",
      .disabled(if: Sanitizer.isActive, "it keeps its own memory"))
    func large() async throws {
      let gif = BuiltGIF((10_000, 10_000), frame: (5, 5, 3, 3))
      let process = try DecoderProcess(try #require(DecoderProgram.location))
      var limits = DecoderLimits(memory: 16 << 20, processorSeconds: 120, clockSeconds: 600)
      limits.options = .pixels
      try #require(process.send(gif.bytes, as: .gif, within: limits) == nil)
      let sink = GatheredPixels(keeping: false)
      let stream = PixelStream(expecting: nil, into: sink)
      let outcome: DecoderOutcome<DecodedPicture> = process.answer(into: stream)
      guard case .answered(let picture) = outcome else {
        Issue.record("it is no answer")
        return
      }
      #expect(picture.problem == nil)
      #expect(stream.state == .whole)
      #expect(sink.received.byteCount == 400_000_000)
      let status = try String(contentsOfFile: "/proc/\(process.process)/status", encoding: .utf8)
      let peak = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM") })
      let kilobytes = try #require(Int(peak.filter(\.isNumber)))
      #expect(kilobytes < 100_000, "\(peak)")
    }
  #endif
}
