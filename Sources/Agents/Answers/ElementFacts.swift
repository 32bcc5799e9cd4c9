internal import Castbook
internal import Model

/// An element with its files, in a few lines and brief as data:
///
/// ```text
/// @mira character «Mira Okafor», revision 3, sha256 9f2c…
/// rights: own, until 31 Jan 2027
/// 2 files:
/// ✓ 1 front «mira-front.jpg» 1536 × 2048 JPEG, 812 kB
/// ! 2 back «mira-back.jpg» 480 × 640 JPEG, 90 kB
/// ! image.blurred: «2 mira-back.jpg»: …
/// ```
struct ElementFacts {
  private let details: ElementDetails
  /// The files that are listed.
  private let files: ArraySlice<ElementDetails.File>
  private let roots: Roots

  /// The maximum length of a description in the data, in characters.
  private static let maximumText = 400
  /// The maximum number of other elements that are named.
  private static let maximumNames = 10

  /// - Parameters:
  ///   - number: The number of the file after which the list of files begins.
  ///   - limit: The maximum number of files that are listed.
  init(_ details: ElementDetails, after number: Int = 0, limit: Int, in roots: Roots) {
    self.details = details
    files = details.files.drop { $0.number <= number }.prefix(limit)
    self.roots = roots
  }

  /// The number of the last listed file, if more follow.
  var after: Int? {
    guard let last = files.last, last.number != details.files.last?.number else { return nil }
    return last.number
  }

  private var revision: ElementRevision { details.revision }
  /// The element's handle, with the suffix that tells it from an older one.
  var handle: String { revision.handle.text(suffix: details.suffix) }

  // MARK: Lines

  var lines: [String] {
    let groups = groups
    return [head] + facts + [fileCount] + files.map(line)
      + groups.lines(ShownNames(files.map(path), in: roots), atMost: 8)
  }

  private var head: String {
    let state = [
      "revision \(revision.sequence)", details.found.isLatest ? nil : "an earlier revision",
      revision.retired ? "removed" : nil,
      details.found.isForked ? "! forked into \(details.found.latest.count) sides" : nil,
      "sha256 \(details.found.revision.digest.hex)",
    ]
    return "\(sanitized(handle)) \(revision.kind.rawValue) "
      + ([ShownNames.quoted(revision.name)] + state.compactMap(\.self)).joined(separator: ", ")
  }

  private var facts: [String] {
    var facts: [String] = []
    func add(_ name: String, _ text: String?) {
      if let text, !text.isEmpty { facts.append("\(name): \(text)") }
    }
    func add(_ name: String, quoting texts: [String]) {
      add(name, Quantity.list(texts.map { ShownNames.quoted($0) }, atMost: Self.maximumNames))
    }
    func add(_ name: String, _ elements: [ElementSummary]) {
      add(
        name, Quantity.list(elements.map { sanitized("\($0.handle)") }, atMost: Self.maximumNames))
    }
    add("about", quoting: [revision.description].filter { !$0.isEmpty })
    add("notes", quoting: [revision.notes].filter { !$0.isEmpty })
    add("person", revision.person?.rawValue)
    add("tags", quoting: revision.tags)
    add("aliases", quoting: revision.aliases)
    add("look of", [details.base].compactMap(\.self))
    add("looks", details.looks)
    add("voice", [details.voice].compactMap(\.self))
    add("voice of", details.speakers)
    add("clip accepted at", AcceptingTargets.hosts(details.acceptingTargets.clip))
    add("voice accepted at", AcceptingTargets.hosts(details.acceptingTargets.voice))
    add("rights", rights)
    return facts
  }

  private var rights: String? {
    guard let rights = details.rights else { return "none stated" }
    let holder = rights.holder.isEmpty ? "" : ShownNames.quoted(rights.holder)
    let parts =
      RevisionWords.parts(of: rights, holder: holder)
      + (details.rightsAreInherited ? ["from the element that it is a look of"] : [])
    return parts.joined(separator: ", ")
  }

  private var fileCount: String {
    let count = details.files.count
    let others = files.count == count ? "" : ", \(files.count) of them here"
    return count == 0 ? "No files yet." : "\(Quantity.count(count, "file"))\(others):"
  }

  private func line(_ file: ElementDetails.File) -> String {
    let role = file.reference.role.rawValue + (file.reference.isRoleAssumed ? "?" : "")
    let facts = file.checked?.facts
    let size = facts?.image?.size ?? facts?.film?.size
    let parts = [
      Self.sign(file), "\(file.number)", role, ShownNames.quoted(file.reference.file),
      size.map { "\($0.width) × \($0.height)" }, facts?.format?.name,
      facts?.byteCount.map(Quantity.bytes),
      file.isElsewhere ? "(only in the team's store)" : file.isMissing ? "(missing)" : nil,
    ]
    return parts.compactMap(\.self).joined(separator: " ")
  }

  private static func sign(_ file: ElementDetails.File) -> String {
    if file.isMissing { return FindingGroups.sign(Severity.error) }
    return file.status.map(FindingGroups.sign) ?? "?"
  }

