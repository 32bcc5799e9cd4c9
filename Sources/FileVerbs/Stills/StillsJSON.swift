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
  ///   - clips: The clips with their frames.
  ///   - written: For each clip the files that were written; empty if nothing was.
  public static func document(
    _ request: Stills, _ clips: [ClipStills], _ written: [[PreparedFolder.Written]]
  ) -> JSONValue {
    [
      "castbook": schema, "targets": CheckJSON.targets(request.targets),
      "clips": clips.enumerated().map { index, one in
        clip(one, written.indices.contains(index) ? written[index] : [])
      },
    ]
  }

  /// Returns a clip with its frames and the shots that were left out.
  private static func clip(
    _ clip: ClipStills, _ written: [PreparedFolder.Written]
  ) -> JSONValue {
    CheckJSON.file(clip.clip).adding([
      "stills": clip.stills.enumerated().map { index, one in
        still(one, written.indices.contains(index) ? written[index].name : one.name.text)
      },
      "leftOut": (clip.film?.observations?.skippedShots ?? []).map(leftOut),
    ])
  }

  /// Returns a shot that gave no frame.
  private static func leftOut(_ shot: SkippedShot) -> JSONValue {
    ["span": shot.span, "reason": shot.reason]
  }

  /// Returns a frame with its position, its sharpness and its file.
  package static func still(_ clipStill: ClipStill, _ name: String) -> JSONValue {
    let still = clipStill.still
    return [
      "frame": still.moment.frame, "seconds": .seconds(still.moment.milliseconds),
      "sharpness": still.sharpness, "likeness": still.likeness,
      "output": name, "file": CheckJSON.file(clipStill.file),
    ]
  }
}
