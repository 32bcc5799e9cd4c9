internal import Files

/// The JSON of a dataset (`docs/json.md`).
public enum DatasetJSON {
  /// The name of the shape and its version.
  static let schema = "dataset/1"

  /// Returns `dataset/1`: the elements with their pictures and captions, and what they cover.
  ///
  /// - Parameter outcome: What was written; `nil` inside the dataset itself.
  public static func value(
    of dataset: Dataset, _ outcome: ExportDataset.Outcome? = nil
  ) -> JSONValue {
    [
      "castbook": schema, "layout": dataset.layout, "resolution": dataset.resolution,
      "elements": dataset.elements.objects(element),
      "status": dataset.status, "findings": dataset.findings.nonEmpty,
      "path": outcome?.folder?.text,
      "alreadyThere": outcome.flatMap { $0.existingCount > 0 ? $0.existingCount : nil },
      "removed": outcome.flatMap { $0.removed.isEmpty ? nil : $0.removed },
    ]
  }

  private static func element(_ element: DatasetElement) -> JSONValue {
    [
      "handle": element.handle, "revision": element.revision, "sequence": element.sequence,
      "kind": element.kind, "trigger": element.trigger, "class": element.classWord,
      "folder": element.folder,
      "pictures": element.pictures.objects { picture in
        [
          "number": picture.number, "role": picture.role, "file": picture.file,
          "fileSha256": picture.blob, "captionFile": picture.captionFile,
          "captionFileSha256": SHA256.digest(of: picture.captionBytes),
          "caption": picture.caption, "sha256": picture.original,
          "width": picture.size.width, "height": picture.size.height,
        ]
      },
      "leftOut": element.leftOut.isEmpty
        ? nil
        : element.leftOut.objects {
          ["number": $0.number, "name": $0.name, "reason": $0.reason]
        },
      "coverage": coverage(element.coverage),
    ]
  }

  private static func coverage(_ coverage: DatasetCoverage) -> JSONValue {
    [
      "roles": coverage.roles.objects { ["role": $0.role, "count": $0.count] },
      "missing": coverage.missing.map(\.role),
      "pairs": coverage.pairs.objects {
        ["first": $0.first, "second": $0.second, "kind": $0.kind]
      },
      "odd": coverage.odd.objects { ["number": $0.number, "light": $0.light] },
      "buckets": coverage.buckets.objects {
        ["width": $0.size.width, "height": $0.size.height, "count": $0.count]
      },
      "small": coverage.small, "advice": coverage.advice,
    ]
  }
}
