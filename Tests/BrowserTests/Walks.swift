import Foundation
import TestSupport
import Testing

/// The ways that people use the gallery, walked through by a real Chromium: `walks.py` has the
/// steps. Its screenshots are in `.build/gallery` afterwards.
@Suite("The gallery in a browser", .serialized, .timeLimit(.minutes(30)))
struct Walks {
  @Test(
    "on a desk",
    arguments: [
      "opening", "searching", "roles", "together", "adding", "comparing", "picking", "exporting",
      "conflict", "checking", "fork", "live", "away", "restart", "preparing", "selecting",
      "stacks", "takes",
    ]
      + (TestRun.isLong
        ? [
          "keyboard", "ordering", "writing", "judging", "binding", "rights", "past", "hearing",
          "watching", "looking", "beginning", "access", "cutting", "replacing", "whole", "shoot",
          "wall", "splitting", "justified", "crowd", "choosing", "settling", "targets",
          "projects", "moved", "several",
        ] : []))
  func desk(walk: String) throws { try self.walk(walk, "desk") }

  @Test(
    "on a phone",
    arguments: ["opening", "roles", "fork"]
      + (TestRun.isLong
        ? [
          "searching", "adding", "comparing", "picking", "exporting", "access", "preparing",
          "splitting", "projects", "takes", "moved",
        ]
        : []))
  func phone(walk: String) throws { try self.walk(walk, "phone") }

  private func walk(_ name: String, _ size: String) throws {
    let root = Fixtures.repository
    let axe = root.appending(path: ".build/axe/axe_core_python/axe.min.js").path()
    try #require(
      FileManager.default.fileExists(atPath: axe), "axe is not there: run Scripts/install --tests")
    let result = try Program.run(
      Program.python,
      [
        "walks.py", name, size, root.appending(path: ".build/debug/castbook").path(),
        root.appending(path: "Fixtures").path(), root.appending(path: ".build/gallery").path(), axe,
      ], in: root.appending(path: "Tests/BrowserTests"),
      environment: Program.environment(with: ["PYTHONDONTWRITEBYTECODE": "1"]))
    let printed = result.output + result.errors
    #expect(result.status == 0, "\(name) on a \(size):\n\(printed.prefix(6000))")
  }
}
