/// The JSON of `stills`, which also lies beside the frames (`docs/json.md`).
public enum StillsJSON {
  public static let schema = "stills/1"
  /// The name of what lies beside the frames.
  static let proofName = "stills.json"

  public static func document(
    _ stilling: Stilling, _ taken: [TakenStills], _ written: [[PreparedFolder.Written]]
  ) -> JSONValue {
    [
      "castbook": .string(schema), "targets": CheckJSON.targets(stilling.targets),
      "clips": .array(
        taken.enumerated().map { place, one in
          clip(one, written.indices.contains(place) ? written[place] : [])
        }),
    ]
  }

  /// The same of one clip whose frames lie at addresses of their own.
  public static func seen(_ taken: TakenStills, _ addresses: [String]) -> JSONValue {
    [
      "castbook": .string(schema),
      "stills": .array(
        zip(taken.stills, addresses).map { one, address in
          .object(
            (still(one, one.name.text).members ?? [])
              + [JSONValue.Member("picture", .string(address))])
        }),
    ]
  }

  private static func clip(
    _ taken: TakenStills, _ written: [PreparedFolder.Written]
  ) -> JSONValue {
    .object(
      (CheckJSON.file(taken.clip).members ?? []) + [
        JSONValue.Member(
          "stills",
          .array(
            taken.stills.enumerated().map { place, one in
              let name =
                written.indices.contains(place) ? written[place].name : one.name.text
              return still(one, name)
            })),
        JSONValue.Member(
          "leftOut", .array((taken.film?.seen?.leftOut ?? []).map(leftOut))),
      ])
  }

  /// A shot of which no frame was taken.
  private static func leftOut(_ shot: LeftOutShot) -> JSONValue {
    ["span": StreamJSON.span(shot.span), "reason": .string(shot.reason.rawValue)]
  }

  private static func still(_ taken: TakenStill, _ name: String) -> JSONValue {
    let still = taken.still
    return [
      "frame": .integer(still.moment.frame), "seconds": .seconds(still.moment.milliseconds),
      "sharpness": .decimal(still.sharpness), "likeness": still.likeness.map(JSONValue.decimal),
      "output": .string(name), "file": CheckJSON.file(taken.file),
    ]
  }
}
