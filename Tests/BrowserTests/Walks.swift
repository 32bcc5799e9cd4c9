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
      "conflict", "fork",
      "live",
    ]
      + (TestRun.isLong
        ? [
          "keyboard", "ordering", "writing", "judging", "binding", "rights", "past", "hearing",
          "watching", "looking", "beginning", "access",
        ] : []))
  func desk(walk: String) throws { try self.walk(walk, "desk") }

  @Test(
    "on a phone",
    arguments: ["opening", "roles", "fork"]
      + (TestRun.isLong
        ? ["searching", "adding", "comparing", "picking", "exporting", "access"] : []))
  func phone(walk: String) throws { try self.walk(walk, "phone") }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func walk(_ name: String, _ size: String) throws {
    let root = Self.root
    let axe = root.appending(path: ".build/axe/axe_core_python/axe.min.js").path()
    try #require(
      FileManager.default.fileExists(atPath: axe), "axe is not there: run Scripts/install --tests")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = [
      "walks.py", name, size, root.appending(path: ".build/debug/castbook").path(),
      root.appending(path: "Fixtures").path(), root.appending(path: ".build/gallery").path(), axe,
    ]
    process.currentDirectoryURL = root.appending(path: "Tests/BrowserTests")
    var environment = ProcessInfo.processInfo.environment
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "castbook-walk-\(UUID().uuidString)")
    try Data().write(to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let words = try FileHandle(forWritingTo: folder)
    process.standardOutput = words
    process.standardError = words
    try process.run()
    process.waitUntilExit()
    let said = String(decoding: try Data(contentsOf: folder), as: UTF8.self)
    #expect(process.terminationStatus == 0, "\(name) on a \(size):\n\(said.prefix(6000))")
  }
}
