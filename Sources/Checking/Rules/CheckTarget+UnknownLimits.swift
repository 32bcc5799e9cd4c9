package import Model
internal import Targets

extension CheckTarget {
  /// Returns the note that limits on files of some media are not known.
  package func notesOnUnknownLimits(for media: [MediaFormat.Medium]) -> [Finding] {
    media.compactMap { medium in
      guard let slot = slot(for: medium), let unknown = rules(for: slot)?.unknownLimits,
        !unknown.isEmpty
      else { return nil }
      let limits = Quantity.list(unknown.map(\.rawValue), beforeLast: " and ")
      return Finding(
        .targetNoLimit, .note,
        message: "no limit is known on the \(limits) of a \(medium.name) here, so it may still be "
          + "refused",
        fix: "try one before you send many"
      ).on(profile.id, slot)
    }
  }
}
