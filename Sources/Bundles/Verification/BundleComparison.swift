internal import Archive
internal import Model
internal import Targets

/// Compares a bundle with what it should contain, file by file and key by key.
struct BundleComparison {
  /// The differences; empty when the bundle is exactly what its sources compile to.
  private(set) var findings: [Finding] = []

  /// Compares the files of a bundle with those of a draft that was compiled from its sources.
  ///
  /// - Parameters:
  ///   - manifest: The bundle's manifest.
  ///   - value: The same manifest as JSON.
  init(
    _ files: some PackedFiles, _ manifest: BundleManifest, _ value: JSONValue,
    expected draft: BundleDraft, hash: @escaping ([UInt8]) -> Digest?
  ) throws {
    var draft = draft
    draft.legend = nil
    let expected: Bundle
    do throws(BundleError) {
      expected = try draft.bundle(hash: hash)
    } catch {
      report(.bundleInconsistent, "the bundle can't be rebuilt: \(error)")
      return
    }
    let listed = Dictionary(
      manifest.files.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let facts = Set(["target.json"] + draft.makers.map { "makers/\($0.id).json" })
    var names = Set([Bundle.manifestName, Bundle.sumsName, Legend.name])
    for file in expected.files where !names.contains(file.name.text) {
      names.insert(file.name.text)
      // The facts were compared before, and for files that are sent only the manifest counts.
      guard case .bytes(let bytes) = file.content, !facts.contains(file.name.text) else { continue }
      guard let found = listed[file.name.text] else {
        report(
          .bundleMissingFile, "\(sanitized(file.name.text)): expected, but not in the bundle"
        )
        continue
      }
      if found.digest != file.digest { try compare(files, file.name, bytes) }
    }
    let unneeded = manifest.files.map(\.name).filter { !names.contains($0) }
    for name in unneeded.prefix(Self.maximumListed) {
      report(
        .bundleInconsistent, "\(sanitized(name)): not needed by anything that shot.md sends")
    }
    if unneeded.count > Self.maximumListed {
      let count = unneeded.count - Self.maximumListed
      report(
        .bundleInconsistent,
        "\(count) more \(count == 1 ? "file" : "files"): not needed by anything that shot.md sends"
      )
    }
    compare(value, expected.manifest, manifest, draft)
  }

  /// The maximum number of unneeded files that are named.
  private static let maximumListed = 10

  /// The drawn overview of the sent files, which only a caller that can draw compares.
  private enum Legend {
    static let name = "legend.png"
  }

  /// Adds an error.
  private mutating func report(_ rule: RuleID, _ message: String) {
    findings.append(
      Finding(
        rule, .error, message: message,
        fix: "export it again, and check where this bundle came from"))
  }

  // MARK: The manifest

  /// Compares the manifests. Digests of files that were compared themselves, or that come from
  /// outside, are taken from the bundle's manifest.
  private mutating func compare(
    _ found: JSONValue, _ expected: BundleManifest, _ manifest: BundleManifest, _ draft: BundleDraft
  ) {
    var expected = expected
    let listed = Dictionary(
      manifest.files.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for index in expected.files.indices {
      guard let own = listed[expected.files[index].name] else { continue }
      expected.files[index].byteCount = own.byteCount
      expected.files[index].digest = own.digest
    }
    if var legend = listed[Legend.name] {
      (legend.size, legend.role, legend.from, legend.steps) = (nil, nil, nil, [])
      legend.generated = nil
      expected.files.append(legend)
      expected.files.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
    // Missing and superfluous files were reported by name.
    let names = (Set(expected.files.map(\.name)), Set(listed.keys))
    if names.0 != names.1 {
      expected.files = manifest.files
    }
    expected.profile = listed["target.json"]?.digest ?? expected.profile
    expected.makers = expected.makers.map { maker in
      .init(
        target: maker.target,
        profile: listed["makers/\(maker.target).json"]?.digest ?? maker.profile)
    }
    let differences = JSONDifferences(expected: expected.json, found: found)
    add(differences, on: Bundle.manifestName) { _ in false }
    // Swift compares strings by canonical equivalence, so accents may be encoded differently.
    if differences.differences.isEmpty, expected.json.canonicalBytes != found.canonicalBytes {
      report(.bundleInconsistent, "bundle.json: has the expected values, encoded differently")
    }
  }

  // MARK: Files

  /// Compares one file with its expected bytes.
  private mutating func compare(
    _ files: some PackedFiles, _ name: EntryName, _ expected: [UInt8]
  ) throws {
    let size = files.files.first { $0.name == name }?.byteCount ?? 0
    // A file that is many times longer than expected isn't read.
    guard size <= 4 * expected.count + (256 << 10) else {
      findings.append(
        Finding(
          .bundleInconsistent, .error,
          message: "\(sanitized(name.text)): expected \(expected.count) bytes, found \(size)",
          fix: "export it again, and check where this bundle came from",
          measured: String(size), limit: String(expected.count), unit: "bytes"))
      return
    }
    let bytes = try files.bytes(of: name, limit: size)
    guard name.text.hasSuffix(".json") else {
      compareLines(name.text, expected, bytes)
      return
    }
    let wanted = try JSONParser.parse(
      expected, bounds: JSONParser.Bounds(byteCount: max(16 << 20, expected.count)))
    let found: JSONValue
    do {
      found = try JSONParser.parse(
        bytes, bounds: JSONParser.Bounds(byteCount: max(16 << 20, bytes.count)))
    } catch {
      report(.bundleUnreadable, "\(sanitized(name.text)): \(error)")
      return
    }
    let differences = JSONDifferences(expected: wanted, found: found)
    if differences.differences.isEmpty {
      report(
        .bundleInconsistent,
        "\(sanitized(name.text)): has the expected values, but not in Castbook's format"
      )
    }
    let isCall = name.text == "request.json" || name.text.hasPrefix("first/")
    add(differences, on: name.text) { _ in !isCall }
  }

  /// Adds the differences of a JSON file; `isKnown` returns whether an unexpected key may occur in
  /// such a file at all.
  private mutating func add(
    _ differences: JSONDifferences, on file: String, _ isKnown: (JSONDifferences.Difference) -> Bool
  ) {
    findings += differences.differences.map { $0.finding(on: file, isKnownKey: isKnown($0)) }
    if differences.isTruncated {
      report(.bundleInconsistent, "\(sanitized(file)): more differences than are listed here")
    }
  }

  /// Reports the first line of a text file that differs.
  private mutating func compareLines(_ name: String, _ expected: [UInt8], _ found: [UInt8]) {
    let texts = [expected, found].map { bytes in
      String(decoding: bytes, as: UTF8.self)
        .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
    let count = max(texts[0].count, texts[1].count)
    let index = (0..<count).first { index in
      (index < texts[0].count ? texts[0][index] : nil)
        .map { Array($0.utf8) }
        != (index < texts[1].count ? texts[1][index] : nil)
        .map { Array($0.utf8) }
    }
    guard let index else {
      report(.bundleInconsistent, "\(sanitized(name)): bytes are not as Castbook writes them")
      return
    }
    let difference = JSONDifferences.Difference(
      pointer: "line \(index + 1)",
      expected: index < texts[0].count ? .string(texts[0][index]) : nil,
      found: index < texts[1].count ? .string(texts[1][index]) : nil)
    findings.append(difference.finding(on: name))
  }
}
