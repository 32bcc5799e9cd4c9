internal import Model

/// The reason why an export was refused: it would not be what the agent saw.
struct ChangedPlanError: MarkedError, Hashable {
  /// The names of the bundles that differ; empty if an expected bundle is missing.
  let names: [String]

  var blame: Blame { .usage }
  var rule: String { "agents.changed" }
  var message: String {
    let what =
      names.isEmpty
      ? "a bundle that was expected can't be made"
      : "\(Quantity.list(names.map { ShownNames.quoted($0) }, atMost: 3)) would not be what was "
        + "expected: the shot, its settings, an element, a file or a price changed"
    return "\(what); no bundle was written"
  }
  var fix: String? {
    "call compile again with the same target and settings, and show the user what changed"
  }
}
