internal import Castbook
internal import CommandLineKit
internal import Model

/// The options that the commands about registrations have in common.
private enum RegistrationOptions {
  /// The `--account` option of `register`.
  static let account = Option.value(
    "account", "NAME", "The account at the provider (\(RegistrationDraft.usualAccount)).")
  /// The `--blob` option, which names a file instead of an element.
  static let blob = Option.value(
    "blob", "SHA256", "A single file, by 8 or more digits of its SHA-256.")

  /// Returns the element or the file that the command line names, or `nil` for neither. Throws for
  /// both.
  static func subject(_ arguments: Arguments) throws -> RegistrationDraft.Subject? {
    let element = try arguments.positionals.first.map { try $0.element }
    let blob = arguments.value("blob")?.text
    switch (element, blob) {
    case (let element?, nil): return .element(element)
    case (nil, let blob?): return .blob(blob)
    case (nil, nil): return nil
    default:
      throw UsageError(
        message: "both an element and a file given", fix: "Leave out the handle or --blob.")
    }
  }

  /// Returns the kind of registration that `--kind` names, or `nil` without that option.
  static func kind(_ arguments: Arguments) throws -> Registration.Kind? {
    try arguments.value("kind").map { try $0.word("kind of registration") }
  }

  /// The `--kind` option.
  static let kind = Option.value(
    "kind", "KIND", "What it is registered as (the element's kind).",
    oneOf: Registration.Kind.allCases.map(\.rawValue))
}

/// `castbook register`: records the id that a provider gave an element, a voice or an upload.
enum RegisterCommand {
  static let command = Command(
    "register", "Record the id that a provider gave an element, a voice or an upload.",
    details: [
      "Some providers accept elements and voices only by an id, which you get when you create them there. "
        + "Once it is recorded, prompts and exports use it, for this exact revision only: a changed "
        + "picture is never sent under an old id. No data is sent."
    ],
    examples: [
      Example("castbook register @mira --at kling --id 8412", "an element you created at Kling"),
      Example(
        "castbook register @mira_voice --at fal --id v_12 --expires 2027-01-31",
        "a voice, until a date"
      ),
      Example("castbook register --from ids.json", "many at once"),
    ],
    positionals: [
      Positional("@HANDLE", .optional, "The element, with an optional revision.")
    ],
    options: [
      OptionGroup(
        "What",
        [
          .value("at", "PROVIDER", "The provider, or one of its targets."),
          .value("id", "ID", "The id from the provider."), RegistrationOptions.account,
          RegistrationOptions.kind, RegistrationOptions.blob,
          .value("expires", "DAY", "The last day the provider keeps it: 2027-01-31."),
          .value(
            "from", "FILE.json",
            "A list: [{\"element\": \"@mira\", \"at\": \"kling\", \"id\": \"1\"}].",
            completion: .files), Profiles.option,
        ]),
      OptionGroup("Output", [.flag("json", "One JSON object.")]),
    ],
    section: "Use", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let drafts = try drafts(arguments)
    let library = try await Libraries.open(arguments)
    let outcomes = try library.register(
      drafts, in: Profiles.catalogue(arguments), today: Surroundings.today)
    let screen = Screen(arguments)
    if arguments.has("json") {
      try screen.print(RegistrationJSON.registered(outcomes).compactText)
    } else {
      for (status, isNew) in outcomes {
        let line = RegistrationText.line(status)
        try screen.print(isNew ? line : "\(line), already recorded")
      }
    }
    return .success
  }

  /// Returns the registrations to record: the one that the options describe, or those of `--from`.
  private static func drafts(_ arguments: Arguments) throws -> [RegistrationDraft] {
    let subject = try RegistrationOptions.subject(arguments)
    if let list = arguments.value("from") {
      guard subject == nil, arguments.value("id") == nil else {
        throw UsageError(
          message: "--from can't be combined with a handle, --blob or --id", fix: "Leave them out.")
      }
      return try RegistrationList.drafts(at: try list.path("--from"))
    }
    guard let subject, let target = arguments.value("at"), let id = arguments.value("id") else {
      throw UsageError(
        message: "give an element, --at and --id",
        fix: "castbook register @HANDLE --at kling --id ID")
    }
    let expires = try arguments.value("expires").map { word in
      guard let day = Day(word.text) else {
        throw UsageError(
          message: "--expires \(sanitized(word.text)) is not a date",
          fix: "Write a date such as 2027-01-31.")
      }
      return day
    }
    return [
      RegistrationDraft(
        subject, at: target.text,
        account: arguments.value("account")?.text ?? RegistrationDraft.usualAccount,
        kind: try RegistrationOptions.kind(arguments), remoteId: id.text, expires: expires)
    ]
  }
}

