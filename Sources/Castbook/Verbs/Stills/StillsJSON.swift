/// The JSON of `stills` (`docs/json.md`). The same document is stored beside the frames.
public enum StillsJSON {
  /// The name and version of the format.
  public static let schema = "stills/1"
  /// The file name of the stored document.
  static let proofName = "stills.json"

  /// Returns the frames of all clips.
  ///
  /// - Parameters:
  ///   - request: The targets that the frames were checked against.
  ///   - taken: The clips with their frames.
  ///   - written: For each clip the files that were written; empty if nothing was.
  public static func document(
    _ request: Stills, _ taken: [ClipStills], _ written: [[PreparedFolder.Written]]
  ) -> JSONValue {
    [
      "castbook": .string(schema), "targets": CheckJSON.targets(request.targets),
      "clips": .array(
        taken.enumerated().map { index, one in
          clip(one, written.indices.contains(index) ? written[index] : [])
        }),
    ]
  }

  /// Returns the frames of one clip, each with the address at which the gallery shows it.
  public static func stills(_ taken: ClipStills, _ addresses: [String]) -> JSONValue {
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

  /// Returns a clip with its frames and the shots that were left out.
  private static func clip(
    _ taken: ClipStills, _ written: [PreparedFolder.Written]
  ) -> JSONValue {
    .object(
      (CheckJSON.file(taken.clip).members ?? []) + [
        JSONValue.Member(
          "stills",
          .array(
            taken.stills.enumerated().map { index, one in
              let name =
                written.indices.contains(index) ? written[index].name : one.name.text
              return still(one, name)
            })),
        JSONValue.Member(
          "leftOut", .array((taken.film?.observations?.skippedShots ?? []).map(leftOut))),
      ])
  }

  /// Returns a shot from which no frame was taken.
  private static func leftOut(_ shot: SkippedShot) -> JSONValue {
    ["span": StreamJSON.span(shot.span), "reason": .string(shot.reason.rawValue)]
  }

  /// Returns a frame with its position, its sharpness and its file.
  private static func still(_ taken: ClipStill, _ name: String) -> JSONValue {
    let still = taken.still
    return [
      "frame": .integer(still.moment.frame), "seconds": .seconds(still.moment.milliseconds),
      "sharpness": .decimal(still.sharpness), "likeness": still.likeness.map(JSONValue.decimal),
      "output": .string(name), "file": CheckJSON.file(taken.file),
    ]
  }
}
