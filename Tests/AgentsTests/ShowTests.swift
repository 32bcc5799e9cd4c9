import Castbook
import Model
import TestSupport
import Testing

@testable import Agents

/// The tool `show`.
@Suite("show", .timeLimit(.minutes(5)))
struct ShowTests {
  @Test("shows an element with its files, and the revision that changes expect")
  func element() async throws {
    let desk = try await FindDesk()
    try await desk.addMira()
    _ = try await Edit(
      HandleReference("@mira"), Self.edit { $0.texts.description = "A courier." }
    ).run(in: desk.library)
    let found = try desk.library.find("@mira")
    let content = try await desk.content("show", ["element": "@mira"])
    let data = try #require(content["data"])
    #expect(data["sha256"] == .string(found.revision.digest.hex) && data["revision"] == 2)
    #expect(data["handle"] == "@mira" && data["latest"] == true && data["show"] == nil)
    #expect(data["description"] == "A courier.")
    let files = try #require(data["files"]?.array)
    let references = found.revision.revision.references
    #expect(files.compactMap { $0["number"]?.integer } == Array(1...references.count))
    #expect(files.compactMap { $0["sha256"]?.string } == references.map(\.blob.hex))
    #expect(files.compactMap { $0["role"]?.string } == references.map(\.role.rawValue))
    #expect(files.first?["width"] == 1152 && files.first?["height"] == 1536)
    let summary = try #require(content["summary"]?.string)
    #expect(summary.hasPrefix("@mira character «Mira Okafor», revision 2"))
    #expect(summary.contains(found.revision.digest.hex) && summary.contains("about: «A courier.»"))
    for reference in references { #expect(summary.contains("«\(reference.file)»")) }
    #expect(content["next"]?.array?.contains(#"look {"files":["@mira"]}"#) == true)
    // The at-sign may be missing.
    #expect(try await desk.data("show", ["element": "mira"]) == data)
  }

  private static func edit(_ change: (inout ElementEdit) -> Void) -> ElementEdit {
    var edit = ElementEdit()
    change(&edit)
    return edit
  }

  @Test("shows an earlier revision, and says so")
  func revision() async throws {
    let desk = try await FindDesk()
    try await desk.add(.product, "@mug")
    try await desk.add(.product, "@mug") { $0.texts.tags = ["blue"] }
    let content = try await desk.content("show", ["element": "@mug:1"])
    #expect(content["data"]?["latest"] == false && content["data"]?["tags"] == nil)
    #expect(content["summary"]?.string?.contains("an earlier revision") == true)
    let latest = try await desk.data("show", ["element": "@mug"])
    #expect(latest["tags"] == .array(["blue"]))
    #expect(latest["sha256"] != content["data"]?["sha256"])
  }

  @Test("lists files in pages, each once")
  func files() async throws {
    let desk = try await FindDesk()
    try await desk.addMira()
    let first = try await desk.content("show", ["element": "@mira", "limit": 2])
    #expect(first["data"]?["files"]?.array?.count == 2 && first["data"]?["file_count"] == 3)
    #expect(first["data"]?["after"] == 2)
    #expect(
      first["next"]?.array?.first == #"show {"element":"@mira","limit":2,"after":2}"#)
    let rest = try await desk.data("show", ["element": "@mira", "limit": 2, "after": 2])
    #expect(rest["files"]?.array?.compactMap { $0["number"]?.integer } == [3])
    #expect(rest["after"] == nil)
  }

  @Test("names rights, and adds the published document on request")
  func rights() async throws {
    let desk = try await FindDesk()
    try await desk.add(.character, "@mira") {
      $0.rights.basis = .consented
      $0.rights.holder = "Studio «North»"
      $0.rights.expires = ProcessEnvironment.today.adding(days: -1)
    }
    let content = try await desk.content("show", ["element": "@mira", "detail": "full"])
    #expect(content["data"]?["rights"]?["basis"] == "consented")
    #expect(content["data"]?["rights"]?["holder"] == "Studio «North»")
    #expect(content["data"]?["findings"] == .array(["rights.expired"]))
    #expect(content["data"]?["show"]?["castbook"] == "show/2")
    let summary = try #require(content["summary"]?.string)
    #expect(summary.contains("rights: consented, «Studio ‹North›»"))
    #expect(summary.contains("✗ rights.expired"))
    #expect(content["next"]?.array?.last == #"explain {"rule":"rights.expired"}"#)
  }

  @Test("shows the history, the newest change first, in pages")
  func log() async throws {
    let desk = try await FindDesk()
    for tag in ["one", "two", "three"] {
      try await desk.add(.product, "@mug") { $0.texts.tags = [tag] }
    }
    let first = try await desk.content(
      "show", ["element": "@mug", "what": "log", "limit": 2, "detail": "full"])
    let data = try #require(first["data"])
    #expect(data["revisions"]?.array?.compactMap { $0["revision"]?.integer } == [3, 2])
    #expect(data["revision_count"] == 3 && data["after"] == 2)
    #expect(data["log"]?["castbook"] == "log/2")
    #expect(data["sha256"] == data["revisions"]?.array?.first?["sha256"])
    #expect(
      first["next"]?.array?.first == #"show {"element":"@mug","what":"log","limit":2,"after":2}"#)
    let rest = try await desk.data(
      "show", ["element": "@mug", "what": "log", "limit": 2, "after": 2])
    #expect(rest["revisions"]?.array?.compactMap { $0["revision"]?.integer } == [1])
    #expect(rest["after"] == nil && rest["log"] == nil)
  }

  @Test("refuses an unknown element or revision, and a wrong name")
  func refusals() async throws {
    let desk = try await FindDesk()
    try await desk.add(.character, "@mira")
    #expect(try await desk.refusal("show", ["element": "@mirra"]).contains("@mira"))
    #expect(try await desk.refusal("show", ["element": "@mira:9"]).contains("9"))
    _ = try await desk.refusal("show", ["element": "@a b/c"])
    #expect(try await desk.refusal("show", [:]).hasPrefix("/element: "))
  }
}
