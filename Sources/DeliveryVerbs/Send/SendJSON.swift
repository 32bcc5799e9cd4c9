/// The JSON of the commands that send (`docs/json.md`).
public enum SendJSON {
  /// Returns `send/1`: a plan and its outcome.
  public static func value(of plan: SendPlan, _ outcome: SendOutcome?) -> JSONValue {
    [
      "castbook": "send/1", "account": plan.account, "ready": plan.isReady,
      "sent": outcome != nil, "costs": plan.costs.map(CostJSON.cost),
      "unknownPrices": plan.unknownPriceCount, "missingKeys": plan.missingKeys.nonEmpty,
      "bundles": plan.bundles.enumerated().map { index, bundle in
        value(of: bundle, outcome?.bundles[index])
      },
    ]
  }

  private static func value(
    of bundle: PlannedSend, _ sent: SendOutcome.Sent?
  ) -> JSONValue {
    [
      "path": bundle.path.text, "name": bundle.name, "sha256": bundle.digest,
      "target": bundle.target, "tier": bundle.tier, "renders": bundle.renderWords,
      "state": state(bundle.earlier), "submits": bundle.maySubmit.orNil,
      "job": bundle.earlier?.job.map { value(of: $0) },
      "calls": calls(bundle), "files": files(bundle),
      "takes": bundle.takes.isEmpty ? nil : .array(bundle.takes.map { .string($0) }),
      "changes": remarks(bundle.changes).nonEmpty, "warnings": remarks(bundle.warnings),
      "obstacles": bundle.obstacles.map(value),
      "result": sent.map { value(of: $0.result, $0.comparison) },
    ]
  }

  /// Returns what creating an element would do, with its target, its price and its obstacles.
  static func creationPlan(_ plan: PlannedSend) -> JSONValue {
    creation(plan).adding([
      "target": plan.target, "costs": plan.calls.compactMap(\.cost?.cost).sums.map(CostJSON.cost),
      "unknownPrices": plan.calls.count { $0.cost == nil },
      "warnings": remarks(plan.warnings),
      "obstacles": plan.obstacles.map(value),
    ])
  }

  /// Returns what creating an element would do, as `plan` of `register/2`.
  static func creation(_ plan: PlannedSend) -> JSONValue {
    ["calls": calls(plan), "files": files(plan), "missingKeys": plan.missingKeys.nonEmpty]
  }

  private static func calls(_ bundle: PlannedSend) -> [JSONValue] {
    bundle.calls.objects { call in
      [
        "path": call.file, "target": call.target, "creates": call.creates,
        "cost": call.cost?.cost.map(CostJSON.cost), "hosts": call.hosts,
        "profile": profile(call.profile),
      ]
    }
  }

  private static func files(_ bundle: PlannedSend) -> [JSONValue] {
    bundle.files.objects { file in
      ["path": file.name, "bytes": file.byteCount, "way": way(file.way)]
    }
  }

  private static func remarks(_ findings: [Finding]) -> [JSONValue] {
    findings.objects { ["message": $0.message, "fix": $0.fix] }
  }

  private static func value(of obstacle: SendObstacle) -> JSONValue {
    ["message": obstacle.message, "fix": obstacle.fix]
  }

  /// The file that a profile comes from; `nil` for a built-in one.
  private static func profile(_ origin: ProfileOrigin) -> JSONValue? {
    guard case .file(let file, let replacesBuiltIn) = origin else { return nil }
    return ["file": file, "replacesBuiltIn": replacesBuiltIn]
  }

  private static func way(_ way: PlannedSend.File.Way) -> String {
    switch way {
    case .upload: "upload"
    case .uploaded: "uploaded"
    case .inRequest: "in-request"
    case .given: "given"
    }
  }

  private static func state(_ earlier: JobResult?) -> String {
    switch earlier {
    case .accepted: "accepted"
    case .unknown: "undecided"
    case .done: "done"
    default: "new"
    }
  }

  /// Returns the word for the end of a job.
  public static func end(of result: JobResult) -> String {
    switch result {
    case .take: "take"
    case .created: "created"
    case .done: "done-before"
    case .accepted, .finished: "accepted"
    case .unknown: "undecided"
    case .failed: "failed"
    case .refused: "refused"
    case .notSent: "not-sent"
    case .notFetched: "not-fetched"
    }
  }

  /// Returns the result of a job, with what it shows if it is a take.
  public static func value(
    of result: JobResult, _ comparison: TakeComparison = TakeComparison()
  ) -> JSONValue {
    let end = JSONValue.object(["end": end(of: result)])
    return switch result {
    case .take(let take, let path, let job):
      end.adding(["sha256": take.blob, "file": path?.text, "job": value(of: job)])
        .adding(LedgerJSON.value(of: comparison))
    case .created(let id, let job): end.adding(["id": id, "job": value(of: job)])
    case .done(let job), .accepted(let job), .finished(let job, _), .unknown(let job),
      .failed(let job):
      end.adding(["job": value(of: job)])
    case .refused(let obstacle, let job), .notFetched(let obstacle, let job):
      end.adding(["problem": value(of: obstacle), "job": value(of: job)])
    case .notSent(let obstacle, _): end.adding(["problem": value(of: obstacle)])
    }
  }

  /// Returns `upload/1`: files at a provider, or those that would be uploaded.
  public static func value(of files: [Upload.Uploaded], isPreview: Bool = false) -> JSONValue {
    [
      "castbook": "upload/1", "dryRun": isPreview.orNil,
      "files": files.objects { file in
        [
          "path": file.path, "sha256": file.digest, "target": file.target, "url": file.address,
          "expires": file.expires, "new": !file.wasThere,
        ]
      },
    ]
  }

  /// Returns `jobs/1`: a list of jobs.
  public static func value(of jobs: [ListedJob]) -> JSONValue {
    [
      "castbook": "jobs/1",
      "jobs": jobs.objects { listed in
        ["subject": listed.subject, "job": value(of: listed.job)]
      },
    ]
  }

  /// Returns `job-result/1`: a job after it was stopped or abandoned.
  public static func stopped(_ job: Job, of listed: ListedJob) -> JSONValue {
    [
      "castbook": "job-result/1", "subject": listed.subject,
      "result": [
        "end": job.state == .cancelled ? "stopped" : "given-up", "job": value(of: job),
      ] as JSONValue,
    ]
  }

  /// Returns `job-result/1`: the result of a job for a bundle or an element.
  public static func result(
    _ result: JobResult, _ comparison: TakeComparison = TakeComparison(), of subject: String?
  ) -> JSONValue {
    ["castbook": "job-result/1", "subject": subject, "result": value(of: result, comparison)]
  }

  /// Returns `job-result/1`: the result of following a job.
  public static func fetched(_ followed: FetchJob.Followed) -> JSONValue {
    result(followed.result, followed.comparison, of: followed.job.subject)
  }

  static func value(of job: Job) -> JSONValue {
    [
      "id": job.shortName, "state": job.state, "target": job.target, "account": job.account,
      "sha256": job.export, "path": job.call, "task": job.task, "made": job.made,
      "cost": job.cost.map(CostJSON.cost), "note": job.note.isEmpty ? nil : job.note,
      "at": job.at,
    ]
  }
}
