internal import Model
internal import Targets

extension Fact {
  /// Returns the value, or `nil` when `inferred` is `false` and no source states the value.
  func value(inferred: Bool) -> Value? {
    inferred || confidence == .stated ? value : nil
  }
}
