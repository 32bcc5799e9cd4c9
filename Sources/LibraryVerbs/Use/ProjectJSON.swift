/// The JSON of projects and their pins (`docs/json.md`). Handles are written without their at-sign.
public enum ProjectJSON {
  /// Returns `use/2`, `unuse/2` or `update/2`; `schema` is the name and version of the format.
  public static func outcome(_ schema: String, _ outcome: ProjectOutcome) -> JSONValue {
    project(schema, outcome.project).adding([
      "dryRun": outcome.isPreview.orNil, "made": outcome.isNew.orNil, "pins": outcome.pins.map(pin),
      "notices": outcome.notices.nonEmpty,
      "noted": outcome.unrecordedReason == nil && !outcome.isPreview,
      "unnoted": outcome.unrecordedReason,
    ])
  }

  /// Returns `projects/1`: the projects that use a library.
  public static func projects(_ list: ProjectList) -> JSONValue {
    .object([
      "castbook": "projects/1", "projects": list.projects.map(known),
      "outside": totals(list.withoutProject),
    ]).adding(totals(list.totals)).adding(["cut": list.isTruncated.orNil])
  }

  /// Returns one project of `projects/1`.
  public static func known(_ project: KnownProject) -> JSONValue {
    .object([
      "project": project.id, "path": project.path, "absence": project.unreadableReason,
      "status": project.status, "pinCount": project.pinCount,
      "counts": .object(project.counts.map { JSONValue.Member($0.category.rawValue, $0.count) }),
      "endingRights": project.endingRights.objects { pin in
        [
          "handle": pin.pin.handle, "element": pin.pin.element,
          "message": pin.findings.first {
            $0.rule == .rightsExpired || $0.rule == .rightsExpiring
          }?.message,
        ]
      },
    ]).adding(totals(project.totals))
  }

  /// Returns the sums of some exports.
  private static func totals(_ totals: ProjectTotals) -> JSONValue {
    [
      "exportCount": totals.exportCount, "lastExport": totals.lastExport,
      "takes": totals.takes.json,
      "priced": totals.expectedCosts.map(CostJSON.cost),
      "spent": totals.paidCosts.map(CostJSON.cost),
    ]
  }

  /// Returns the members that identify a project.
  private static func project(_ schema: String, _ project: Project) -> JSONValue {
    [
      "castbook": schema, "project": project.id, "path": project.folder,
      "target": project.lock.target,
    ]
  }

  /// Returns the result for one pin: the revisions before and after, and the differences between
  /// them.
  private static func pin(_ outcome: PinOutcome) -> JSONValue {
    let pin = outcome.pin
    return [
      "handle": pin.handle, "element": pin.element,
      "change": outcome.change, "revision": pin.sequence, "sha256": pin.revision,
      "before": outcome.change == .moved ? outcome.before.map(revision) : nil,
      "latestRevision": outcome.latestSequence,
      "as": outcome.need.map { need in
        if case .voice = need { "voice" } else { "base" }
      },
      "of": outcome.need?.handle,
      "seen": outcome.differences.seen.nonEmpty, "unseen": outcome.differences.unseen.nonEmpty,
      "left": outcome.obstacle,
    ]
  }

  /// Returns the revision that was pinned before.
  private static func revision(_ pin: LockFile.Pin) -> JSONValue {
    ["revision": pin.sequence, "sha256": pin.revision]
  }

  /// Returns `status/2`: the pins of a project compared with the library.
  public static func status(_ status: ProjectStatus) -> JSONValue {
    func count(_ state: PinStatus.State) -> Int { status.pins.count { $0.state == state } }
    return project("status/2", status.project).adding([
      "status": status.status, "pins": status.pins.map(pin),
      "summary": .object([
        "pinCount": status.pins.count, "current": count(.current),
        "behind": count(.behind), "missing": count(.missing),
        "counts": .object(status.counts.map { JSONValue.Member($0.category.rawValue, $0.count) }),
      ]),
    ])
  }

  /// Returns the state of one pin.
  private static func pin(_ status: PinStatus) -> JSONValue {
    let pin = status.pin
    return [
      "handle": pin.handle, "element": pin.element, "status": status.status, "state": status.state,
      "countedAs": status.category, "revision": pin.sequence, "sha256": pin.revision,
      "name": status.latest.first?.name, "kind": status.latest.first?.kind,
      "latest": status.latest.objects { entry in
        [
          "handle": entry.handle, "revision": entry.sequence,
          "sha256": entry.revision, "retired": entry.isRetired.orNil,
        ]
      },
      "shots": status.shots.nonEmpty,
      "seen": status.differences.seen.nonEmpty, "unseen": status.differences.unseen.nonEmpty,
      "findings": status.findings,
    ]
  }
}
