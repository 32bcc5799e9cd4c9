import Foundation
import Model
import TestSupport
import Testing

/// A film-maker's home with a folder `film` of pictures: `refs` are good ones, `downloads` typical
/// ones. Commands are typed there as in a shell.
struct Studio {
  private let scratch: TemporaryFolder

  init() throws {
    scratch = try TemporaryFolder()
    try FileManager.default.createDirectory(at: film, withIntermediateDirectories: false)
    for (folder, fixtures) in [("refs", "starter"), ("downloads", "trouble")] {
      try FileManager.default.copyItem(
        at: Fixtures.folder.appending(path: fixtures).resolvingSymlinksInPath(),
        to: film.appending(path: folder))
    }
  }

  var film: URL { scratch.url.appending(path: "film") }

  /// The output of a shell line on a terminal of a certain width, without colour.
  func type(_ line: String, columns: Int) throws -> String {
    let errors = scratch.path("errors").text
    let command = "stty cols \(columns); { \(line)\n} 2>'\(errors)'; cat '\(errors)'"
    let folder = Tool.binary.deletingLastPathComponent().path()
    let result = try Tool.run(
      program: URL(filePath: "/usr/bin/script"),
      ["--quiet", "--return", "--command", command, "/dev/null"], in: film,
      environment: [
        "TERM": "xterm", "SHELL": "/bin/sh", "NO_COLOR": "1", "HOME": scratch.url.path(),
        "FAL_KEY": "a-key",
        "PATH": "\(folder):\(Tool.surroundings["PATH"] ?? "")",
      ])
    let home = scratch.url.resolvingSymlinksInPath().path()
    return result.output.replacing("\r\n", with: "\n").replacing(home, with: "/home/ana/")
      .replacing("/home/ana//", with: "/home/ana/")
  }

  /// A text with fixed moments and digests.
  static func plain(_ text: String) -> String {
    let digests = ["9f2c41ab", "7c95b6d0", "2efde40f"]
    var count = 0
    return text.replacing(/\d{4}-\d\d-\d\d \d\d:\d\d/, with: "2026-11-20 07:00")
      .replacing(/sha256-[0-9a-f]{8}/) { _ in
        count += 1
        return "sha256-" + digests[count % digests.count]
      }
  }
}
