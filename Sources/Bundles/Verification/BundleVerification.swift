internal import Archive
public import Model
internal import Prompting
public import Targets

/// The result of checking that every file of a bundle is what its manifest states, and that the
/// bundle's sources compile to exactly what it contains.
///
/// The request is compiled again from `shot.md`, the cast and the facts that the verifier trusts;
/// nothing in the bundle is trusted. The bundle alone can't prove where it came from: ids and
/// addresses that a provider gave are warnings until the verifier's own library confirms them.
public struct BundleVerification: Sendable {
  /// The manifest, or `nil` when it can't be read.
  public private(set) var manifest: BundleManifest?
  /// The SHA-256 of the manifest, or `nil` when the files could not be checked.
  public private(set) var digest: Digest?
  /// The trusted profiles that the bundle was checked with: the target's, those of the other
  /// targets that it depends on, and the user's own profiles that these name.
  public private(set) var profiles: [TargetProfile] = []
  /// The calls as they were compiled here, in the order in which to make them; the request itself
  /// comes last.
  package private(set) var calls: [(file: String, json: JSONValue)] = []
  /// The calls with a placeholder for every file, even where the calls themselves have its bytes.
  package private(set) var callsWithoutFiles: [(file: String, json: JSONValue)] = []
  /// The addresses and ids that the bundle contains, by placeholder.
  package private(set) var carriedIDs: [String: KnownID] = [:]
  /// The compiled bundle, from which the legend can be drawn, or `nil` when there were errors.
  package private(set) var draft: BundleDraft?
  /// The errors and warnings about the bundle.
  public private(set) var findings: [Finding] = []
  /// Whether every file matches the manifest, regardless of its contents.
  public private(set) var isIntact = false

  /// The overall result of the findings.
  public var status: Status { Status(findings) }

  /// Verifies the files of a bundle.
  ///
  /// - Parameters:
  ///   - catalogue: The facts that the verifier trusts.
  ///   - hash: Computes the SHA-256 of bytes.
  /// - Throws: An error when a file can't be read.
  package init(
    _ files: some PackedFiles, in catalogue: TargetCatalogue,
    hash: @escaping ([UInt8]) -> Digest?
  ) throws {
    guard let (manifest, value) = try read(files) else { return }
    self.manifest = manifest
    let listed = try CheckedFiles(
      files, Bundle.manifestName, manifest.files,
      limit: { [isInline = manifest.options.contains("inline")] name in
        BundleBounds.maximumBytes(of: name, isInline: isInline)
      })
    digest = listed.digest
    findings += listed.findings
    // Changed files say nothing about the rest.
    guard findings.isEmpty else { return }
    isIntact = true
    let facts = try TrustedFacts(files, manifest, in: catalogue)
    profiles = facts.profiles
    findings += facts.findings
    checkNames(manifest, folder: files.name, isZip: files.isZip)
    guard status != .fail else { return }
    try check(files, manifest, value, in: catalogue, hash: hash)
  }

  /// Compiles the request again and compares the result with the bundle.
  private mutating func check(
    _ files: some PackedFiles, _ manifest: BundleManifest, _ value: JSONValue,
    in catalogue: TargetCatalogue, hash: @escaping ([UInt8]) -> Digest?
  ) throws {
    var uploads = CarriedUploads(try json(files, "uploads.json"))
    guard let compiled = try recompile(files, manifest, uploads, in: catalogue) else {
      return
    }
    uploads.keep(
      only: Set(
        (compiled.prerequisites.map(\.json) + [compiled.body?.json]).flatMap { call in
          call?.placeholders.map(\.name) ?? []
        }))
    carriedIDs = uploads.known
    findings += uploads.findings
    let sent = try sentFiles(of: compiled, manifest)
    var draft = try compiled.draft(
      name: manifest.name, shot: try files.bytes(named: "shot.md") ?? [],
      settings: manifest.settings, options: Self.options(manifest), sent: sent, in: catalogue)
    draft.known = carriedIDs
    callsWithoutFiles = draft.calls
    if draft.options.contains("inline") {
      findings += try draft.inline(try inlined(files, sent), in: catalogue).map(\.finding)
        .filter { $0.severity == .error }
    }
    calls = draft.calls
    let comparison = try BundleComparison(files, manifest, value, expected: draft, hash: hash)
    findings += comparison.findings
    if status != .fail { self.draft = draft }
  }

