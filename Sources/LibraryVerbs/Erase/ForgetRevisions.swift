/// The verb `forget`: erases the revisions of an element before a given one.
///
/// ```swift
/// let plan = try ForgetRevisions(of: HandleReference("@mira"), before: "3").plan(in: library)
/// try plan.run(in: library, reason: "only the new costume is used")
/// ```
public struct ForgetRevisions: Sendable {
  /// The element.
  public var element: HandleReference
  /// The first revision that stays: its number, `sha256-…`, or either after the handle and a colon.
  public var firstKept: String
  /// Whether the files of takes that show the erased revisions are also deleted.
  public var withTakes = false

  /// Creates an erasure that keeps the files of takes.
  public init(of element: HandleReference, before firstKept: String) {
    self.element = element
    self.firstKept = firstKept
  }

  /// Returns what the erasure would delete, without changing anything.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if there is no such revision, or none before
  ///   it.
  public func plan(in library: ElementLibrary) throws -> ElementErasurePlan {
    let found = try library.contents { try $0.latest(element) }
    let lists = "castbook log \(found.handle) lists them"
    guard let before = element.at(firstKept) ?? (try? HandleReference(firstKept)) else {
      throw ElementLibraryError.invalidRequest(
        "\"\(firstKept)\" is not a revision of \(found.handle)",
        fix: "give its number, such as --before 3; \(lists)")
    }
    let kept = try library.find(before)
    guard kept.element == found.element else {
      throw ElementLibraryError.invalidRequest(
        "\(firstKept) is not a revision of \(found.handle)", fix: lists)
    }
    let plan = try ElementErasurePlan(
      of: found, before: kept.revision, withTakes: withTakes, in: library)
    guard plan.revisionCount > 0 else {
      throw ElementLibraryError.invalidRequest(
        "revision \(kept.revision.revision.sequence) of \(found.handle) is the first one",
        fix: "name a later one; \(lists)")
    }
    return plan
  }
}
