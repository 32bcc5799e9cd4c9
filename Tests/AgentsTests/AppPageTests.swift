import Foundation
import Model
import TestSupport
import Testing

@testable import Agents

/// The extension MCP Apps: what is declared to whom, and the embedded pages.
@Suite(.timeLimit(.minutes(5)))
struct AppPageTests {
  private static let catalogue = AgentCatalogue.castbook(.withoutLibrary)
  private static let address = "ui://castbook/choose.html"
  private static let folder = Fixtures.repository.appending(path: "Sources/CAgentPages/Page")

  /// Sends a request without parameters in a version, with and without a handshake, and returns the
  /// result.
  private func result(
    of method: String, _ members: String = "", version: String, capabilities: String
  ) async throws -> JSONValue {
    let client = TestClient(Self.catalogue)
    if version == "2026-07-28" {
      client.request(1, method, members, capabilities: capabilities)
    } else {
      try await client.initialize(version, capabilities: capabilities)
      client.send(
        #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":{\#(members)}}"#)
    }
    return try #require(try await client.answer()["result"])
  }

  @Test(
    "A tool names its page only to clients that show pages",
    arguments: VersionTests.old + ["2026-07-28"])
  func declared(version: String) async throws {
    for (capabilities, isDeclared) in [
      (TestClient.showsPages, true), ("{}", false),
      (#"{"extensions":{"io.modelcontextprotocol/ui":{"mimeTypes":["text/plain"]}}}"#, false),
      (#"{"extensions":{"io.modelcontextprotocol/ui":{}}}"#, false),
      (#"{"extensions":[1]}"#, false),
    ] {
      let list = try await result(
        of: "tools/list", version: version, capabilities: capabilities)
      let named = list["tools"]?.array?.filter { $0["_meta"] != nil } ?? []
      #expect(named.map { $0["name"] } == (isDeclared ? ["choose"] : []), "\(capabilities)")
      #expect(
        named.allSatisfy { $0["_meta"]?["ui"]?["resourceUri"]?.string == Self.address })
      // The list depends on the client, so it is not the same for all.
      #expect(list["cacheScope"] == (version == "2026-07-28" ? "private" : nil))
    }
  }

  @Test("The server declares the extension to clients that do")
  func capability() async throws {
    let extensionName = "io.modelcontextprotocol/ui"
    for (capabilities, isDeclared) in [(TestClient.showsPages, true), ("{}", false)] {
      let discovered = try await result(
        of: "server/discover", version: "2026-07-28", capabilities: capabilities)
      #expect(
        (discovered["capabilities"]?["extensions"]?[extensionName] == [:]) == isDeclared)
      let client = TestClient(Self.catalogue)
      client.send(TestClient.handshake("2025-11-25", capabilities: capabilities))
      let chosen = try await client.answer()["result"]?["capabilities"]
      #expect((chosen?["extensions"]?[extensionName] == [:]) == isDeclared)
    }
  }

  @Test(
    "The page is read as it is embedded, and not listed", arguments: ["2025-06-18", "2026-07-28"])
  func resource(version: String) async throws {
    let read = try await result(
      of: "resources/read", #""uri":"\#(Self.address)""#, version: version,
      capabilities: TestClient.showsPages)
    let content = try #require(read["contents"]?.array?.first)
    #expect(content["uri"]?.string == Self.address)
    #expect(content["mimeType"] == "text/html;profile=mcp-app")
    #expect(content["text"]?.string == AppPages.text(of: "choose.html"))
    let security = content["_meta"]?["ui"]?["csp"]
    #expect(security?["connectDomains"] == [] && security?["resourceDomains"] == [])
    let list = try await result(
      of: "resources/list", version: version, capabilities: TestClient.showsPages)
    #expect(list["resources"]?.array?.contains { $0["uri"]?.string == Self.address } == false)
  }

  @Test("All pages are in the program, and no others")
  func embedded() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path())
      .filter { !$0.hasPrefix(".") }
    #expect(Set(AppPages.names) == Set(names))
    for name in names {
      let own = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
      #expect(AppPages.text(of: name) == own, "\(name)")
    }
    #expect(AppPages.text(of: "none.html").isEmpty)
  }

  @Test("A page loads nothing, and never treats text as a page or a program")
  func selfContained() throws {
    for name in AppPages.names {
      let text = AppPages.text(of: name)
      #expect(text.contains("default-src 'none'"))
      #expect(!text.contains("unsafe-inline") && !text.contains("unsafe-eval"))
      // The only address names the language of the drawing.
      let addresses = text.matches(of: /https?:\/\/[^"' ]+/).map { String($0.output) }
      #expect(Set(addresses).isSubset(of: ["http://www.w3.org/2000/svg"]))
      for word in [
        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(",
        "fetch(", "XMLHttpRequest", "import(", "srcdoc", "<link", " src=\"", "localStorage",
      ] {
        #expect(!text.contains(word), "\(name) has \(word)")
      }
    }
  }

  @Test("The security policy names the style and the script that are in the page")
  func policy() throws {
    // The address sanitizer reports the way in which Foundation starts programs.
    guard !Sanitizer.isActive else { return }
    let program = """
      import base64, hashlib, re, sys
      text = open(sys.argv[1]).read()
      for tag in ("style", "script"):
          body = re.search(f"<{tag}>(.*?)</{tag}>", text, re.S).group(1)
          hash = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
          wanted = f"{tag}-src 'sha256-{hash}'"
          print("right" if wanted in text else f"the policy needs {wanted}")
      """
    let page = Self.folder.appending(path: "choose.html").path()
    let result = try Program.run(Program.python, ["-c", program, page], in: Self.folder)
    #expect(result.output == "right\nright\n", "\(result.output)\(result.errors)")
  }
}
