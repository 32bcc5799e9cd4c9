internal import Model

extension FileRules {
  /// What is said of a file that is no media: an error where its name promises some, most often the
  /// answer of a server that a download saved.
  static func notMedia(_ file: FileFacts) -> Finding {
    let format = file.format ?? .unknown
    let claimed = file.path.suffix.flatMap(MediaFormat.init(suffix:))
    guard let claimed, claimed.medium != .other else {
      let known = words(for: format, instead: "file")
      return Finding(
        .fileNotMedia, .note, message: known?.message ?? bystander(file, format),
        fix: known?.fix ?? "leave it out")
    }
    let medium = claimed.medium.name
    let known = words(for: format, instead: medium) ?? answer(format, instead: medium)
    let what =
      format == .unknown
      ? "is no picture, clip or sound"
      : "is \(article(format)) file under the name of \(article(claimed))"
    return Finding(
      .imageUnknownFormat, .error, message: known?.message ?? what,
      fix: known?.fix ?? "fetch or export the \(medium) again")
  }

  private static func bystander(_ file: FileFacts, _ format: MediaFormat) -> String {
    if format == .gzip, file.path.suffix == "svgz" {
      return "is a compressed SVG, which nobody takes"
    }
    return format == .unknown
      ? "is no picture, clip or sound" : "is \(article(format)) file, not media"
  }

  /// What a server answered instead of the file.
  private static func answer(
    _ format: MediaFormat, instead medium: String
  ) -> (message: String, fix: String)? {
    let what: String
    switch format {
    case .html: what = "is a web page, not a \(medium), the download was refused"
    case .json: what = "is a JSON text, not a \(medium), the download was refused"
    case .xml: what = "is an XML text, not a \(medium), the download was refused"
    case .text: what = "is a text, not a \(medium)"
    default: return nil
    }
    return (what, "open it in a text editor to see why, then fetch the \(medium) again")
  }

  /// Files that stand for another one, and where that one is.
  private static func words(
    for format: MediaFormat, instead medium: String
  ) -> (message: String, fix: String)? {
    switch format {
    case .gitLFS:
      (
        "is a Git LFS pointer, the \(medium) itself was not fetched",
        "run `git lfs pull`, then check again"
      )
    case .icloud:
      (
        "is a placeholder of iCloud, the \(medium) itself was not downloaded",
        "download it in the Finder, then check again"
      )
    case .base64:
      ("is a \(medium) written out as text (base64)", "decode it, or save the \(medium) itself")
    case .webarchive:
      ("is a saved web page, not a \(medium)", "open it in a browser and save the \(medium) itself")
    case .appleDouble:
      (
        "is what macOS keeps beside a \(medium), not the \(medium) itself",
        "use the file of the same name without ._ in front"
      )
    case .shortcut:
      ("is a shortcut, not the \(medium) itself", "copy or fetch what it leads to")
    case .zeros:
      ("holds nothing but zeros at its beginning, a copy failed", "copy or fetch it again")
    default: nil
    }
  }
}
