/// The keys of the settings at the top of a shot file.
public enum SettingKey: String, CaseIterable, Sendable {
  case target, tier, variant, duration, aspect, resolution, audio, language
  case start, middle, end, video
  case videoUse = "video-use"
  case image, images, negative, cfg
  case shotType = "shot-type"
  case orientation, purpose

  /// Whether a shot file may set the key more than once.
  var isRepeatable: Bool { self == .image || self == .images || self == .middle }
}

extension SettingKey: CustomStringConvertible {
  public var description: String { rawValue }
}
