import Castbook
import TestSupport
import Testing

/// Errors as other programs receive them.
@Suite struct ErrorReports {
  @Test("An unknown handle is reported with the nearest one")
  func unknownHandle() async throws {
    let cast = try await Cast()
    try await cast.add(.character, "@mira")
    let report = try #require(Self.report { try cast.show("@mria") })
    #expect(report.rule == "element.unknown")
    #expect(report.blame == .usage)
    #expect(report.message == "no element @mria in this library")
    #expect(report.fix == "did you mean @mira?")
  }

  @Test("Texts that are not handles and unknown targets are reported in the same way")
  func otherErrors() throws {
    let handle = try #require(Self.report { try Handle("Mira Okafor") })
    #expect(handle.blame == .usage)
    #expect(handle.fix == "Use @mira_okafor.")
    let reference = try #require(Self.report { try HandleReference("mira") })
    #expect(reference.fix == "Write @mira.")
    let target = try #require(
      Self.report { try CheckTarget.resolve(["klng"], in: TargetCatalogue()) })
    #expect(target.rule == "target.unknown")
    #expect(target.message == "unknown target \"klng\". Did you mean kling?")
  }

  @Test("A missing project is a failure")
  func noProject() throws {
    let scratch = try TemporaryFolder()
    let location = try ProjectLocation(named: scratch.path("."))
    let report = try #require(Self.report { try Project(at: location) })
    #expect(report.rule == "project.none")
    #expect(report.blame == .failure)
    #expect(
      report.fix == "create one there: castbook use @HANDLE --project \(location.folder.quoted)")
  }

  @Test("A library is created if it does not exist, and opened if it does")
  func openOrCreate() async throws {
    let scratch = try TemporaryFolder()
    let location = LibraryLocation(scratch.path("library"))
    let made = try await ElementLibrary.openOrCreate(at: location)
    let opened = try await ElementLibrary.openOrCreate(at: location)
    #expect(made.id == opened.id)
  }

  @Test("A folder with other contents is not made a library")
  func occupied() async throws {
    let scratch = try TemporaryFolder()
    let inner = LibraryLocation(scratch.path("library"))
    _ = try await ElementLibrary.openOrCreate(at: inner)
    let outer = LibraryLocation(scratch.path("."))
    let error = await #expect(throws: (any Error).self) {
      _ = try await ElementLibrary.openOrCreate(at: outer)
    }
    #expect((error as? any CastbookError)?.rule == "library.exists")
  }

  private static func report(_ body: () throws -> some Any) -> ErrorReport? {
    do {
      _ = try body()
      return nil
    } catch {
      return ErrorReport(error)
    }
  }
}
