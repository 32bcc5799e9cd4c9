import Foundation
import TestSupport
import Testing

/// The page's JavaScript, checked by Deno: the types that its comments state, its lint rules, and
/// unit tests of the parts that need no browser. The journeys are in BrowserTests.
@Suite("The page's code", .timeLimit(.minutes(5)))
struct PageCode {
  private static let folder = Fixtures.repository.appending(path: "Tests/PageTests")
  private static let page = Fixtures.repository.appending(path: "Sources/CGalleryPage/Page")

  @Test("has no error of types")
  func types() throws {
    let files = try FileManager.default.contentsOfDirectory(
      at: Self.page, includingPropertiesForKeys: nil
    ).filter { $0.pathExtension == "js" }
    #expect(files.count > 90)
    let result = try deno("check", files.map { $0.path() }.sorted())
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }

  @Test("keeps the rules of the linter")
  func lint() throws {
    let result = try deno("lint", [Self.page.path(), Self.folder.path()])
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.errors.contains("Checked 1"), "more than a hundred files are checked")
  }

  @Test("passes its unit tests")
  func units() throws {
    let result = try deno("test", ["--no-prompt", "--no-remote", "--no-npm", Self.folder.path()])
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    let passed = result.output.firstMatch(of: /(\d+) passed/).flatMap { Int($0.output.1) }
    #expect(passed ?? 0 >= 28, "\(result.output)")
  }

  @Test("an error of each sort is found")
  func faults() throws {
    let folder = try TemporaryFolder()
    let faults = [
      ("check", #"import { go } from "./route.js"; go("", { isReplacing: "no" });"#),
      ("check", #"import { showBar } from "./bar.js"; showBar({ text: "a", isErorr: true });"#),
      ("check", #"import { goo } from "./route.js"; goo();"#),
      ("lint", "export const one = (unused) => 1;"),
      ("test", #"Deno.test("fails", () => { throw new Error("no"); });"#),
    ]
    for name in try FileManager.default.contentsOfDirectory(atPath: Self.page.path())
    where name.hasSuffix(".js") {
      try FileManager.default.copyItem(
        at: Self.page.appending(path: name), to: folder.url.appending(path: name))
    }
    for (command, text) in faults {
      let file = folder.url.appending(path: "fault.test.js")
      try Data(text.utf8).write(to: file)
      let result = try deno(command, [file.path()])
      #expect(result.status != 0, "\(command): \(text)")
    }
  }

  private func deno(_ command: String, _ arguments: [String]) throws -> Program.Result {
    let program = Fixtures.repository.appending(path: ".build/deno/bin/deno").path()
    try #require(
      FileManager.default.fileExists(atPath: program),
      "Deno is not there: run Scripts/install --page")
    let configuration = Self.folder.appending(path: "deno.jsonc").path()
    let kept = Fixtures.repository.appending(path: ".build/deno/kept").path()
    return try Program.run(
      program, [command, "--config", configuration] + arguments, in: Self.folder,
      environment: Program.environment(with: [
        "DENO_DIR": kept, "DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1",
      ]))
  }
}
