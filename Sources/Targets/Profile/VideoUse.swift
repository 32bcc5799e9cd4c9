/// What an input video is for.
public enum VideoUse: String, CaseIterable, ProfileReadable, Sendable {
  /// The new video follows it.
  case reference
  /// It is edited itself.
  case edit
  /// The new video continues it.
  case extend
}

extension SlotRules {
  /// Returns the provider's word for a use of a video; `nil` when it has none.
  ///
  /// The words for editing begin with `base` or `edit`, those for continuing with `extend`.
  package func word(for use: VideoUse) -> String? {
    func isFor(_ word: String) -> VideoUse {
      if word.hasPrefix("base") || word.hasPrefix("edit") { return .edit }
      return word.hasPrefix("extend") ? .extend : .reference
    }
    return uses.first { isFor($0) == use }
  }
}
