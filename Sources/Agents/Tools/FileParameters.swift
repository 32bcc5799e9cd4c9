internal import Castbook
internal import Model

/// The parameters by which tools name files.
enum FileParameters {
  /// The files of a call.
  static let files = ToolParameter<String>.text(
    "file", "A path or a handle.", maximumLength: 4096
  ).list(
    "files",
    "Paths of files or folders (root1/refs/), or elements of the library (@mira, @mira:3).",
    atMost: 200)

  /// Returns what an answer says about files that were left out.
  static func remarks(on named: NamedFiles) -> [String] {
    named.outsideCount > 0
      ? ["\(Quantity.count(named.outsideCount, "link")) left out: outside the allowed folders"] : []
  }
}
