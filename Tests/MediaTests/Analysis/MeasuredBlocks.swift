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
    return try #require(PictureMeasurement.scores(of: picture)[.compression])
  }

  private static func isWarned(_ score: MeasuredScore) throws -> Bool {
    score.score < (try #require(score.warn))
  }

  private static func isRefused(_ score: MeasuredScore) throws -> Bool {
    score.score < (try #require(score.fail))
  }

  @Test(
    "are a warning at quality 40 and under, refused at 10, and not reported at 70", arguments: names
  )
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
        // A scene saved at 95 shows the blocks of its own file, which was saved at 90.
        if quality < 90 {
          #expect(score.score < before + 0.02, what)
          before = score.score
        }
      }
    }
  }

  @Test(
    "are found if the picture was cropped and saved again, at good quality or as a PNG",
    arguments: names)
  func hidden(name: String) async throws {
    let poor = try ChangedPicture(name).saved(quality: 15).cropped(left: 0.013, top: 0.017)
    for bytes in [poor.png, try poor.jpeg(quality: 95, across: 1, down: 1)] {
      #expect(try Self.isWarned(try await Self.compression(bytes)), "\(name)")
    }
  }

  @Test(
    "of an earlier file are distinguished from those of a good one that was cropped as well",
    arguments: names)
  func earlier(name: String) async throws {
    let scene = try ChangedPicture(name)
    for quality in [85, 75, 20] {
      let again = try scene.saved(quality: quality).cropped(left: 0.013, top: 0.017)
      let score = try await Self.compression(try again.jpeg(quality: 95, across: 1, down: 1))
      let what: Comment = "\(name), \(quality): \(score.value) levels"
      #expect(try Self.isWarned(score) == (quality == 20), what)
    }
  }

  @Test("are refused in a smooth picture at quality 10, too, whose blocks have one color each")
  func ofOneColor() async throws {
    let (width, height) = (1200, 900)
    let sky = ChangedPicture(
      width: width, height: height,
      rgba: (0..<width * height).flatMap { index in
        let (x, y) = (index % width, index / width)
        return [UInt8(60 + 90 * x / width), UInt8(90 + 80 * y / height), 150, 255]
      })
    let score = try await Self.compression(try sky.jpeg(quality: 10, across: 2, down: 2))
    #expect(try Self.isRefused(score), "\(score.value) levels")
  }

  @Test("are not confused with repeated pixels, as in pixel art", arguments: [8, 18])
  func pixelArt(scale: Int) async throws {
    var state: UInt64 = 3
    let side = 600 / scale
    let dots = (0..<side * side).map { _ -> [UInt8] in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return [UInt8(60 + (state >> 58) * 2), UInt8(90 + (state >> 50 & 63)), 120, 255]
    }
    let width = side * scale
    let art = ChangedPicture(
      width: width, height: width,
      rgba: (0..<width * width).flatMap { index in
        dots[index / width / scale * side + index % width / scale]
      })
    for bytes in [art.png, try art.jpeg(quality: 92, across: 1, down: 1)] {
      let picture = try await Inspector.sample.measured(bytes)
      #expect(PictureMeasurement.scores(of: picture)[.compression] == nil)
    }
  }
}

extension ChangedPicture {
  /// The picture after it was saved as a JPEG of a quality.
  fileprivate func saved(quality: Int) throws -> ChangedPicture {
    try ChangedPicture(bytes: try jpeg(quality: quality))
  }
}
