/// The JSON of the commands on bundles (`docs/json.md`).
public enum BundleJSON {
  /// Returns `bundle-verify/2`: the contents of a bundle and the findings on it.
  ///
  /// The manifest's facts are absent if the manifest can't be read.
  public static func verification(of bundle: FoundBundle) -> JSONValue {
    let manifest = bundle.verification.manifest
    return [
      "castbook": "bundle-verify/2", "path": bundle.path.text,
      "status": bundle.status, "name": manifest?.name, "target": manifest?.target,
      "sha256": bundle.verification.digest,
      "fileCount": bundle.fileCount, "bytes": bundle.byteCount,
      "elements": bundle.packElements?.map(\.handle), "findings": bundle.findings,
      "sent": bundle.fileFindings.objects { name, findings in
        ["path": name, "status": Status(findings), "findings": findings]
      },
    ]
  }

  /// Returns `bundle-diff/1`: the differences between two bundles.
  public static func difference(_ difference: BundleDifference) -> JSONValue {
    [
      "castbook": "bundle-diff/1", "same": difference.isEmpty,
      "changes": difference.changes.objects { change in
        [
          "part": change.part, "what": change.subject,
          "before": change.before, "after": change.after,
        ]
      },
    ]
  }

  /// Returns `bundle-request/2`: the HTTP calls that send a bundle, with the placeholders that were
  /// filled in and those that are still missing.
  public static func calls(_ calls: BundleCalls) -> JSONValue {
    [
      "castbook": "bundle-request/2", "complete": calls.isComplete,
      "calls": calls.calls.objects { call in
        [
          "path": call.file, "target": call.target, "url": call.url,
          "headers": call.headers,
          "withheld": call.withheld.isEmpty ? nil : .array(call.withheld.map { .string($0) }),
          "body": call.body, "gives": call.producedPlaceholder,
          "filled": call.filled.objects { one in
            ["placeholder": one.placeholder, "text": one.text, "from": one.origin]
          },
          "missing": call.missing, "task": call.task,
          "poll": call.steps.map { steps in
            .object([
              "id": steps.idLocation.text, "url": steps.pollURL(of: call.task),
              "state": steps.poll.state.text, "done": steps.poll.done, "failed": steps.poll.failed,
            ])
          },
          "answer": call.steps?.answerJSON(of: call.task),
        ]
      },
    ]
  }
}
