import Castbook
import Foundation
import Model
import TestSupport
import Testing

/// The schemas inside the program are those of `docs/schemas`, and tell which members exist.
@Suite("Published schemas")
struct PublishedSchemas {
  @Test("Each is a file of docs/schemas, byte by byte, and no file is missing")
  func files() throws {
    let suffix = ".schema.json"
    let files = try FileManager.default.contentsOfDirectory(atPath: SchemaDesk.schemas.path())
      .filter { $0.hasSuffix(suffix) }
    #expect(PublishedSchema.names == files.map { String($0.dropLast(suffix.count)) }.sorted())
    for name in PublishedSchema.names {
      let text = try String(
        contentsOf: SchemaDesk.schemas.appending(path: name + suffix), encoding: .utf8)
      #expect(PublishedSchema.named(name)?.text == text, "\(name)")
    }
    #expect(PublishedSchema.named("nothing") == nil)
  }

  @Test("Each has the name and version of its shape in its own identifier")
  func identifiers() throws {
    var names: [String] = []
    let files = try FileManager.default.subpathsOfDirectory(atPath: SchemaDesk.schemas.path())
    for file in files.filter({ $0.hasSuffix(".schema.json") }).sorted() {
      let bytes = try Data(contentsOf: SchemaDesk.schemas.appending(path: file))
      let schema = try JSONParser.parse(Array(bytes))
      guard let shape = schema["properties"]?["castbook"]?["const"]?.string else { continue }
      let identifier = "urn:castbook:schema:" + shape.replacing("/", with: ":")
      #expect(schema["$id"]?.string == identifier, "\(file)")
      names.append(shape)
    }
    #expect(names.count > 40)
  }

  @Test("A schema lists the members of each place, through lists and references")
  func members() throws {
    let check = try #require(PublishedSchema.named("check")).document()
    #expect(check.names == ["castbook", "targets", "leftOut", "files", "set", "summary"])
    #expect(!check.isOpen && check["nothing"] == nil)
    let findings = try #require(check["files"]?["findings"])
    #expect(findings.names.contains("severity") && !findings.isOpen)
    #expect(check["set"]?["findings"]?.names == findings.names)
    #expect(check["files"]?["path"]?.names == [])
  }

  @Test("A place whose keys are ids is open")
  func ids() throws {
    let check = try #require(PublishedSchema.named("check")).document()
    #expect(check["summary"]?["countsFor"]?.isOpen == true)
    #expect(check["files"]?["statusFor"]?.isOpen == true)
    #expect(check["files"]?.isOpen == false && check["summary"]?.isOpen == false)
  }

  @Test("Each can be read, and its documents name their shape", arguments: PublishedSchema.names)
  func readable(name: String) throws {
    let document = try #require(PublishedSchema.named(name)).document()
    #expect(document.names.contains("castbook"))
  }
}
