internal import Castbook

/// The requests about the ids that providers gave an element.
enum RegistrationRoutes {
  static func list(_ query: ElementQuery) throws -> JSONValue {
    let registrations = try ListRegistrations(
      of: .element(query.reference), today: ProcessEnvironment.today
    ).run(in: query.library)
    return RegistrationJSON.list("registrations/2", registrations)
  }

  /// Records the id that a provider gave the element.
  static func register(_ change: ElementChange) throws -> JSONValue {
    let fields = change.fields
    let draft = RegistrationDraft(
      .element(try change.latest()), at: try fields.required("target"),
      account: try fields.text("account") ?? RegistrationDraft.defaultAccount,
      kind: try fields.word("kind"), remoteId: try fields.required("id"),
      expires: try fields.day("expires"))
    let registered = try Register(
      [draft], in: change.gallery.options.catalogue, today: ProcessEnvironment.today
    ).run(in: change.library)
    return RegistrationJSON.registered(registered)
  }

  /// Withdraws the ids that a provider gave the element.
  static func unregister(_ change: ElementChange) throws -> JSONValue {
    let fields = change.fields
    let removed = try Unregister(
      .element(change.latest()), at: fields.required("target"), account: fields.text("account"),
      kind: fields.word("kind"), in: change.gallery.options.catalogue,
      today: ProcessEnvironment.today
    ).run(in: change.library)
    return RegistrationJSON.list("unregister/2", removed)
  }
}
