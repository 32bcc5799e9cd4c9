/// The JSON of `timeline` (`docs/json.md`).
public enum TimelineJSON {
  /// Returns `timeline/1`.
  ///
  /// - Parameters:
  ///   - plan: The timeline.
  ///   - outcome: What was written; `nil` if nothing was.
  public static func value(of plan: TimelinePlan, _ outcome: MakeTimeline.Outcome?) -> JSONValue {
    let timecode = plan.timecode
    return [
      "castbook": "timeline/1", "path": plan.path, "written": outcome != nil,
      "wasThere": outcome?.wasThere.orNil, "rate": timecode.description,
      "frameDuration": .object([
        "numerator": timecode.rate.denominator, "denominator": timecode.rate.numerator,
      ]),
      "dropFrame": timecode.isDropFrame, "start": timecode.text(of: plan.start),
      "frameCount": plan.frameCount,
      "milliseconds": timecode.rate.milliseconds(of: plan.frameCount),
      "shots": plan.shots.objects { shot($0, in: plan) },
      "media": plan.mediaFolder,
      "files": plan.files.enumerated().objects { index, file in
        [
          "path": file.name, "sha256": file.digest, "bytes": file.byteCount,
          "wasThere": outcome?.files[index].wasThere.orNil,
        ]
      },
      "skipped": plan.skipped.map(\.text), "cut": plan.isTruncated.orNil,
    ]
  }

  private static func shot(_ shot: TimelinePlan.Shot, in plan: TimelinePlan) -> JSONValue {
    [
      "shot": shot.path.text, "name": shot.name, "content": shot.content,
      "at": plan.timecode.text(of: plan.start + shot.position), "position": shot.position,
      "frameCount": shot.frameCount, "file": shot.file, "target": shot.export?.target,
      "take": shot.take.map(UsageJSON.take), "elements": shot.elements.map(\.json),
      "others": shot.others.objects { other in
        ["file": other.file, "take": UsageJSON.take(other.take)]
      }, "findings": shot.findings,
    ]
  }
}
