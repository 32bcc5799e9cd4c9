/// The JSON of `where-used` (`docs/json.md`).
public enum UsageJSON {
  /// Returns `where-used/2`: all uses of an element, a file or a bundle.
  public static func usage(_ usage: Usage) -> JSONValue {
    let rest: JSONValue = [
      "projects": .array(usage.projects.map(project)),
      "elements": .array(usage.holders.map(holder)),
      "voiceOf": ProjectJSON.texts(usage.speakers.map(\.handle.name)),
      "looks": ProjectJSON.texts(usage.looks.map(\.handle.name)),
      "takes": .array(usage.takes.map(take)),
      "exports": .array(usage.exports.map(export)),
      "madeFrom": .array(usage.origins.map(derivation)),
      "made": .array(usage.results.map(derivation)),
    ]
    return .object(
      [JSONValue.Member("castbook", "where-used/2")] + subject(usage) + (rest.members ?? []))
  }

  /// Returns the members that identify the subject of the question.
  private static func subject(_ usage: Usage) -> [JSONValue.Member] {
    let value: JSONValue =
      switch usage.subject {
      case .element(let found):
        [
          "handle": .string(found.handle.name), "element": .string(found.element.text),
          "revision": .integer(found.revision.revision.sequence),
          "kind": .string(found.revision.revision.kind.rawValue),
        ]
      case .file(let blob, let path):
        ["sha256": .string(blob.hex), "path": path.map { .string($0.text) }]
      case .bundle(let digest): ["bundle": .string(digest.hex)]
      }
    return value.members ?? []
  }

  /// Returns the use of an element by a project.
  private static func project(_ use: Usage.ProjectUsage) -> JSONValue {
    [
      "project": .string(use.project.text), "path": .string(use.path),
      "handle": .string(use.handle.name), "revision": use.sequence.map { .integer($0) },
      "sha256": .string(use.revision.hex), "at": .string(use.at.description),
    ]
  }

  /// Returns an element that has or had the file.
  private static func holder(_ holder: Usage.Holder) -> JSONValue {
    [
      "handle": .string(holder.element.handle.name),
      "element": .string(holder.element.element.text), "sha256": .string(holder.blob.hex),
      "revisions": .array(holder.sequences.map { .integer($0) }), "now": .boolean(holder.isCurrent),
      "role": holder.role.map { .string($0.rawValue) },
      "document": holder.isDocument ? true : nil,
      "retired": holder.element.isRetired ? true : nil,
    ]
  }

  /// Returns a take; `exports` and `take add` use the same shape.
  static func take(_ take: Take) -> JSONValue {
    [
      "bundle": .string(take.export.hex), "sha256": take.blob.map { .string($0.hex) },
      "result": .string(take.result.rawValue), "seed": take.seed.map { .string($0) },
      "cost": take.cost.map { ExportJSON.cost($0) },
      "note": take.note.isEmpty ? nil : .string(take.note), "at": .string(take.at.description),
    ]
  }

  /// Returns an export with the elements and files that were sent.
  private static func export(_ used: Usage.ExportUsage) -> JSONValue {
    let export = used.export
    return [
      "bundle": .string(export.bundle.hex), "target": .string(export.target),
      "shot": .string(export.shot.path), "project": export.project.map { .string($0.text) },
      "at": .string(export.at.description), "cost": export.cost.map { ExportJSON.cost($0) },
      "elements": .array(
        export.elements.map { element in
          [
            "handle": .string(element.handle.name), "element": .string(element.element.text),
            "revision": used.sequences[element.revision].map { .integer($0) },
            "sha256": .string(element.revision.hex),
            "files": .array(
              element.blobs.map {
                .object(["from": .string($0.from.hex), "sent": .string($0.sent.hex)])
              }),
          ]
        }),
      "takes": .array(used.takes.map(take)),
    ]
  }

  /// Returns how a file was made from another.
  private static func derivation(_ derivation: Derivation) -> JSONValue {
    [
      "sha256": .string(derivation.blob.hex), "from": .string(derivation.from.hex),
      "tool": .string(derivation.tool), "steps": .array(derivation.steps),
      "at": .string(derivation.at.description),
    ]
  }
}
