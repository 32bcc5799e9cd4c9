internal import Library

/// The words for an element with several latest revisions.
struct ForkWords {
  let handle: Handle
  let digests: [Digest]

  /// More than these are counted, not named.
  private static let mostNamed = 4

  init(_ handle: Handle, _ digests: [Digest]) {
    self.handle = handle
    self.digests = digests
  }

  /// How many versions there are, and why.
  static func summary(_ count: Int) -> String {
    "\(count) versions because it was changed in two libraries"
  }

  /// What follows "@mira has".
  var message: String {
    let named = digests.prefix(Self.mostNamed).map { "\(handle):\($0.short)" }
    let others = digests.count - named.count
    return "\(Self.summary(digests.count)): "
      + named.joined(separator: ", ") + (others > 0 ? " and \(others) more" : "")
  }

  var fix: String {
    "castbook show \(handle) compares them; castbook edit \(handle) --merge joins them, "
      + "--keep A keeps one"
  }

  var finding: Finding {
    Finding(.elementForked, .warning, message: message, fix: fix, measured: "\(digests.count)")
  }
}
