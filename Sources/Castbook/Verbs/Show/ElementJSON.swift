internal import Media

/// The JSON of elements and of the commands that change them (`docs/json.md`). Handles are written
/// without their at-sign.
public enum ElementJSON {
  /// Returns an element as lists show it.
  public static func summary(_ element: ElementSummary, _ status: ElementStatus) -> JSONValue {
    [
      "handle": .string(element.handle.name), "kind": .string(element.kind.rawValue),
      "name": .string(element.name), "element": .string(element.element.text),
      "revision": .integer(element.sequence), "sha256": .string(element.revision.hex),
      "at": .string(element.at.description), "fileCount": .integer(element.fileCount),
      "person": element.person.map { .string($0.rawValue) },
      "retired": element.isRetired ? true : nil,
      "side": status.side.map { .string($0) },
      "basis": status.basis.map { .string($0.rawValue) },
      "expires": status.expires.map { .string($0.description) },
      "rightsInherited": status.rightsOf == nil ? nil : true,
      "findings": status.findings.isEmpty ? nil : CheckJSON.findings(status.findings),
      "weak": status.weakPictures.map { weak in
        .object([
          "pictureCount": .integer(weak.pictures), "rule": .string(weak.rule.rawValue),
          "severity": .string(weak.severity.rawValue),
        ])
      },
    ]
  }

  /// Returns a page of a list or of a search; `schema` is the name and version of its format.
  public static func page(_ schema: String, _ page: ElementPage) -> JSONValue {
    [
      "castbook": .string(schema),
      "elements": .array(zip(page.elements, page.statuses).map(summary)),
      "total": page.total.map { .integer($0) }, "next": page.next.map { .string(String($0)) },
    ]
  }

  /// Returns the members that describe a revision, without its files.
  static func revision(_ named: NamedRevision) -> [JSONValue.Member] {
    let revision = named.revision
    let value: JSONValue = [
      "handle": .string(revision.handle.name), "kind": .string(revision.kind.rawValue),
      "name": .string(revision.name), "element": .string(revision.element.text),
      "revision": .integer(revision.sequence), "sha256": .string(named.digest.hex),
      "at": .string(revision.at.description),
      "description": revision.description.isEmpty ? nil : .string(revision.description),
      "notes": revision.notes.isEmpty ? nil : .string(revision.notes),
      "aliases": texts(revision.aliases), "tags": texts(revision.tags),
      "person": revision.person.map { .string($0.rawValue) },
      "retired": revision.retired ? true : nil,
    ]
    return value.members ?? []
  }

  /// Returns texts as an array; `nil` for an empty list.
  private static func texts(_ texts: [String]) -> JSONValue? {
    texts.isEmpty ? nil : .array(texts.map { .string($0) })
  }

  /// Returns a file of an element with its facts and findings.
  ///
  /// - Parameters:
  ///   - number: The number of the file within the element, from 1.
  ///   - reference: The file as the revision names it.
  ///   - checked: The facts and findings; `nil` if the file was never inspected, so that only its
  ///     digest is known.
  ///   - scored: The scores of a picture; `nil` for other files.
  ///   - isMissing: Whether the library lacks the file.
  static func file(
    _ number: Int, _ reference: Reference, _ checked: CheckedFile?, _ scored: KeptScores?,
    isMissing: Bool = false
  ) -> JSONValue {
    let own: JSONValue = [
      "number": .integer(number), "role": .string(reference.role.rawValue),
      "path": .string(reference.file),
      "note": reference.note.isEmpty ? nil : .string(reference.note),
      "missing": isMissing ? true : nil,
    ]
    guard let checked, let known = CheckJSON.file(checked).members else {
      return .object(
        (own.members ?? []) + [JSONValue.Member("sha256", .string(reference.blob.hex))])
    }
    let file = known.filter { $0.key != "path" && $0.key != "path_hex" }
    return .object((own.members ?? []) + (scored.map { judged(file, checked, $0) } ?? file))
  }

  /// Replaces the findings and the status of a checked file by those of the check and the scores
  /// together, and adds the measures.
  private static func judged(
    _ file: [JSONValue.Member], _ checked: CheckedFile, _ scored: KeptScores
  ) -> [JSONValue.Member] {
    let both: JSONValue = [
      "findings": CheckJSON.findings((checked.allFindings + scored.findings).worstFirst),
      "status": .string(max(checked.status, scored.status).rawValue),
    ]
    let more: JSONValue = [
      "scoredCopy": scored.copy.map { .string($0.hex) },
      "dismissed": ScoreJSON.dismissed(scored.dismissed), "metric": .string(scored.metric),
    ]
    return file.map { member in both[member.key].map { .init(member.key, $0) } ?? member }
      + (more.members ?? []) + ScoreJSON.members(scored.scores)
  }

