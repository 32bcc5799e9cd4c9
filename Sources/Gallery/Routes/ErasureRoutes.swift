internal import Castbook

/// The requests that erase an element.
enum ErasureRoutes {
  /// Returns what erasing an element would delete, and who else has it.
  static func preview(_ query: ElementQuery) throws -> JSONValue {
    let withTakes = query.target["takes"] == "1"
    return CareJSON.erased(try plan(query.element, withTakes, in: query.library), isDry: true)
  }

  /// Erases an element for good.
  static func erase(_ change: ElementChange) throws -> JSONValue {
    let (fields, library) = (change.fields, change.library)
    _ = try change.latest()
    let plan = try plan(change.element, fields.flag("takes"), in: library)
    // The page asks the user to type the handle, which prevents accidental erasures.
    guard try fields.text("handle") == plan.handle.name else {
      throw Refusal.badRequest("the handle is not that of the element")
    }
    _ = try plan.run(in: library, reason: fields.required("reason"))
    change.gallery.overviews.removeAll()
    return CareJSON.erased(plan, isDry: false)
  }

  private static func plan(
    _ element: ULID, _ withTakes: Bool, in library: ElementLibrary
  ) throws -> ElementErasurePlan {
    let handle = try library.find(library.reference(to: element)).handle
    var erasure = EraseElement(HandleReference(handle))
    erasure.withTakes = withTakes
    return try erasure.plan(in: library)
  }
}
