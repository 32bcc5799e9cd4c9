internal import Castbook
internal import Files

/// The requests about the user's settings. No answer contains a key.
enum SettingsRoutes {
  /// Returns `settings/1`.
  static func about(_ context: RequestContext) throws -> JSONValue {
    SettingsJSON.value(
      of: try UserSettings.read(context.gallery.options.catalogue, in: context.library))
  }

  /// Keeps the key that is the request's body, for the account in the query, and returns
  /// `settings/1`.
  ///
  /// The key is passed on to `castbook-transport` as it came. Nothing here reads it.
  static func keepKey(_ input: WholeRequest) async throws -> JSONValue {
    let context = input.context
    let account = context.target["account"] ?? RegistrationDraft.defaultAccount
    var keeping = KeepKey(context.parameter, of: account)
    keeping.place = try place(context.target["in"])
    let (verb, body) = (keeping, input.request.takeBody())
    _ = try await WaitingTask.value { try verb.run(.bytes(body)) }
    return try about(context)
  }

  private static func place(_ text: String?) throws -> KeepKey.Place? {
    guard let text else { return nil }
    guard let place = KeepKey.Place(rawValue: text) else {
      throw Refusal.badRequest("\"in\" must be keyring or file")
    }
    return place
  }

  /// Forgets a key that Castbook keeps, and returns `settings/1`. The fields are `name` and
  /// `account`.
  static func forgetKey(_ form: Form) async throws -> JSONValue {
    let fields = form.fields
    let account = try fields.text("account") ?? RegistrationDraft.defaultAccount
    let verb = KeepKey(try fields.required("name"), of: account)
    _ = try await WaitingTask.value { try verb.forget() }
    return try about(form.context)
  }

  /// Sets the daily limits, and returns `settings/1`. The field is `limits`, texts such as
  /// `20 USD`; none removes them.
  static func limit(_ form: Form) throws -> JSONValue {
    try SetDailyLimits.run(form.fields.texts("limits"))
    return try about(form.context)
  }

  /// Sets the name beside what the user changes, and returns `settings/1`. The field is `name`; an
  /// empty one removes it.
  static func setName(_ form: Form) throws -> JSONValue {
    try SetName.run(form.fields.required("name"))
    return try about(form.context)
  }
}
