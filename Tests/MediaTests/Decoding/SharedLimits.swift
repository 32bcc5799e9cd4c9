import CDecoderServer
import Decoding
import Files
import Model
import Testing

@testable import Media

@Suite("Limits that castbook and castbook-media share")
struct SharedLimits {
  @Test("are equal on both sides")
  func same() {
    #expect(Inspector.pixelLimit == DecodedPicture.pixelLimit)
    #expect(ReadableFile.wholeFileLimit == DecoderProcess.fileLimit)
    #expect(DecodingOptions.luma.rawValue == UInt64(CASTBOOK_DECODER_OPTION_LUMA))
    #expect(DecodingOptions.picture.rawValue == UInt64(CASTBOOK_DECODER_OPTION_PICTURE))
    #expect(DecodingOptions.pixels.rawValue == UInt64(CASTBOOK_DECODER_OPTION_PIXELS))
  }

  @Test(
    "of memory include the copy of the file, and the overhead of a process",
    arguments: [1, 1000, 16 << 20, 100 << 20, 300 << 20, 400 << 20])
  func memory(fileBytes: Int) {
    let total = 384 << 20
    let limits = DecoderLimits(within: total, fileBytes: fileBytes)
    let taken = limits.reservation(fileBytes: fileBytes)
    #expect(taken == total || limits.memory == 0 && fileBytes + DecoderLimits.overhead > total)
  }

  @Test("leave room in an answer for all blocks that it may carry")
  func answer() throws {
    var picture = DecodedPicture(problem: .corrupt(String(repeating: "\u{1F600}", count: 200)))
    picture.exif = [UInt8](repeating: 0xFF, count: DecodedPicture.metadataByteLimit)
    picture.luma = LumaPlane(width: 64, height: 64, samples: [UInt8](repeating: 0, count: 4096))
    let size = PixelSize(width: 1024, height: 1024)
    var statistics = NativeStatistics()
    statistics.across.counted = [Int](repeating: 1 << 40, count: 8)
    picture.small = SmallPicture(
      codedSize: size, colors: .cmyk, pixels: [UInt8](repeating: 0, count: 4 << 20),
      statistics: statistics)
    #expect(picture.small != nil)
    #expect(picture.answer.count < DecoderProcess.answerLimit)
  }

  @Test("of a decoder's message count combining marks, too")
  func words() throws {
    let words = "a" + String(repeating: "\u{301}", count: 100_000)
    let picture = try #require(DecodedPicture(json: DecodedPicture(problem: .corrupt(words)).json))
    guard case .corrupt(let what)? = picture.problem else {
      Issue.record("the problem was lost")
      return
    }
    #expect(what.unicodeScalars.count == 200)
  }
}
