/// What a file really is, told by its content and never by its name.
public enum MediaFormat: String, CaseIterable, Hashable, Sendable {
  case jpeg, png, webp, gif, bmp, tiff, heic, avif, jxl, jpeg2000, ico, svg, psd, pdf, raw
  case mp4, mov, m4v, webm, mkv, avi, mpeg
  case wav, mp3, m4a, aac, flac, ogg, aiff, amr
  case html, json, xml, zip, gzip, text, unknown

  /// What a file is used for.
  public enum Medium: String, Sendable {
    case picture, clip, sound, other

    /// "picture", as messages say it.
    public var name: String { self == .other ? "file" : rawValue }
  }

  public var medium: Medium {
    switch self {
    case .jpeg, .png, .webp, .gif, .bmp, .tiff, .heic, .avif, .jxl, .jpeg2000, .ico, .svg, .psd,
      .raw:
      .picture
    case .mp4, .mov, .m4v, .webm, .mkv, .avi, .mpeg: .clip
    case .wav, .mp3, .m4a, .aac, .flac, .ogg, .aiff, .amr: .sound
    case .pdf, .html, .json, .xml, .zip, .gzip, .text, .unknown: .other
    }
  }

  /// The name that people know: `JPEG`, `WebP`.
  public var name: String {
    switch self {
    case .webp: "WebP"
    case .jxl: "JPEG XL"
    case .jpeg2000: "JPEG 2000"
    case .raw: "camera RAW"
    case .webm: "WebM"
    case .mkv: "Matroska"
    case .ogg: "Ogg"
    case .zip: "ZIP"
    case .text: "text"
    case .unknown: "unknown"
    default: rawValue.uppercased()
    }
  }

  /// The suffixes a file of this format may carry; the first is the usual one.
  public var suffixes: [String] {
    switch self {
    case .jpeg: ["jpg", "jpeg", "jpe", "jfif", "mpo"]
    case .png: ["png", "apng"]
    case .tiff: ["tif", "tiff"]
    case .heic: ["heic", "heif", "hif"]
    case .bmp: ["bmp", "dib"]
    case .jpeg2000: ["jp2", "j2k", "jpx", "jpf"]
    case .ico: ["ico", "cur"]
    case .raw: ["dng", "cr2", "cr3", "nef", "arw", "raf", "orf", "rw2", "raw"]
    case .mpeg: ["mpg", "mpeg", "ts", "m2ts"]
    case .mkv: ["mkv", "mka"]
    case .mp4: ["mp4", "m4v", "m4a"]
    case .aac: ["aac", "adts"]
    case .ogg: ["ogg", "oga", "opus", "ogv"]
    case .aiff: ["aif", "aiff", "aifc"]
    case .html: ["html", "htm"]
    case .text: ["txt", "md"]
    case .gzip: ["gz", "svgz"]
    case .unknown: []
    default: [rawValue]
    }
  }

  /// The format that providers mean by a suffix in their lists: both `jpg` and `jpeg` are JPEG.
  public init?(suffix: String) {
    if let format = MediaFormat(rawValue: suffix) {
      self = format
      return
    }
    guard let format = Self.allCases.first(where: { $0.suffixes.contains(suffix) }) else {
      return nil
    }
    self = format
  }
}
