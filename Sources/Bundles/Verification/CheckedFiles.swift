internal import Archive
internal import Checking
internal import Model

/// Checks the files of a bundle or a pack against its manifest: none may be missing, changed or
/// superfluous.
///
/// Sizes are checked first. A file is read only when it is as long as the manifest states and
/// within its limit.
struct CheckedFiles {
  /// The SHA-256 of the manifest.
  private(set) var digest: Digest?
  /// The errors; empty when every file is as listed.
  private(set) var findings: [Finding] = []

  /// Checks the files.
  ///
  /// - Parameters:
  ///   - manifest: The name of the manifest.
  ///   - entries: The files that the manifest lists.
  ///   - limit: Returns the maximum bytes of the file with a name.
  init(
    _ files: some PackedFiles, _ manifest: String, _ entries: [BundleManifest.File],
    limit: (String) -> Int = { _ in .max }
  ) throws {
    let found = Dictionary(
      files.files.map { ($0.name.text, $0) }, uniquingKeysWith: { first, _ in first })
    var listed: Set<String> = [manifest, Bundle.sumsName]
    for entry in entries {
      guard listed.insert(entry.name).inserted, EntryName(entry.name) != nil else {
        report(
          .bundleUnreadable,
          "\(manifest) lists \(sanitized(entry.name)) twice, or under an invalid name")
        continue
      }
      if found[entry.name] == nil {
        report(.bundleMissingFile, "\(sanitized(entry.name)) is missing")
      }
    }
    reportUnlisted(files, listed)
    guard let own = found[manifest], let sums = found[Bundle.sumsName] else {
      report(.bundleMissingFile, "\(Bundle.sumsName) is missing")
      return
    }
    let sizes = BundleBounds.findings(files, manifest, entries, limit: limit)
    findings += sizes
    guard sizes.isEmpty else { return }
    var digests: [(name: String, digest: Digest)] = []
    for entry in entries {
      guard let file = found[entry.name] else { continue }
      let digest = try files.digest(of: file.name)
      digests.append((entry.name, digest))
      if digest != entry.digest {
        report(.bundleChangedFile, "\(sanitized(entry.name)) has changed since it was written")
      }
    }
    let digest = try files.digest(of: own.name)
    self.digest = digest
    digests.append((manifest, digest))
    let wanted = Bundle.sums(
      digests.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) })
    guard findings.isEmpty else { return }
    if try sums.byteCount != wanted.count
      || files.bytes(of: sums.name, limit: wanted.count) != wanted
    {
      report(.bundleChangedFile, "\(Bundle.sumsName) has changed since it was written")
    }
  }

  /// The maximum number of superfluous files and folders that are named.
  private static let maximumListed = 20

  /// Reports files and folders that the manifest doesn't list.
  private mutating func reportUnlisted(_ files: some PackedFiles, _ listed: Set<String>) {
    let folders = Set(listed.flatMap(Self.folders))
    let unlisted =
      files.files.map(\.name.text).filter { !listed.contains($0) }
      + files.folders.filter { !folders.contains($0) }.map { "\($0)/" }
    for name in unlisted.prefix(Self.maximumListed) {
      report(.bundleExtraFile, "\(sanitized(name)) does not belong here")
    }
    if unlisted.count > Self.maximumListed {
      report(
        .bundleExtraFile,
        "\(Quantity.grouped(unlisted.count - Self.maximumListed)) more that do not belong here"
      )
    }
  }

  /// Returns the folders that contain a file, from the outermost to the innermost.
  private static func folders(of name: String) -> [String] {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return parts.indices.dropFirst().map { parts[..<$0].joined(separator: "/") }
  }

  /// Adds an error.
  private mutating func report(_ rule: RuleID, _ message: String) {
    let fix =
      rule == .bundleExtraFile ? "move it elsewhere" : "download it again, or export it again"
    findings.append(Finding(rule, .error, message: message, fix: fix))
  }
}
