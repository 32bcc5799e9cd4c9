internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook voice`: measures voice samples and cuts the best passage of a recording.
///
/// Sounds are measured one after another. With `--cut` the best passage is found; `-o` writes it to
/// a file, `--save` puts it into the element, and `--picture` draws the whole sound.
///
/// The original is never changed.
enum VoiceCommand {
  static let command = Command(
    "voice", "Measure a voice sample, and cut the best of a longer recording.",
    details: [
      "The report keeps three things apart: facts, such as the length in samples; measures, with the value "
        + "and its threshold; and hints, which never change the exit code. If something can't be measured, the "
        + "report says so. It never claims that the sound is one voice, whose voice it is, or that a "
        + "service will accept it.",
      "--cut finds the best passage of 5–8 seconds, a length that every provider accepts. It begins and "
        + "ends in a pause and is not clipped; noise is measured within it. The original is not altered. The "
        + "cut is a 16-bit WAV at the same sample rate, from the measured channel.",
    ],
    examples: [
      Example("castbook voice mira.wav", "a report on a sample"),
      Example(
        "castbook voice interview.mp3 --cut -o mira_voice.wav",
        "the best passage of a long recording"),
      Example(
        "castbook voice @mira_voice --cut --save",
        "save an element's best passage as its first file"),
      Example("castbook voice @mira_voice --picture voice.png", "draw an element's sound"),
    ],
    positionals: [
      Positional(
        "FILE|@HANDLE", .atLeastOne,
        "Sounds, clips with sound, or elements; - reads a list of paths.",
        completion: .files, isExistingFile: true)
    ],
    options: [
      OptionGroup("What to check against", [Profiles.targets, Profiles.option]),
      OptionGroup("Which of an element's sounds", [VoiceRequest.file]),
      OptionGroup("What to cut", [VoiceRequest.cuts, VoiceRequest.length, VoiceRequest.pick]),
      OptionGroup(
        "Output",
        [
          Options.file.described(as: "The file for the cut.", placeholder: "FILE.wav"),
          VoiceRequest.saves, VoiceRequest.picture,
          Options.replace.described(as: "Replace a file that exists and is different."),
          Options.all.described(as: "Show every measure, not only those with a remark."),
          Options.json, Options.fields,
        ]),
    ],
    run: Command.printing(run))

  /// Measures every sound, then cuts, writes and saves as requested.
  ///
  /// The status is `.findings` when no sound was found, a file fails, or a requested cut is not
  /// possible.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let request = try await VoiceRequest(arguments)
    var voices: [AnalyzedVoice] = []
    for file in request.files.files {
      screen.progress.update("listening to \(file.path)")
      voices.append(try await request.voicing.listen(to: file))
    }
    let cut = try await request.cut(voices)
    let written = try await request.write(voices, cut)
    let saved = try await request.save(cut, arguments)
    let isFine =
      (!voices.isEmpty || request.files.mayBeEmpty)
      && voices.allSatisfy { $0.file.status != .fail && $0.sound != nil }
      && (!request.wantsCut || voices.allSatisfy { $0.cuts.first?.faults.isEmpty == true })
      && written.allSatisfy { $0.file?.status != .fail }
    return Report(
      isFine ? .success : .findings,
      json: VoiceJSON.document(request.voicing, voices, written, isSaved: saved?.isChanged)
    ) { [voices] style in
      if voices.isEmpty { return ["no sound found"] }
      let texts = voices.map {
        VoiceText(voice: $0, showsAll: arguments[Options.all], style: style).lines
      }
      return Array(texts.joined(separator: [""])) + VoiceText.lines(written, style: style)
        + (saved.map { [VoiceText.line($0)] } ?? [])
    }
  }
}

/// The checked options of `castbook voice`.
private struct VoiceRequest {
  /// The file of an element to measure, by its number or name.
  static let file = ValueOption<(selector: FileSelector, text: String)>(
    "file", "N", "The file with this number or name, as listed by castbook show."
  ) { word in
    guard let selector = FileSelector(word.text) else {
      throw UsageError(
        message: "--file \(sanitized(word.text)): not a file's number or name",
        fix: "castbook show @HANDLE numbers the files")
    }
    return (selector, word.text)
  }
  static let cuts = Flag("cut", "Find the best passage; write it with -o.")
  /// The length of the passage in milliseconds. The bounds are seconds, from 0.5 to 600.
  static let length = ValueOption<ClosedRange<Int>>(
    "length", "FROM-TO", "The length of the passage, in seconds (5-8)."
  ) { word in
    let parts = word.text.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part -> Int? in
      guard let seconds = Double(part), seconds >= 0.5, seconds <= 600 else { return nil }
      return Int((seconds * 1000).rounded())
    }
    guard parts.count == 2, numbers.count == 2, numbers[0] <= numbers[1] else {
      throw UsageError(
        message: "--length \(sanitized(word.text)): not a range of seconds from 0.5 to 600",
        fix: "write a range such as 5-8")
    }
    return numbers[0]...numbers[1]
  }
  static let pick = ValueOption(
    "pick", "N", in: 1...5, "Which of the passages found to write (1, the best).")
  static let saves = Flag("save", "Put the cut first in the element; the original stays.")
  static let picture = ValueOption<FilePath>(
    "picture", "FILE.png", "Also draw the sound as a picture.")

  /// The measuring verb, with its targets and the length to cut.
  let voicing: VoiceAnalysis
  /// The sounds to measure. Other files of a folder are left out.
  let files: FileList
  /// Whether `--cut` was given, which `-o`, `--save` and `--length` require.
  let wantsCut: Bool
  /// The number of the passage to write, counted from 1, the best.
  private let pick: Int
  /// The path of the cut, or `nil` when it is not written to a file.
  private let output: FilePath?
  /// The path of the drawing, or `nil`.
  private let picture: FilePath?
  /// Whether `--replace` allows existing files to be overwritten.
  private let replaces: Bool
  /// The element that `--save` puts the cut into, or `nil`.
  private let element: HandleReference?

  /// Checks the options against each other and the output paths against the disk.
  ///
  /// Throws a `UsageError` when an option lacks `--cut`, or when several sounds are given for one
  /// output.
  init(_ arguments: Arguments) async throws {
    wantsCut = arguments[Self.cuts]
    output = try arguments[Options.file]
    picture = try arguments[Self.picture]
    replaces = arguments[Options.replace]
    pick = try arguments[Self.pick] ?? 1
    guard wantsCut || output == nil else {
      throw UsageError(message: "-o goes with --cut", fix: "add --cut")
    }
    element = try arguments.only(
      when: Self.saves, "--save is for the voice of one element",
      fix: "castbook voice @HANDLE --cut --save")
    guard wantsCut || element == nil else {
      throw UsageError(message: "--save goes with --cut", fix: "add --cut")
    }
    let length = try arguments[Self.length]
    guard wantsCut || length == nil else {
      throw UsageError(message: "--length goes with --cut", fix: "add --cut")
    }
    voicing = VoiceAnalysis(
      targets: try Profiles.selection(arguments, slot: .voice).targets,
      cutLength: wantsCut ? length ?? VoiceAnalysis.defaultLength : nil)
    files = try await Self.files(
      arguments, CheckRequest.files(arguments).soundCandidates)
    guard files.files.count == 1 || (output == nil && picture == nil && element == nil) else {
      throw UsageError(
        message: "-o, --picture and --save accept one sound, not \(files.files.count)",
        fix: element == nil ? "name one" : "choose one by its number: --file N")
    }
    if let output { try OutputFile.preflight(output) }
    if let picture { try OutputFile.preflight(picture) }
  }

  /// Returns all files, or only the one that `--file` names. Throws when that one doesn't exist.
  private static func files(_ arguments: Arguments, _ files: FileList) throws -> FileList {
    guard let (selector, text) = try arguments[file] else { return files }
    let list = files.selecting(selector)
    guard !list.files.isEmpty else {
      throw UsageError(
        message: "--file \(sanitized(text)): no such sound in these elements",
        fix: "castbook show @HANDLE numbers the files")
    }
    return list
  }

  /// A passage that was cut out of a recording, encoded as WAV.
  struct Cut {
    let part: SoundCut
    let voice: AnalyzedVoice
    let wav: [UInt8]
  }

  /// Cuts the requested passage. Returns `nil` when it would not be used, or when there is no such
  /// passage.
  func cut(_ voices: [AnalyzedVoice]) async throws -> Cut? {
    guard output != nil || element != nil, let voice = voices.first,
      voice.cuts.indices.contains(pick - 1)
    else { return nil }
    let part = voice.cuts[pick - 1]
    return Cut(part: part, voice: voice, wav: try await voicing.wav(of: part, in: voice))
  }

  /// Puts the cut first in its element, or returns `nil` when `--save` was not given.
  func save(_ cut: Cut?, _ arguments: Arguments) async throws -> EditOutcome? {
    guard let element, let cut else { return nil }
    return try await SaveVoiceCut(cut.wav, cut: cut.part, of: cut.voice, in: element).run(
      in: Libraries.open(arguments))
  }

  /// Writes the cut and the picture, where requested, and returns what was written. The cut is
  /// checked against the targets again, as a file.
  func write(_ voices: [AnalyzedVoice], _ cut: Cut?) async throws -> [WrittenVoice] {
    var written: [WrittenVoice] = []
    if let output, let cut {
      _ = try OutputFile.write(cut.wav, to: output, replacing: replaces)
      written.append(
        WrittenVoice(
          path: output, cut: cut.part, file: try await voicing.check(cut.wav, as: output)))
    }
    if let picture, let png = voices.first.flatMap(voicing.picture) {
      _ = try OutputFile.write(png, to: picture, replacing: replaces)
      written.append(WrittenVoice(path: picture, cut: nil, file: nil))
    }
    return written
  }
}
