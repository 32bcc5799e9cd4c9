public import Model
public import Targets

/// A target as a check requests it, with the rules of its slots resolved.
///
/// It is a class because it is shared: thousands of files are checked against it on several
/// cores.
///
/// ```swift
/// let target = try CheckTarget(catalogue.profile(id), slot: nil, in: catalogue)
/// let outcomes = target.outcomes(for: facts)
/// ```
public final class CheckTarget: Sendable {
  /// The profile with the target's limits.
  public let profile: TargetProfile
  /// The slot that the user named, or `nil` when the medium of each file decides.
  public let slot: Slot?
  /// Whether the profile is the user's own.
  public let isUserDefined: Bool
  /// Whether the target was named itself. A target that only matched a pattern is not asked
  /// about files for which it has no slot.
  public let isNamed: Bool
  private let effective: [Slot: EffectiveSlot]
  /// The stricter rules of another target for the same slot, where a profile names one.
  private let official: [Slot: EffectiveSlot]
  /// What other hosts of the model accept.
  let elsewhere: LimitsElsewhere

  /// Resolves the target's slots, including those whose rules come from other targets.
  ///
  /// - Parameters:
  ///   - profile: The target's profile.
  ///   - slot: The slot that the user named, or `nil`.
  ///   - isNamed: Whether the user named the target itself, not a pattern.
  ///   - catalogue: The catalogue in which other targets are looked up.
  ///
  /// - Throws: An error when the profile refers to rules that the catalogue doesn't have.
  public init(
    _ profile: TargetProfile, slot: Slot?, isNamed: Bool = true, in catalogue: TargetCatalogue
  ) throws {
    self.profile = profile
    self.slot = slot
    self.isNamed = isNamed
    elsewhere = LimitsElsewhere(profile, in: catalogue)
    isUserDefined = catalogue.isUserDefined(profile.id)
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

  /// Returns the slot for files of a medium: the named one if it fits, else the first that
  /// does, or `nil`.
  public func slot(for medium: MediaFormat.Medium) -> Slot? {
    let choices = slot.map { [$0] } ?? Slot.choices(for: medium)
    return choices.first { $0.medium == medium && effective[$0] != nil }
  }

  /// Returns the slot for files of a format, or `nil` when the target has none.
  ///
  /// A slot that was named accepts whatever its formats list: a voice may be in a movie file.
  package func slot(for format: MediaFormat) -> Slot? {
    if let slot, rules(for: slot)?.rules.formats?.value.contains(format) == true { return slot }
    return self.slot(for: format.medium)
  }

  /// Returns the rules of a slot, or `nil` when the target doesn't have it.
  public func rules(for slot: Slot) -> EffectiveSlot? { effective[slot] }

  /// Returns the stricter rules of another target for the same slot, or `nil` when none are
  /// known.
  func officialRules(for slot: Slot) -> EffectiveSlot? { official[slot] }

  /// Returns whether the target has a slot for a file.
  ///
  /// It is `true` for files that are not media or can't be read: their own problems are
  /// reported, not a missing slot.
  public func hasSlot(for file: FileFacts) -> Bool {
    guard let format = file.format, format.medium != .other, !file.isUnreadable else { return true }
    return slot(for: format) != nil
  }
}
