import Foundation
import Model

/// The path of each fact of `providers.json` in a profile, or the reason for its absence.
struct Ledger {
  /// The names in a profile for keys of `providers.json`, for `@1`.
  let names: [String: [String]]
  /// The number of values of each target, so that one that disappears is noticed.
  let leaves: [String: Int]
  let rules: [Rule]
  /// Words of the collection, and their replacements in profiles.
  let reworded: [(old: String, new: String)]

  struct Rule {
    let text: String
    let pattern: LeafPattern
    /// The targets that the rule applies to, such as `fal.*`; all if empty.
    let only: [String]
    /// The values that the rule applies to; all if empty.
    let values: [JSONValue]
    let verdict: Verdict
    /// Whether the value must be at every path, not at one of them.
    let needsAll: Bool
  }

  enum Verdict {
    case stands(at: [String], Agreement)
    case leftOut(reason: String)
  }

  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  init(_ value: JSONValue) throws {
    names = try (value["names"]?.members ?? []).reduce(into: [:]) { names, member in
      names[member.key] = try Self.texts(member.value)
    }
    leaves = (value["leaves"]?.members ?? []).reduce(into: [:]) { leaves, member in
      leaves[member.key] = member.value.integer
    }
    reworded = try (value["reworded"]?.array ?? []).map { pair in
      let words = try Self.texts(pair)
      guard words.count == 2 else { throw Fault(description: "no pair: \(pair.compactText)") }
      return (words[0], words[1])
    }
    rules = try (value["rules"]?.array ?? []).map(Self.rule)
  }

  private static func rule(_ value: JSONValue) throws -> Rule {
    let text = value.compactText
    guard let leaf = value["leaf"]?.string else { throw Fault(description: "no leaf: \(text)") }
    let known: Set<String> = ["leaf", "only", "value", "at", "as", "says", "values", "left", "any"]
    for member in value.members ?? [] where !known.contains(member.key) {
      throw Fault(description: "\(member.key) is no key of a rule: \(text)")
    }
    let verdict: Verdict
    if let reason = value["left"]?.string, value["at"] == nil, reason.count > 10 {
      verdict = .leftOut(reason: reason)
    } else if let at = value["at"], let agreement = Agreement(value) {
      verdict = .stands(at: try texts(at), agreement)
    } else {
      throw Fault(description: "neither a place nor a reason: \(text)")
    }
    return Rule(
      text: text, pattern: LeafPattern(leaf), only: try value["only"].map(texts) ?? [],
      values: value["value"]?.array ?? [], verdict: verdict,
      needsAll: needsAll(value, verdict))
  }

  /// A fact with the words of profiles.
  func inProfileWords(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let members):
      .object(members.map { JSONValue.Member($0.key, inProfileWords($0.value)) })
    case .array(let values): .array(values.map(inProfileWords))
    case .string(let text):
      .string(reworded.reduce(text) { $0.replacingOccurrences(of: $1.old, with: $1.new) })
    default: value
    }
  }

  /// An absent value is at no path, and one that is merely present or divided is at one of them.
  private static func needsAll(_ value: JSONValue, _ verdict: Verdict) -> Bool {
    guard value["any"]?.boolean != true, case .stands(_, let agreement) = verdict else {
      return false
    }
    return switch agreement {
    case .absent, .present, .pieces: false
    default: true
    }
  }

  /// One text or a list of texts.
  static func texts(_ value: JSONValue) throws -> [String] {
    if let text = value.string { return [text] }
    guard let texts = value.array?.compactMap(\.string), texts.count == value.array?.count else {
      throw Fault(description: "should be texts: \(value.compactText)")
    }
    return texts
  }
}

extension Ledger.Rule {
  /// The values of its pattern's stars, if the rule applies to this leaf of this target; otherwise
  /// `nil`.
  func match(_ leaf: Leaf, of target: String) -> [String]? {
    guard let captures = pattern.match(leaf.path),
      only.isEmpty || only.contains(where: { Self.glob($0, target) }),
      values.isEmpty || values.contains(where: { $0.isSame(as: leaf.value) })
    else { return nil }
    return captures
  }

  /// Whether a name fits a pattern with at most one star.
  private static func glob(_ pattern: String, _ name: String) -> Bool {
    let parts = pattern.split(separator: "*", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return pattern == name }
    return name.hasPrefix(parts[0]) && name.hasSuffix(parts[1])
      && name.count >= parts[0].count + parts[1].count
  }
}
