internal import Model

/// The reason why a bundle was not written: something else has its name.
struct OccupiedPlaceError: MarkedError, Hashable {
  /// The place as the agent sees it.
  let place: String
  /// What is there: "exists and is different".
  let reason: String

  var blame: Blame { .failure }
  var rule: String { "output.exists" }
  var message: String { "\(ShownNames.quoted(place)): \(reason)" }
  var fix: String? { "use another output folder; a different bundle is never replaced" }
}
