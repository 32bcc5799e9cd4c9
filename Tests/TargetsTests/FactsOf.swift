import Model
import Targets

/// A fact of any value type.
protocol AnyFact {
  var confidence: Basis { get }
  var source: String { get }
  var asOf: Day { get }
  var note: String? { get }
}

extension Fact: AnyFact {}

extension SlotRules.Range {
  /// The bounds as `2...4`, with an open end left out.
  var bounds: String {
    (minimum.map(String.init) ?? "") + "..." + (maximum.map(String.init) ?? "")
  }
}

extension TargetProfile {
  /// Every fact of the profile with its path, such as `slots.0.bytes`.
  var facts: [(path: String, fact: any AnyFact)] { Self.facts(in: self, path: []) }

  private static func facts(in value: Any, path: [String]) -> [(String, any AnyFact)] {
    if let fact = value as? any AnyFact { return [(path.joined(separator: "."), fact)] }
    if value is JSONValue || value is [UInt8] { return [] }
    return Mirror(reflecting: value).children.enumerated().flatMap { index, child in
      let label = child.label ?? String(index)
      return facts(in: child.value, path: label == "some" ? path : path + [label])
    }
  }

  /// The field of the request with a name.
  func field(_ name: String) -> RequestField? { request.first { $0.name == name } }

  /// The limits that a request with these counts and settings breaks.
  func broken(by counts: [Slot: Int], settings: Set<Setting> = []) -> [SharedLimit] {
    limits.filter { limit in
      let sum = limit.sum.reduce(0) { $0 + (counts[$1] ?? 0) }
      let range = limit.count.value
      return limit.applies(to: counts, settings: settings)
        && !((range.minimum ?? 0)...(range.maximum ?? .max)).contains(sum)
    }
  }

  /// The amount of the only price that applies to a request.
  func amount(_ request: PricedRequest) -> String? {
    let rows = prices.filter { request.meets($0) }
    return rows.count == 1 ? rows[0].amount?.value : nil
  }
}

/// The parts of a request that affect its price.
struct PricedRequest: Hashable {
  var tier: String?
  var variant: String?
  var resolution: String?
  var audio: Price.Audio?
  var withVideo = false
  var withVoice = false

  func meets(_ price: Price) -> Bool {
    (price.tier == nil || price.tier == tier)
      && (price.variant == nil || price.variant == variant)
      && (price.resolution == nil || price.resolution == resolution)
      && (price.audio == nil || price.audio == audio)
      && (price.withVideo == nil || price.withVideo == withVideo)
      && (price.withVoice == nil || price.withVoice == withVoice)
  }
}
