internal import Castbook
internal import Model

/// The parameters by which tools name targets.
enum TargetParameters {
  /// What the files of a call will be used as.
  static let slot = ToolParameter<Slot>.choice(
    "slot", "What the files will be used as, if not as references.")

  /// Returns the parameter for one target, whose name is read as catalogues have it: `kling-o3` for
  /// `Kling O3`.
  static func one(_ description: String) -> ToolParameter<String> {
    ToolParameter<String>.text("target", description, maximumLength: 200).map { text in
      text.lowercased().replacing(" ", with: "-")
    }
  }

  /// Returns the parameter for several targets.
  static func several(_ description: String) -> ToolParameter<[String]> {
    one("A target's id, short name or pattern.").list("targets", description, atMost: 20)
  }
}