  /// Puts files into the calls themselves wherever the fields accept that, for a provider to which
  /// no file is uploaded. Returns the findings about it.
  ///
  /// - Parameter names: The files that the provider reads from an address.
  package mutating func inlineFiles(
    _ files: some PackedFiles, except names: Set<String>, in catalogue: TargetCatalogue
  ) throws -> [Finding] {
    guard var draft, !draft.options.contains("inline") else { return [] }
    let sent = draft.sent.filter { !names.contains($0.entry.name) }
    let remarks = try draft.inline(try inlined(files, sent), in: catalogue)
    calls = draft.calls
    return remarks.map(\.finding)
  }

  // MARK: Reading

  /// Adds an error.
  private mutating func report(
    _ rule: RuleID, _ message: String, fix: String = "export it again"
  ) {
    findings.append(Finding(rule, .error, message: message, fix: fix))
  }

  /// Reads the manifest, or reports why it can't be read and returns `nil`.
  private mutating func read(
    _ files: some PackedFiles
  ) throws -> (BundleManifest, JSONValue)? {
    guard let found = files.files.first(where: { $0.name.text == Bundle.manifestName }) else {
      report(.bundleUnreadable, "\(Bundle.manifestName) is missing, so this is not a bundle")
      return nil
    }
    guard found.byteCount <= BundleBounds.manifestBytes else {
      findings.append(
        BundleBounds.tooLarge(Bundle.manifestName, found.byteCount, BundleBounds.manifestBytes))
      return nil
    }
    guard files.files.count <= BundleBounds.maximumFileCount else {
      report(
        .bundleUnreadable,
        "it has \(files.files.count) files; the limit is \(BundleBounds.maximumFileCount)")
      return nil
    }
    let total = files.files.reduce(0) { $0 + min($1.byteCount, 1 << 50) }
    guard total <= BundleBounds.maximumBytes else {
      // When a single file exceeds the total, the finding names that file.
      let largest = files.files.max { $0.byteCount < $1.byteCount }
      let isAlone = (largest?.byteCount ?? 0) > BundleBounds.maximumBytes
      findings.append(
        BundleBounds.tooLarge(
          isAlone ? largest?.name.text ?? "it" : "the bundle",
          isAlone ? largest?.byteCount ?? total : total, BundleBounds.maximumBytes))
      return nil
    }
    do throws(BundleError) {
      let bytes: [UInt8]
      do {
        bytes = try files.bytes(of: found.name, limit: BundleBounds.manifestBytes)
      } catch {
        throw .badManifest("\(error)")
      }
      let found = try BundleManifest.read(bytes)
      if let problem = BundleBounds.problem(of: found.manifest) { throw .badManifest(problem) }
      return found
    } catch {
      report(.bundleUnreadable, "\(error)")
      return nil
    }
  }

  /// Checks the bundle's name: a folder may have been renamed, but the folder inside a zip must
  /// have the bundle's name.
  private mutating func checkNames(_ manifest: BundleManifest, folder: String, isZip: Bool) {
    if let problem = FileName.problem(in: manifest.name) {
      report(
        .bundleInconsistent,
        "bundle.json /name: not a valid folder name: it \(problem)")
      return
    }
    guard manifest.name != folder else { return }
    let message =
      "bundle.json /name: expected \"\(sanitized(folder))\", the folder's name, found "
      + "\"\(sanitized(manifest.name))\""
    findings.append(
      Finding(
        .bundleInconsistent, isZip ? .error : .note, message: message,
        fix: isZip ? "export it again" : "nothing to do if you renamed it"))
  }

  /// Returns a file's JSON, or `nil` when there is no such file or it isn't JSON.
  private mutating func json(_ files: some PackedFiles, _ name: String) throws -> JSONValue? {
    let limit = BundleBounds.maximumBytes(of: name)
    guard let bytes = try files.bytes(named: name, limit: limit) else { return nil }
    do {
      return try JSONParser.parse(bytes)
    } catch {
      report(.bundleUnreadable, "\(sanitized(name)): \(error)")
      return nil
    }
  }

