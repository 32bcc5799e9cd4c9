internal import Archive
internal import Bundles
internal import Files
internal import Library
internal import Media
internal import Prompting

/// A bundle as it lies somewhere, from whomever it may come.
///
/// ```swift
/// var bundle = try FoundBundle(at: path)
/// try await bundle.check(with: library, today: today)
/// if bundle.status != .fail { print(bundle.verification.manifest?.name ?? "") }
/// ```
public struct FoundBundle: Sendable {
  public let path: FilePath
  let files: any PackedFiles & Sendable
  /// Its files against its manifest, and its calls against what they compile to; a pack has none of this.
  public let verification: BundleVerification
  /// The elements of a pack.
  public let packed: [PackManifest.Element]?
  /// What is wrong with it.
  public internal(set) var findings: [Finding]
  /// What it carries, checked by the rules of its target: by name.
  public internal(set) var pictures: [(name: String, findings: [Finding])] = []
  /// What the user's own library has registered for its placeholders.
  var own: [String: KnownID] = [:]

  public var status: Status {
    Status((findings + pictures.flatMap(\.findings)).map(\.severity).max())
  }
  /// Whether it is what was exported: what pictures break at the target is another question.
  public var integrity: Status { Status(findings) }
  public var fileCount: Int { files.files.count }
  public var byteCount: Int { files.files.reduce(0) { $0 + $1.byteCount } }

  /// Reads and verifies it by facts that the user trusts: Castbook's own where none are given.
  public init(at path: FilePath, in catalogue: TargetCatalogue? = nil) throws {
    self.path = path
    do {
      files = try FoundFiles.open(path)
      let isPack = files.files.contains { $0.name.text == Pack.manifestName }
      let trusted = try catalogue ?? TargetCatalogue()
      verification = try BundleVerification(files, in: trusted, hash: SHA256.digest)
      if isPack {
        let pack = try PackVerification(files, hash: SHA256.digest, forms: .library)
        packed = pack.manifest?.elements ?? []
        findings = pack.findings
      } else {
        packed = nil
        findings = verification.findings
      }
    } catch let error as ZipError {
      throw BundleRefusal(path: path, reason: "\(error)")
    } catch let error as FileError {
      throw BundleRefusal(path: path, reason: error.reason)
    }
  }

  /// What differs from it to another.
  public func difference(to other: FoundBundle) throws -> BundleDifference {
    for bundle in [self, other] where bundle.verification.status == .fail {
      throw BundleRefusal(
        path: bundle.path,
        reason: bundle.verification.findings.first { $0.severity == .error }?.message
          ?? "not a bundle")
    }
    return try BundleDifference(from: verification, files, to: other.verification, other.files)
  }

  /// Its calls, with what is known filled in: what is given by file or handle, then what the library that it was checked
  /// with has registered, then what the bundle says itself.
  public func calls(
    _ given: [String: String], in catalogue: TargetCatalogue
  ) throws -> BundleCalls {
    try BundleCalls(verification, own: own.mapValues(\.id), given: given, in: catalogue)
  }
}

/// Why something is not read as a bundle or a pack at all.
public struct BundleRefusal: Error, Sendable {
  public let path: FilePath
  public let reason: String
  /// What to do, where it is not the usual.
  public var fix: String?
}

extension BundleRefusal: CustomStringConvertible {
  public var description: String { "\(path): \(reason)" }
}

/// Names and what stands for them, as a JSON object of texts: `{"references/mira.jpg": "https://…"}`.
public enum FillIns {
  public static func read(_ path: FilePath) throws -> [String: String] {
    switch TextFile.read(path, limit: 16 << 20) {
    case .failure(let failure):
      throw ElementLibraryError.wrong(
        "\(path): \(failure.words)",
        fix: path.nearest.map { "did you mean \($0.quoted)?" } ?? "name a JSON file")
    case .success(let bytes):
      let value: JSONValue
      do {
        value = try JSONParser.parse(bytes)
      } catch {
        throw ElementLibraryError.wrong("\(path): \(error)", fix: "fix the JSON there")
      }
      var given: [String: String] = [:]
      for member in value.members ?? [] { given[member.key] = member.value.string }
      guard let members = value.members, given.count == members.count else {
        throw ElementLibraryError.wrong(
          "\(path): expected a JSON object of strings",
          fix: "write it like {\"references/mira-front.jpg\": \"https://…\"}")
      }
      return given
    }
  }
}
