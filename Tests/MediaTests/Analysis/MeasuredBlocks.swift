import Model
import Quality
import TestSupport
import Testing

@testable import Media

@Suite("The blocks of a JPEG", .timeLimit(.minutes(30)))
struct MeasuredBlocks {
  private static let names = TestRun.some(
    [
      "scenes/mira-000-daylight-cluttered.jpg", "scenes/mug-045-lamp.jpg", "starter/mira-front.jpg",
      "starter/mug-front.jpg",
    ], 2)

  private static func compression(_ bytes: [UInt8]) async throws -> MeasuredScore {
    let picture = try await Inspector.sample.measured(bytes)
    return try #require(PictureMeasuring.scores(of: picture)[.compression])
  }

  private static func isWarned(_ score: MeasuredScore) throws -> Bool {
    score.score < (try #require(score.warn))
  }

  private static func isRefused(_ score: MeasuredScore) throws -> Bool {
    score.score < (try #require(score.fail))
  }

  @Test(
    "are warned of at quality 40 and under, refused at 10, and not told at 70", arguments: names)
  func qualities(name: String) async throws {
    let scene = try ChangedPicture(name)
    for across in [1, 2] {
      var before = 2.0
      for quality in [95, 85, 75, 70, 40, 30, 20, 10] {
        let bytes = try scene.jpeg(quality: quality, across: across, down: across)
        let score = try await Self.compression(bytes)
        let what: Comment = "\(name), \(quality), chroma \(across): \(score.value) levels"
        #expect(try Self.isWarned(score) == (quality <= 40), what)
        #expect(try Self.isRefused(score) == (quality == 10), what)
        #expect(score.score < before + 0.02, what)
        before = score.score
      }
    }
  }

  @Test(
    "are found where the picture was cropped and saved again, well or as a PNG", arguments: names)
  func hidden(name: String) async throws {
    let poor = try ChangedPicture(name).saved(quality: 15).cropped(left: 0.013, top: 0.017)
    for bytes in [poor.png, try poor.jpeg(quality: 95, across: 1, down: 1)] {
      #expect(try Self.isWarned(try await Self.compression(bytes)), "\(name)")
    }
  }

  @Test("are no pixels that were repeated, as in pixel art")
  func pixelArt() async throws {
    var state: UInt64 = 3
    let dots = (0..<75 * 75).flatMap { _ -> [UInt8] in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return [UInt8(state >> 56), UInt8(state >> 48 & 255), UInt8(state >> 40 & 255), 255]
    }
    let art = ChangedPicture(width: 75, height: 75, rgba: dots)
    let large = ChangedPicture(
      width: 600, height: 600,
      rgba: (0..<600 * 600).flatMap { place -> [UInt8] in
        let from = 4 * (place / 600 / 8 * 75 + place % 600 / 8)
        return Array(art.rgba[from..<from + 4])
      })
    let picture = try await Inspector.sample.measured(large.png)
    #expect(PictureMeasuring.scores(of: picture)[.compression] == nil)
  }
}

extension ChangedPicture {
  /// As it comes back from a JPEG of a quality.
  fileprivate func saved(quality: Int) throws -> ChangedPicture {
    try ChangedPicture(bytes: try jpeg(quality: quality))
  }
}
