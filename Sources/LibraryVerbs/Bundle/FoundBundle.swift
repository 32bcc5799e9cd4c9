internal import Archive
internal import Bundles
internal import Files

/// An existing bundle or pack, which may come from anyone.
///
/// ```swift
/// var bundle = try FoundBundle(at: path)
/// try await bundle.check(with: library, today: today)
/// if bundle.status != .fail { print(bundle.verification.manifest?.name ?? "") }
/// ```
public struct FoundBundle: Sendable {
  /// The path of its folder or zip.
  public let path: FilePath
  /// Access to its files.
  package let files: any PackedFiles & Sendable
  /// The comparison of its files with its manifest, and of its calls with what they compile to. It
  /// is empty for a pack.
  public private(set) var verification: BundleVerification
  /// The elements of a pack; `nil` for a bundle.
  public let packElements: [PackManifest.Element]?
  /// Findings about its integrity.
  public package(set) var findings: [Finding]
  /// The findings about each sent file by the rules of the target, with the file's name. It is
  /// empty before `check(with:today:decoder:)`.
  public package(set) var fileFindings: [(name: String, findings: [Finding])] = []
  /// The ids that the user's own library has registered, by placeholder.
  package var ownIDs: [String: KnownID] = [:]

  /// The worst status among all findings, including those of files.
  public var status: Status {
    Status((findings + fileFindings.flatMap(\.findings)).map(\.severity).max())
  }
  /// The status of its integrity alone: whether it is what was exported, regardless of the target's
  /// rules for files.
  public var integrity: Status { Status(findings) }
  /// The number of its files, including the manifest.
  public var fileCount: Int { files.files.count }
  /// The total size of its files in bytes, uncompressed.
  public var byteCount: Int { files.files.reduce(0) { $0 + $1.byteCount } }

  /// Opens and verifies a bundle or pack.
  ///
  /// - Parameters:
  ///   - path: Its folder or zip.
  ///   - catalogue: The profiles that the user trusts; `nil` for the built-in ones.
  /// - Throws: `BundleRefusal` if it can't be read as a bundle or pack at all.
  public init(at path: FilePath, in catalogue: TargetCatalogue? = nil) throws {
    self.path = path
    do {
      files = try BundleSource.open(path)
      let isPack = files.files.contains { $0.name.text == PackLayout.manifestName }
      let trusted = try catalogue ?? TargetCatalogue()
      verification = try BundleVerification(files, in: trusted, hash: SHA256.digest)
      if isPack {
        let pack = try PackVerification(files, hash: SHA256.digest, forms: .library)
        packElements = pack.manifest?.elements ?? []
        findings = pack.findings
      } else {
        packElements = nil
        findings = verification.findings
      }
    } catch {
      throw BundleRefusal.about(path, error)
    }
  }

  /// Returns how another bundle differs from this one.
  ///
  /// - Throws: `BundleRefusal` if verification of either bundle failed.
  public func difference(to other: FoundBundle) throws -> BundleDifference {
    for bundle in [self, other] where bundle.verification.status == .fail {
      throw BundleRefusal(
        path: bundle.path,
        reason: bundle.verification.findings.first { $0.severity == .error }?.message
          ?? "not a bundle")
    }
    return try BundleDifference(from: verification, files, to: other.verification, other.files)
  }

  /// Inlines files into the calls where the provider accepts that, and returns the findings.
  ///
  /// - Parameter names: The files that the provider reads from an address.
  package mutating func inlineFiles(
    except names: Set<String>, in catalogue: TargetCatalogue
  ) throws -> [Finding] {
    try verification.inlineFiles(files, except: names, in: catalogue)
  }

  /// The placeholders in the calls.
  package var placeholders: Set<String> {
    Set(verification.calls.flatMap { $0.json.placeholders.map(\.name) })
  }

  /// The files that are part of the calls themselves.
  package var inlinedFiles: [BundleManifest.File] {
    let names = placeholders
    return (verification.manifest?.files ?? []).filter {
      $0.from != nil && !names.contains(RequestFile.scheme + $0.name)
    }
  }

  /// Returns the endpoint of a call; `nil` if the target has none.
  package func endpoint(of call: String) -> String? {
    call == BundleCalls.requestFile
      ? verification.manifest?.endpoint
      : verification.calls.first { $0.file == call }?.json["endpoint"]?.string
  }

  /// Returns the calls as a Python script; `nil` if no client of the provider is known.
  public func python(_ calls: BundleCalls) -> PythonScript? {
    calls.python(files: verification.manifest?.files.map(\.name) ?? [])
  }
}

/// Values for placeholders from a JSON file that contains an object of strings:
/// `{"references/mira.jpg": "https://…"}`.
public enum PlaceholderValues {
  /// Reads a file of at most 16 MiB.
  ///
  /// - Throws: An error if the file can't be read, is not an object of strings, or has a key
  ///   twice.
  public static func read(_ path: FilePath) throws -> [String: String] {
    let bytes = try TextFile.requested(path, limit: 16 << 20)
    let value: JSONValue
    do {
      value = try JSONParser.parse(bytes)
    } catch {
      throw ElementLibraryError.invalidRequest("\(path): \(error)", fix: "fix the JSON there")
    }
    var given: [String: String] = [:]
    for member in value.members ?? [] { given[member.key] = member.value.string }
    guard let members = value.members, given.count == members.count else {
      throw ElementLibraryError.invalidRequest(
        "\(path): expected a JSON object of strings",
        fix: "write it like {\"references/mira-front.jpg\": \"https://…\"}")
    }
    return given
  }
}
