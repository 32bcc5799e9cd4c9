/// The containers of sounds and clips that `castbook-streams` decodes, by number.
package enum StreamFormat: UInt32, CaseIterable, Sendable {
  case wav = 1
  case mp3, aac, flac, ogg, aiff, amr, film, matroska, avi, mpeg, flv, asf

  /// As libavformat calls them, with commas between them.
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

  /// Whether no clip is in such a container.
  package var isSoundAlone: Bool {
    switch self {
    case .wav, .mp3, .aac, .flac, .ogg, .aiff, .amr: true
    case .film, .matroska, .avi, .mpeg, .flv, .asf: false
    }
  }

  /// Whether its header counts what is in it: where that is more than there is, the file was cut off.
  package var countsSamples: Bool {
    switch self {
    case .wav, .mp3, .flac, .aiff: true
    default: false
    }
  }
}
