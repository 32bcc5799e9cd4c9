internal import Castbook

/// A request that changes an element, or makes something of its files.
///
/// It names the revision that the page showed when the change was begun. Changes made since are
/// kept; if they affect the same values, nothing is changed.
struct ElementChange: RouteInput {
  let context: RequestContext
  let fields: WebObject
  let element: ULID
  /// The revision that the page showed.
  let parent: Digest

  init(context: RequestContext, request: Request) throws {
    self.context = context
    fields = try request.object()
    element = try ULID(requested: context.parameter)
    parent = try Digest(requested: fields.required("parent"))
  }

  /// Returns the latest revision. Throws if the element is unknown.
  func latest() throws -> HandleReference { try library.reference(to: element) }

  /// Returns the revision that the page showed; file numbers in the request refer to it. Changes
  /// that don't use it work even if it is gone.
  func seen() throws -> HandleReference { try library.reference(to: element, digest: parent) }

  /// Returns the revision that the page showed. An erased element is reported as such, and not as a
  /// missing revision.
  func seenOfKnown() throws -> HandleReference {
    _ = try latest()
    return try seen()
  }
}

/// The requests that change one element.
enum ElementChangeRoutes {
  static func edit(_ change: ElementChange) async throws -> JSONValue {
    let latest = try change.latest()
    var edit = try Edit(latest, changes(change.fields), ifParent: change.parent)
    edit.mergesLaterChanges = true
    return ElementJSON.edited(try await edit.run(in: change.library))
  }

  /// Restores an earlier revision, or a removed element.
  static func restore(_ change: ElementChange) throws -> JSONValue {
    let (fields, library) = (change.fields, change.library)
    let latest = try change.latest()
    let target =
      if let digest = fields.value["revision"]?.string {
        try library.reference(to: change.element, digest: Digest(requested: digest))
      } else {
        try fields.number("revision").map {
          try library.reference(to: change.element, revision: $0)
        }
      }
    var restore = Restore(target ?? latest, ifParent: change.parent)
    restore.mergesLaterChanges = target != nil
    return ElementJSON.edited(try restore.run(in: library))
  }

  static func remove(_ change: ElementChange) throws -> JSONValue {
    let removal = Remove([try change.latest()], ifParent: change.parent)
    guard let outcome = try removal.run(in: change.library).first else { throw Refusal.notFound }
    return ElementJSON.edited(outcome)
  }

  /// Dismisses a finding of a file, or restores one that was dismissed.
  static func dismiss(_ change: ElementChange) throws -> JSONValue {
    let (fields, library) = (change.fields, change.library)
    let latest = try change.latest()
    guard let number = try fields.number("number") else {
      throw Refusal.badRequest("number is missing")
    }
    let rule = RuleID(rawValue: try fields.required("rule"))
    let seen = latest.at(.digest(prefix: change.parent.hex))
    defer { change.gallery.overviews.removeAll() }
    let outcome =
      try fields.flag("again")
      ? Undismiss([rule], of: [number], in: seen).run(in: library)
      : Dismiss([rule], of: [number], in: seen, reason: fields.required("reason")).run(in: library)
    return DismissJSON.outcome(outcome)
  }

  /// Collects the changes of an edit. Throws `Refusal` when there are none.
  private static func changes(_ fields: WebObject) throws -> ElementEdit {
    var edit = ElementEdit()
    edit.texts.name = try fields.text("name")
    edit.texts.description = try fields.text("description")
    edit.texts.notes = try fields.text("notes")
    edit.texts.person = try fields.word("person")
    edit.texts.tags = try fields.texts("tag")
    edit.texts.aliases = try fields.texts("alias")
    edit.untag = try fields.texts("untag")
    edit.unalias = try fields.texts("unalias")
    edit.roles = try fields.byNumber("roles").mapValues(WebObject.role)
    edit.confirmsRoles = try fields.flag("confirmRoles")
    edit.notes = try fields.byNumber("fileNotes")
    edit.order = try fields.numbers("order")
    edit.drop = try fields.numbers("drop")
    edit.rename = try fields.text("rename").map { try Handle($0) }
    edit.voice = try fields.text("voice").map { try HandleReference(withOptionalAtSign: $0) }
    edit.lookOf = try fields.text("lookOf").map { try HandleReference(withOptionalAtSign: $0) }
    edit.unset = try fields.texts("unset").map { try WebObject.word($0, "unset") }
    if try fields.flag("merge") { edit.forkEnd = .merge }
    edit.forkEnd = try fields.text("keep").map { .keep($0) } ?? edit.forkEnd
    if let rights = try fields.object("rights") { edit.rights = try Self.rights(rights) }
    guard !edit.isEmpty else { throw Refusal.badRequest("no changes given") }
    return edit
  }

  /// Collects the changes of the rights.
  private static func rights(_ fields: WebObject) throws -> RightsChange {
    var rights = RightsChange()
    rights.basis = try fields.word("basis")
    rights.holder = try fields.text("holder")
    rights.expires = try fields.day("expires")
    if fields.value["allowed"] != nil {
      rights.allowed = try fields.texts("allowed").map { try WebObject.word($0, "allowed") }
    }
    return rights
  }
}