  /// Returns the copies that were made of a file; `nil` if there are none.
  static func copies(_ copies: [DerivedCopy]) -> JSONValue? {
    copies.isEmpty
      ? nil
      : .array(
        copies.map { copy in
          [
            "sha256": .string(copy.derivation.blob.hex),
            "format": copy.facts?.format.map { .string($0.rawValue) },
            "bytes": copy.facts?.byteCount.map { .integer($0) },
            "width": copy.facts?.image.map { .integer($0.size.width) },
            "height": copy.facts?.image.map { .integer($0.size.height) },
            "steps": .array(copy.derivation.steps), "tool": .string(copy.derivation.tool),
            "at": .string(copy.derivation.at.description),
          ]
        })
  }

  /// Returns the rights to an element.
  static func rights(_ rights: Rights) -> JSONValue {
    [
      "basis": .string(rights.basis.rawValue),
      "holder": rights.holder.isEmpty ? nil : .string(rights.holder),
      "expires": rights.expires.map { .string($0.description) },
      "document": rights.document.map { .string($0.hex) },
      "allowed": texts(rights.allowed.map(\.rawValue)),
    ]
  }

  /// Returns `show/2`: an element with its files and everything it is linked to.
  ///
  /// - Parameters:
  ///   - details: The element.
  ///   - more: Returns further members for a file, which the gallery needs.
  public static func details(
    _ details: ElementDetails, more: (ElementDetails.File) -> [JSONValue.Member] = { _ in [] }
  ) -> JSONValue {
    let found = details.found
    let around: JSONValue = [
      "latest": found.isLatest ? nil : false,
      "forked": found.isForked
        ? .array(found.latest.map { .string($0.revision.hex) }) : nil,
      "fork": details.fork.map { .object(ForkJSON.members($0)) },
      "voice": details.voice.map { .string($0.handle.name) },
      "lookOf": details.base.map { .string($0.handle.name) },
      "looks": texts(details.looks.map(\.handle.name)),
      "voiceOf": texts(details.speakers.map(\.handle.name)),
      "takenBy": acceptingTargets(details.acceptingTargets),
      "rights": details.rights.map(rights),
      "rightsInherited": details.rightsAreInherited ? true : nil,
      "findings": details.findings.isEmpty ? nil : CheckJSON.findings(details.findings),
      "files": .array(
        details.files.map { one in
          let own = file(
            one.number, one.reference, one.checked, one.scored, isMissing: one.isMissing)
          let copies = copies(one.copies).map { [JSONValue.Member("copies", $0)] } ?? []
          return .object((own.members ?? []) + copies + more(one))
        }),
      "set": .object([
        "status": .string(Status(details.setFindings).rawValue),
        "findings": CheckJSON.findings(details.setFindings),
      ]),
    ]
    return .object(
      [JSONValue.Member("castbook", "show/2")] + revision(found.revision)
        + (around.members ?? []))
  }

  /// Returns the targets that accept clips or voices of the element; `nil` if there are none.
  private static func acceptingTargets(_ targets: AcceptingTargets) -> JSONValue? {
    if targets.clip.isEmpty, targets.voice.isEmpty { return nil }
    return [
      "clip": texts(targets.clip.map(\.rawValue)), "voice": texts(targets.voice.map(\.rawValue)),
    ]
  }

  /// Returns `add/2`: the elements that files were added to, and the files that were left out.
  public static func added(_ outcome: AddOutcome) -> JSONValue {
    [
      "castbook": "add/2", "dryRun": outcome.isPreview ? true : nil,
      "elements": .array(outcome.elements.map(added)),
      "leftOut": .array(
        outcome.leftOut.map { file in
          [
            "path": .string(file.path.text), "rule": .string(file.finding.rule.rawValue),
            "message": .string(file.finding.message),
          ]
        }),
      "notMedia": .array(outcome.nonMediaFiles.map { .string($0.text) }),
      "beside": texts(outcome.strays.map(\.text)),
      "skippedFolder": outcome.unsorted.map { .string($0.folder.text) },
      "skipped": .integer(outcome.skippedCount),
      "prepared": outcome.prepared.map { prepared in
        .array(prepared.files.map { PrepareJSON.file($0) })
      },
    ]
  }

  /// Returns an element that files were added to.
  private static func added(_ element: AddOutcome.Element) -> JSONValue {
    let revision = element.revision.revision
    return [
      "handle": .string(element.handle.name), "kind": .string(revision.kind.rawValue),
      "element": .string(revision.element.text), "new": .boolean(element.isNew),
      "changed": .boolean(element.isChanged), "revision": .integer(revision.sequence),
      "sha256": .string(element.revision.digest.hex),
      "voiceOf": element.voiceOf.map { .string($0.name) },
      "added": .array(
        element.files.map { added in
          let members = file(added.number, added.reference, added.checked, added.scored).members
          let around: JSONValue = [
            "alsoIn": .array(added.sharedWith.map { .string($0.name) }),
            "similar": .array(added.similar.map(similar)),
          ]
          return .object((members ?? []) + (around.members ?? []))
        }),
      "known": .array(
        element.existingFiles.map {
          .object(["path": .string($0.path.text), "number": .integer($0.number)])
        }),
      "changes": .array(element.changes.map { .string($0) }),
      "unsorted": .array(element.unsorted.map { .integer($0) }),
    ]
  }

