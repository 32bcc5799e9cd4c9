internal import Model
internal import Targets

extension Fact {
  /// Its value; without `inferred`, only where a source states it.
  func value(inferred: Bool) -> Value? {
    inferred || confidence == .stated ? value : nil
  }
}
