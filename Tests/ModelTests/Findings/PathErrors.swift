import Model
import Testing

/// Errors of files that gain the context of the user's request.
@Suite("An error about a path")
struct PathErrors {
  /// A failure that a lower module found.
  private struct Unreadable: FileFailure, Hashable {
    var file: FilePath?
    let reason = "could not be read"

    var blame: Blame { .failure }
    var rule: String { "input.unreadable" }
    var fix: String? { nil }
  }

  /// What an upper module makes of it.
  private struct Refused: PathError, Hashable {
    let path: FilePath
    let reason: String

    var blame: Blame { .findings }
    var rule: String { "bundle.refused" }
    var message: String { "\(path): \(reason)" }
    var fix: String? { "copy it again" }
  }

  private let named = FilePath("scene.zip") ?? .unnamed
  private let inner = FilePath("/tmp/3") ?? .unnamed

  @Test("takes in the reason of a failure, with the path that the user named")
  func takesIn() {
    #expect(throws: Refused(path: named, reason: "could not be read")) {
      try Refused.about(named) { throw Unreadable(file: inner) }
    }
  }

  @Test("names the path that failed if the user named none")
  func failedPath() {
    let error = Refused.about(nil, Unreadable(file: inner))
    #expect("\(error)" == "/tmp/3: could not be read")
    #expect(Refused.about(nil, Unreadable()) as? Unreadable == Unreadable())
  }

  @Test("leaves alone an error that knows its own context")
  func leavesAlone() throws {
    let error = Refused(path: inner, reason: "not a pack")
    #expect(Refused.about(named, error) as? Refused == error)
    #expect(Refused.about(named, CancellationError()) is CancellationError)
    #expect(try Refused.about(named) { 7 } == 7)
  }
}
