/// A container of sounds and clips that `castbook-streams` decodes. The raw value is its
/// number in requests.
package enum StreamFormat: UInt32, CaseIterable, Sendable {
  case wav = 1
  case mp3, aac, flac, ogg, aiff, amr, film, matroska, avi, mpeg, flv, asf

  /// The names of libavformat's demuxers for the container, separated by commas.
  package var containers: String {
    switch self {
    case .wav: "wav"
    case .mp3: "mp3"
    case .aac: "aac"
    case .flac: "flac"
    case .ogg: "ogg"
    case .aiff: "aiff"
    case .amr: "amr"
    case .film: "mov"
    case .matroska: "matroska"
    case .avi: "avi"
    case .mpeg: "mpeg,mpegts,mpegvideo"
    case .flv: "flv"
    case .asf: "asf"
    }
  }

  /// Whether the container holds sound and never a clip.
  package var isAudioOnly: Bool {
    switch self {
    case .wav, .mp3, .aac, .flac, .ogg, .aiff, .amr: true
    case .film, .matroska, .avi, .mpeg, .flv, .asf: false
    }
  }

  /// Whether the header counts the samples. When it counts more than there are, the file
  /// was truncated.
  package var countsSamples: Bool {
    switch self {
    case .wav, .mp3, .flac, .aiff: true
    default: false
    }
  }
}