  // MARK: Compiling again

  /// Compiles the request from the bundle's sources, or reports why it can't and returns `nil`.
  private mutating func recompile(
    _ files: some PackedFiles, _ manifest: BundleManifest, _ uploads: CarriedUploads,
    in catalogue: TargetCatalogue
  ) throws -> CompiledRequest? {
    guard status != .fail, let shot = try files.bytes(named: "shot.md") else {
      if status != .fail { report(.bundleMissingFile, "shot.md is missing") }
      return nil
    }
    guard manifest.files.contains(where: { $0.name == "shot.md" && $0.digest == manifest.shot })
    else {
      report(.bundleInconsistent, "bundle.json /shot: is not the SHA-256 of shot.md")
      return nil
    }
    do {
      let compiled = try CompiledRequest(
        manifest, shot: shot, known: Set(uploads.known.keys), in: catalogue)
      report(compiled.remarks)
      reportPaths(compiled)
      return status == .fail ? nil : compiled
    } catch let error as PromptFileError {
      report(error.remarks)
    } catch {
      report(.bundleInconsistent, "shot.md can't be compiled: \(sanitized("\(error)"))")
    }
    return nil
  }

  /// Reports paths in the shot file that aren't valid.
  ///
  /// The files that the shot file names are in the bundle, so their paths are never opened.
  private mutating func reportPaths(_ compiled: CompiledRequest) {
    for case .path(let path) in compiled.files.map(\.source) {
      if path.contains("://") || HiddenScalars.first(in: path) != nil || FilePath(path) == nil {
        report(
          .bundleInconsistent,
          "shot.md: \(JSONDifferences.displayText(.string(path))) is not a file path")
      }
    }
  }

  /// Adds the errors among a compilation's remarks.
  private mutating func report(_ remarks: [PromptRemark]) {
    for remark in remarks where remark.finding.severity == .error {
      let location = remark.location.map { " \($0.short)" } ?? ""
      report(
        .bundleInconsistent,
        "shot.md\(location): \(sanitized(remark.finding.message)) [\(remark.finding.rule)]")
    }
  }

  /// Returns the files that are sent, with the manifest's statements about them.
  private mutating func sentFiles(
    of compiled: CompiledRequest, _ manifest: BundleManifest
  ) throws -> [BundleFile] {
    let listed = Dictionary(
      manifest.files.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return try compiled.files.compactMap { file in
      guard let entry = listed[file.name], let path = FilePath(file.name) else {
        report(
          .bundleMissingFile,
          "\(sanitized(file.name)): expected by the request, but not in the bundle")
        return nil
      }
      let from: Digest?
      switch file.source {
      case .element(_, let own), .voice(_, let own): from = own.blob
      case .path: from = entry.from
      }
      if entry.steps.isEmpty != (entry.digest == (from ?? entry.digest)) {
        report(
          .bundleInconsistent,
          "bundle.json: \(sanitized(file.name)) is "
            + (entry.steps.isEmpty
              ? "not the original that it names, but no steps are listed"
              : "the original, but steps are listed"))
      }
      if manifest.options.contains("as-is"), !entry.steps.isEmpty {
        report(
          .bundleInconsistent,
          "bundle.json: \(sanitized(file.name)) was prepared, but /options says as-is")
      }
      return try BundleFile(
        file, from: from ?? entry.digest, sent: entry.digest, byteCount: entry.byteCount,
        format: path.suffix.flatMap(MediaFormat.init(suffix:)) ?? .unknown, size: entry.size,
        steps: entry.steps, generated: entry.generated, content: .copy(of: path))
    }
  }

  /// Returns the known options of a manifest, in their canonical order.
  private static func options(_ manifest: BundleManifest) -> [String] {
    BundleManifest.knownOptions.filter(manifest.options.contains)
  }

  /// Returns the bytes of the files that the request contains.
  private func inlined(
    _ files: some PackedFiles, _ sent: [BundleFile]
  ) throws -> [String: [UInt8]] {
    var bytes: [String: [UInt8]] = [:]
    for file in sent {
      bytes[file.entry.name] = try files.bytes(named: file.entry.name, limit: 1 << 30)
    }
    return bytes
  }
}
