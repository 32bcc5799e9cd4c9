import Castbook
import Foundation
import Model
import TestSupport
import Testing

@testable import Gallery

/// The promises of the table of routes.
@Suite("The table of routes", .timeLimit(.minutes(30)))
struct Routes {
  @Test("has the requests of docs/gallery-api.md in their order, and no others")
  func documented() throws {
    let document = try String(
      contentsOf: Fixtures.repository.appending(path: "docs/gallery-api.md"), encoding: .utf8)
    let rows = document.matches(of: /(?m)^\| `([A-Z]+ \/api\/[^`?]+)/).map { String($0.1) }
    #expect(rows == RouteTable.routes.map(\.name))
  }

  @Test("leads every path to its own route with its parameter, and no longer path")
  func paths() throws {
    for route in RouteTable.routes {
      let target = try #require(WebTarget(Self.path(of: route, with: "a%2Fb")))
      let found = RouteTable.route(route.method, to: target.parts)
      #expect(found?.route.name == route.name)
      #expect(found?.parameter == (target.parts.contains("a/b") ? "a/b" : ""))
      let longer = target.parts + ["more", "more"]
      #expect(RouteTable.route(route.method, to: longer) == nil, "\(longer)")
      #expect(RouteTable.route("PUT", to: target.parts) == nil)
    }
  }

  /// The requests with a method for changes that change nothing in the library: they make files to
  /// look at or to download, discard dropped ones, or stop waiting.
  private static let harmless: Set = [
    "POST /api/elements/ID/make", "POST /api/elements/ID/sheet", "POST /api/cast-sheet",
    "POST /api/packs", "POST /api/reviews", "DELETE /api/team", "DELETE /api/sends/NUMBER",
    "POST /api/bundles/open", "DELETE /api/care", "POST /api/drops",
    "DELETE /api/drops/DROP", "POST /api/comparisons/sort", "POST /api/comparisons/subject",
    "DELETE /api/comparisons/COMPARISON", "POST /api/shots", "POST /api/shots/export",
  ]

  @Test("lets no GET change anything, and no other request without write access, with exceptions")
  func needs() {
    for route in RouteTable.routes {
      let isHarmless = route.method == "GET" || Self.harmless.contains(route.name)
      #expect((route.need == .writeAccess) != isHarmless, "\(route.name)")
    }
  }

  @Test("refuses every change of a gallery that may change nothing, and no other request")
  func readOnly() async throws {
    let guest = try await Guest { $0.isReadOnly = true }
    #expect(try await guest.ask("/api/library").json()["readOnly"] == true)
    let pass = try await guest.pass()
    let mira = try guest.library.find("@mira")
    let before = try guest.library.changeMark()
    let dropped = try await guest.ask(
      "/api/drops?name=a.jpg", method: "POST", pass: pass,
      body: Fixtures.bytes("starter/mira-front.jpg"))
    let drop = try dropped.json()["drop"]
    let body: JSONValue = [
      "parent": mira.revision.digest, "drop": drop, "run": true, "what": "copies",
      "numbers": [1], "elements": [mira.element.json], "text": "@mira walks.",
      "target": "kling-v3",
    ]
    for route in RouteTable.routes where route.method != "GET" {
      let isOfDrop = route.name.hasSuffix("/DROP")
      let parameter = isOfDrop ? String(repeating: "0", count: 32) : mira.element.text
      let reply = try await guest.ask(
        Self.path(of: route, with: parameter), method: route.method, pass: pass,
        body: route.method == "POST" ? body.compactBytes : nil)
      #expect((reply.status == 423) == (route.need == .writeAccess), "\(route.name)")
      guard route.need == .writeAccess else { continue }
      #expect(try reply.json()["rule"] == "library.read-only", "\(route.name)")
    }
    #expect(try guest.library.changeMark() == before)
    // A preview of a change changes nothing.
    for (target, preview) in [
      ("/api/projects/\(mira.element.text)/update", ["dryRun": true] as JSONValue),
      ("/api/drops/import", ["drop": drop]),
    ] {
      #expect(try await guest.post(target, preview).status != 423, "\(target)")
    }
  }

  /// The path of a request for a route, with a value for its parameter.
  private static func path(of route: Route, with parameter: String) -> String {
    route.name.split(separator: "/").dropFirst()
      .map { "/" + ($0.first?.isUppercase == true ? parameter : String($0)) }.joined()
  }
}
