internal import Media

/// The JSON of elements and of the commands that change them (`docs/json.md`). Handles are written
/// without their at-sign.
public enum ElementJSON {
  /// Returns an element as lists show it.
  public static func summary(_ element: ElementSummary, _ status: ElementStatus) -> JSONValue {
    [
      "handle": element.handle, "suffix": status.suffix, "kind": element.kind,
      "name": element.name, "element": element.element,
      "revision": element.sequence, "sha256": element.revision,
      "at": element.at, "fileCount": element.fileCount, "person": element.person,
      "retired": element.isRetired.orNil, "side": status.side, "basis": status.basis,
      "expires": status.expires, "rightsInherited": (status.rightsOf != nil).orNil,
      "findings": status.findings.nonEmpty,
      "weak": status.weakPictures.map { weak in
        .object(["pictureCount": weak.pictures, "rule": weak.rule, "severity": weak.severity])
      },
    ]
  }

  /// Returns a page of a list or of a search; `schema` is the name and version of its format.
  public static func page(_ schema: String, _ page: ElementPage) -> JSONValue {
    [
      "castbook": schema, "elements": zip(page.elements, page.statuses).map(summary),
      "total": page.total, "next": page.next.map { String($0) },
    ]
  }

  /// Returns a revision without its files.
  private static func revision(_ named: NamedRevision) -> JSONValue {
    let revision = named.revision
    return [
      "handle": revision.handle, "kind": revision.kind,
      "name": revision.name, "element": revision.element,
      "revision": revision.sequence, "sha256": named.digest, "at": revision.at,
      "description": revision.description.nonEmpty, "notes": revision.notes.nonEmpty,
      "aliases": revision.aliases.nonEmpty, "tags": revision.tags.nonEmpty,
      "person": revision.person, "retired": revision.retired.orNil,
    ]
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
  ///   - isElsewhere: Whether the team's store has a file that the library lacks.
  static func file(
    _ number: Int, _ reference: Reference, _ checked: CheckedFile?, _ scored: KeptScores?,
    isMissing: Bool = false, isElsewhere: Bool = false
  ) -> JSONValue {
    let own: JSONValue = [
      "number": number, "role": reference.role,
      "roleAssumed": reference.isRoleAssumed.orNil, "path": reference.file,
      "note": reference.note.nonEmpty, "missing": isMissing.orNil, "elsewhere": isElsewhere.orNil,
    ]
    guard let checked else { return own.adding(["sha256": reference.blob]) }
    let file = CheckJSON.file(checked).removing("path", "path_hex")
    return own.adding(scored.map { judged(file, checked, $0) } ?? file)
  }

  /// Replaces the findings and the status of a checked file by those of the check and the scores
  /// together, and adds the measures.
  private static func judged(
    _ file: JSONValue, _ checked: CheckedFile, _ scored: KeptScores
  ) -> JSONValue {
    file.replacing([
      "findings": (checked.allFindings + scored.findings).worstFirst,
      "status": max(checked.status, scored.status),
    ]).adding([
      "scoredCopy": scored.copy,
      "dismissed": ScoreJSON.dismissed(scored.dismissed), "metric": scored.metric,
    ]).adding(ScoreJSON.measured(scored.scores))
  }

  /// Returns the copies that were made of a file; `nil` if there are none.
  static func copies(_ copies: [DerivedCopy]) -> [JSONValue]? {
    copies.nonEmpty?.objects { copy in
      [
        "sha256": copy.derivation.blob, "format": copy.facts?.format,
        "bytes": copy.facts?.byteCount, "width": copy.facts?.image?.size.width,
        "height": copy.facts?.image?.size.height,
        "steps": copy.derivation.steps, "tool": copy.derivation.tool, "at": copy.derivation.at,
      ]
    }
  }

  /// Returns the rights to an element.
  static func rights(_ rights: Rights) -> JSONValue {
    [
      "basis": rights.basis, "holder": rights.holder.nonEmpty, "expires": rights.expires,
      "document": rights.document, "allowed": rights.allowed.nonEmpty,
    ]
  }

  /// Returns `show/2`: an element with its files and everything it is linked to.
  public static func details(_ details: ElementDetails) -> JSONValue {
    let found = details.found
    return .object(["castbook": "show/2"]).adding(revision(found.revision)).adding([
      "suffix": details.suffix, "latest": found.isLatest ? nil : false,
      "forked": found.isForked ? found.latest.map(\.revision) : nil,
      "fork": details.fork.map { ForkJSON.fork($0) }, "voice": details.voice?.handle,
      "lookOf": details.base?.handle, "looks": details.looks.map(\.handle).nonEmpty,
      "voiceOf": details.speakers.map(\.handle).nonEmpty,
      "takenBy": acceptingTargets(details.acceptingTargets), "rights": details.rights.map(rights),
      "rightsInherited": details.rightsAreInherited.orNil, "findings": details.findings.nonEmpty,
      "files": details.files.objects { one in
        file(
          one.number, one.reference, one.checked, one.scored, isMissing: one.isMissing,
          isElsewhere: one.isElsewhere
        )
        .adding([
          "copies": copies(one.copies), "medium": one.checked?.facts.format?.medium ?? .other,
        ])
      },
      "set": .object(["status": Status(details.setFindings), "findings": details.setFindings]),
    ])
  }

  /// Returns the targets that accept clips or voices of the element; `nil` if there are none.
  private static func acceptingTargets(_ targets: AcceptingTargets) -> JSONValue? {
    if targets.clip.isEmpty, targets.voice.isEmpty { return nil }
    return ["clip": targets.clip.nonEmpty, "voice": targets.voice.nonEmpty]
  }

  /// Returns `add/2`: the elements that files were added to, and the files that were left out.
  public static func added(_ outcome: AddOutcome) -> JSONValue {
    [
      "castbook": "add/2", "dryRun": outcome.isPreview.orNil,
      "elements": outcome.elements.map(added),
      "leftOut": outcome.leftOut.objects { file in
        ["path": file.path.text, "rule": file.finding.rule, "message": file.finding.message]
      },
      "notMedia": outcome.nonMediaFiles.map(\.text), "beside": outcome.strays.map(\.text).nonEmpty,
      "skippedFolder": outcome.unsorted?.folder.text, "skipped": outcome.skippedCount,
      "prepared": outcome.prepared.map { prepared in
        prepared.files.map { PrepareJSON.file($0) }
      },
    ]
  }

  /// Returns an element that files were added to.
  private static func added(_ element: AddOutcome.Element) -> JSONValue {
    let revision = element.revision.revision
    return [
      "handle": element.handle, "kind": revision.kind,
      "element": revision.element, "new": element.isNew,
      "changed": element.isChanged, "revision": revision.sequence,
      "sha256": element.revision.digest, "voiceOf": element.voiceOf,
      "added": element.files.objects { added in
        file(added.number, added.reference, added.checked, added.scored)
          .adding([
            "alsoIn": added.sharedWith, "similar": added.similar.map(similar),
            "otherSubject": added.otherSubject,
          ])
      },
      "known": element.existingFiles.objects { ["path": $0.path.text, "number": $0.number] },
      "changes": element.changes, "unsorted": element.unsorted,
    ]
  }

  /// Returns a similar picture of the library, with the elements that have it.
  static func similar(_ picture: SimilarPicture) -> JSONValue {
    [
      "sha256": picture.blob, "likeness": picture.likeness, "distance": picture.distance,
      "copyOf": picture.original,
      "elements": picture.holders.named.objects { holder in
        ["handle": holder.handle, "number": holder.file?.number, "path": holder.file?.name]
      },
      "moreElements": picture.holders.othersCount > 0 ? picture.holders.othersCount : nil,
    ]
  }

  /// Returns `similar/1`: the similar pictures for each file that was asked about.
  public static func similar(_ all: [SimilarPictures]) -> JSONValue {
    [
      "castbook": "similar/1", "viewsCompared": all.allSatisfy(\.areViewsCompared),
      "pictures": all.objects { one in
        [
          "path": one.path.text, "number": one.number, "similar": one.pictures.map(similar),
          "problem": one.problem.map { "\($0)" },
        ]
      },
    ]
  }

  /// Returns `similar-subject/1`: the elements with the subject of each file that was asked about.
  ///
  /// - Parameter showsFolders: Whether files are named with their folders.
  public static func subjects(
    _ all: [SubjectMatches], uncomparedCount: Int, showsFolders: Bool = true
  ) -> JSONValue {
    [
      "castbook": "similar-subject/1", "facesCompared": false,
      "uncomparedCount": uncomparedCount,
      "probableLikeness": FindSubject.probableLikeness,
      "pictures": all.objects { one in
        [
          "path": showsFolders ? one.path.text : String(one.path.name.text), "number": one.number,
          "notCompared": one.notCompared,
          "elements": one.matches.objects { match in
            [
              "handle": match.handle, "number": match.file.number, "path": match.file.name,
              "sha256": match.blob, "likeness": match.likeness, "probable": match.isProbable,
            ]
          }, "problem": one.problem.map { "\($0)" },
        ]
      },
    ]
  }

  /// Returns `edit/1`, which `edit`, `bind` and `restore` print.
  public static func edited(_ outcome: EditOutcome, isPreview: Bool = false) -> JSONValue {
    JSONValue.object(["castbook": "edit/1"])
      .adding(["dryRun": isPreview.orNil]).adding(change(outcome))
  }

  /// Returns `remove/1`: the results for several elements.
  public static func edited(_ outcomes: [EditOutcome], isPreview: Bool) -> JSONValue {
    ["castbook": "remove/1", "dryRun": isPreview.orNil, "elements": outcomes.map(change)]
  }

  /// Returns a change: both revisions, the differences, and the end of a fork.
  private static func change(_ outcome: EditOutcome) -> JSONValue {
    [
      "handle": outcome.after.revision.handle, "element": outcome.after.revision.element,
      "changed": outcome.isChanged, "revision": outcome.after.revision.sequence,
      "sha256": outcome.after.digest, "before": outcome.before.digest, "changes": outcome.changes,
      "merged": outcome.merged.nonEmpty?.objects { merged in
        ["sha256": merged.revision.digest, "leftOut": merged.leftOut]
      },
      "fork": outcome.fork.map { ended in
        ForkJSON.fork(ended.fork, conflicts: ended.conflicts)
          .adding(["end": ended.kept == nil ? "merge" : "keep", "kept": ended.kept])
      },
      "notices": outcome.notices.nonEmpty,
    ]
  }

  /// Returns `log/2`: the revisions of an element, and the dismissed findings.
  public static func log(_ log: ElementLog) -> JSONValue {
    [
      "castbook": "log/2", "handle": log.handle,
      "revisions": log.revisions.objects { entry in
        let named = entry.named
        return [
          "revision": named.revision.sequence, "sha256": named.digest, "at": named.revision.at,
          "by": named.revision.by.nonEmpty, "parent": named.revision.parent,
          "merges": named.revision.merges.nonEmpty, "changes": entry.changes,
        ]
      },
      "dismissals": log.dismissals.map(dismissal).nonEmpty,
    ]
  }

  /// Returns a dismissal, and when and why it ended.
  private static func dismissal(_ entry: ElementLog.DismissalEntry) -> JSONValue {
    [
      "path": entry.file, "sha256": entry.blob, "rule": entry.rule, "reason": entry.reason,
      "at": entry.at,
      "end": entry.end.map { end in
        .object(["at": end.at, "reason": end.reason.nonEmpty])
      },
    ]
  }

  /// Returns `files/1`: the files of an element that were written to a folder.
  public static func written(_ handle: Handle, _ files: [WrittenFile]) -> JSONValue {
    [
      "castbook": "files/1", "handle": handle,
      "files": files.objects { file in
        [
          "number": file.number, "document": (file.number == nil).orNil, "path": file.path.text,
          "sha256": file.blob, "wasThere": file.wasThere.orNil,
        ]
      },
    ]
  }
}
