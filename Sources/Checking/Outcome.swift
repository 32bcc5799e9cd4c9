public import Model
public import Targets

/// One rule as it was applied to one file: what it asks for, what was found, and whether it held.
public struct Outcome: Sendable {
  public let rule: RuleID
  /// What was asked: "shorter side".
  public let subject: String
  public let measured: String?
  /// What is allowed: "300 px or more".
  public let limit: String?
  /// Present when the rule did not hold.
  public let finding: Finding?
  /// Where a provider's limit comes from; nothing for rules that hold everywhere.
  public let provenance: Provenance?

  public var held: Bool { finding == nil }
}

extension [Outcome] {
  /// Whether the target takes no such file at all.
  public var refuseFile: Bool {
    contains { outcome in
      // What rests on inference may be taken all the same.
      guard outcome.finding?.severity == .error else { return false }
      return outcome.rule == .imageFormatNotAccepted || outcome.rule == .targetNoSlot
    }
  }
}

/// Where a limit comes from.
public struct Provenance: Hashable, Sendable {
  public let target: TargetID
  public let source: String
  public let asOf: Day
  public let basis: Basis
  public let note: String?

  init<Value>(_ fact: Fact<Value>, of profile: TargetProfile) {
    target = profile.id
    source = profile.source(fact.source)?.ref ?? fact.source
    asOf = fact.asOf
    basis = fact.confidence
    note = fact.note
  }
}

/// A target as a check asks for it. Shared, not copied: thousands of files are held to it on several
/// cores.
public final class CheckTarget: Sendable {
  public let profile: TargetProfile
  /// The slot the user named; nothing to let the medium decide.
  public let slot: Slot?
  /// Whether the profile is the user's own.
  public let isUsers: Bool
  /// Whether it was named itself. One that was met by a pattern is not asked about files for which it
  /// has no slot.
  public let isNamed: Bool
  private let effective: [Slot: EffectiveSlot]
  /// Where stricter rules are known, those.
  private let official: [Slot: EffectiveSlot]

  /// Resolves the target's slots, among them those that other targets make.
  public init(
    _ profile: TargetProfile, slot: Slot?, isNamed: Bool = true, in catalogue: TargetCatalogue
  ) throws {
    self.profile = profile
    self.slot = slot
    self.isNamed = isNamed
    isUsers = catalogue.isUsers(profile.id)
    var effective: [Slot: EffectiveSlot] = [:]
    var official: [Slot: EffectiveSlot] = [:]
    for rules in profile.slots {
      effective[rules.slot] = try catalogue.rules(for: rules.slot, of: profile)
      if let name = rules.official, let other = try? catalogue.profile(name) {
        official[rules.slot] = try catalogue.rules(for: rules.slot, of: other)
      }
    }
    self.effective = effective
    self.official = official
  }

  /// The slot a medium goes into: the one named, else the first there is.
  public func slot(for medium: MediaFormat.Medium) -> Slot? {
    let choices = slot.map { [$0] } ?? Slot.choices(for: medium)
    return choices.first { $0.medium == medium && effective[$0] != nil }
  }

  /// The slot a file goes into. A slot that was named takes whatever its formats say: a voice may
  /// come in a film.
  package func slot(for format: MediaFormat) -> Slot? {
    if let slot, rules(for: slot)?.rules.formats?.value.contains(format) == true { return slot }
    return self.slot(for: format.medium)
  }

  public func rules(for slot: Slot) -> EffectiveSlot? { effective[slot] }

  /// The stricter rules of another target for the same slot.
  func officialRules(for slot: Slot) -> EffectiveSlot? { official[slot] }

  /// Whether there is a slot for the file. What is no media, or can't be read, is not kept out by a
  /// missing slot.
  public func hasSlot(for file: FileFacts) -> Bool {
    guard let format = file.format, format.medium != .other, !file.isUnreadable else { return true }
    return slot(for: format) != nil
  }
}
