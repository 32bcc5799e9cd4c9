import Foundation
import TestSupport
import Testing

/// User journeys through the gallery in a real Chromium, also by the keyboard alone, and with
/// `--long` in a real Firefox. `walks.py` has the steps; screenshots are in `.build/gallery`
/// afterwards.
@Suite("The gallery in a browser", .serialized, .timeLimit(.minutes(30)))
struct Walks {
  /// The walks of every run.
  private static let always = [
    "opening", "searching", "roles", "adding", "comparing", "exporting", "conflict", "restart",
    "takes", "boarding", "advising", "team", "sending", "sorting", "subjects", "dropping",
    "mending", "importing", "starting", "producing", "configuring", "caring", "creating",
    "bundling", "teammates",
  ]
  /// The additional walks of `--long`.
  private static let more = [
    "together", "picking", "checking", "fork", "live", "away", "preparing", "selecting", "stacks",
    "keyboard", "ordering", "writing", "judging", "binding", "rights", "past", "hearing",
    "watching", "looking", "beginning", "access", "cutting", "replacing", "whole", "shoot",
    "wall", "splitting", "justified", "crowd", "choosing", "settling", "targets", "projects",
    "moved", "several", "colors",
  ]
  /// Walks about keys, a pointer, a wide window, or the head of the grid, which a phone folds away.
  private static let deskOnly: Set = [
    "keyboard", "stacks", "justified", "crowd", "settling", "targets", "choosing",
  ]
  private static let onPhone = (always + more).filter { !deskOnly.contains($0) }
  /// Walks without keys to press, or only with keys that other walks press.
  private static let withoutKeys: Set = [
    "opening", "looking", "beginning", "access", "away", "restart", "live", "advising",
  ]
  private static let byKeys = (always + more).filter { !withoutKeys.contains($0) }

  @Test("on a desk", arguments: always + (TestRun.isLong ? more + ["pressing"] : []))
  func desk(walk: String) throws { try self.walk(walk, "desk") }

  @Test("by the keyboard alone", arguments: TestRun.isLong ? byKeys : ["roles"])
  func keyboard(walk: String) throws { try self.walk(walk, "desk-keys") }

  @Test("on a phone", arguments: TestRun.isLong ? onPhone : ["opening", "roles", "producing"])
  func phone(walk: String) throws { try self.walk(walk, "phone") }

  @Test("in Firefox, on a desk", .enabled(if: TestRun.isLong), arguments: always + more)
  func firefox(walk: String) throws { try self.walk(walk, "desk-firefox") }

  @Test("in Firefox, on a phone", .enabled(if: TestRun.isLong), arguments: onPhone)
  func firefoxPhone(walk: String) throws { try self.walk(walk, "phone-firefox") }

  private func walk(_ name: String, _ size: String) throws {
    let root = Fixtures.repository
    let axe = root.appending(path: ".build/axe/axe_core_python/axe.min.js").path()
    try #require(
      FileManager.default.fileExists(atPath: axe), "axe is not there: run Scripts/install --tests")
    let result = try Program.run(
      Program.python,
      [
        "walks.py", name, size, Program.castbook.path(),
        root.appending(path: "Fixtures").path(), root.appending(path: ".build/gallery").path(), axe,
      ], in: root.appending(path: "Tests/BrowserTests"),
      environment: Program.environment(with: ["PYTHONDONTWRITEBYTECODE": "1"]))
    let printed = result.output + result.errors
    #expect(result.status == 0, "\(name) on a \(size):\n\(printed.prefix(6000))")
  }
}
