public import Model

/// The largest value that any host of a model accepts, and one that accepts it.
public struct LargestLimit: Sendable {
  public let limit: UsualLimit
  /// In bytes, pixels or milliseconds.
  public let maximum: Int
  public let target: TargetID
}

extension TargetCatalogue {
  /// Returns the largest limits that other targets of the same kind of model state for files of a
  /// medium. Targets that have ended don't count.
  public func largestLimits(
    besides profile: TargetProfile, for medium: MediaFormat.Medium
  ) throws -> [LargestLimit] {
    guard let brand = profile.brand else { return [] }
    var found: [UsualLimit: LargestLimit] = [:]
    for id in ids where id != profile.id && id.parts.contains(where: { $0.hasPrefix(brand) }) {
      let other = try self.profile(id)
      guard other.status != .ended else { continue }
      for own in other.slots where own.slot.medium == medium {
        guard let rules = try rules(for: own.slot, of: other)?.rules else { continue }
        for (limit, maximum) in rules.maxima where maximum > found[limit]?.maximum ?? 0 {
          found[limit] = LargestLimit(limit: limit, maximum: maximum, target: id)
        }
      }
    }
    return UsualLimit.allCases.compactMap { found[$0] }
  }
}

extension SlotRules {
  /// The maxima that a source states for one file.
  fileprivate var maxima: [(UsualLimit, Int)] {
    let lengths =
      [seconds?.value.maximumMilliseconds] + (seconds?.value.perSetting ?? [:]).map(\.value)
    let all: [(UsualLimit, Int?)] = [
      (.fileSize, bytes?.value.binary), (.sides, side?.value.maximum),
      (.length, lengths.compactMap(\.self).max()),
    ]
    return all.compactMap { limit, maximum in maximum.map { (limit, $0) } }
  }
}

extension TargetID {
  /// The parts between dots and hyphens.
  fileprivate var parts: [Substring] { rawValue.split { ".-".contains($0) } }
}

extension TargetProfile {
  /// The first word of the model's name, such as `kling` for "Kling 3.0 Omni", "klingO3_pro" and
  /// "kwaivgi/kling-v4.0"; `nil` for a name without letters.
  fileprivate var brand: String? {
    let first = model.prefix { $0 != " " }
    let name = first.split(separator: "/").first { $0.contains("-") } ?? first
    var word = ""
    for letter in name {
      let startsAnother = letter.isUppercase && word.last?.isLowercase == true
      guard letter.isLetter, !startsAnother else { break }
      word.append(letter)
    }
    return word.isEmpty ? nil : word.lowercased()
  }
}
