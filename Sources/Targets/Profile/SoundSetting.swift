public import Model

/// What is heard in a rendered video.
public enum SoundSetting: String, JSONConvertible, CaseIterable, ProfileReadable, Sendable {
  /// Sound that the model makes: speech, noises, music.
  case on
  /// No sound.
  case off
  /// The sound of the video that is sent.
  case original
}
