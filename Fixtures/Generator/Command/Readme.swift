/// `Fixtures/README.md`, made from the same tables as the files.
func readme() -> String {
  let parts = [introduction] + Folder.allCases.map { section($0) }
  return parts.joined(separator: "\n")
}

private let introduction = """
  # Fixtures

  Pictures, sounds and clips that Castbook's tests, demo and starter catalogue use. Every file
  here, this one included, is written by

      swift run -c release castbook-fixtures --into Fixtures

  The same command with `--check` compares instead of writing and names what differs. Equal
  bytes need equal encoders: these were made with libjpeg-turbo 2.1.5, libwebp 1.2.4,
  libdeflate 1.14, espeak-ng 1.51, ffmpeg 5.1.9, and libheif 1.15 with x265 3.5 and libaom 3.6,
  those of Debian 12. `--check` passes over voices and clips where there is no espeak-ng or
  ffmpeg.

  Licence: Apache-2.0, as all of Castbook. Mira and the mug are rendered by
  `Generator/Scenes`; the test card and all tones are computed, all voices are spoken by
  the program espeak-ng. There is no material of others,
  no real person, and every position, number and name inside is made up.

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
    let facts = fixture.expect.map { " \($0.words) |" } ?? ""
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
      Good references: plain backdrop, the same soft light in every view. They are the starter \
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
      One peculiarity a file. Most show the test card: upright, its top edge is red, the right \
      one green, the bottom blue, the left one yellow, and the letter F can be read.

      `odd/expected.json` says the same as the third column: for every file its format, width and \
      height after turning, orientation, frames, pages, the milliseconds of a clip, `damage` (`none`, `warning`, `error`), and the ids of \
      rules: all of `rules` must be found, at least one of `oneOf`, and `may` may be; of the \
      other rules that the file names anywhere, none. `damage` is about the picture itself, not \
      about what `may` be found beside it. A key that is absent can't be known, or need not be \
      looked at since another rule stops a checker before.
      """
    case .trouble: "Ten files as film-makers meet them, each with something else wrong."
    case .voices:
      """
      Samples of voices: good ones, the same one in other codings, lengths at the bounds that \
      providers set, one fault a file, and files that are broken or lie. A quiet noise lies under \
      all that are good, as a room has it.

      A length is that of the sound that went in, in samples of each channel; what a lossy coding \
      gives back may have some thousandths of a second more.
      """
    case .clips:
      """
      Clips: Mira on a turntable, which stands still for a moment after every step, good ones and \
      one peculiarity a file. Unless something else is said they are 1280 × 720, H.264 in an MP4.
      """
    }
  }
}

extension Expectation {
  /// `jpeg, 320 × 400, orientation 6: image.corrupt (error)`.
  fileprivate var words: String {
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

/// `odd/expected.json`: one line a file.
func expectations() -> String {
  let lines = Folder.odd.fixtures.compactMap { fixture in
    fixture.expect.map { "  \"\(fixture.name)\": \($0.json)" }
  }
  return "{\n" + lines.joined(separator: ",\n") + "\n}\n"
}
