import Castbook
import Model
import TestSupport
import Testing

@testable import Gallery

/// Promises about the cost of the page, as counts.
@Suite("The work of a page that opens")
struct Costs {
  private let guest: Guest
  private let gallery: OpenGallery

  init() async throws {
    guest = try await Guest(isStarted: false)
    gallery = try OpenGallery(
      guest.library, GalleryServer.Options(catalogue: try TargetCatalogue()))
  }

  private func fill(_ numbers: Range<Int>) async throws {
    let drafts = try numbers.map { number in
      var draft = ElementDraft(.product, try Handle("cup\(number)"))
      draft.mayBeEmpty = true
      draft.texts.tags = ["tag\(number % 7)"]
      return draft
    }
    try await Add(drafts).run(in: guest.library)
  }

  /// Answers the requests of a page that opens.
  private func open() throws {
    _ = try LibraryRoutes.about(request("/api/library"))
    let list = try ListRoutes.elements(request("/api/elements?limit=10"))
    #expect(list["elements"]?.array?.count == 10)
    _ = try ListRoutes.pages(request("/api/pages?limit=10"))
    _ = try SendRoutes.list(request("/api/sends"))
    _ = try TeamRoutes.about(request("/api/team"))
  }

  private func request(_ target: String) throws -> RequestContext {
    RequestContext(gallery: gallery, target: try #require(WebTarget(target)))
  }

  @Test("is the same for ten times as many elements, and reads none of their files")
  func opening() async throws {
    try await fill(0..<40)
    try open()
    let few = try WorkMeter.count(open)
    try await fill(40..<400)
    try open()
    let many = try WorkMeter.count(open)
    #expect(few.statements > 0)
    #expect(many.openedFiles <= few.openedFiles, "\(few) \(many)")
    #expect(many.listedNames <= few.listedNames + 8, "\(few) \(many)")
    #expect(many.readBytes <= few.readBytes + 64, "\(few) \(many)")
    #expect(many.hashedBytes <= few.hashedBytes + 64, "\(few) \(many)")
    #expect(many.statements <= few.statements, "\(few) \(many)")
    // Counts and marks of pages look at the index of handles alone.
    #expect(
      many.databaseSteps <= few.databaseSteps + 360 * Self.stepsPerElement, "\(few) \(many)")
  }

  /// The database steps for each further element, which the count and the marks of pages pass.
  private static let stepsPerElement = 6
}
