/// The actual format of a file, detected by its content and never by its name.
public enum MediaFormat: String, JSONConvertible, CaseIterable, Hashable, Sendable {
  case jpeg, png, webp, gif, bmp, tiff, heic, avif, jxl, jpeg2000, ico, svg, psd, pdf, raw
  case exr, hdr, tga, xcf, eps, pnm, qoi, dds
  case mp4, mov, m4v, webm, mkv, avi, mpeg, flv, wmv
  case wav, mp3, m4a, aac, flac, ogg, aiff, amr
  case html, json, xml, zip, gzip, rar, text
  case sevenZip = "7z"
  /// A Git LFS pointer, which stands for a large file in a repository.
  case gitLFS = "git-lfs"
  /// A placeholder for a file that is only in iCloud.
  case icloud
  /// A file encoded as text.
  case base64
  /// A saved web page with its files: Safari's or an MHTML archive.
  case webarchive
  /// The metadata file that macOS keeps beside another file on foreign file systems, under a name
  /// that begins with `._`.
  case appleDouble = "apple-double"
  /// A file that refers to another file or to a web page.
  case shortcut
  /// A file that consists of zero bytes, and a file that no rule recognizes.
  case zeros, unknown

  /// The kind of media that a format holds.
  public enum Medium: String, JSONConvertible, Sendable {
    case picture, clip, sound, other

    /// The word for it in messages: "picture", "clip", "sound" or "file".
    public var name: String { self == .other ? "file" : rawValue }
  }

  /// The kind of media that the format holds.
  public var medium: Medium {
    switch self {
    case .jpeg, .png, .webp, .gif, .bmp, .tiff, .heic, .avif, .jxl, .jpeg2000, .ico, .svg, .psd,
      .raw, .exr, .hdr, .tga, .xcf, .eps, .pnm, .qoi, .dds:
      .picture
    case .mp4, .mov, .m4v, .webm, .mkv, .avi, .mpeg, .flv, .wmv: .clip
    case .wav, .mp3, .m4a, .aac, .flac, .ogg, .aiff, .amr: .sound
    case .pdf, .html, .json, .xml, .zip, .gzip, .rar, .text, .sevenZip, .gitLFS, .icloud, .base64,
      .webarchive, .appleDouble, .shortcut, .zeros, .unknown:
      .other
    }
  }

  /// The name that people know: `JPEG`, `WebP`.
  public var name: String {
    switch self {
    case .webp: "WebP"
    case .jxl: "JPEG XL"
    case .jpeg2000: "JPEG 2000"
    case .raw: "camera RAW"
    case .exr: "OpenEXR"
    case .hdr: "Radiance"
    case .tga: "Targa"
    case .xcf: "GIMP"
    case .webm: "WebM"
    case .mkv: "Matroska"
    case .ogg: "Ogg"
    case .zip: "ZIP"
    case .gitLFS: "Git LFS"
    case .icloud: "iCloud"
    case .appleDouble: "._ file"
    case .text, .webarchive, .shortcut, .base64, .zeros: rawValue
    case .unknown: "unknown"
    default: rawValue.uppercased()
    }
  }

  /// The media type (RFC 6838): `image/jpeg`.
  public var mediaType: String {
    let kind =
      switch medium {
      case .picture: "image"
      case .clip: "video"
      case .sound: "audio"
      case .other: "application"
      }
    switch self {
    case .mov: return "video/quicktime"
    case .mp3: return "audio/mpeg"
    case .m4a: return "audio/mp4"
    default: return "\(kind)/\(rawValue)"
    }
  }

  /// The suffixes that a file of this format may have, the default one first; empty when the format
  /// has none.
  public var suffixes: [String] {
    switch self {
    case .jpeg: ["jpg", "jpeg", "jpe", "jfif", "mpo"]
    case .png: ["png", "apng"]
    case .tiff: ["tif", "tiff"]
    case .heic: ["heic", "heif", "hif"]
    case .bmp: ["bmp", "dib"]
    case .jpeg2000: ["jp2", "j2k", "jpx", "jpf"]
    case .ico: ["ico", "cur"]
    case .raw: ["dng", "cr2", "cr3", "nef", "arw", "raf", "orf", "rw2", "raw", "pef", "srw", "x3f"]
    case .hdr: ["hdr", "rgbe"]
    case .psd: ["psd", "psb"]
    case .pnm: ["pnm", "ppm", "pgm", "pbm", "pam", "pfm"]
    case .wmv: ["wmv", "asf", "wma"]
    case .mpeg: ["mpg", "mpeg", "ts", "m2ts"]
    case .mkv: ["mkv", "mka"]
    case .mp4: ["mp4", "m4v", "m4a"]
    case .aac: ["aac", "adts"]
    case .ogg: ["ogg", "oga", "opus", "ogv"]
    case .aiff: ["aif", "aiff", "aifc"]
    case .html: ["html", "htm"]
    case .text: ["txt", "md"]
    case .gzip: ["gz", "svgz"]
    case .shortcut: ["lnk", "url", "webloc"]
    case .webarchive: ["webarchive", "mht", "mhtml"]
    case .gitLFS, .base64, .appleDouble, .zeros, .unknown: []
    default: [rawValue]
    }
  }

  /// Finds the format that a suffix stands for in providers' lists; both `jpg` and `jpeg` are JPEG.
  /// `nil` for an unknown suffix.
  ///
  /// ```swift
  /// MediaFormat(suffix: "jpg")  // .jpeg
  /// ```
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
