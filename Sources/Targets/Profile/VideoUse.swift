/// What an input video is for.
public enum VideoUse: String, CaseIterable, ProfileReadable, Sendable {
  /// The new video follows it.
  case reference
  /// It is edited itself.
  case edit
  /// The new video continues it.
  case extend
}

extension VideoUse {
  /// Reads a provider's word. Those for editing begin with `base` or `edit`, those for continuing
  /// with `extend`; any other is for a reference.
  package init(word: String) {
    self =
      if word.hasPrefix("base") || word.hasPrefix("edit") {
        .edit
      } else {
        word.hasPrefix("extend") ? .extend : .reference
      }
  }
}

extension SlotRules {
  /// Returns the provider's word for a use of a video; `nil` when it has none.
  package func word(for use: VideoUse) -> String? { uses.first { VideoUse(word: $0) == use } }
}
