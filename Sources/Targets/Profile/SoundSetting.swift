/// What is heard in a rendered video.
public enum SoundSetting: String, CaseIterable, Sendable {
  /// Sound that the model makes: speech, noises, music.
  case on
  case off
  /// The sound of the video that goes in.
  case original
}
