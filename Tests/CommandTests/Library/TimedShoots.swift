import FormatSupport
import Foundation
import Model
import TestSupport
import Testing

/// A shoot whose camera recorded the time of each picture.
@Suite(.timeLimit(.minutes(10)))
struct TimedShoots {
  private let scratch: TemporaryFolder

  /// - Parameter times: the clock of each picture.
  private func shoot(_ pictures: [(file: String, time: String?)]) throws {
    let folder = scratch.url.appending(path: "shoot")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (number, picture) in pictures.enumerated() {
      let source = Fixtures.folder.appending(path: picture.file).resolvingSymlinksInPath()
      var jpeg = [UInt8](try Data(contentsOf: source))
      if let time = picture.time {
        var exif = EXIFBuilder()
        exif.photo = [EXIFBuilder.Entry(0x9003, "2026:11:20 \(time)")]
        jpeg = AssembledPicture.jpeg(jpeg, [AssembledPicture.exif(exif)])
      }
      try Data(jpeg).write(to: folder.appending(path: "IMG_\(number).JPG"))
    }
  }

  init() throws { scratch = try TemporaryFolder() }

  private func plan() throws -> JSONValue {
    let result = try Tool.run(["sort", "shoot", "--json"], in: scratch.url)
    return try JSONParser.parse(Array(result.output.utf8))
  }

  private static let mira = ["front", "right", "back", "three-quarter-left"].map {
    "starter/mira-\($0).jpg"
  }

  @Test(
    "A picture in other light joins those that were taken right before and after it",
    arguments: ["mira-close-up", "mira-045-side", "mira-000-daylight-cluttered"])
  func between(name: String) throws {
    let times = ["10:00:00", "10:00:06", "10:00:30", "10:00:40"]
    let others = zip(Self.mira, times).map { (file: $0, time: String?.some($1)) }
    try shoot(others + [("scenes/\(name).jpg", "10:00:03")])
    let plan = try plan()
    let group = try #require(plan["groups"]?.array?.first)
    #expect(group["files"]?.array?.count == 5)
    #expect(group["by"]?.array?.contains(.string("times")) == true)
    #expect(plan["undetermined"] == .array([]))
    // A minute later it stays alone.
    try shoot(others + [("scenes/\(name).jpg", "10:01:03")])
    #expect(try self.plan()["undetermined"]?.array?.count == 1)
  }

  @Test(
    "Colours override the clock: a picture taken in between that looks different stays alone")
  func different() throws {
    try shoot(
      zip(
        Self.mira + ["scenes/mug-close-up.jpg"],
        ["10:00:00", "10:00:06", "10:00:30", "10:00:40", "10:00:03"]
      )
      .map { ($0, $1) })
    let plan = try plan()
    #expect(plan["groups"]?.array?.count == 1)
    #expect(plan["undetermined"]?.array?.first?["path"]?.string == "shoot/IMG_4.JPG")
  }

  @Test(
    "A clock that was never set, or an invalid time, changes nothing",
    arguments: ["0000:00:00", "later", "99:99:99"])
  func broken(time: String) throws {
    try shoot((Self.mira + ["scenes/mug-close-up.jpg"]).map { ($0, time) })
    let plan = try plan()
    #expect(plan["groups"]?.array?.count == 1)
    #expect(plan["undetermined"]?.array?.count == 1)
  }
}
