/// The JSON of projects and their pins (`docs/json.md`). Handles are written without their at-sign.
public enum ProjectJSON {
  /// Returns `use/2`, `unuse/2` or `update/2`; `schema` is the name and version of the format.
  public static func outcome(_ schema: String, _ outcome: ProjectOutcome) -> JSONValue {
    let rest: JSONValue = [
      "dryRun": outcome.isPreview ? true : nil, "made": outcome.isNew ? true : nil,
      "pins": .array(outcome.pins.map(pin)),
      "notices": texts(outcome.notices),
      "noted": .boolean(outcome.unrecordedReason == nil && !outcome.isPreview),
      "unnoted": outcome.unrecordedReason.map { .string($0) },
    ]
    return .object(project(schema, outcome.project) + (rest.members ?? []))
  }

  /// Returns the members that identify a project.
  private static func project(_ schema: String, _ project: Project) -> [JSONValue.Member] {
    let value: JSONValue = [
      "castbook": .string(schema), "project": .string(project.id.text),
      "path": .string(project.folder.text),
      "path_hex": project.folder.isText
        ? nil : .string(project.folder.bytes.map(hexadecimal).joined()),
    ]
    return value.members ?? []
  }

  /// Returns a byte as two hexadecimal digits.
  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return digits.count < 2 ? "0" + digits : digits
  }

  /// Returns the result for one pin: the revisions before and after, and the differences between
  /// them.
  private static func pin(_ outcome: PinOutcome) -> JSONValue {
    let pin = outcome.pin
    return [
      "handle": .string(pin.handle.name), "element": .string(pin.element.text),
      "change": .string(outcome.change.rawValue), "revision": .integer(pin.sequence),
      "sha256": .string(pin.revision.hex),
      "before": outcome.change == .moved ? outcome.before.map(revision) : nil,
      "latestRevision": outcome.latestSequence.map { .integer($0) },
      "as": outcome.need.map { need in
        if case .voice = need { "voice" } else { "base" }
      },
      "of": outcome.need.map { .string($0.handle.name) },
      "seen": texts(outcome.differences.seen), "unseen": texts(outcome.differences.unseen),
      "left": outcome.obstacle.map { .string($0.rawValue) },
    ]
  }

  /// Returns the revision that was pinned before.
  private static func revision(_ pin: LockFile.Pin) -> JSONValue {
    ["revision": .integer(pin.sequence), "sha256": .string(pin.revision.hex)]
  }

  /// Returns `status/2`: the pins of a project compared with the library.
  public static func status(_ status: ProjectStatus) -> JSONValue {
    func count(_ state: PinStatus.State) -> JSONValue {
      .integer(status.pins.count { $0.state == state })
    }
    let rest: JSONValue = [
      "status": .string(status.status.rawValue), "pins": .array(status.pins.map(pin)),
      "summary": .object([
        "pinCount": .integer(status.pins.count), "current": count(.current),
        "behind": count(.behind), "missing": count(.missing),
        "counts": .object(
          status.counts.map { JSONValue.Member($0.standing.rawValue, .integer($0.count)) }),
      ]),
    ]
    return .object(project("status/2", status.project) + (rest.members ?? []))
  }

  /// Returns the state of one pin.
  private static func pin(_ status: PinStatus) -> JSONValue {
    let pin = status.pin
    return [
      "handle": .string(pin.handle.name), "element": .string(pin.element.text),
      "status": .string(status.status.rawValue), "state": .string(status.state.rawValue),
      "countedAs": .string(status.category.rawValue),
      "revision": .integer(pin.sequence), "sha256": .string(pin.revision.hex),
      "name": status.latest.first.map { .string($0.name) },
      "kind": status.latest.first.map { .string($0.kind.rawValue) },
      "latest": .array(
        status.latest.map { entry in
          [
            "handle": .string(entry.handle.name), "revision": .integer(entry.sequence),
            "sha256": .string(entry.revision.hex), "retired": entry.isRetired ? true : nil,
          ]
        }),
      "shots": texts(status.shots),
      "seen": texts(status.differences.seen), "unseen": texts(status.differences.unseen),
      "findings": CheckJSON.findings(status.findings),
    ]
  }

  /// Returns texts as an array; `nil` for an empty list.
  static func texts(_ texts: [String]) -> JSONValue? {
    texts.isEmpty ? nil : .array(texts.map { .string($0) })
  }
}
