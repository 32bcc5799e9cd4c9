internal import Archive
public import Model
internal import Prompting
public import Targets

/// A bundle held against itself: whether every file is what its manifest says, and whether the request, the
/// placeholders and the files belong together. Nothing in it is trusted.
public struct BundleVerification: Sendable {
  /// Nothing where it can't be read.
  public private(set) var manifest: BundleManifest?
  /// The SHA-256 of its manifest.
  public private(set) var digest: Digest?
  /// The rules that it was made by: the target's, and those of what makes elements and voices for it.
  public private(set) var profiles: [TargetProfile] = []
  /// The calls in it, in the order in which they are made; the request itself comes last.
  package private(set) var calls: [(file: String, json: JSONValue)] = []
  public private(set) var findings: [Finding] = []

  public var status: Status { Status(findings) }

  package init(_ files: some PackedFiles) throws {
    guard let bytes = try files.bytes(named: Bundle.manifestName) else {
      tell(.bundleUnreadable, "there is no \(Bundle.manifestName): it is no bundle")
      return
    }
    let manifest: BundleManifest
    do {
      manifest = try BundleManifest(bytes)
    } catch {
      tell(.bundleUnreadable, "\(error)")
      return
    }
    self.manifest = manifest
    let listed = try ListedFiles(files, Bundle.manifestName, manifest.files)
    digest = listed.digest
    findings += listed.findings
    // What is not what it should be says nothing about the rest.
    guard findings.isEmpty else { return }
    try readProfiles(files, manifest)
    try readCalls(files, manifest)
    try checkUploads(files, manifest)
    try checkWords(files)
    checkSends(manifest)
    if manifest.options.contains("inline") {
      try checkInlined(files, manifest)
    } else {
      checkOrder(manifest)
      checkAddresses()
    }
  }

  private mutating func tell(
    _ rule: RuleID, _ message: String, fix: String = "export it anew"
  ) {
    findings.append(Finding(rule, .error, message: message, fix: fix))
  }

  private func json(_ files: some PackedFiles, _ name: String) throws -> JSONValue? {
    // With files inside, a request is as long as they are, and a third.
    let isInline = manifest?.options.contains("inline") ?? false
    let others = isInline ? files.files.reduce(0) { $0 + $1.byteCount } : 0
    let limit = min(1 << 30, (16 << 20) + 2 * others)
    guard let bytes = try files.bytes(named: name, limit: limit) else { return nil }
    return try? JSONParser.parse(bytes, bounds: JSONParser.Bounds(byteCount: limit))
  }

  // MARK: Rules and calls

  private mutating func readProfiles(
    _ files: some PackedFiles, _ manifest: BundleManifest
  ) throws {
    let named =
      [("target.json", manifest.target, manifest.profile)]
      + manifest.makers.map { ("makers/\($0.target).json", $0.target, $0.profile) }
    for (name, id, digest) in named {
      guard manifest.files.contains(where: { $0.name == name && $0.digest == digest }),
        let bytes = try files.bytes(named: name),
        let profile = try? ProfileLoader.load(bytes, file: name), profile.id.rawValue == id
      else {
        tell(
          .bundleInconsistent, "\(sanitized(name)) does not hold the rules that bundle.json names")
        continue
      }
      profiles.append(profile)
    }
    if !manifest.files.contains(where: { $0.name == "shot.md" && $0.digest == manifest.shot }) {
      tell(.bundleInconsistent, "shot.md is not the one that bundle.json names")
    }
    if let endpoint = manifest.endpoint, let profile = profiles.first,
      !profile.endpoints.contains(where: { $0.path == endpoint })
    {
      tell(.bundleInconsistent, "target.json has no endpoint \(sanitized(endpoint))")
    }
  }

  private mutating func readCalls(
    _ files: some PackedFiles, _ manifest: BundleManifest
  ) throws {
    let names =
      manifest.files.map(\.name).filter { $0.hasPrefix("first/") }
      + manifest.files.map(\.name).filter { $0 == "request.json" }
    for name in names {
      guard let json = try json(files, name) else {
        tell(.bundleUnreadable, "\(sanitized(name)) is no JSON")
        continue
      }
      calls.append((name, json))
    }
  }

  // MARK: What belongs together

