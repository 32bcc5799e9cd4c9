internal import Castbook
internal import CommandLineKit
internal import Model

/// Finds the project that a command works on.
enum Projects {
  /// The `--project` option.
  static let option = Option.value(
    "project", "DIR",
    "The project's folder (the nearest parent with a castbook.lock).", completion: .folders)

  /// Returns where the project is: the folder of `--project`, or the nearest parent with a
  /// `castbook.lock`.
  static func location(_ arguments: Arguments) throws -> ProjectLocation {
    try ProjectLocation(
      named: try arguments.value("project")?.path("--project"),
      home: Surroundings.environment("HOME").flatMap { FilePath(bytes: $0) })
  }

  /// Opens the library, then finds the project. When both are missing, the error is about the
  /// library, which the user has to create first.
  static func open(
    _ arguments: Arguments
  ) async throws -> (library: ElementLibrary, location: ProjectLocation) {
    let location = try location(arguments)
    return (try await Libraries.open(arguments), location)
  }
}

/// `castbook use`: pins elements for a project.
enum UseCommand {
  static let command = Command(
    "use", "Pin elements for a project, so that a handle keeps meaning the same files.",
    details: [
      "Pins are kept in castbook.lock, in the current folder or the nearest parent that has one; if there is "
        + "none, one is created in the current folder. Commit it: everyone with the same library gets the same "
        + "files.",
      "An element's voice is pinned with it, and so is the element it is a look of. Pins stay "
        + "until you name another revision or run `castbook update`.",
    ],
    examples: [
      Example("castbook use @mira @mug", "at their latest revisions"),
      Example("castbook use @mira:3", "at her third revision"),
      Example("castbook use @mira --project films/lobby", "for a project elsewhere"),
    ],
    positionals: [Positional("@HANDLE", .atLeastOne, "Elements, each with an optional revision.")],
    options: [
      OptionGroup("Where", [Projects.option]),
      OptionGroup("Output", [.flag("json", "One JSON object.")]),
    ],
    section: "Use", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let references = try arguments.positionals.map { try $0.element }
    let (library, location) = try await Projects.open(arguments)
    return try PinText.print("use/2", try library.use(references, at: location), arguments)
  }
}

/// `castbook unuse`: removes pins from a project.
enum UnuseCommand {
  static let command = Command(
    "unuse", "Remove elements from a project.",
    details: [
      "Their voices and the elements they are looks of are removed, too, unless another pin needs them or "
        + "--only is given. The library keeps everything."
    ],
    examples: [
      Example("castbook unuse @mug", "no longer pinned"),
      Example("castbook unuse @mira_coat --only", "but @mira stays pinned"),
      Example("castbook status", "what is left"),
    ],
    positionals: [Positional("@HANDLE", .atLeastOne, "Pinned elements.")],
    options: [
      OptionGroup("What", [.flag("only", "Remove only these; leave voices and bases pinned.")]),
      OptionGroup("Where", [Projects.option]),
      OptionGroup("Output", [.flag("json", "One JSON object.")]),
    ],
    section: "Use", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let references = try arguments.positionals.map { try $0.element }
    let (library, location) = try await Projects.open(arguments)
    let outcome = try library.unuse(references, at: location, keepsNeeds: arguments.has("only"))
    return try PinText.print("unuse/2", outcome, arguments)
  }
}

/// `castbook update`: moves a project's pins to the latest revisions.
enum UpdateCommand {
  static let command = Command(
    "update", "Move pins to the latest revisions, and show what changes.",
    details: [
      "Without a handle, all pins move. The output separates what a provider would see (files, their "
        + "order, roles, the voice, the name) from what only you see. Retired and forked elements stay where "
        + "they are."
    ],
    examples: [
      Example("castbook status", "first: what differs"),
      Example("castbook update", "move all pins"),
      Example("castbook update @mira", "move only this one"),
      Example("castbook update --dry-run", "show what would change"),
    ],
    positionals: [Positional("@HANDLE", .any, "Pinned elements (all).")],
    options: [
      OptionGroup("Where", [Projects.option]),
      OptionGroup("Output", [DryRun.option, .flag("json", "One JSON object.")]),
    ],
    section: "Use", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let references = try arguments.positionals.map { try $0.element }
    let (library, location) = try await Projects.open(arguments)
    return try PinText.print(
      "update/2",
      try library.update(references, at: location, isPreview: arguments.has("dry-run")), arguments)
  }
}

/// `castbook status`: compares a project's pins with the library.
enum StatusCommand {
  static let command = Command(
    "status", "Compare a project's pins with the library.",
    details: [
      "A pin is behind only if a provider would see the difference; other changes, such as a new note or "
        + "tag, are only listed. Rights are today's. The exit code is 1 when a pin is missing "
        + "from the library or its rights have ended, and with --strict also for warnings."
    ],
    examples: [
      Example("castbook status", "this project"),
      Example("castbook status --strict", "check before rendering"),
      Example("castbook status --project films/lobby --json", "another project, for a script"),
    ],
    options: [
      OptionGroup("Where", [Projects.option]),
      OptionGroup(
        "Output",
        [
          .flag("strict", "Count warnings as errors in the exit code."),
          .flag("json", "One JSON object."),
        ]),
    ],
    section: "Use", run: run)

  /// Prints the status of every pin. Its severity decides the exit status.
  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let screen = Screen(arguments)
    let location = try Projects.location(arguments)
    let project = try Project(at: location)
    let status = try await Libraries.open(arguments).status(of: project)
    if arguments.has("json") {
      try screen.print(ProjectJSON.status(status).compactText)
    } else {
      for line in StatusText(status, style: screen.style).lines { try screen.print(line) }
    }
    return ExitStatus(status.status, arguments)
  }
}

/// `castbook where-used`: shows where an element, a file or a bundle is used.
enum WhereUsedCommand {
  static let command = Command(
    "where-used", "Show where an element or a file is used.",
    details: [
      "For an element: the projects that pin it and the exports that sent it. For a file, given by its path "
        + "or by 8 or more digits of its SHA-256: the elements that have or had it, what it was made "
        + "from and what was made from it. For a clip that came back from a provider (`castbook take add`): "
        + "the elements that went into it. For a bundle, given by its folder, zip or SHA-256: when it was "
        + "exported, and what came back."
    ],
    examples: [
      Example("castbook where-used @mira", "projects and exports"),
      Example("castbook where-used lobby-take2.mp4", "which references made this clip"),
      Example("castbook where-used 9f2c41ab", "a file by its SHA-256"),
    ],
    positionals: [
      Positional(
        "WHAT", .one, "An element, a file, a bundle, or the start of a SHA-256.",
        completion: .files)
    ],
    options: [OptionGroup("Output", [.flag("json", "One JSON object.")])],
    section: "Use", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let screen = Screen(arguments)
    let question = try UsageQuestion(try arguments.positionals[0].path("where-used"))
    let usage = try await Libraries.open(arguments).whereUsed(question)
    if arguments.has("json") {
      try screen.print(UsageJSON.usage(usage).compactText)
    } else {
      for line in UsageText(usage, style: screen.style).lines { try screen.print(line) }
    }
    return .success
  }
}
