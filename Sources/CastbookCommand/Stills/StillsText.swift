internal import Castbook
internal import CommandLineKit
internal import Model

/// The frames that were extracted from each clip, as lines for people.
///
/// ```text
///   ✓ walk.mp4  1920 × 1080  12 s · 25 fps · no hard cut found
///     ✓ walk-0-04.20.png  0:04.20  the sharpest
/// ```
struct StillsText {
  let clips: [ClipStills]
  let written: [[PreparedFolder.Written]]
  let style: TerminalStyle

  /// The lines of all clips, or a single line when no clip was found.
  var lines: [String] {
    guard !clips.isEmpty else { return ["no clip found"] }
    return clips.enumerated().flatMap { index, entry in
      lines(entry, written.indices.contains(index) ? written[index] : [])
    }
  }

  /// A clip with its facts, its findings, a row per frame, and the shots that gave none.
  private func lines(_ entry: ClipStills, _ written: [PreparedFolder.Written]) -> [String] {
    // A clip that gives no frame fails, whatever its own findings are.
    let status = entry.stills.isEmpty ? .fail : entry.clip.status
    let head = "  \(style.sign(status)) \(sanitized(entry.clip.facts.path.text))"
    let findings = entry.clip.allFindings.flatMap { style.remark($0, indent: 4) }
    guard let film = entry.film else {
      return [head]
        + (entry.clip.explainsMissingContents ? findings : ["    it contains no video"])
    }
    let rate = film.framesPerSecond.map { " · \(VoiceWords.number($0, digits: 2)) fps" } ?? ""
    let cuts = film.observations?.cuts.isEmpty == true ? " · no hard cut found" : ""
    let fades = film.observations?.fades ?? []
    let faded = fades.isEmpty ? "" : " · \(Quantity.count(fades.count, "fade"))"
    let facts =
      "\(film.size)  \(Quantity.seconds(milliseconds: film.milliseconds))\(rate)\(cuts)\(faded)"
    let names = Columns.aligned(
      entry.stills.enumerated().map { index, still in
        sanitized(written.indices.contains(index) ? written[index].path.text : still.name.text)
      })
    let rows = zip(entry.stills, names).flatMap { still, name in
      let line =
        "    \(style.sign(still.file.status)) \(name)  "
        + "\(Stills.time(still.still.moment))  \(Self.words(still.still))"
      return [Columns.trimmed(line)]
        + still.file.allFindings.filter { $0.severity > .note }.flatMap {
          style.remark($0, indent: 7)
        }
    }
    return ["\(head)  \(facts)"] + findings + rows
      + (entry.stills.isEmpty ? ["    no frame is sharp enough"] : Self.leftOut(entry))
  }

  /// The shots that gave no frame, with the reasons, in at most five lines; and how many more
  /// frames a larger `--best` would save.
  private static func leftOut(_ entry: ClipStills) -> [String] {
    let shots = entry.film?.observations?.skippedShots ?? []
    let named = shots.filter { $0.reason != .number }
    let rows = named.prefix(4).map { shot in
      let from = Quantity.seconds(milliseconds: shot.span.start)
      let to = Quantity.seconds(milliseconds: shot.span.end)
      return "    no frame of the shot from \(from) to \(to): \(words(shot.reason))"
    }
    let more =
      named.count > 4 ? ["    and no frame of \(Quantity.count(named.count - 4, "more shot"))"] : []
    let shown = Set(entry.stills.map(\.still.shot))
    let others = Set((entry.film?.observations?.stills ?? []).map(\.shot)).subtracting(shown).count
    let missing = others + shots.count - named.count
    guard missing > 0 else { return rows + more }
    let best = min(Stills.maximumStills, shown.count + missing)
    return rows + more + [
      "    \(Quantity.count(missing, "more shot")): --best \(best) saves a frame of "
        + (best == shown.count + missing ? "each" : "more of them")
    ]
  }

  /// Returns why a shot gave no frame, as a phrase.
  private static func words(_ reason: SkippedShot.Reason) -> String {
    switch reason {
    case .blank: "blank or too short"
    case .blurred: "blurred"
    case .alike: "looks like another shot"
    case .number: "others are sharper"
    }
  }

  /// Returns the sharpness of a frame relative to the clip's sharpest, as a phrase.
  private static func words(_ still: FilmStill) -> String {
    let share = Int((still.sharpness * 100).rounded())
    return share >= 99 ? "the sharpest" : "\(share) % as sharp as the sharpest"
  }
}