  /// Whether every placeholder is listed, and stands for a file that is there; and no file is left over.
  private mutating func checkUploads(
    _ files: some PackedFiles, _ manifest: BundleManifest
  ) throws {
    let list = UploadList(
      calls: calls.map { UploadList.Call(file: $0.file, json: $0.json) }, first: [], known: [:])
    let wanted = list.places
    let uploads = try json(files, "uploads.json")
    let listed = ["files", "remotes"].flatMap { uploads?[$0]?.array ?? [] }
    let found = Set(listed.compactMap(UploadList.Place.init))
    if calls.isEmpty ? uploads != nil : Set(wanted) != found || found.count != listed.count {
      tell(
        .bundleInconsistent, "uploads.json does not say where the placeholders of the calls stand")
    }
    let names = Set(manifest.files.map(\.name))
    let sent = Set(wanted.compactMap(\.file))
    for name in sent.sorted() where !names.contains(name) {
      tell(.bundleMissingFile, "a call names \(sanitized(name)), which is no file of the bundle")
    }
    let isInline = manifest.options.contains("inline")
    for name in names.sorted()
    where name.hasPrefix("references/") && !isInline && !sent.contains(name) {
      tell(.bundleInconsistent, "no call names \(sanitized(name))")
    }
  }

  /// Whether the words that people read are those that are sent.
  private mutating func checkWords(_ files: some PackedFiles) throws {
    guard let request = calls.last(where: { $0.file == "request.json" })?.json,
      let bytes = try files.bytes(named: "prompt.txt"),
      let words = String(validating: bytes, as: UTF8.self)
    else { return }
    let texts = request.texts
    for line in words.split(separator: "\n") {
      // The heading of a shot is for people.
      let isShot = line.hasPrefix("Shot ")
      let text = isShot ? line[(line.firstRange(of: ": ")?.upperBound ?? line.startIndex)...] : line
      let quoted = JSONValue.string(String(text)).compactText.dropFirst().dropLast()
      if !texts.contains(where: { $0.contains(text) || $0.contains(line) || $0.contains(quoted) }) {
        tell(.bundleInconsistent, "prompt.txt says what request.json does not send")
        return
      }
    }
  }

  /// Whether files stand in the calls in the order in which they are sent: swapped, each would be another's.
  private mutating func checkOrder(_ manifest: BundleManifest) {
    var found: [String: Int] = [:]
    for call in calls {
      for name in call.json.placeholders.map(\.name) where found[name] == nil {
        found[name] = found.count
      }
    }
    for slot in Set(manifest.sends.map(\.slot)) {
      var seen: Set<String> = []
      let files = manifest.sends.filter { $0.slot == slot }.flatMap(\.files)
        .filter { seen.insert($0).inserted }
      let places = files.compactMap { found[RequestFile.scheme + $0] }
      if places != places.sorted() {
        tell(
          .bundleInconsistent, "the calls name files in another order than bundle.json sends them")
        return
      }
    }
  }

  /// Nothing but placeholders stands where files go: an address would be somebody else's file.
  private mutating func checkAddresses() {
    let texts = calls.flatMap(\.json.texts)
    if texts.contains(where: \.isAddress) {
      tell(.bundleInconsistent, "an address stands in a call, where only placeholders belong")
    }
  }

  /// Whether the files that stand in the calls are those of the bundle, each of them, and no other.
  private mutating func checkInlined(
    _ files: some PackedFiles, _ manifest: BundleManifest
  ) throws {
    var wanted: Set<String> = []
    for file in files.files where file.name.text.hasPrefix("references/") {
      wanted.insert(Base64.text(of: try files.bytes(of: file.name, limit: 1 << 30)))
    }
    var found: Set<String> = []
    for text in calls.flatMap(\.json.texts) {
      let isURI = text.hasPrefix("data:")
      let plain = isURI ? text.drop { $0 != "," }.dropFirst() : text[...]
      if wanted.contains(String(plain)) {
        found.insert(String(plain))
      } else if text.isAddress {
        tell(.bundleInconsistent, "a file stands in a call that is none of the bundle's")
        return
      }
    }
    if found != wanted {
      tell(.bundleInconsistent, "a file of the bundle does not stand in its calls")
    }
  }

  private mutating func checkSends(_ manifest: BundleManifest) {
    let names = Set(manifest.files.map(\.name))
    for send in manifest.sends {
      for name in send.files where !names.contains(name) {
        tell(.bundleInconsistent, "bundle.json sends \(sanitized(name)), which is no file of it")
      }
    }
  }
}

extension JSONValue {
  /// All texts in it.
  fileprivate var texts: [String] {
    switch self {
    case .string(let text): [text]
    case .array(let items): items.flatMap(\.texts)
    case .object(let members): members.flatMap(\.value.texts)
    default: []
    }
  }
}

extension String {
  /// Whether it is an address, and no sentence with one in it.
  fileprivate var isAddress: Bool {
    let start = prefix(8).lowercased()
    return ["http://", "https://", "data:", "ftp://"].contains { start.hasPrefix($0) }
      && !contains(where: \.isWhitespace)
  }
}
