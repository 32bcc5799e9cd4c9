internal import Model

/// What differs between two bundles: in what is sent, and to whom.
public struct BundleDifference: Sendable {
  /// In the order in which people ask: to whom, who, what words, which files, what it costs.
  public private(set) var changes: [Change] = []

  public var isEmpty: Bool { changes.isEmpty }

  /// One thing that is not the same.
  public struct Change: Hashable, Sendable {
    public let part: Part
    /// What it is about: a file, a place in the request.
    public let what: String
    /// Nothing where it was not there, or is not.
    public let before: String?
    public let after: String?

    public enum Part: String, CaseIterable, Sendable {
      case target, element, prompt, request, file, cost
    }
  }

  package init(
    from old: BundleVerification, _ oldFiles: some PackedFiles, to new: BundleVerification,
    _ newFiles: some PackedFiles
  ) throws {
    guard let before = old.manifest, let after = new.manifest else { return }
    compareTargets(before, after)
    compareElements(before, after)
    let words = (
      try oldFiles.bytes(named: "prompt.txt"), try newFiles.bytes(named: "prompt.txt")
    )
    compareLines(Self.lines(words.0), Self.lines(words.1))
    let requests = (
      old.calls.last { $0.file == "request.json" }?.json,
      new.calls.last { $0.file == "request.json" }?.json
    )
    compare(requests.0, requests.1, "")
    for (file, json) in old.calls where file != "request.json" {
      compare(json, new.calls.first { $0.file == file }?.json, file)
    }
    for (file, json) in new.calls where !old.calls.contains(where: { $0.file == file }) {
      compare(nil, json, file)
    }
    let ids = (try Self.ids(oldFiles), try Self.ids(newFiles))
    for name in Set(ids.0.keys).union(ids.1.keys).sorted() {
      add(.request, name, ids.0[name], ids.1[name])
    }
    compareFiles(before, after)
    add(.cost, "cost", Self.words(before.cost), Self.words(after.cost))
  }

  private mutating func add(
    _ part: Change.Part, _ what: String, _ before: String?, _ after: String?
  ) {
    if before != after {
      changes.append(Change(part: part, what: what, before: before, after: after))
    }
  }

  private mutating func compareTargets(_ before: BundleManifest, _ after: BundleManifest) {
    add(.target, "target", before.target, after.target)
    add(.target, "endpoint", before.endpoint, after.endpoint)
    add(.target, "tier", before.tier, after.tier)
    if before.target == after.target, before.profile != after.profile {
      add(
        .target, "rules", String(before.profile.hex.prefix(8)), String(after.profile.hex.prefix(8)))
    }
    add(
      .target, "settings", before.settings.joined(separator: ", "),
      after.settings.joined(separator: ", "))
    add(
      .target, "options", before.options.joined(separator: ", "),
      after.options.joined(separator: ", "))
  }

  private mutating func compareElements(_ before: BundleManifest, _ after: BundleManifest) {
    func elements(_ manifest: BundleManifest) -> [String: String] {
      Dictionary(
        manifest.sends.compactMap { send in
          send.element.map {
            ("@\($0.handle)", "revision \($0.sequence) (\($0.revision.hex.prefix(8)))")
          }
        }, uniquingKeysWith: { first, _ in first })
    }
    let (old, new) = (elements(before), elements(after))
    for name in Set(old.keys).union(new.keys).sorted() { add(.element, name, old[name], new[name]) }
  }

  private static func lines(_ bytes: [UInt8]?) -> [String] {
    String(decoding: bytes ?? [], as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private mutating func compareLines(_ old: [String], _ new: [String]) {
    for change in new.difference(from: old) {
      switch change {
      case .remove(let place, let line, _): add(.prompt, "line \(place + 1)", line, nil)
      case .insert(let place, let line, _): add(.prompt, "line \(place + 1)", nil, line)
      }
    }
  }

  /// What differs in two requests, each with its JSON Pointer.
  private mutating func compare(_ old: JSONValue?, _ new: JSONValue?, _ pointer: String) {
    guard old != new else { return }
    if let before = old?.members, let after = new?.members {
      let keys =
        before.map(\.key)
        + after.map(\.key).filter { key in
          !before.contains { $0.key == key }
        }
      for key in keys { compare(old?[key], new?[key], "\(pointer)/\(key)") }
    } else if let before = old?.array, let after = new?.array {
      for place in 0..<max(before.count, after.count) {
        compare(
          before.indices.contains(place) ? before[place] : nil,
          after.indices.contains(place) ? after[place] : nil, "\(pointer)/\(place)")
      }
    } else {
      // The words were told with the prompt; long texts are files.
      let isLong = [old, new].contains { ($0?.string?.utf8.count ?? 0) > 200 }
      add(
        .request, pointer.isEmpty ? "/" : pointer, old.map { isLong ? "…" : $0.compactText },
        new.map { isLong ? "… (another one)" : $0.compactText })
    }
  }

  private mutating func compareFiles(_ before: BundleManifest, _ after: BundleManifest) {
    func files(_ manifest: BundleManifest) -> [String: BundleManifest.File] {
      Dictionary(
        manifest.files.filter { $0.from != nil }.map { ($0.name, $0) },
        uniquingKeysWith: { first, _ in first })
    }
    let (old, new) = (files(before), files(after))
    for name in Set(old.keys).union(new.keys).sorted()
    where old[name]?.digest != new[name]?.digest {
      add(.file, name, old[name].map(Self.words), new[name].map(Self.words))
    }
  }

  /// Ids and addresses that were known, by what they stand for.
  private static func ids(_ files: some PackedFiles) throws -> [String: String] {
    guard let bytes = try files.bytes(named: "uploads.json"),
      let uploads = try? JSONParser.parse(bytes)
    else { return [:] }
    return ["files", "remotes"].flatMap { uploads[$0]?.array ?? [] }.reduce(into: [:]) {
      ids, line in
      guard let name = line["placeholder"]?.string else { return }
      ids[name] = (line["id"] ?? line["url"])?.string
    }
  }

  private static func words(_ file: BundleManifest.File) -> String {
    let size = file.size.map { "\($0), " } ?? ""
    return "\(size)\(file.byteCount) bytes, \(file.digest.hex.prefix(8))"
  }

  private static func words(_ cost: Cost?) -> String? {
    cost.map { "\($0.amount) \($0.currency)" }
  }
}
