/// The JSON of the commands on bundles (`docs/json.md`).
public enum BundleJSON {
  /// Returns `bundle-verify/2`: the contents of a bundle and the findings on it.
  ///
  /// The manifest's facts are absent if the manifest can't be read.
  public static func verification(of bundle: FoundBundle) -> JSONValue {
    let manifest = bundle.verification.manifest
    return [
      "castbook": "bundle-verify/2", "path": .string(bundle.path.text),
      "status": .string(bundle.status.rawValue), "name": manifest.map { .string($0.name) },
      "target": manifest.map { .string($0.target) },
      "sha256": bundle.verification.digest.map { .string($0.hex) },
      "fileCount": .integer(bundle.fileCount), "bytes": .integer(bundle.byteCount),
      "elements": bundle.packElements.map { elements in
        .array(elements.map { .string($0.handle) })
      },
      "findings": CheckJSON.findings(bundle.findings),
      "sent": .array(
        bundle.fileFindings.map { name, findings in
          [
            "path": .string(name), "status": .string(Status(findings).rawValue),
            "findings": CheckJSON.findings(findings),
          ]
        }),
    ]
  }

  /// Returns `bundle-diff/1`: the differences between two bundles.
  public static func difference(_ difference: BundleDifference) -> JSONValue {
    [
      "castbook": "bundle-diff/1", "same": .boolean(difference.isEmpty),
      "changes": .array(
        difference.changes.map { change in
          [
            "part": .string(change.part.rawValue), "what": .string(change.subject),
            "before": change.before.map { .string($0) }, "after": change.after.map { .string($0) },
          ]
        }),
    ]
  }

  /// Returns `bundle-request/2`: the HTTP calls that send a bundle, with the placeholders that were
  /// filled in and those that are still missing.
  public static func calls(_ calls: BundleCalls) -> JSONValue {
    [
      "castbook": "bundle-request/2", "complete": .boolean(calls.isComplete),
      "calls": .array(
        calls.calls.map { call in
          [
            "path": .string(call.file), "target": .string(call.target.rawValue),
            "url": call.url.map { .string($0) },
            "headers": .array(call.headers.map { .string($0) }), "body": call.body,
            "gives": call.producedPlaceholder.map { .string($0) },
            "filled": .array(
              call.filled.map { one in
                [
                  "placeholder": .string(one.placeholder), "text": .string(one.text),
                  "from": .string(one.origin.rawValue),
                ]
              }),
            "missing": .array(call.missing.map { .string($0) }),
            "task": call.task.map { .string($0) },
            "poll": call.steps.map { steps in
              .object([
                "id": .string(steps.idLocation.text),
                "url": .string(steps.pollURL(of: call.task)),
                "state": .string(steps.poll.state.text),
                "done": .array(steps.poll.done.map { .string($0) }),
                "failed": .array(steps.poll.failed.map { .string($0) }),
              ])
            },
            "answer": call.steps?.answerJSON(of: call.task),
          ]
        }),
    ]
  }
}
