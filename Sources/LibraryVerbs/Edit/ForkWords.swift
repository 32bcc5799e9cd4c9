internal import Library

/// The messages about an element with several latest revisions.
package struct ForkWords {
  let handle: Handle
  /// The digests of the latest revisions.
  let digests: [Digest]

  /// The maximum number of revisions that a message names; the others are only counted.
  private static let maximumNamed = 4

  /// Creates the messages for an element under the given handle.
  package init(_ handle: Handle, _ digests: [Digest]) {
    self.handle = handle
    self.digests = digests
  }

  /// Returns how many versions there are, and why.
  static func summary(_ count: Int) -> String {
    "\(count) versions because it was changed in two libraries"
  }

  /// The text that follows "@mira has".
  package var message: String {
    let named = digests.prefix(Self.maximumNamed).map { "\(handle):\($0.short)" }
    let others = digests.count - named.count
    return "\(Self.summary(digests.count)): "
      + named.joined(separator: ", ") + (others > 0 ? " and \(others) more" : "")
  }

  /// The commands that compare the versions and end the fork.
  package var fix: String {
    "castbook show \(handle) compares them; castbook edit \(handle) --merge joins them, "
      + "--keep A keeps one"
  }

  /// The warning that `show` and `list` give for a forked element.
  var finding: Finding {
    Finding(.elementForked, .warning, message: message, fix: fix, measured: "\(digests.count)")
  }
}
