internal import Media
internal import Preparing

extension Planner {
  /// Whether a copy that passes can be made of a file, as far as its facts show.
  package func canMakeCopy(of facts: FileFacts) -> Bool {
    if case .make = decision(for: Inspection(facts), nil) { true } else { false }
  }
}
