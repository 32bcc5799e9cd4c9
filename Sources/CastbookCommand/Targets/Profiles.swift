internal import Castbook
internal import CommandLineKit
internal import Model

/// The `--targets` and `--for` options, and the catalogue of targets behind them.
///
/// Profiles come from the built-in catalogue, from the folder that the environment configures, from
/// `--targets`, and for bundles from a pinned file.
enum Profiles {
  /// Returns the targets that `--for` names, or Kling's common rules when it is not given.
  ///
  ///     let targets = try Profiles.selection(arguments).targets
  static func selection(_ arguments: Arguments, slot: Slot? = nil) throws -> TargetSelection {
    let names = try arguments[targets]
    return try TargetSelection(
      names.isEmpty ? [TargetCatalogue.defaultTarget.rawValue] : names, slot: slot,
      today: ProcessEnvironment.today, in: try catalogue(arguments))
  }

  /// The names of the built-in targets, which completions offer. It is empty if the built-in
  /// catalogue can't be read; commands that need it report that error.
  static let builtInNames = (try? TargetCatalogue().names) ?? []

  /// What Tab offers for an option that also accepts `all`.
  static let withAll = Completion.choices(["all"] + builtInNames)

  /// The `--for` option: the targets to work for.
  static let targets = ListOption<String>(
    "for", "TARGET[,…]", "Targets to check against (kling).", completion: .choices(builtInNames))

  /// Returns the names that `--for` gives, or an empty array. Throws when a name is empty.
  static func names(_ arguments: Arguments) throws -> [String] {
    let names = try arguments[targets]
    if arguments.has(targets), names.isEmpty { throw emptyName }
    return names
  }

  static let emptyName = UsageError(
    message: "--for contains an empty name", fix: "name a target, or leave out --for")

  /// The `--targets` option: a folder with the user's own profiles.
  static let option = ValueOption<FilePath>(
    "targets", "DIR", "A folder with your own target profiles.", completion: .folders
  ) { word in
    guard let path = FilePath(bytes: word.bytes) else {
      throw UsageError(message: "--targets needs a folder", fix: "name a folder")
    }
    return path
  }

  /// The `--profile` option: profiles that the user trusts besides the built-in ones.
  static let pinned = ValueOption<FilePath>(
    "profile", "FILE|BUNDLE", "Also trust these facts: a profile, or a bundle that contains them.")

  /// Returns the built-in targets together with those of `--targets`, of the configured folder, and
  /// of `pinned` profiles.
  ///
  /// A profile that can't be read is skipped with a message on standard error.
  static func catalogue(
    _ arguments: Arguments, pinned: [(name: String, bytes: [UInt8])] = []
  ) throws -> TargetCatalogue {
    let catalogue = try TargetCatalogue.load(
      named: arguments[option],
      configured: TargetCatalogue.configuredFolder(ProcessEnvironment.environment),
      pinned: pinned)
    for fault in catalogue.faults {
      try Screen.printWarning("skipped \(fault.description)")
    }
    return catalogue
  }
}
