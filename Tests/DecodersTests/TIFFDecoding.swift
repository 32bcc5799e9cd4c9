import Decoding
import Model
import TestSupport
import Testing

@testable import Decoders

@Suite("TIFF", .timeLimit(.minutes(30)))
struct TIFFDecoding {
  @Test(
    "of JPEGs is valid when they are",
    arguments: ["jpeg", "jpeg-tables", "jpeg-444", "jpeg-grey", "jpeg-restart"])
  func soundJPEG(name: String) throws {
    #expect(try Fixtures.decode("tiff-\(name).tif").problem == nil)
  }

  @Test(
    "of JPEGs is as damaged as they are, though libtiff continues",
    arguments: [
      ("bad-code", .corrupt("Corrupt JPEG data: bad Huffman code")),
      ("hit-marker", .corrupt("Corrupt JPEG data: premature end of data segment")),
      ("cut-strip", .truncated("Premature end of JPEG file")),
      ("too-few-rows", .corrupt("Improper JPEG strip/tile size, expected 32x16, got 32x8")),
    ] as [(String, DecodedPicture.Problem)])
  func damagedJPEG(name: String, problem: DecodedPicture.Problem) throws {
    #expect(try Fixtures.decode("tiff-jpeg-\(name).tif").problem == problem)
  }

  @Test(
    "of an unsupported kind is not reported as damaged",
    arguments: ["jpeg-12-bit", "bits-5-6-5", "second-page-bits-5-6-5"])
  func unknown(name: String) throws {
    let problem = try Fixtures.decode("tiff-\(name).tif").problem
    guard case .unsupported(let words) = problem else {
      Issue.record("\(String(describing: problem))")
      return
    }
    #expect(!words.isEmpty)
  }

  @Test(
    "is transparent if its alpha says so, in every layout",
    arguments: [
      ("alpha", .used), ("alpha-premultiplied", .used), ("alpha-tiles", .used),
      ("alpha-tiles-unused", .unused), ("alpha-planar", .used), ("alpha-planar-unused", .unused),
      ("alpha-16-bit", .used), ("alpha-16-bit-unused", .unused), ("fourth-channel", .none),
    ] as [(String, ImageFacts.Alpha)])
  func alpha(name: String, alpha: ImageFacts.Alpha) throws {
    let picture = try Fixtures.decode("tiff-\(name).tif")
    #expect(picture.problem == nil)
    #expect(picture.alpha == alpha)
  }
}
