internal import Archive
internal import Bundles
internal import Library
internal import Media

/// A bundle as it lies somewhere, from whomever it may come.
public struct FoundBundle: Sendable {
  public let path: FilePath
  private let files: any PackedFiles & Sendable
  /// It held against itself; a pack is none of this.
  public let verification: BundleVerification
  /// The elements of a pack.
  public let packed: [PackManifest.Element]?
  /// What is wrong with it.
  public let findings: [Finding]
  /// What it carries, held to the rules it was made by: by name.
  public private(set) var pictures: [(name: String, findings: [Finding])] = []

  public var status: Status {
    Status((findings + pictures.flatMap(\.findings)).map(\.severity).max())
  }
  public var fileCount: Int { files.files.count }
  public var byteCount: Int { files.files.reduce(0) { $0 + $1.byteCount } }

  public init(at path: FilePath) throws {
    self.path = path
    do {
      files = try FoundFiles.open(path)
      verification = try BundleVerification(files)
      if files.files.contains(where: { $0.name.text == Pack.manifestName }) {
        let pack = try PackVerification(files, hash: SHA256.digest, forms: .library)
        packed = pack.manifest?.elements ?? []
        findings = pack.findings
      } else {
        packed = nil
        findings = verification.findings
      }
    } catch let error as ZipError {
      throw BundleRefusal(path: path, reason: "\(error)")
    } catch let error as DiskError {
      throw BundleRefusal(path: path, reason: error.reason)
    }
  }

  /// Holds every file that is sent to the rules of the bundle's own target, as `check` would.
  public mutating func check(decoder: FilePath? = nil) async throws {
    guard verification.status == .pass, let manifest = verification.manifest,
      let profile = verification.profiles.first
    else { return }
    let catalogue = try TargetCatalogue(
      user: verification.profiles.map { ("\($0.id).json", $0.bytes) })
    let inspector = Inspector(budget: MemoryBudget(workers: Check.mostWorkers), decoder: decoder)
    let sent = manifest.files.filter { $0.from != nil }
    let files = files
    var checked: [(name: String, findings: [Finding])] = []
    try await InOrder(workers: Processors.count).run(sent) { file in
      await Self.findings(on: file, manifest, profile, files, catalogue, inspector)
    } each: {
      checked.append($0)
    }
    pictures = checked
  }

  private static func findings(
    on file: BundleManifest.File, _ manifest: BundleManifest, _ profile: TargetProfile,
    _ files: any PackedFiles, _ catalogue: TargetCatalogue, _ inspector: Inspector
  ) async -> (name: String, findings: [Finding]) {
    guard let name = EntryName(file.name), let path = FilePath(file.name),
      let bytes = try? files.bytes(of: name, limit: 1 << 30)
    else {
      let unread = Finding(
        .bundleInconsistent, .error, message: "can't be read",
        fix: "look at the disk or the medium it lies on")
      return (file.name, [unread])
    }
    let facts = await inspector.inspect(bytes, as: path)
    var slots = manifest.sends.filter { $0.files.contains(file.name) }.compactMap {
      Slot(rawValue: $0.slot)
    }
    if file.role == Role.voice.rawValue { slots = [.voice] }
    if facts.format?.medium == .clip { slots = slots.map { $0 == .element ? .clip : $0 } }
    let targets = slots.compactMap { slot in
      try? CheckTarget(profile, slot: slot, in: catalogue)
    }
    var findings = CheckedFile(facts, targets, isNamed: true, keepsHeld: false).allFindings
    if let size = file.size, let found = facts.image?.size, size != found {
      findings.append(
        Finding(
          .bundleInconsistent, .error,
          message: "is \(found) px, and bundle.json says \(size)", fix: "export it anew"))
    }
    return (file.name, findings)
  }

  /// What differs from it to another.
  public func difference(to other: FoundBundle) throws -> BundleDifference {
    for bundle in [self, other] where bundle.verification.status == .fail {
      throw BundleRefusal(
        path: bundle.path, reason: bundle.verification.findings.first?.message ?? "is no bundle")
    }
    return try BundleDifference(from: verification, files, to: other.verification, other.files)
  }

  /// Its calls, with what is known filled in: of addresses by file, of ids by handle.
  public func calls(
    _ given: [String: String], in catalogue: TargetCatalogue
  ) throws -> BundleCalls {
    let uploads = try files.bytes(named: "uploads.json").map { try JSONParser.parse($0) }
    return try BundleCalls(verification, uploads: uploads, given: given, in: catalogue)
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
        throw ElementLibraryError.wrong("\(path): \(error)", fix: "mend the JSON there")
      }
      var given: [String: String] = [:]
      for member in value.members ?? [] { given[member.key] = member.value.string }
      guard let members = value.members, given.count == members.count else {
        throw ElementLibraryError.wrong(
          "\(path): it is no object of texts",
          fix: "{\"references/mira-front.jpg\": \"https://…\"} is one")
      }
      return given
    }
  }
}
