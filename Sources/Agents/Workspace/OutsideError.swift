internal import Model

/// The reason why a path can't be used: it is outside the folders that the server was started with.
struct OutsideError: MarkedError, Hashable {
  /// The path as the agent wrote it.
  let path: String
  /// The labels of the folders.
  let labels: [String]

  var blame: Blame { .usage }
  var rule: String { "agents.outside" }
  var message: String {
    labels.isEmpty
      ? "«\(sanitized(path.shortened))»: the server was started without a folder"
      : "«\(sanitized(path.shortened))» is outside the folders that the server was started with"
  }
  var fix: String? {
    labels.isEmpty
      ? "the user can start it with one: castbook mcp FOLDER"
      : "use a path below \(labels.joined(separator: ", "))"
  }
}
