package import Model
internal import Targets

extension CheckTarget {
  /// Returns the note that limits on files of some media are not known.
  package func notesOnUnknownLimits(for media: [MediaFormat.Medium]) -> [Finding] {
    media.compactMap { medium in
      guard let slot = slot(for: medium), let rules = rules(for: slot)?.rules else { return nil }
      let unknown = rules.unknownLimits
      guard !unknown.isEmpty else { return nil }
      return Finding(
        .targetNoLimit, .note,
        message: "no limit is known on the \(Self.list(unknown)) of a \(medium.name) here, so it "
          + "may still be refused",
        fix: "try one before you send many"
      ).on(profile.id, slot)
    }
  }

  /// Returns kinds of limits in words: `file size, sides and shape`.
  private static func list(_ limits: [UsualLimit]) -> String {
    let words = limits.map(\.rawValue)
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return "\(words.dropLast().joined(separator: ", ")) and \(last)"
  }
}
