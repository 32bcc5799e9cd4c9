import Castbook
import Foundation
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
