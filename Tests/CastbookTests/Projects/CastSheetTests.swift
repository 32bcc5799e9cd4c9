import Castbook
import Drawing
import Foundation
import Model
import TestSupport
import Testing

@testable import DeliveryVerbs
@testable import LibraryVerbs

@Suite("What is on a cast sheet")
struct CastSheetTests {
  /// A subject with an identity made of a number.
  private func subject(_ number: Int, base: Int? = nil) throws -> CastSubject {
    func identity(_ number: Int) throws -> ULID {
      try #require(ULID("0000000000000000000000000\(number)"))
    }
    return CastSubject(
      element: try identity(number), handle: try Handle("@e\(number)"),
      base: try base.map(identity), reference: nil)
  }

  @Test("Looks follow their element once, wherever they were, and others keep their order")
  func looks() throws {
    let grouped = CastSubject.grouped([
      try subject(1, base: 3), try subject(2), try subject(3), try subject(4, base: 9),
      try subject(5, base: 3), try subject(6, base: 5),
    ])
    #expect(
      grouped.map { "\($0.handle)\($0.isGrouped ? " look" : "")" } == [
        "@e2", "@e3", "@e1 look", "@e5 look", "@e4", "@e6",
      ])
    // Two that are looks of each other, as a damaged library may have them, both stay.
    let circle = CastSubject.grouped([try subject(1, base: 2), try subject(2, base: 1)])
    #expect(circle.map(\.handle.name) == ["e1", "e2"])
  }

  @Test("More elements than a sheet has room for are refused with their number")
  func limit() async throws {
    let film = try Film()
    let library = try film.library()
    let count = DrawCastSheet.maximumElements + 1
    let drafts = try (0..<count).map { number in
      var draft = ElementDraft(.product, try Handle("@p\(number)"), files: [])
      draft.mayBeEmpty = true
      return draft
    }
    _ = try await Add(drafts).run(in: library)
    #expect {
      try DrawCastSheet().run(in: library)
    } throws: { error in
      "\((error as? ElementLibraryError)?.message ?? "")"
        == "\(count) elements are more than a cast sheet shows, at most \(count - 1)"
    }
    var request = DrawCastSheet()
    request.kind = .voice
    #expect(throws: ElementLibraryError.self) { try request.run(in: library) }
    request.kind = nil
    request.elements = [try HandleReference("@p7"), try HandleReference("@p7:1")]
    #expect(try request.run(in: library).elementCount == 1)
  }

  @Test("A project's sheet shows what it pins, whatever the library calls it by now")
  func pins() async throws {
    let film = try Film()
    try await film.addCast()
    try film.use("@mira")
    func sheet() throws -> DrawnCastSheet {
      var request = DrawCastSheet()
      request.project = try film.project
      return try request.run(in: film.library())
    }
    func writer() throws -> CastEntryWriter {
      let project = try film.project
      var writer = CastEntryWriter(library: try film.library(), project: project)
      let pin = try #require(project.lock.pins.first { $0.handle.name == "mira" })
      let latest = try #require(try film.library().summary(of: pin.element))
      try writer.add(
        CastSubject(
          element: pin.element, handle: pin.handle, base: nil,
          reference: HandleReference(latest.handle, at: pin.revision)))
      return writer
    }
    func voice() throws -> String? {
      try writer().entries.first?.rows.first { $0.label == "Voice" }?.text
    }
    let before = try voice()
    #expect(before?.contains("@mira_voice") == true)
    try await film.edit("@mira_voice") { $0.texts.name = "Hoarse" }
    #expect(try voice() == before)
    try await film.edit("@mira") { $0.rename = try Handle("ayla") }
    try await film.edit("@ayla") { $0.unalias = ["mira"] }
    #expect(try sheet().elementCount == 2)
    #expect(try writer().entries.first?.handle == "@mira")
  }

  @Test("The day is that of the library, not that of the clock")
  func day() async throws {
    let film = try Film()
    try await film.add("mug", .product, ["mug-front.jpg"])
    func bytes(_ today: String) async throws -> [UInt8] {
      try await DrawCastSheet().run(in: film.library(today: today)).png(0).bytes
    }
    #expect(try await bytes("2026-11-20") == bytes("2026-11-20"))
    #expect(try await bytes("2026-11-20") != bytes("2026-11-21"))
  }
}
