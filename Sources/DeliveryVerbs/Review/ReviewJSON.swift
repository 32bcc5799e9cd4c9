/// The JSON of `take share` and `take answers` (`docs/json.md`).
public enum ReviewJSON {
  /// Returns `take-share/1`: a page with takes that was written.
  public static func shared(_ review: SharedReview) -> JSONValue {
    [
      "castbook": "take-share/1", "review": review.id, "path": review.path,
      "takes": review.takes.map(LedgerJSON.listed), "byteCount": review.byteCount,
      "missing": review.missing.map(LedgerJSON.listed).nonEmpty,
      "withWorkflow": review.withWorkflow.compactMap(\.take.blob).nonEmpty,
      "wasThere": review.alreadyExisted.orNil,
    ]
  }

  /// Returns `take-answers/1`: the answers to a review that were recorded, or would be.
  public static func added(_ added: AddedAnswers, isDryRun: Bool) -> JSONValue {
    [
      "castbook": "take-answers/1", "by": added.by, "dryRun": isDryRun.orNil,
      "rated": added.rated.map { rated($0, added) },
      "comments": added.comments.map { comment($0, added, isDryRun: isDryRun) },
      "overtaken": added.overtaken.map { rated($0, added) }, "knownCount": added.knownCount,
      "unknown": added.unknown.objects { ["bundle": $0.bundle, "sha256": $0.file] },
    ]
  }

  private static func rated(_ rated: AddedAnswers.Rated, _ added: AddedAnswers) -> JSONValue {
    [
      "bundle": rated.take.export, "sha256": rated.take.blob,
      "shot": added.shots[rated.take.export], "id": rated.record, "result": rated.take.result,
      "was": rated.before.result, "wasBy": rated.before.by.nonEmpty,
    ]
  }

  private static func comment(
    _ noted: NotedComment, _ added: AddedAnswers, isDryRun: Bool
  ) -> JSONValue {
    let comment = noted.comment
    return [
      "bundle": comment.export, "sha256": comment.blob, "shot": added.shots[comment.export],
      "id": isDryRun ? nil : noted.record,
      "milliseconds": comment.milliseconds, "text": comment.text,
    ]
  }
}
