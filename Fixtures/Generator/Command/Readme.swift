/// `Fixtures/README.md`, made from the tables that describe the files.
func readme() -> String {
  let parts = [introduction] + Folder.allCases.map { section($0) }
  return parts.joined(separator: "\n")
}

private let introduction = """
  # Fixtures

  Pictures, sounds and clips for Castbook's tests, demo and starter catalogue. This command writes
  every file here, including this one:

      swift run -c release castbook-fixtures --into Fixtures

  The same command with `--check` writes nothing and names the files that differ. Equal bytes
  need equal encoders: these files were made with libjpeg-turbo 2.1.5, libwebp 1.2.4,
  libdeflate 1.14, espeak-ng 1.51, ffmpeg 5.1.9, and libheif 1.15 with x265 3.5 and libaom 3.6,
  the versions of Debian 12. Without espeak-ng or ffmpeg, `--check` skips voices and clips.

  Licence: Apache-2.0, as all of Castbook. Mira and the mug are rendered by
  `Generator/Scenes`; the test card and all tones are computed; the program espeak-ng speaks all
  voices. The files contain no third-party material and no real person, and every position, number
  and name in them is made up.

  """

private func section(_ folder: Folder) -> String {
  var lines = ["## \(folder.rawValue)/", "", folder.purpose, ""]
  if folder == .odd {
    lines += ["| file | what is odd | what a checker should find |", "|---|---|---|"]
  } else if folder == .voices || folder == .clips {
    lines += ["| file | what it is | length |", "|---|---|---|"]
  } else {
    lines += ["| file | what it is |", "|---|---|"]
  }
  for fixture in folder.fixtures {
    let facts = fixture.expect.map { " \($0.summary) |" } ?? ""
    let length = fixture.length.map { " \($0) |" } ?? ""
    lines.append("| `\(fixture.name)` | \(fixture.note) |\(facts)\(length)")
  }
  return lines.joined(separator: "\n") + "\n"
}

extension Folder {
  fileprivate var purpose: String {
    switch self {
    case .starter:
      """
      Good references: plain backdrop, the same soft light in every view. This is the starter \
      catalogue: the folder is a link to `Catalog/Starter/`, which the program embeds.
      """
    case .scenes:
      """
      Both subjects on a turntable and in other light. Yaw 0° is the front; at 90° the subject's \
      left side is seen.
      """
    case .sheets:
      """
      Turnaround sheets: several views in one picture, in reading order.
      """
    case .odd:
      """
      One peculiarity per file. Most show the test card: upright, its top edge is red, the right \
      one green, the bottom blue, the left one yellow, and the letter F can be read.

      `odd/expected.json` contains the third column as data. Each file has its format, upright width and \
      height, orientation, frames, pages, the milliseconds of a clip, `damage` (`none`, `warning`, `error`), and rule \
      ids: a checker must find all of `rules` and at least one of `oneOf`, and it may find those in `may`. It must not \
      find any other rule that this JSON file names. `damage` describes the picture itself, not the rules in `may`. \
      A missing key means that the value can't be known, or that another rule stops a checker first.
      """
    case .trouble: "Ten files as film-makers get them, each with a different problem."
    case .voices:
      """
      Voice samples: good ones, the same one in other encodings, lengths at the limits of providers, \
      one fault per file, and files that are broken or have false headers. All good samples contain the quiet \
      noise of a room.

      Lengths are those of the source sound, in samples per channel. A lossy encoding may add some \
      thousandths of a second.
      """
    case .clips:
      """
      Clips of Mira on a turntable that pauses after every step: good ones, and one peculiarity per \
      file. They are 1280 × 720, H.264 in an MP4, unless the description differs.
      """
    }
  }
}

extension Expectation {
  /// A row of the table: `jpeg, 320 × 400, orientation 6: image.corrupt (error)`.
  fileprivate var summary: String {
    var facts = [format]
    if let size { facts.append("\(size.width) × \(size.height)") }
    if let orientation, orientation != 1 { facts.append("orientation \(orientation)") }
    if let frames { facts.append("\(frames) frame\(frames == 1 ? "" : "s")") }
    if let pages { facts.append("\(pages) page\(pages == 1 ? "" : "s")") }
    if let milliseconds { facts.append("\(milliseconds) ms") }
    var found: [String] = []
    if !rules.isEmpty { found.append(list(rules, "and")) }
    if !oneOf.isEmpty { found.append(list(oneOf, "or")) }
    if !may.isEmpty { found.append("perhaps " + list(may, "or")) }
    let damaged = damage.map { $0 == .none ? "" : " (damage: \($0.rawValue))" } ?? ""
    let outcome = found.isEmpty ? "nothing" : found.joined(separator: "; ")
    return facts.joined(separator: ", ") + ": " + outcome + damaged
  }

  private func list(_ rules: [Rule], _ word: String) -> String {
    rules.map { "`\($0.rawValue)`" }.joined(separator: " \(word) ")
  }
}

/// `odd/expected.json`: one line per file.
func expectations() -> String {
  let lines = Folder.odd.fixtures.compactMap { fixture in
    fixture.expect.map { "  \"\(fixture.name)\": \($0.json)" }
  }
  return "{\n" + lines.joined(separator: ",\n") + "\n}\n"
}