  /// The findings on the element, its listed files and its set.
  private var groups: FindingGroups {
    var groups = FindingGroups()
    for finding in details.findings { groups.add(finding) }
    for file in files {
      for finding in Self.findings(file) where finding.severity > .note {
        groups.add(finding, on: path(file))
      }
    }
    for finding in details.setFindings where finding.severity > .note { groups.add(finding) }
    return groups
  }

  private static func findings(_ file: ElementDetails.File) -> [Finding] {
    ((file.checked?.allFindings ?? []) + (file.scored?.findings ?? [])
      + [file.absenceFinding].compactMap(\.self)).worstFirst
  }

  /// The rule of the most severe finding; `nil` if there is none.
  var worstRule: RuleID? { groups.worstRule }

  /// The name of a file in findings: its number and its name below the handle.
  private func path(_ file: ElementDetails.File) -> FilePath {
    FilePath("\(revision.handle)/\(file.number) \(file.reference.file)") ?? .unnamed
  }

  // MARK: Data

  var data: JSONValue {
    let found = details.found
    return [
      "handle": handle, "kind": revision.kind, "name": revision.name,
      "revision": revision.sequence, "sha256": found.revision.digest, "latest": found.isLatest,
      "forked": found.isForked ? found.latest.map(\.revision) : nil,
      "removed": revision.retired.orNil, "person": revision.person,
      "description": Self.cut(revision.description), "notes": Self.cut(revision.notes),
      "tags": revision.tags.nonEmpty, "aliases": revision.aliases.nonEmpty,
      "look_of": details.base?.handle, "looks": Self.handles(details.looks),
      "voice": details.voice?.handle, "voice_of": Self.handles(details.speakers),
      "rights": details.rights.map(rightsData),
      "findings": details.findings.map(\.rule).nonEmpty,
      "set_findings": details.setFindings.map(\.rule).nonEmpty,
      "file_count": details.files.count, "files": files.map(Self.data), "after": after,
    ]
  }

  private func rightsData(_ rights: Rights) -> JSONValue {
    [
      "basis": rights.basis, "holder": rights.holder.nonEmpty, "expires": rights.expires,
      "allowed": rights.allowed.nonEmpty, "inherited": details.rightsAreInherited.orNil,
    ]
  }

  private static func data(_ file: ElementDetails.File) -> JSONValue {
    let facts = file.checked?.facts
    let size = facts?.image?.size ?? facts?.film?.size
    return [
      "number": file.number, "role": file.reference.role,
      "role_assumed": file.reference.isRoleAssumed.orNil, "name": file.reference.file,
      "sha256": file.reference.blob, "note": cut(file.reference.note),
      "medium": facts?.format?.medium, "width": size?.width, "height": size?.height,
      "bytes": facts?.byteCount, "status": file.status, "missing": file.isMissing.orNil,
      "findings": findings(file).filter { $0.severity > .note }.map(\.rule).nonEmpty,
    ]
  }

  private static func handles(_ elements: [ElementSummary]) -> [Handle]? {
    elements.prefix(maximumNames).map(\.handle).nonEmpty
  }

  /// Returns a text with at most 400 characters; `nil` for an empty one.
  private static func cut(_ text: String) -> String? {
    text.count <= maximumText ? text.nonEmpty : text.prefix(maximumText - 1) + "…"
  }

  /// The members of the schema of the data.
  static let schema: KeyValuePairs<String, JSONValue> = [
    "handle": Schema.text, "kind": Schema.text, "name": Schema.text, "revision": Schema.integer,
    "sha256": Schema.text, "latest": Schema.flag, "forked": Schema.list(of: Schema.text),
    "removed": Schema.flag, "person": Schema.text, "description": Schema.text,
    "notes": Schema.text, "tags": Schema.list(of: Schema.text),
    "aliases": Schema.list(of: Schema.text), "look_of": Schema.text,
    "looks": Schema.list(of: Schema.text), "voice": Schema.text,
    "voice_of": Schema.list(of: Schema.text),
    "rights": Schema.object(
      required: ["basis"],
      [
        "basis": Schema.text, "holder": Schema.text, "expires": Schema.text,
        "allowed": Schema.list(of: Schema.text), "inherited": Schema.flag,
      ]), "findings": Schema.list(of: Schema.text),
    "set_findings": Schema.list(of: Schema.text), "file_count": Schema.integer,
    "files": Schema.list(
      of: Schema.object(
        required: ["number", "role", "name", "sha256"],
        [
          "number": Schema.integer, "role": Schema.text, "role_assumed": Schema.flag,
          "name": Schema.text, "sha256": Schema.text, "note": Schema.text,
          "medium": Schema.text, "width": Schema.integer, "height": Schema.integer,
          "bytes": Schema.integer, "status": Schema.text, "missing": Schema.flag,
          "findings": Schema.list(of: Schema.text),
        ])), "after": Schema.integer,
  ]
}
