import Castbook
import Foundation
import Model
import TestSupport
import Testing

@testable import Agents

/// The resources that are in the library, and the schemas.
@Suite("Resources", .timeLimit(.minutes(5)))
struct LibraryResourceTests {
  private static let element = "castbook://element/{element}"

  @Test("An element is the text that show begins with, in each revision")
  func elements() async throws {
    let desk = try await FindDesk()
    try await desk.addMira()
    try await desk.add(.character, "@mira") { $0.texts.tags = ["lead"] }
    for name in ["mira", "@mira", "mira:1"] {
      let resource = try await desk.read("castbook://element/\(name)")
      #expect(resource["mimeType"] == "text/plain")
      let text = try #require(resource["text"]?.string)
      #expect(text.contains("tags: «lead»") == (name != "mira:1"), "\(name)")
      let arguments: JSONValue = ["element": name]
      let content = try await desk.content("show", arguments)
      #expect(content["summary"]?.string == text)
    }
    for name in ["none", "mira:9", "a%20b"] {
      #expect(try await desk.read("castbook://element/\(name)")["code"] == -32602, "\(name)")
    }
  }

  @Test("Handles are completed, and not without a library")
  func completion() async throws {
    let desk = try await FindDesk()
    for handle in ["@mira", "@mirror", "@mug"] { try await desk.add(.product, handle) }
    #expect(try await desk.completions(Self.element, "element", "mir") == ["mira", "mirror"])
    #expect(try await desk.completions(Self.element, "element", "@mu") == ["mug"])
    #expect(try await desk.completions(Self.element, "element", "x") == [])
    #expect(try await desk.completions(Self.element, "element", "").count == 3)
    let client = TestClient(.castbook(.withoutLibrary))
    client.request(
      1, "completion/complete",
      #""ref":{"type":"ref/resource","uri":"\#(Self.element)"},"#
        + #""argument":{"name":"element","value":"m"}"#)
    #expect(
      try await client.answer()["result"]?["completion"]?["values"]?.array?.isEmpty == true)
  }

  @Test("A thumbnail is a small JPEG of an element's picture, and of no other file")
  func thumbnails() async throws {
    let desk = try await FindDesk()
    let document = try desk.scratch.write(
      try Fixtures.bytes("starter/mug-top.jpg"), to: "consent.jpg")
    try await desk.add(.character, "@mira", FindDesk.mira()) {
      $0.rights.basis = .consented
      $0.rights.document = document
    }
    let revision = try desk.library.find("@mira").revision.revision
    let blob = try #require(revision.references.first?.blob)
    let content = try await desk.read("castbook://thumbnail/\(blob.hex)")
    #expect(content["mimeType"] == "image/jpeg")
    let text = try #require(content["blob"]?.string)
    let image = [UInt8](try #require(Data(base64Encoded: text)))
    #expect(JPEGSize.of(image) == PixelSize(width: 240, height: 320))
    let evidence = try #require(revision.rights?.document)
    for name in [evidence.hex, String(repeating: "0", count: 64), "x", "@mira"] {
      #expect(try await desk.read("castbook://thumbnail/\(name)")["code"] == -32602, "\(name)")
    }
    // A picture that only an earlier revision has is still one of hers.
    try await desk.library.drop(1, of: "@mira")
    #expect(try await desk.read("castbook://thumbnail/\(blob.hex)")["blob"] != nil)
  }

  @Test("Every schema that a tool refers to can be read, and is the published one")
  func schemas() async throws {
    let desk = try await FindDesk()
    let folder = Fixtures.repository.appending(path: "docs/schemas")
    let schemas = desk.catalogue.tools.map(\.outputSchema.compactText).joined()
    let referred = Set(
      schemas.matches(of: /castbook:\/\/schema\/([a-z0-9-]+)/).map { String($0.output.1) })
    #expect(
      referred.isSuperset(of: ["list-2", "search-2", "similar-1", "show-2", "log-2", "check-2"]))
    for name in referred {
      let dash = try #require(name.lastIndex(of: "-"))
      let file = folder.appending(path: "\(name[..<dash]).schema.json")
      let published = try JSONParser.parse(Array(try Data(contentsOf: file)))
      #expect(published["title"]?.string == name[..<dash] + "/" + name[dash...].dropFirst())
      let content = try await desk.read("castbook://schema/\(name)")
      #expect(try JSONParser.parse(Array(try #require(content["text"]?.string).utf8)) == published)
    }
    #expect(try await desk.read("castbook://schema/show-1")["code"] == -32602)
    #expect(try await desk.read("castbook://schema/show/2")["code"] == -32602)
    #expect(
      try await desk.completions("castbook://schema/{schema}", "schema", "sho") == ["show-2"])
  }
}

extension ElementLibrary {
  /// Removes a file from an element.
  fileprivate func drop(_ number: Int, of name: String) async throws {
    var edit = ElementEdit()
    edit.drop = [number]
    _ = try await Edit(HandleReference(name), edit).run(in: self)
  }
}
