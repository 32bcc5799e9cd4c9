internal import Castbook
internal import Model

/// What a call of `edit` did.
struct Edited {
  let handle: Handle
  private let number: Int
  /// The digest of the latest revision after the call.
  let digest: Digest
  /// Whether the call changed the library.
  let isChanged: Bool
  private var lines: [String]
  private var published: JSONValue?
  private var isPinned: Bool?

  private static let maximumChanges = 12
  /// The maximum length of a change or a notice, in characters.
  private static let maximumChange = 200

  private static func notice(_ text: String, _ paths: RecordedPaths) -> String {
    ShownNames.quoted(paths.message(text), atMost: maximumChange)
  }

  /// Creates the outcome of a change of values.
  ///
  /// - Parameter paths: The recorded paths that notices may name.
  init(_ outcome: EditOutcome, _ paths: RecordedPaths) {
    handle = outcome.after.revision.handle
    (number, digest) = (outcome.after.revision.sequence, outcome.after.digest)
    isChanged = outcome.isChanged
    let changes = outcome.changes.map { ShownNames.quoted($0, atMost: Self.maximumChange) }
    lines =
      (isChanged
        ? ["changed: \(Quantity.list(changes, atMost: Self.maximumChanges))"] : ["no changes"])
      + outcome.notices.map { Self.notice($0, paths) }
    published = paths.value(ElementJSON.edited(outcome))
  }

  /// Creates the outcome of a call that changes no value.
  init(_ seen: SeenElement) {
    handle = seen.handle
    (number, digest) = (seen.found.revision.revision.sequence, seen.digest)
    isChanged = false
    lines = []
  }

  /// Creates the outcome of dismissing a finding, or counting it again.
  init(_ seen: SeenElement, _ outcome: DismissOutcome) {
    handle = seen.handle
    (number, digest) = (seen.found.revision.revision.sequence, seen.digest)
    isChanged = outcome.isChanged
    lines = outcome.items.map { item in
      let what = item.reason == nil ? "counts again" : "dismissed"
      let shared = item.sharedWith.map(\.description)
      return "file \(item.number), \(item.rule): \(what)" + (item.isChanged ? "" : " already")
        + (shared.isEmpty ? "" : ", also in \(Quantity.list(shared, atMost: 6))")
    }
  }

  /// Adds what a removal means.
  mutating func addRemoval() {
    lines.append("It is in no list now, and nothing is lost: edit with restore brings it back.")
  }

  /// Adds what became of the pins of the project.
  mutating func add(_ outcome: ProjectOutcome, _ paths: RecordedPaths) {
    lines += outcome.pins.map { pin in
      "castbook.lock: \(pin.pin.handle):\(pin.pin.sequence) \(pin.change.rawValue)"
    }
    lines += outcome.notices.map { Self.notice($0, paths) }
    isPinned = outcome.project.lock.pins.contains { $0.revision == digest }
  }

  /// Adds the reason why the pins were not changed.
  mutating func addFailure(_ error: any CastbookError) {
    let reason = ShownNames.quoted(error.message)
    lines.append("castbook.lock was not changed: \(reason)")
    isPinned = false
  }

  func answer(isFull: Bool) -> ToolAnswer {
    let head = "\(handle), revision \(number), sha256 \(digest)"
    var answer = ToolAnswer(([head] + lines).joined(separator: "\n"))
    answer.data = [
      "handle": handle, "revision": number, "sha256": digest, "changed": isChanged,
      "pinned": isPinned, "edit": isFull ? published : nil,
    ]
    return answer
  }
}
