/// The JSON of `where-used` (`docs/json.md`).
public enum UsageJSON {
  /// Returns `where-used/2`: all uses of an element, a file or a bundle.
  public static func usage(_ usage: Usage) -> JSONValue {
    .object(["castbook": "where-used/2"]).adding(subject(usage)).adding([
      "projects": usage.projects.map(project), "elements": usage.holders.map(holder),
      "voiceOf": usage.speakers.map(\.handle).nonEmpty, "looks": usage.looks.map(\.handle).nonEmpty,
      "takes": usage.takes.map(take), "exports": usage.exports.map(export),
      "madeFrom": usage.origins.map(derivation), "made": usage.results.map(derivation),
    ])
  }

  /// Returns the members that identify the subject of the question.
  private static func subject(_ usage: Usage) -> JSONValue {
    switch usage.subject {
    case .element(let found):
      [
        "handle": found.handle, "element": found.element,
        "revision": found.revision.revision.sequence, "kind": found.revision.revision.kind,
      ]
    case .file(let blob, let path): ["sha256": blob, "path": path?.text]
    case .bundle(let digest): ["bundle": digest]
    }
  }

  /// Returns the use of an element by a project.
  private static func project(_ use: Usage.ProjectUsage) -> JSONValue {
    [
      "project": use.project, "path": use.path, "handle": use.handle, "revision": use.sequence,
      "sha256": use.revision, "at": use.at,
    ]
  }

  /// Returns an element that has or had the file.
  private static func holder(_ holder: Usage.Holder) -> JSONValue {
    [
      "handle": holder.element.handle, "element": holder.element.element, "sha256": holder.blob,
      "revisions": holder.sequences, "now": holder.isCurrent, "role": holder.role,
      "document": holder.isDocument.orNil, "retired": holder.element.isRetired.orNil,
    ]
  }

  /// Returns a take; `exports` and `take add` use the same shape.
  package static func take(_ take: Take) -> JSONValue {
    [
      "bundle": take.export, "sha256": take.blob, "result": take.result, "seed": take.seed,
      "cost": take.cost.map(CostJSON.cost), "note": take.note.nonEmpty,
      "by": take.by.nonEmpty, "at": take.at,
    ]
  }

  /// Returns an export with the elements and files that were sent.
  private static func export(_ used: Usage.ExportUsage) -> JSONValue {
    let export = used.export
    return [
      "bundle": export.bundle, "target": export.target,
      "shot": export.shot.path, "project": export.project,
      "at": export.at, "cost": export.cost.map(CostJSON.cost),
      "elements": export.elements.objects { element in
        [
          "handle": element.handle, "element": element.element,
          "revision": used.sequences[element.revision], "sha256": element.revision,
          "files": element.blobs.objects { ["from": $0.from, "sent": $0.sent] },
        ]
      },
      "takes": used.takes.map(take),
    ]
  }

  /// Returns how a file was made from another.
  private static func derivation(_ derivation: Derivation) -> JSONValue {
    [
      "sha256": derivation.blob, "from": derivation.from,
      "tool": derivation.tool, "steps": derivation.steps, "at": derivation.at,
    ]
  }
}
