import Checking
import CheckingSupport
import Model
import Targets
import Testing

@Suite("A limit in megabytes")
struct ByteBounds {
  @Test(
    "passes below both readings of the unit, warns between them, and fails above",
    arguments: [
      (1, []), (9_999_999, []), (10_000_000, []),
      (10_000_001, ["image.near-size-limit warning"]),
      (10_485_760, ["image.near-size-limit warning"]),
      (10_485_761, ["image.too-heavy error"]),
      (1_000_000_000_000, ["image.too-heavy error"]),
    ])
  func pictures(count: Int, broken: [String]) throws {
    let target = try SampleTarget.builtIn("kling")
    #expect(target.broken(by: try .picture(bytes: count)) == broken)
  }

  @Test(
    "applies to clips as well",
    arguments: [
      (200_000_000, []), (200_000_001, ["clip.near-size-limit warning"]),
      (209_715_200, ["clip.near-size-limit warning"]), (209_715_201, ["clip.too-heavy error"]),
    ])
  func clips(count: Int, broken: [String]) throws {
    let target = try SampleTarget.builtIn("kling")
    #expect(target.broken(by: try .file(.mp4, bytes: count, name: "a.mp4")) == broken)
  }

  @Test("is reported with the measured value and what to do")
  func words() throws {
    let target = try SampleTarget.builtIn("kling")
    let heavy = try #require(target.findings(for: try .picture(bytes: 14_200_000)).first)
    #expect(heavy.message == "14.2 MB, over the 10 MB limit")
    #expect([heavy.measured, heavy.limit, heavy.unit] == ["14200000", "10485760", "bytes"])
    let near = try #require(target.findings(for: try .picture(bytes: 10_200_000)).first)
    #expect(near.message == "10,200,000 bytes, close to the 10 MB limit")
    #expect([near.measured, near.limit, near.unit] == ["10200000", "10000000", "bytes"])
  }

  @Test("does not advise saving a clip as a picture")
  func remedyOfClips() throws {
    let target = try SampleTarget.builtIn("kling")
    let heavy = try #require(
      target.findings(for: try .file(.mp4, bytes: 300_000_000, name: "a.mp4")).first)
    #expect(heavy.fix?.contains("JPEG") == false, "\(heavy.fix ?? "")")
  }
}
