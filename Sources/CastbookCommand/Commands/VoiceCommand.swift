internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook voice`.
enum VoiceCommand {
  static let command = Command(
    "voice", "Measure a voice sample, and cut the best of a longer recording.",
    details: [
      "Three kinds of things are said, and never mixed: facts, such as its length in samples; measures, "
        + "with the value and the threshold beside it; and hints, which never change the exit code. What "
        + "can't be measured says so. That it is one voice, or whose, or that a service will take it, is "
        + "never claimed.",
      "--cut looks for the best stretch of 5 to 8 seconds, which every provider takes: it begins and ends in "
        + "a pause, nothing in it is clipped, and its noise is measured inside of it. The original is not "
        + "altered; the cut is a WAV of 16 bits at the same rate, of the channel that was measured.",
    ],
    examples: [
      Example("castbook voice mira.wav", "what is to be said of a sample"),
      Example(
        "castbook voice interview.mp3 --cut -o mira_voice.wav", "the best of a long recording"),
      Example(
        "castbook voice @mira_voice --cut --save", "the best of an element's own, from now on"),
      Example("castbook voice @mira_voice --picture voice.png", "an element's, drawn"),
    ],
    positionals: [
      Positional(
        "FILE|@HANDLE", .atLeastOne, "Sounds, clips with sound, elements; - reads a list of paths.",
        completion: .files, isExistingFile: true)
    ],
    options: [
      OptionGroup(
        "What to hold it against",
        [
          .value(
            "for", "TARGET[,…]", "Whose rules to hold it to (kling).", repeats: true,
            completion: .choices(Profiles.builtInNames)), Profiles.option,
        ]),
      OptionGroup(
        "Which of an element's sounds",
        [.value("file", "N", "The one with this number or name; castbook show lists them.")]),
      OptionGroup(
        "What to cut",
        [
          .flag("cut", "Look for the best stretch; write it with -o."),
          .value("length", "FROM-TO", "How long it may be, in seconds (5-8)."),
          .value("pick", "N", "Which of those that are found to write (1, the best)."),
        ]),
      OptionGroup(
        "What comes out",
        [
          .value("output", short: "o", "FILE.wav", "The cut.", completion: .files),
          .flag("save", "Put the cut first in the element; what it was cut from stays."),
          .value("picture", "FILE.png", "The sound as a picture.", completion: .files),
          .flag("replace", "Replace a file that exists and is different."),
          .flag("all", "Show every measure, not only those with a remark."),
          .flag("json", "One JSON object."),
        ]),
    ],
    run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let screen = Screen(arguments)
    let request = try await VoiceRequest(arguments)
    var voices: [HeardVoice] = []
    for path in request.files.paths {
      screen.progress.update("listening to \(path)")
      voices.append(await request.voicing.listen(to: path, at: request.files.place(of: path)))
      if Signals.interrupted {
        try screen.finish()
        Signals.endByInterrupt()
      }
    }
    if voices.isEmpty, !arguments.has("json") { try screen.print("no sound was named") }
    let cut = try await request.cut(voices)
    let written = try await request.write(voices, cut)
    let saved = try await request.save(cut, arguments)
    screen.progress.erase()
    if arguments.has("json") {
      try screen.print(VoiceJSON.document(request.voicing, voices, written, saved).compactText)
    } else {
      for (place, voice) in voices.enumerated() {
        if place > 0 { try screen.print("") }
        for line in VoiceText(voice, showsAll: arguments.has("all"), style: screen.style).lines { try screen.print(line) }
      }
      for line in VoiceText.lines(written, style: screen.style) { try screen.print(line) }
      if let saved { try screen.print(VoiceText.line(saved)) }
    }
    let isFine =
      !voices.isEmpty && voices.allSatisfy { $0.file.status != .fail && $0.sound != nil }
      && (!request.wantsCut || voices.allSatisfy { $0.cuts.first?.faults.isEmpty == true })
      && written.allSatisfy { $0.file?.status != .fail }
    return isFine ? .success : .findings
  }
}

/// What `castbook voice` was asked for.
private struct VoiceRequest {
  let voicing: Voicing
  let files: FileList
  let wantsCut: Bool
  private let pick: Int
  private let output: FilePath?
  private let picture: FilePath?
  private let replaces: Bool
  /// The element that the cut goes into.
  private let element: HandleReference?

  init(_ arguments: Arguments) async throws {
    wantsCut = arguments.has("cut")
    output = try arguments.value("output")?.path("-o")
    picture = try arguments.value("picture")?.path("--picture")
    replaces = arguments.has("replace")
    pick = try arguments.value("pick")?.number("--pick", in: 1...5) ?? 1
    guard wantsCut || output == nil else {
      throw UsageError(message: "-o is for what --cut finds", fix: "add --cut")
    }
    element = try Self.element(arguments)
    guard wantsCut || element == nil else {
      throw UsageError(message: "--save is for what --cut finds", fix: "add --cut")
    }
    let length = try arguments.value("length").map(Self.length)
    guard wantsCut || length == nil else {
      throw UsageError(message: "--length is for --cut", fix: "add --cut")
    }
    voicing = Voicing(
      targets: try Profiles.selection(arguments, slot: .voice).targets,
      cutLength: wantsCut ? length ?? Voicing.usualLength : nil)
    files = try Self.files(arguments, FileList(try await CheckRequest.sources(arguments)).ofSound)
    guard files.paths.count == 1 || (output == nil && picture == nil && element == nil) else {
      throw UsageError(
        message: "-o, --picture and --save are for one sound, and there are \(files.paths.count)",
        fix: element == nil ? "name one" : "name one by its number: --file N")
    }
    if let output { try Self.preflight(output) }
    if let picture { try Self.preflight(picture) }
  }

  /// All of them, or the one that was asked for.
  private static func files(_ arguments: Arguments, _ files: FileList) throws -> FileList {
    guard let word = arguments.value("file") else { return files }
    guard let selector = FileSelector(word.text) else {
      throw UsageError(
        message: "--file \(sanitized(word.text)): not a file's number or name",
        fix: "castbook show @HANDLE numbers the files")
    }
    let list = files.selecting(selector)
    guard !list.paths.isEmpty else {
      throw UsageError(
        message: "--file \(sanitized(word.text)): the elements named have no such sound",
        fix: "castbook show @HANDLE numbers the files")
    }
    return list
  }

  private static func element(_ arguments: Arguments) throws -> HandleReference? {
    guard arguments.has("save") else { return nil }
    guard arguments.positionals.count == 1, let word = arguments.positionals.first,
      word.bytes.first == UInt8(ascii: "@")
    else {
      throw UsageError(
        message: "--save is for the voice of one element",
        fix: "castbook voice @HANDLE --cut --save")
    }
    return try word.element
  }

  /// A stretch that was cut out.
  struct Cut {
    let part: SoundCut
    let voice: HeardVoice
    let wav: [UInt8]
  }

  /// Cuts the stretch that was asked for, where anything is to be done with it and there is one.
  func cut(_ voices: [HeardVoice]) async throws -> Cut? {
    guard output != nil || element != nil, let voice = voices.first,
      voice.cuts.indices.contains(pick - 1)
    else { return nil }
    let part = voice.cuts[pick - 1]
    return Cut(part: part, voice: voice, wav: try await voicing.wav(of: part, in: voice))
  }

  /// Puts the cut into its element, where that was asked for.
  func save(_ cut: Cut?, _ arguments: Arguments) async throws -> EditOutcome? {
    guard let element, let cut else { return nil }
    return try await Libraries.open(arguments).save(
      cut.wav, cut: cut.part, of: cut.voice, in: element)
  }

  private static func preflight(_ path: FilePath) throws {
    do {
      try NewFile.preflight(path)
    } catch {
      throw Failure(error)
    }
  }

  /// `5-8`, `3-30`: seconds, with up to three decimals.
  private static func length(_ word: Argument) throws -> ClosedRange<Int> {
    let parts = word.text.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part -> Int? in
      guard let seconds = Double(part), seconds >= 0.5, seconds <= 600 else { return nil }
      return Int((seconds * 1000).rounded())
    }
    guard parts.count == 2, numbers.count == 2, numbers[0] <= numbers[1] else {
      throw UsageError(
        message: "--length \(sanitized(word.text)): two numbers of seconds are needed, 0.5 to 600",
        fix: "write it like 5-8")
    }
    return numbers[0]...numbers[1]
  }

  /// Writes the cut and the picture, where they were asked for.
  func write(_ voices: [HeardVoice], _ cut: Cut?) async throws -> [WrittenVoice] {
    var written: [WrittenVoice] = []
    if let output, let cut {
      try put(cut.wav, at: output)
      written.append(
        WrittenVoice(
          path: output, cut: cut.part, file: await voicing.check(cut.wav, as: output)))
    }
    if let picture, let png = voices.first.flatMap(voicing.picture) {
      try put(png, at: picture)
      written.append(WrittenVoice(path: picture, cut: nil, file: nil))
    }
    return written
  }

  private func put(_ bytes: [UInt8], at path: FilePath) throws {
    do {
      _ = try NewFile.write(bytes, to: path, replacing: replaces)
    } catch {
      throw Failure(error)
    }
  }
}
