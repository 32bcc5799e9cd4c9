internal import Model
internal import Targets

/// A limit over several slots in words that name its conditions.
///
/// ```swift
/// LimitWords(limit, setup).excess(of: 1, above: 0, counts)
/// // "kling.v3-omni accepts no videos with audio: on"
/// ```
struct LimitWords {
  private let limit: SharedLimit
  private let setup: PromptSetup

  init(_ limit: SharedLimit, _ setup: PromptSetup) {
    self.limit = limit
    self.setup = setup
  }

  private var target: TargetID { setup.profile.id }

  /// Returns the message for too many things in the slots.
  func excess(of count: Int, above maximum: Int, _ counts: [Slot: Int]) -> String {
    let given = limit.sum.filter { counts[$0, default: 0] > 0 }
    let message =
      if maximum == 0 {
        "\(target) accepts no \(Quantity.list(given.map(\.plural), beforeLast: " or "))\(conditions)"
      } else {
        "\(Quantity.list(limit.sum.map(\.plural), beforeLast: " and ")): \(count) in all; \(target) accepts at most "
          + "\(maximum)\(conditions)"
      }
    return message + (limit.note.map { " (\($0))" } ?? "")
  }

  /// Returns what to do about too many things.
  func fix(removing surplus: Int, of counts: [Slot: Int]) -> String {
    let given = limit.sum.filter { counts[$0, default: 0] > 0 }
    let total = given.reduce(0) { $0 + counts[$1, default: 0] }
    let removal =
      surplus >= total
      ? "remove \(Quantity.list(given.map { Self.removal(of: $0, counts) }, beforeLast: " and "))"
      : "remove \(surplus) of the \(Quantity.list(given.map(\.plural), beforeLast: " and "))"
    let ways = limit.settings.compactMap(change) + limit.when.compactMap(Self.change)
    return ([removal] + ways).joined(separator: ", or ")
  }

  /// Returns all things in a slot as something to remove: `the picture`, `the pictures`.
  private static func removal(of slot: Slot, _ counts: [Slot: Int]) -> String {
    counts[slot] == 1 && slot == .image ? "the picture" : slot.removal
  }

  /// Returns what is needed, such as `a picture or a video with audio: on`.
  func need(_ minimum: Int) -> String {
    (minimum == 1
      ? Quantity.list(limit.sum.map(\.singular), beforeLast: " or ")
      : "\(minimum) of \(Quantity.list(limit.sum.map(\.plural), beforeLast: " and "))") + conditions
  }

  /// The conditions under which the limit applies: ` with a first frame and audio: on`. Empty for a
  /// limit that always applies.
  private var conditions: String {
    let present = limit.when.filter { ($0.minimum ?? 0) > 0 }.map(Self.words)
    let settings = limit.settings.map(words)
    let absent = limit.when.filter { ($0.minimum ?? 0) == 0 }.map(Self.words)
    let with = Quantity.list(present + settings, beforeLast: " and ")
    let without = Quantity.list(absent, beforeLast: " or ")
    return (with.isEmpty ? "" : " with \(with)") + (without.isEmpty ? "" : " \(without)")
  }

  /// Returns a condition on the count of a slot in words.
  private static func words(_ condition: SharedLimit.Condition) -> String {
    switch (condition.minimum ?? 0, condition.maximum) {
    case (0, 0?): "without \(condition.slot.singular)"
    case (0, let maximum?): "with at most \(maximum) \(condition.slot.plural)"
    case (1, nil): condition.slot.singular
    case (let minimum, let maximum?) where minimum == maximum:
      "\(minimum) \(minimum == 1 ? condition.slot.singular : condition.slot.plural)"
    case (let minimum, let maximum?): "\(minimum)–\(maximum) \(condition.slot.plural)"
    case (let minimum, nil): "\(minimum) or more \(condition.slot.plural)"
    }
  }

  /// Returns a setting in the words of shot files where they have some, or the provider's.
  private func words(_ setting: Setting) -> String {
    guard let facts = setup.fields.first(where: { $0.field.name == setting.field }) else {
      return setting.field == Slot.video.rawValue
        ? "video-use: \(VideoUse(word: setting.value).rawValue)"
        : "\(setting.field): \(setting.value)"
    }
    switch facts.field.content {
    case .severalShots: return setting.value == "true" ? "several shots" : "a single shot"
    case .audio, .originalSound:
      let sound = facts.sounds.first { facts.value(for: $0)?.scalarText == setting.value }
      return "audio: \(sound?.rawValue ?? setting.value)"
    case .model: return "the model \(setting.value)"
    case let content?: return "\(content.rawValue): \(setting.value)"
    case nil: return "\(setting.field) \(setting.value)"
    }
  }

  /// Returns what to change so that a condition on a setting no longer holds; `nil` if the shot
  /// file can't change it.
  private func change(_ setting: Setting) -> String? {
    guard let facts = setup.fields.first(where: { $0.field.name == setting.field }),
      let content = facts.field.content
    else { return nil }
    switch content {
    case .severalShots: return setting.value == "true" ? "write one shot" : "write several shots"
    case .audio, .originalSound:
      let others = facts.sounds.filter { facts.value(for: $0)?.scalarText != setting.value }
      return others.isEmpty
        ? nil : "set audio: \(others.map(\.rawValue).joined(separator: " or "))"
    case .tier, .resolution, .duration, .aspect, .orientation, .videoUse:
      return "set another \(content.rawValue)"
    default: return nil
    }
  }

  /// Returns what to change so that a condition on a count no longer holds; `nil` for a condition
  /// that asks for few.
  private static func change(_ condition: SharedLimit.Condition) -> String? {
    (condition.minimum ?? 0) > 0 ? "remove \(condition.slot.removal)" : nil
  }
}
