internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook settings`: the user's name, keys and limits, which all libraries share.
enum SettingsCommand {
  static let command = Command(
    "settings", "Show and change your name, your keys for providers, and what you may spend.",
    details: [
      "The settings are for all libraries on this machine, and the page that `castbook serve` opens has them, too. "
        + "Keys themselves are never shown.",
      "Castbook looks for a key in this order: where ~/.config/castbook/keys.json says; for the main account, in the "
        + "variable with the key's name; then among the keys that `castbook settings key` keeps.",
    ],
    examples: [
      Example("castbook settings", "what is set, and which keys are missing"),
      Example("castbook settings key FAL_KEY", "enter the key of fal"),
      Example("castbook settings limit '20 USD'", "spend at most 20 USD within 24 hours"),
      Example("castbook settings name 'Ana Okafor'", "the name that your changes carry"),
    ],
    options: [Options.output], children: [key, limit, name], section: "Set up",
    run: Command.printing(show))

  private static func show(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    try await report(arguments)
  }

  /// The report of the settings as they are now; `change` returns what was changed in words.
  private static func report(
    _ arguments: Arguments, after change: ((UserSettings) -> String)? = nil
  ) async throws -> Report {
    let catalogue = try TargetCatalogue.load(
      named: nil, configured: TargetCatalogue.configuredFolder(ProcessEnvironment.environment))
    // What was changed is reported whatever state the library is in.
    let library =
      change == nil ? try await openLibrary(arguments) : try? await openLibrary(arguments)
    let settings = try UserSettings.read(catalogue, in: library)
    return Report(json: SettingsJSON.value(of: settings)) { style in
      change.map { [$0(settings)] } ?? SettingsText(settings: settings, style: style).lines
    }
  }

  /// Opens the library; `nil` if there is none, since there are settings without one, too.
  private static func openLibrary(_ arguments: Arguments) async throws -> ElementLibrary? {
    do {
      return try await Libraries.open(arguments)
    } catch ElementLibraryError.noLibrary {
      return nil
    }
  }

  // MARK: Keys

  private static let account = ValueOption<String>(
    "account", "NAME", "Whose key it is, if you have several accounts (main).")
  private static let place = ValueOption<String>(
    "in", "PLACE", "Where it is kept: keyring or file.",
    oneOf: KeepKey.Place.allCases.map(\.rawValue))
  private static let forgets = Flag("forget", "Remove the key that Castbook keeps.")

  private static let key = Command(
    "key", "Keep the key of a provider, or forget it.",
    details: [
      "You are asked for the key, and it isn't shown while you type or paste it. If standard input is not a "
        + "terminal, its first line is the key. A key is never an argument, since other programs can read those.",
      "It is kept in the system's keyring (GNOME Keyring, KWallet and others, by `secret-tool`), or else in a file "
        + "that only you may read: ~/.config/castbook/keys/ACCOUNT/NAME.key. Only castbook-transport reads it.",
    ],
    examples: [
      Example("castbook settings key FAL_KEY", "asks for it"),
      Example("castbook settings key FAL_KEY --account studio", "the key of a second account"),
      Example("pass show fal | castbook settings key FAL_KEY", "from a password manager"),
      Example("castbook settings key FAL_KEY --forget", "remove it"),
    ],
    positionals: [Positional("NAME", .one, "The key's name, such as FAL_KEY or KLING_API_KEY.")],
    options: [OptionGroup("Which, and where", [account, place, forgets])],
    run: Command.printing(keepKey))

  private static func keepKey(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let name = arguments.positionals[0].text
    let owner = try arguments[account]
    var keeping = owner.map { KeepKey(name, of: $0) } ?? KeepKey(name)
    keeping.place = try arguments[place].flatMap(KeepKey.Place.init(rawValue:))
    let whose = owner.map { " for \($0)" } ?? ""
    if arguments[forgets] {
      let place = try keeping.forget()
      return try await report(arguments) { _ in
        place == nil
          ? "Castbook keeps no \(name)\(whose)"
          : "\(name)\(whose) was removed from \(SettingsText.words(for: place))"
      }
    }
    let place = try keeping.run(try source())
    return try await report(arguments) { _ in
      "\(name)\(whose) is kept in \(SettingsText.words(for: place))"
    }
  }

  /// The first line of standard input, or the terminal.
  private static func source() throws -> KeepKey.Source {
    guard !TerminalFacts.of(descriptor: 0).isTerminal else { return .terminal }
    guard case .text(let line) = try InputPipe.standardInput.nextLine() else { return .bytes([]) }
    return .bytes(line)
  }

  // MARK: Limits and the name

  private static let none = Flag("none", "Remove what is set.")

  private static let limit = Command(
    "limit", "Limit what all your commands may spend within 24 hours.",
    details: [
      "New limits replace all earlier ones and apply to every library on this machine. Castbook sends nothing that "
        + "would exceed one. A project can have a limit of its own (`castbook help board`)."
    ],
    examples: [
      Example("castbook settings limit '20 USD' '3000 CREDITS'", "one for each currency"),
      Example("castbook settings limit --none", "no limit"),
    ],
    positionals: [Positional("AMOUNT", .any, "An amount with its currency, such as '20 USD'.")],
    options: [OptionGroup("Instead", [none])], run: Command.printing(setLimits))

  private static func setLimits(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let texts = arguments.positionals.map(\.text)
    try requireOneOf(texts, arguments, "an amount such as '20 USD'")
    try SetDailyLimits.run(texts)
    return try await report(arguments) { settings in
      settings.dailyLimits.isEmpty
        ? "there is no daily limit now"
        : "daily limit: \(settings.dailyLimits.map(\.text).joined(separator: ", "))"
    }
  }

  private static let name = Command(
    "name", "Set the name that your changes carry.",
    details: [
      "The name is recorded with your changes, and everyone who shares the library sees it. It is not checked. If the "
        + "variable CASTBOOK_BY is set, its name is used instead."
    ],
    examples: [
      Example("castbook settings name 'Ana Okafor'", "from now on"),
      Example("castbook settings name --none", "no name"),
    ],
    positionals: [Positional("NAME", .optional, "Your name.")],
    options: [OptionGroup("Instead", [none])], run: Command.printing(setName))

  private static func setName(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let texts = arguments.positionals.map(\.text)
    try requireOneOf(texts, arguments, "your name")
    try SetName.run(texts.first ?? "")
    return try await report(arguments) { settings in
      settings.name.map { "your name is \(sanitized($0))" } ?? "your changes carry no name now"
    }
  }

  private static func requireOneOf(
    _ texts: [String], _ arguments: Arguments, _ words: String
  ) throws {
    guard texts.isEmpty != arguments[none] else { return }
    guard texts.isEmpty == arguments[none] else {
      throw UsageError(
        message: texts.isEmpty ? "nothing to set" : "both a value and --none given",
        fix: "Write \(words), or --none to remove it.")
    }
  }
}