  /// Returns a similar picture of the library, with the elements that have it.
  static func similar(_ picture: SimilarPicture) -> JSONValue {
    [
      "sha256": .string(picture.blob.hex), "likeness": .string(picture.likeness.rawValue),
      "distance": .integer(picture.distance),
      "copyOf": picture.original.map { .string($0.hex) },
      "elements": .array(
        picture.holders.named.map { holder in
          [
            "handle": .string(holder.handle.name),
            "number": holder.file.map { .integer($0.number) },
            "path": holder.file.map { .string($0.name) },
          ]
        }),
      "moreElements": picture.holders.othersCount > 0
        ? .integer(picture.holders.othersCount) : nil,
    ]
  }

  /// Returns `similar/1`: the similar pictures for each file that was asked about.
  public static func similar(_ all: [SimilarPictures]) -> JSONValue {
    [
      "castbook": "similar/1",
      "pictures": .array(
        all.map { one in
          [
            "path": .string(one.path.text), "number": one.number.map { .integer($0) },
            "similar": .array(one.pictures.map(similar)),
            "problem": one.problem.map { .string("\($0)") },
          ]
        }),
    ]
  }

  /// Returns `edit/1`, which `edit`, `bind` and `restore` print.
  public static func edited(_ outcome: EditOutcome) -> JSONValue {
    .object([JSONValue.Member("castbook", "edit/1")] + members(outcome))
  }

  /// Returns `remove/1`: the results for several elements.
  public static func edited(_ outcomes: [EditOutcome], isPreview: Bool) -> JSONValue {
    [
      "castbook": "remove/1", "dryRun": isPreview ? true : nil,
      "elements": .array(outcomes.map { .object(members($0)) }),
    ]
  }

  /// Returns the members that describe a change: both revisions, the differences, and the end of a
  /// fork.
  private static func members(_ outcome: EditOutcome) -> [JSONValue.Member] {
    let value: JSONValue = [
      "handle": .string(outcome.after.revision.handle.name),
      "element": .string(outcome.after.revision.element.text),
      "changed": .boolean(outcome.isChanged),
      "revision": .integer(outcome.after.revision.sequence),
      "sha256": .string(outcome.after.digest.hex), "before": .string(outcome.before.digest.hex),
      "changes": .array(outcome.changes.map { .string($0) }),
      "merged": outcome.merged.isEmpty
        ? nil
        : .array(
          outcome.merged.map { merged in
            [
              "sha256": .string(merged.revision.digest.hex),
              "leftOut": .array(merged.leftOut.map { .string($0) }),
            ]
          }),
      "fork": outcome.fork.map { ended in
        .object(
          ForkJSON.members(ended.fork, conflicts: ended.conflicts)
            + [JSONValue.Member("end", .string(ended.kept == nil ? "merge" : "keep"))]
            + (ended.kept.map { [JSONValue.Member("kept", .string($0))] } ?? []))
      },
      "notices": texts(outcome.notices),
    ]
    return value.members ?? []
  }

  /// Returns `log/2`: the revisions of an element, and the dismissed findings.
  public static func log(_ log: ElementLog) -> JSONValue {
    [
      "castbook": "log/2", "handle": .string(log.handle.name),
      "revisions": .array(
        log.revisions.map { entry in
          let named = entry.named
          return [
            "revision": .integer(named.revision.sequence), "sha256": .string(named.digest.hex),
            "at": .string(named.revision.at.description),
            "by": named.revision.by.isEmpty ? nil : .string(named.revision.by),
            "parent": named.revision.parent.map { .string($0.hex) },
            "merges": texts(named.revision.merges.map(\.hex)),
            "changes": .array(entry.changes.map { .string($0) }),
          ]
        }),
      "dismissals": log.dismissals.isEmpty ? nil : .array(log.dismissals.map(dismissal)),
    ]
  }

  /// Returns a dismissal, and when and why it ended.
  private static func dismissal(_ entry: ElementLog.DismissalEntry) -> JSONValue {
    [
      "path": .string(entry.file), "sha256": .string(entry.blob.hex),
      "rule": .string(entry.rule.rawValue), "reason": .string(entry.reason),
      "at": .string(entry.at.description),
      "end": entry.end.map { end in
        .object([
          "at": .string(end.at.description),
          "reason": end.reason.isEmpty ? nil : .string(end.reason),
        ])
      },
    ]
  }

  /// Returns `files/1`: the files of an element that were written to a folder.
  public static func written(
    _ handle: Handle, _ files: [WrittenFile]
  ) -> JSONValue {
    [
      "castbook": "files/1", "handle": .string(handle.name),
      "files": .array(
        files.map { file in
          [
            "number": file.number.map { .integer($0) },
            "document": file.number == nil ? true : nil, "path": .string(file.path.text),
            "sha256": .string(file.blob.hex), "wasThere": file.wasThere ? true : nil,
          ]
        }),
    ]
  }
}
