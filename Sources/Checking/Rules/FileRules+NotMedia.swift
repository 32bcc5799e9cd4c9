internal import Model

extension FileRules {
  /// Returns the finding for a file that is not media.
  ///
  /// It is an error when the file name promises media: most often that is a server's error page
  /// that a download saved. Otherwise it is a note.
  static func notMedia(_ file: FileFacts) -> Finding {
    let format = file.format ?? .unknown
    let claimed = file.path.suffix.flatMap(MediaFormat.init(suffix:))
    guard let claimed, claimed.medium != .other else {
      let known = words(for: format, instead: "file")
      return Finding(
        .fileNotMedia, .note, message: known?.message ?? otherFile(file, format),
        fix: known?.fix ?? "leave it out")
    }
    let medium = claimed.medium.name
    let known = words(for: format, instead: medium) ?? answer(format, instead: medium)
    let what =
      format == .unknown
      ? "is not a picture, clip or sound file"
      : "is \(article(format)) file named like \(article(claimed))"
    return Finding(
      .imageUnknownFormat, .error, message: known?.message ?? what,
      fix: known?.fix ?? "download or export the \(medium) again")
  }

  /// Returns the message for a file that is not media and is not named like media.
  private static func otherFile(_ file: FileFacts, _ format: MediaFormat) -> String {
    if format == .gzip, file.path.suffix == "svgz" {
      return "is a compressed SVG, which no provider accepts"
    }
    return format == .unknown
      ? "is not a picture, clip or sound file"
      : "is \(article(format)) file, not a media file"
  }

  /// Returns the words for what a server answered instead of the file, or `nil`.
  private static func answer(
    _ format: MediaFormat, instead medium: String
  ) -> (message: String, fix: String)? {
    let what: String
    switch format {
    case .html: what = "is a web page, not a \(medium); the download failed"
    case .json: what = "is JSON text, not a \(medium); the download failed"
    case .xml: what = "is XML text, not a \(medium); the download failed"
    case .text: what = "is a text file, not a \(medium)"
    default: return nil
    }
    return (what, "open it in a text editor to see why, then download the \(medium) again")
  }

  /// Returns the words for a file that stands for another one, such as a pointer or a
  /// placeholder, or `nil`.
  private static func words(
    for format: MediaFormat, instead medium: String
  ) -> (message: String, fix: String)? {
    switch format {
    case .gitLFS:
      (
        "is a Git LFS pointer; the \(medium) itself was not downloaded",
        "run `git lfs pull`, then check again"
      )
    case .icloud:
      (
        "is an iCloud placeholder; the \(medium) itself was not downloaded",
        "download it in Finder, then check again"
      )
    case .base64:
      ("is a \(medium) encoded as text (base64)", "decode it, or save the \(medium) itself")
    case .webarchive:
      ("is a saved web page, not a \(medium)", "open it in a browser and save the \(medium) itself")
    case .appleDouble:
      (
        "is a macOS sidecar of a \(medium), not the \(medium) itself",
        "use the file with the same name without ._"
      )
    case .shortcut:
      ("is a shortcut, not the \(medium) itself", "copy or download the file that it leads to")
    case .zeros:
      ("begins with zeros only; a copy failed", "copy or download it again")
    default: nil
    }
  }
}
