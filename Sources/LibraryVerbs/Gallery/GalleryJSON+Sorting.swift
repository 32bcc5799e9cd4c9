internal import Files

extension GalleryJSON {
  /// Returns the groups that were found in dropped files, each file by its name on the server.
  public static func sorted(_ plan: SortPlan, drop: (FilePath) -> String) -> JSONValue {
    let problem = plan.model.problem.map { error -> JSONValue in
      ["message": error.message, "fix": error.fix]
    }
    return [
      "pictureCount": plan.pictureCount, "facesCompared": false,
      "comparedBy": plan.model.isUsed ? "looks" : "colors", "model": plan.model.state,
      "modelProblem": problem,
      "groups": plan.groups.objects { sorted($0, drop: drop) },
      "undetermined": plan.undetermined.objects { one in
        [
          "drop": drop(one.path), "reason": one.reason,
          "candidates": one.candidates.map(likeness),
        ]
      },
      "others": (plan.clips + plan.sounds).map(drop),
      "damaged": plan.damaged.objects { file in
        ["drop": drop(file.path), "message": file.finding.message]
      },
    ]
  }

  /// Returns a group with the evidence for it.
  private static func sorted(_ group: SortPlan.Group, drop: (FilePath) -> String) -> JSONValue {
    [
      "handle": group.handle, "subject": group.subject, "confidence": group.confidence,
      "notCompared": group.notCompared, "by": group.evidence, "likeness": group.likeness,
      "nearest": group.nearest.map(likeness),
      "files": group.pictures.objects { picture in
        ["drop": drop(picture.path), "role": picture.role, "best": picture.rank]
      },
      "beside": group.clipsAndSounds.map(drop),
    ]
  }

  /// Returns a group that is similar, and how similar it is.
  private static func likeness(_ near: (handle: Handle, likeness: Double)) -> JSONValue {
    ["handle": near.handle, "likeness": near.likeness]
  }
}

extension SortPlan.ModelUse {
  fileprivate var state: String {
    switch self {
    case .used: "used"
    case .notInstalled: "not-installed"
    case .failed: "failed"
    }
  }

  /// Why the model could not be used; `nil` if it was used or is not installed.
  fileprivate var problem: FileVerbError? {
    if case .failed(let error) = self { error } else { nil }
  }
}
