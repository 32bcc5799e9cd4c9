internal import Castbook

/// The JSON of a project's shots.
enum BoardJSON {
  /// Returns `project-shots/1`: the shot files in the order of the board, and what may be and was
  /// spent on the project.
  static func shots(_ shots: ProjectShots, spent: [Cost]) -> JSONValue {
    [
      "castbook": "project-shots/1", "shots": shots.shots.map(value),
      "limits": shots.limits.map(CostJSON.cost), "spent": spent.map(CostJSON.cost),
      "boardProblem": shots.boardProblem?.explanation, "cut": shots.isTruncated.orNil,
    ]
  }

  /// Returns `project-shot/1`: the shot file as it is now, or `changed` if it isn't what the user
  /// saw, with `gone` if there is no such file any more.
  static func outcome(_ outcome: ShotOutcome, draft: KeptDraft? = nil) -> JSONValue {
    switch outcome {
    case .kept(let shot):
      [
        "castbook": "project-shot/1", "shot": value(of: shot), "draft": draft?.draft.draft,
      ]
    case .changed(let shot):
      [
        "castbook": "project-shot/1", "changed": shot.map(value), "gone": (shot == nil).orNil,
      ]
    }
  }

  private static func value(of shot: ProjectShot) -> JSONValue {
    [
      "path": shot.path, "sha256": shot.digest, "text": shot.text, "problem": shot.problem,
    ]
  }
}
