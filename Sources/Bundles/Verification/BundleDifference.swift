public import Model

/// The differences between two bundles: in what is sent, and to whom.
///
/// ```swift
/// for change in difference.changes {
///   print(change.part, change.what, change.before ?? "-", change.after ?? "-")
/// }
/// ```
public struct BundleDifference: Sendable {
  /// The differences, ordered by importance: target, elements, prompt, request, files, cost.
  public private(set) var changes: [Change] = []

  /// Whether the bundles don't differ.
  public var isEmpty: Bool { changes.isEmpty }

  /// One difference.
  public struct Change: Hashable, Sendable {
    /// The part of the bundle that differs.
    public let part: Part
    /// The file, or the location in the request, that differs.
    public let subject: String
    /// The earlier value, or `nil` when there was none.
    public let before: String?
    /// The later value, or `nil` when there is none.
    public let after: String?

    /// The part of a bundle that a difference belongs to.
    public enum Part: String, JSONConvertible, CaseIterable, Sendable {
      case target, element, prompt, request, file, cost
    }
  }

  /// Compares two verified bundles; the result is empty when a manifest can't be read.
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

  /// Adds a difference unless both values are equal.
  private mutating func add(
    _ part: Change.Part, _ what: String, _ before: String?, _ after: String?
  ) {
    if before != after {
      changes.append(Change(part: part, subject: what, before: before, after: after))
    }
  }

  /// Adds differences in the target, its rules and the settings.
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

  /// Adds elements whose revisions differ.
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

  /// Returns the nonempty lines of a text file.
  private static func lines(_ bytes: [UInt8]?) -> [String] {
    String(decoding: bytes ?? [], as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Adds the lines of the prompt that were removed or inserted.
  private mutating func compareLines(_ old: [String], _ new: [String]) {
    for change in new.difference(from: old) {
      switch change {
      case .remove(let index, let line, _): add(.prompt, "line \(index + 1)", line, nil)
      case .insert(let index, let line, _): add(.prompt, "line \(index + 1)", nil, line)
      }
    }
  }

  /// Adds the differences of two requests, each with its JSON Pointer.
  private mutating func compare(_ old: JSONValue?, _ new: JSONValue?, _ pointer: String) {
    guard old != new else { return }
    if let before = old?.members, let after = new?.members {
      let keys =
        before.map(\.key)
        + after.map(\.key).filter { key in !before.contains { $0.key == key } }
      for key in keys { compare(old?[key], new?[key], "\(pointer)/\(key)") }
    } else if let before = old?.array, let after = new?.array {
      for index in 0..<max(before.count, after.count) {
        compare(
          before.indices.contains(index) ? before[index] : nil,
          after.indices.contains(index) ? after[index] : nil, "\(pointer)/\(index)")
      }
    } else {
      // Words were compared with the prompt; other long texts are inlined files.
      let isLong = [old, new].contains { ($0?.string?.utf8.count ?? 0) > 200 }
      add(
        .request, pointer.isEmpty ? "/" : pointer, old.map { isLong ? "…" : $0.compactText },
        new.map { isLong ? "… (another one)" : $0.compactText })
    }
  }

  /// Adds the sent files whose digests differ.
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

  /// Returns the known ids and addresses by their placeholders.
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

  /// Describes a file by its size, its bytes and the start of its digest.
  private static func words(_ file: BundleManifest.File) -> String {
    let size = file.size.map { "\($0), " } ?? ""
    return "\(size)\(file.byteCount) bytes, \(file.digest.hex.prefix(8))"
  }

  /// Describes a price, or returns `nil` without one.
  private static func words(_ cost: Cost?) -> String? { cost?.text }
}
