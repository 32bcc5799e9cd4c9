import Castbook
import TestSupport

extension Fixtures {
  static func targets(_ names: [String], slot: Slot? = nil) throws -> [CheckTarget] {
    try CheckTarget.resolve(names, slot: slot, in: TargetCatalogue())
  }
}
