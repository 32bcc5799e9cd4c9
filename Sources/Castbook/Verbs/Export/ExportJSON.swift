/// The JSON of `export` (`docs/json.md`): `export/2`.
public enum ExportJSON {
  /// The name and version of the format.
  public static let schema = "export/2"

  /// Returns the plan of an export, and where the bundles were written.
  ///
  /// - Parameters:
  ///   - plan: The bundles.
  ///   - outcome: The written bundles; `nil` if nothing was written.
  public static func value(of plan: ExportPlan, _ outcome: Export.Outcome?) -> JSONValue {
    let total = plan.total
    return [
      "castbook": .string(schema), "status": .string(plan.status.rawValue),
      "written": .boolean(outcome != nil),
      "bundles": .array(
        plan.shots.enumerated().map { index, shot in
          bundle(shot, outcome?.bundles[index])
        }),
      "first": .array(
        plan.firstCalls.map { call in
          [
            "target": .string(call.target.rawValue), "gives": .string(call.placeholder),
            "cost": call.cost.map(cost),
          ]
        }),
      "total": .array(total.sums.map { cost($0) }), "totalIsAll": .boolean(total.isAll),
      "unnoted": outcome?.ledgerFailure.map { .string($0) },
    ]
  }

  /// Returns one bundle of the plan.
  private static func bundle(_ shot: PlannedBundle, _ written: Export.Written?) -> JSONValue {
    [
      "name": .string(shot.name), "besides": shot.existingTarget.map { .string($0.rawValue) },
      "shot": .string(shot.read.path.text),
      "status": .string(shot.status.rawValue),
      "target": shot.read.target.map { .string($0.id.rawValue) },
      "tier": shot.read.prompt?.endpoint?.tier.map { .string($0) },
      "path": written.map { .string($0.path.text) },
      "wasThere": written?.alreadyExisted == true ? true : nil,
      "sha256": shot.bundle.map { .string($0.digest.hex) },
      "bytes": shot.bundle.map { .integer($0.byteCount) },
      "cost": shot.cost.map(cost), "render": shot.render.map(render),
      "files": .array(shot.files.map(file)),
      "first": .array(shot.read.prerequisites.map { .string($0.file) }),
      "findings": .array(shot.remarks.map(PromptJSON.remark)),
    ]
  }

  /// Returns a file of a bundle: the original, and the copy that is sent.
  private static func file(_ file: BundleFile) -> JSONValue {
    [
      "path": .string(file.entry.name), "of": .string(file.label),
      "from": file.entry.from.map { .string($0.hex) }, "sent": .string(file.digest.hex),
      "bytes": .integer(file.byteCount),
      "width": file.entry.size.map { .integer($0.width) },
      "height": file.entry.size.map { .integer($0.height) },
      "steps": .array(file.entry.steps), "reused": file.isReused ? true : nil,
    ]
  }

  /// Returns what will be rendered; `prompt` uses the same shape.
  static func render(_ render: Render) -> JSONValue {
    [
      "seconds": render.seconds.map { .integer($0) },
      "resolution": render.resolution.map { .string($0) },
      "aspect": render.aspect.map { .string($0) },
      "sound": render.sound.map { .string($0.rawValue) }, "cost": render.cost.map(cost),
      "words": .string(render.words),
    ]
  }

  /// Returns the expected cost of a render, with the source of the price.
  private static func cost(_ cost: RenderCost) -> JSONValue {
    [
      "amount": .string(cost.amount), "currency": .string(cost.currency),
      "asOf": .string(cost.asOf.description), "basis": .string(cost.basis.rawValue),
      "source": .string(cost.source), "words": .string(cost.words),
    ]
  }

  /// Returns an amount of money.
  static func cost(_ cost: Cost) -> JSONValue {
    [
      "amount": .string(cost.amount), "currency": .string(cost.currency),
      "asOf": cost.asOf.map { .string($0.description) },
    ]
  }
}
