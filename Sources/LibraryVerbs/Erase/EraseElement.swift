/// The verb `erase`: erases an element for good, with its texts, its history and its files.
///
/// ```swift
/// let plan = try EraseElement(HandleReference("@mira")).plan(in: library)
/// try plan.run(in: library, reason: "asked by letter of 3 May")
/// ```
public struct EraseElement: Sendable {
  /// The element, without a revision.
  public var element: HandleReference
  /// Whether the files of takes that show the element are also deleted.
  public var withTakes = false

  /// Creates an erasure that keeps the files of takes.
  public init(_ element: HandleReference) { self.element = element }

  /// Returns what the erasure would delete, without changing anything.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if the reference names one revision.
  public func plan(in library: ElementLibrary) throws -> ElementErasurePlan {
    guard case .latest = element.revision else {
      throw ElementLibraryError.invalidRequest(
        "\(element) is one revision; erase removes the whole element",
        fix: "leave the revision out; castbook forget erases earlier revisions")
    }
    return try ElementErasurePlan(
      of: library.find(element), before: nil, withTakes: withTakes, in: library)
  }
}
