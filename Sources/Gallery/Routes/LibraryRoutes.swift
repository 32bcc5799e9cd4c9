internal import Castbook

/// The requests about the library as a whole.
enum LibraryRoutes {
  /// Everything that the page must know before it shows anything, as `gallery/1`.
  static func about(_ context: RequestContext) throws -> JSONValue {
    let (gallery, library) = (context.gallery, context.library)
    let catalogue = gallery.options.catalogue
    let counts = try library.counts()
    let retiredCount = try library.counts(retired: true).values.reduce(0, +)
    return [
      "castbook": "gallery/1", "version": Version.text, "run": gallery.run, "id": library.id,
      "folder": library.folder.text, "shared": library.isShared.orNil,
      "readOnly": gallery.obstacle != nil, "why": gallery.obstacle?.message,
      "counts": .object(
        ElementKind.allCases.map { JSONValue.Member($0.rawValue, counts[$0] ?? 0) }),
      "retired": retiredCount, "projects": try library.projectCount(),
      "tags": try library.commonTags().objects { tag, elements in
        ["tag": tag, "elements": elements]
      },
      "targets": try catalogue.ids.map { try target($0, in: catalogue) },
      "defaultTarget": TargetCatalogue.defaultTarget,
      "project": gallery.options.project?.folder.text,
      "roles": words(Role.self), "kinds": words(ElementKind.self),
      "persons": words(PersonKind.self),
      "bases": words(Rights.Basis.self), "purposes": words(Rights.Purpose.self),
      "mark": try library.changeMark().text,
    ]
  }

  /// The raw values of an enumeration.
  private static func words<Word: JSONConvertible & CaseIterable>(_: Word.Type) -> [JSONValue] {
    Word.allCases.map(\.json)
  }

  /// Describes a target.
  private static func target(
    _ id: TargetID, in catalogue: TargetCatalogue
  ) throws -> JSONValue {
    let profile = try catalogue.profile(id)
    return [
      "id": id, "name": "\(profile.provider), \(profile.title)", "kind": profile.kind,
      "aliases": catalogue.aliases(of: id), "asOf": profile.asOf,
      "takesPrompts": profile.hasEndpoint || profile.prompt != nil,
      "creates": profile.createdSlots.map(\.json).nonEmpty,
    ]
  }

  /// Adds a page to those that receive events.
  static func events(_ whole: WholeRequest) throws -> WebResponse {
    let listeners = whole.gallery.listeners
    guard !listeners.isFull else { throw Refusal.tooManyRequests }
    listeners.add(whole.request)
    return WebResponse(
      body: .events,
      headers: [
        ("Content-Type", "text/event-stream; charset=utf-8"), WebResponse.noStore,
        WebResponse.sandboxPolicy,
      ])
  }
}