/// `castbook unregister`: removes the record of a provider's id.
enum UnregisterCommand {
  static let command = Command(
    "unregister", "Remove the record of a provider's id.",
    details: ["The provider keeps its copy: delete it there."],
    examples: [
      Example("castbook unregister @mira --at kling", "for all accounts"),
      Example("castbook unregister @mira --at kling --account studio", "for one account"),
      Example("castbook registrations", "what is left"),
    ],
    positionals: [Positional("@HANDLE", .optional, "The element.")],
    options: [
      OptionGroup(
        "What",
        [
          .value("at", "PROVIDER", "The provider, or one of its targets."),
          .value("account", "NAME", "Only this account."), RegistrationOptions.kind,
          RegistrationOptions.blob, Profiles.option,
        ]),
      OptionGroup("Output", [.flag("json", "One JSON object.")]),
    ],
    section: "Use", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    guard let subject = try RegistrationOptions.subject(arguments),
      let target = arguments.value("at")
    else {
      throw UsageError(
        message: "give an element and --at",
        fix: "castbook unregister @HANDLE --at kling")
    }
    let held = try await Libraries.open(arguments).unregister(
      subject, at: target.text, account: arguments.value("account")?.text,
      kind: RegistrationOptions.kind(arguments), in: Profiles.catalogue(arguments),
      today: Surroundings.today)
    let screen = Screen(arguments)
    if arguments.has("json") {
      try screen.print(RegistrationJSON.list("unregister/2", held).compactText)
    } else if held.isEmpty {
      try screen.print("not registered there")
    } else {
      for held in held { try screen.print("\(RegistrationText.line(held)): removed") }
    }
    return .success
  }
}

/// `castbook registrations`: lists provider ids.
enum RegistrationsCommand {
  static let command = Command(
    "registrations", "List provider ids, and which are behind or expired.",
    details: [
      "An element is behind when a provider would see a difference from the registered revision: another "
        + "picture, role, order, name or voice. With --strict the exit code is then 1."
    ],
    examples: [
      Example("castbook registrations", "all ids"),
      Example("castbook registrations @mira", "one element's"),
      Example("castbook registrations --strict", "before a long render"),
    ],
    positionals: [Positional("@HANDLE", .optional, "Only this element.")],
    options: [
      OptionGroup("Which ids", [RegistrationOptions.blob]),
      OptionGroup(
        "Output",
        [
          .flag("strict", "Count warnings as errors in the exit code."),
          .flag("json", "One JSON object."),
        ]),
    ],
    section: "Use", run: run)

  /// Prints every registration with its finding, if any. Their severities decide the exit status.
  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let subject = try RegistrationOptions.subject(arguments)
    let held = try await Libraries.open(arguments).registrations(
      of: subject, today: Surroundings.today)
    let screen = Screen(arguments)
    if arguments.has("json") {
      try screen.print(RegistrationJSON.list("registrations/2", held).compactText)
    } else if held.isEmpty {
      try screen.print("no ids recorded: castbook register @HANDLE --at PROVIDER --id ID")
    } else {
      for held in held {
        let finding = held.finding
        let sign = Marks.sign(Status(finding?.severity), screen.style)
        try screen.print("  \(sign) \(RegistrationText.line(held))")
        if let finding {
          try screen.print("      \(sanitized(finding.sentence))   \(finding.rule)")
        }
      }
    }
    return ExitStatus(Status(held.compactMap(\.finding)), arguments)
  }
}

/// A registration as a line for people.
enum RegistrationText {
  /// Returns the element or file, the id, the provider and account, and the expiry date.
  static func line(_ status: HeldRegistration) -> String {
    let registration = status.registration
    let subject: String
    if let handle = status.handle {
      subject = "\(handle)\(status.sequence.map { ":\($0)" } ?? "")"
    } else {
      subject = registration.blob.map { "file \($0.hex.prefix(12))" } ?? "an erased element"
    }
    let expires = registration.expires.map { ", until \($0.day.words)" } ?? ""
    return "\(subject)  \(registration.kind.rawValue) \(sanitized(registration.remoteId)) at "
      + "\(sanitized(registration.target)) (\(sanitized(registration.account)))\(expires)"
  }
}
