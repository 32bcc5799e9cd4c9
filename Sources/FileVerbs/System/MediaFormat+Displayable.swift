extension MediaFormat {
  /// The media type, if browsers display or play the format and never execute it; `nil` for all
  /// others.
  public var displayableType: String? {
    switch self {
    case .jpeg, .png, .webp, .gif, .bmp, .tiff, .heic, .avif, .mp4, .mov, .m4v, .webm, .mkv, .avi,
      .wav, .mp3, .m4a, .aac, .flac, .ogg, .aiff:
      mediaType
    default: nil
    }
  }
}
