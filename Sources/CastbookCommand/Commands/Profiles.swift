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
    let names = arguments.list("for").map(\.text)
    return try TargetSelection(
      names.isEmpty ? [TargetCatalogue.defaultTarget.rawValue] : names, slot: slot,
      today: ProcessEnvironment.today, in: try catalogue(arguments))
  }

  /// The names of the built-in targets, which completions offer. It is empty if the built-in
  /// catalogue can't be read; commands that need it report that error.
  static let builtInNames = (try? TargetCatalogue().names) ?? []

  /// The `--targets` option: a folder with the user's own profiles.
  static let option = Option.value(
    "targets", "DIR", "A folder with your own target profiles.", completion: .folders)

  /// Returns the built-in targets together with those of `--targets`, of the configured folder, and
  /// of `pinned` profiles.
  ///
  /// A profile that can't be read is skipped with a message on standard error.
  static func catalogue(
    _ arguments: Arguments, pinned: [(name: String, bytes: [UInt8])] = []
  ) throws -> TargetCatalogue {
    let folder = try arguments.value("targets").map { word in
      guard let path = FilePath(bytes: word.bytes) else {
        throw UsageError(message: "--targets needs a folder", fix: "name a folder")
      }
      return path
    }
    let catalogue = try TargetCatalogue.load(
      named: folder, configured: TargetCatalogue.configuredFolder(ProcessEnvironment.environment),
      pinned: pinned)
    for fault in catalogue.faults {
      try OutputPipe.standardError.write("castbook: skipped \(sanitized(fault.description)).\n")
    }
    try OutputPipe.standardError.flush()
    return catalogue
  }
}
