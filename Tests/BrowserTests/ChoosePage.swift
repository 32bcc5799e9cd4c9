import Foundation
import TestSupport
import Testing

/// The page that chats show for the tool `choose` of `castbook mcp`, in a real Chromium.
/// `choose_page.py` has the steps; screenshots are in `.build/gallery` afterwards.
@Suite("The picker in a chat", .timeLimit(.minutes(5)))
struct ChoosePage {
  @Test("chooses by keys and mouse, answers every host, and shows names as text")
  func choosing() throws {
    let root = Fixtures.repository
    let axe = root.appending(path: ".build/axe/axe_core_python/axe.min.js").path()
    try #require(
      FileManager.default.fileExists(atPath: axe), "axe is not there: run Scripts/install --tests")
    let result = try Program.run(
      Program.python,
      [
        "choose_page.py", root.appending(path: "Sources/CAgentPages/Page/choose.html").path(),
        root.appending(path: "Fixtures/starter/mira-front.jpg").path(),
        root.appending(path: ".build/gallery").path(), axe,
      ], in: root.appending(path: "Tests/BrowserTests"),
      environment: Program.environment(with: ["PYTHONDONTWRITEBYTECODE": "1"]))
    #expect(result.status == 0, "\((result.output + result.errors).prefix(6000))")
  }
}
