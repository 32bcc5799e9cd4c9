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
    let total = outcome.map { plan.total(of: $0.bundles.map(\.planned)) } ?? plan.total
    return [
      "castbook": schema, "status": plan.status, "written": outcome?.bundles.isEmpty == false,
      "bundles": plan.shots.map { shot in
        bundle(
          shot, outcome?.bundles.first { $0.planned.name == shot.name },
          outcome?.refusals.first { $0.planned.name == shot.name })
      },
      "first": plan.firstCalls.objects { call in
        ["target": call.target, "gives": call.placeholder, "cost": call.cost.map(cost)]
      },
      "total": total.sums.map(CostJSON.cost), "totalIsAll": total.isAll,
      "unnoted": outcome?.ledgerFailure,
    ]
  }

  /// Returns one bundle of the plan.
  private static func bundle(
    _ shot: PlannedBundle, _ written: Export.Written?, _ refused: Export.Refused?
  ) -> JSONValue {
    let problem: JSONValue? = refused.map {
      ["message": $0.error.message, "fix": $0.error.fix]
    }
    return [
      "name": shot.name, "besides": shot.existingTarget, "shot": shot.read.path.text,
      "status": shot.status, "target": shot.read.target?.id,
      "tier": shot.read.prompt?.endpoint?.tier, "path": written?.path.text,
      "problem": problem, "wasThere": written?.alreadyExisted.orNil,
      "sha256": written?.digest ?? shot.bundle?.digest,
      "bytes": shot.bundle?.byteCount,
      "cost": shot.cost.map(cost), "render": shot.render.map(render), "files": shot.files.map(file),
      "first": shot.read.prerequisites.map(\.file), "findings": shot.remarks.map(PromptJSON.remark),
    ]
  }

  /// Returns a file of a bundle: the original, and the copy that is sent.
  private static func file(_ file: BundleFile) -> JSONValue {
    [
      "path": file.entry.name, "of": file.label, "from": file.entry.from, "sent": file.digest,
      "bytes": file.byteCount, "width": file.entry.size?.width, "height": file.entry.size?.height,
      "steps": file.entry.steps, "reused": file.isReused.orNil, "generated": file.entry.generated,
    ]
  }

  /// Returns what will be rendered; `prompt` uses the same shape.
  static func render(_ render: Render) -> JSONValue {
    [
      "seconds": render.seconds, "resolution": render.resolution, "aspect": render.aspect,
      "sound": render.sound, "cost": render.cost.map(cost), "words": render.summary,
    ]
  }

  /// Returns the expected cost of a render, with the source of the price.
  private static func cost(_ cost: RenderCost) -> JSONValue {
    [
      "amount": cost.amount, "currency": cost.currency, "asOf": cost.asOf, "basis": cost.basis,
      "source": cost.source, "words": cost.calculation,
    ]
  }
}
