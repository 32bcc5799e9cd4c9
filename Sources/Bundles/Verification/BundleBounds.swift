internal import Archive
internal import Checking
internal import Model

/// The maximum sizes of a bundle's files and lists.
///
/// A larger file is refused by its size alone, before any of it is read.
package enum BundleBounds {
  /// The maximum number of files; no request has nearly as many.
  package static let maximumFileCount = 2000
  package static let manifestBytes = 8 << 20
  /// The maximum bytes of all files together.
  static let maximumBytes = 1 << 30

  /// Returns the maximum bytes of the file with a name.
  ///
  /// - Parameter isInline: Whether calls contain files, which makes them longer.
  static func maximumBytes(of name: String, isInline: Bool = false) -> Int {
    if name.hasPrefix("references/") || name.hasPrefix("upload/") {
      let format = FilePath(name)?.suffix.flatMap(MediaFormat.init(suffix:))
      // Providers accept pictures of 50 MB and clips of 200 MB at most, and samples of a few
      // seconds.
      switch format?.medium {
      case .picture: return 128 << 20
      case .sound: return 64 << 20
      default: return 256 << 20
      }
    }
    switch name {
    case "legend.png": return 64 << 20
    case "shot.md": return 256 << 10
    default:
      let isCall = name == "request.json" || name.hasPrefix("first/")
      return isCall && isInline ? 256 << 20 : 2 << 20
    }
  }

  /// Returns a description of the first list that is longer than any request needs, or `nil` when
  /// all are within bounds.
  ///
  /// The work of compiling grows with these lists.
  static func problem(of manifest: BundleManifest) -> String? {
    let counts = [
      ("elements in its cast", manifest.cast.count, 500),
      ("files in its cast", manifest.cast.reduce(0) { $0 + $1.files.count }, maximumFileCount),
      ("names in its cast", manifest.cast.reduce(0) { $0 + $1.names.count }, 1000),
      ("items to send", manifest.sends.count, 1000),
      ("settings", manifest.settings.count, 100), ("makers", manifest.makers.count, 20),
      ("files", manifest.files.count, maximumFileCount),
    ]
    return counts.first { $0.1 > $0.2 }.map { what, count, limit in
      "it has \(Quantity.grouped(count)) \(what); the limit is \(Quantity.grouped(limit))"
    }
  }

  /// Returns the findings about sizes: those that exceed a bound, and those that differ from the
  /// manifest.
  static func findings(
    _ files: some PackedFiles, _ manifest: String, _ entries: [BundleManifest.File],
    limit: (String) -> Int
  ) -> [Finding] {
    var findings: [Finding] = []
    let found = Dictionary(
      files.files.map { ($0.name.text, $0.byteCount) }, uniquingKeysWith: { first, _ in first })
    for entry in entries {
      guard let size = found[entry.name] else { continue }
      let limit = limit(entry.name)
      if size > limit {
        findings.append(tooLarge(entry.name, size, limit))
      } else if size != entry.byteCount {
        findings.append(
          Finding(
            .bundleChangedFile, .error,
            message:
              "\(sanitized(entry.name)) has \(Quantity.count(size, "byte")), but \(manifest) "
              + "says \(entry.byteCount)",
            fix: "download it again, or export it again", measured: String(size),
            limit: String(entry.byteCount), unit: "bytes"))
      }
    }
    return findings
  }

  /// Returns the finding for a file that exceeds its bound.
  static func tooLarge(_ name: String, _ size: Int, _ limit: Int) -> Finding {
    Finding(
      .bundleTooLarge, .error,
      message: "\(sanitized(name)) has \(Quantity.count(size, "byte")); the limit is "
        + "\(Quantity.grouped(limit))",
      fix: "ask the person who sent it for a new one", measured: String(size), limit: String(limit),
      unit: "bytes")
  }
}
