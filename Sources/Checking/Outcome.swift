public import Model
internal import Targets

/// One rule as it was applied to one file: what it requires, what was found, and whether the
/// file passed.
public struct Outcome: Sendable {
  public let rule: RuleID
  /// What the rule is about, such as "shorter side".
  public let subject: String
  /// What was found in the file with its unit, such as "256 px".
  public let measured: String?
  /// What is allowed, such as "300 px or more".
  public let limit: String?
  /// The problem, or `nil` when the file passed.
  public let finding: Finding?
  /// Where the provider's limit comes from, or `nil` for rules that apply everywhere.
  public let provenance: Provenance?

  /// Whether the file meets the rule.
  public var passed: Bool { finding == nil }
}

extension [Outcome] {
  /// Whether the target accepts no file of this kind at all.
  public var refuseFile: Bool {
    contains { outcome in
      // A limit that is only inferred is not an error, because the target may accept the file
      // nevertheless.
      guard outcome.finding?.severity == .error else { return false }
      return outcome.rule == .imageFormatNotAccepted || outcome.rule.category == .missingSlot
    }
  }
}

/// Where a limit comes from.
public struct Provenance: Hashable, Sendable {
  /// The target that the limit belongs to.
  public let target: TargetID
  /// The reference of the source, such as a web address, or its name when it has none.
  public let source: String
  /// The day on which the source was read.
  public let asOf: Day
  /// Whether the source states the limit, or it was inferred.
  public let basis: Basis
  /// A remark of the profile on this limit.
  public let note: String?

  init<Value>(_ fact: Fact<Value>, of profile: TargetProfile) {
    target = profile.id
    source = profile.source(fact.source)?.ref ?? fact.source
    asOf = fact.asOf
    basis = fact.confidence
    note = fact.note
  }
}
