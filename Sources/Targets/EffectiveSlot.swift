public import Model

/// The rules that a file in a slot is checked against, and the target that states them.
///
/// Instances are shared and not copied, because thousands of files are checked against them
/// concurrently.
public final class EffectiveSlot: Sendable {
  /// The profile that states the rules: the target's own, or that of the target named by `via`.
  public let profile: TargetProfile
  public let rules: SlotRules
  /// The target that makes what is sent in the slot; `nil` when the target's own rules apply.
  public let via: TargetID?
  /// The usual limits that no source states.
  public let unknownLimits: [UsualLimit]

  init(profile: TargetProfile, rules: SlotRules, via: TargetID?) {
    self.profile = profile
    self.rules = rules
    self.via = via
    unknownLimits = rules.unknownLimits
  }
}
