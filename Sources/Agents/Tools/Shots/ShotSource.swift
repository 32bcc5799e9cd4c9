internal import Castbook
internal import Model

/// The shot that a call names: a file in the roots, or a text with the name and the folder that it
/// would have.
struct ShotSource {
  static let shot = ToolParameter<String>.text(
    "shot", "The path of a shot file (root1/lobby.md). Give either shot or text.",
    maximumLength: 4096)
  static let text = ToolParameter<String>.text(
    "text", "The text of a shot file that isn't saved yet.", maximumLength: ShotFile.byteLimit)
  static let name = ToolParameter<String>.text(
    "name", "The file name that the text would have (shot.md).", maximumLength: 200)
  static let beside = ToolParameter<String>.text(
    "beside", "The folder that paths in the text are relative to (the first root).",
    maximumLength: 4096)

  /// The path of the shot file.
  let path: FilePath
  /// The text; `nil` for a file.
  let text: [UInt8]?

  /// - Throws: `ArgumentError` for arguments that don't belong together, and `OutsideError` for a
  ///   path outside the roots.
  init(_ arguments: ToolArguments, in workspace: Workspace) throws {
    switch (try arguments[Self.shot], try arguments[Self.text]) {
    case (let shot?, nil):
      for pointless in [Self.name.name, Self.beside.name] where arguments.has(pointless) {
        throw ArgumentError(
          JSONPointer().member(pointless), "a shot file has its own name and folder",
          fix: "leave it out")
      }
      path = try workspace.path(shot)
      text = nil
    case (nil, let text?):
      path = try Self.path(
        named: try arguments[Self.name] ?? "shot.md", beside: try arguments[Self.beside],
        in: workspace)
      self.text = Array(text.utf8)
    case (nil, nil):
      throw ArgumentError(
        JSONPointer(), "no shot is given", fix: "give shot (a path) or text")
    case (.some, .some):
      throw ArgumentError(
        JSONPointer(), "both shot and text are given", fix: "give one of them")
    }
  }

  /// Returns the path that a text would have. Without roots it has no folder, and no file is beside
  /// it.
  private static func path(
    named name: String, beside folder: String?, in workspace: Workspace
  ) throws -> FilePath {
    let file = name.hasSuffix(".md") || name.hasSuffix(".txt") ? name : "\(name).md"
    guard FileName.problem(in: file) == nil, let path = FilePath(file) else {
      throw ArgumentError(
        JSONPointer().member(Self.name.name),
        "«\(sanitized(name.shortened))» can't be a file's name",
        fix: "give a plain name, such as lobby.md; its folder is the argument beside")
    }
    let place =
      try folder.map { try workspace.path($0) } ?? workspace.roots.roots.first?.folder
    return place?.appending(path.bytes) ?? path
  }
}
