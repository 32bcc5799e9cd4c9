import Model
import Targets

/// A fact of any value, to look at them all.
protocol AnyFact {
  var confidence: Basis { get }
  var source: String { get }
  var note: String? { get }
}

extension Fact: AnyFact {}

extension SlotRules.Range {
  /// The bounds as `2...4`, an open end left out.
  var bounds: String {
    (minimum.map(String.init) ?? "") + "..." + (maximum.map(String.init) ?? "")
  }
}

extension TargetProfile {
  /// Every fact of the profile with the path to it, as in `slots.0.bytes`.
  var facts: [(path: String, fact: any AnyFact)] { Self.facts(in: self, path: []) }

  private static func facts(in value: Any, path: [String]) -> [(String, any AnyFact)] {
    if let fact = value as? any AnyFact { return [(path.joined(separator: "."), fact)] }
    if value is JSONValue || value is [UInt8] { return [] }
    return Mirror(reflecting: value).children.enumerated().flatMap { index, child in
      let label = child.label ?? String(index)
      return facts(in: child.value, path: label == "some" ? path : path + [label])
    }
  }

  /// The field of the request under a name.
  func field(_ name: String) -> RequestField? { request.first { $0.name == name } }

  /// The notes of the limits that a request with these counts breaks.
  func broken(by counts: [Slot: Int]) -> [SharedLimit] {
    limits.filter { limit in
      limit.when.allSatisfy { $0.holds(for: counts[$0.slot] ?? 0) }
        && limit.sum.reduce(0) { $0 + (counts[$1] ?? 0) } > limit.maximum.value
    }
  }

  /// The price of a second under a condition, as text.
  func amount(tier: String, audio: String?, withVideo: Bool?) -> String? {
    let rows = prices.filter { row in
      row.tier == tier && (row.audio == nil || row.audio == audio)
        && (row.withVideo == nil || row.withVideo == withVideo)
    }
    return rows.count == 1 ? rows[0].amount?.value : nil
  }
}
