internal import Castbook

/// The JSON of drafts.
enum DraftJSON {
  /// Returns `drafts/1`: all drafts.
  static func list(_ drafts: [KeptDraft]) -> JSONValue {
    ["castbook": "drafts/1", "drafts": drafts.map(value)]
  }

  /// Returns `draft-kept/1`: the draft as it is now, or `changed` if it was changed elsewhere.
  static func outcome(_ outcome: DraftOutcome) -> JSONValue {
    switch outcome {
    case .kept(let kept): ["castbook": "draft-kept/1", "draft": value(of: kept)]
    case .changed(let latest): ["castbook": "draft-kept/1", "changed": latest.map(value)]
    }
  }

  private static func value(of kept: KeptDraft) -> JSONValue {
    [
      "draft": kept.draft.draft, "sha256": kept.record, "name": kept.draft.name,
      "text": kept.draft.text, "by": kept.draft.by.nonEmpty, "at": kept.draft.at,
      "removed": kept.draft.isRemoved.orNil,
    ]
  }
}
