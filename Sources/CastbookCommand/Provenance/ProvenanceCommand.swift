internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook provenance`: says what files state about their origin, and whether that holds.
///
/// Each file is read again, also one of the library, so the answer is about its present bytes.
enum ProvenanceCommand {
  private static let trust = ValueOption<FilePath>(
    "trust", "FILE", "Certificates (PEM) of signers or issuers that you trust.",
    completion: .files
  ) { word in
    guard let path = FilePath(bytes: word.bytes) else {
      throw UsageError(message: "--trust needs a file", fix: "name a file of certificates")
    }
    return path
  }

  static let command = Command(
    "provenance", "Say who made files and with what, and whether their Content Credentials hold.",
    details: [
      "Content Credentials (C2PA) are read in JPEG, PNG, WebP, HEIC, AVIF, TIFF, GIF, JPEG XL, MP4, MOV, M4A, "
        + "WAV and AVI. The signature, the hash of each assertion and the hash of the content are checked. "
        + "IPTC's digital source type and the texts of local generators are shown, too; nothing protects those.",
      "Anyone can make a certificate in any name. --trust names those that you believe; without it, "
        + "~/.config/castbook/trust.pem is used if it is there. No list comes with Castbook, nothing is fetched, "
        + "and time stamps and revoked certificates are not checked.",
    ],
    examples: [
      Example("castbook provenance refs/", "every file in a folder"),
      Example("castbook provenance @mira", "the files of an element"),
      Example("castbook provenance photo.jpg --trust studio.pem", "with certificates you trust"),
    ],
    positionals: [
      Positional(
        "FILE|@HANDLE", .atLeastOne, "Files, folders or elements; - reads a list of paths.",
        completion: .files, isExistingFile: true)
    ],
    options: [
      OptionGroup(
        "How to judge",
        [
          trust,
          Options.strict.described(
            as: "Also fail for files without credentials that a trusted signer made."),
        ]),
      OptionGroup("Output", [Options.json, Options.fields]),
    ],
    run: Command.printing(run))

  /// Reads all files. The status is `.findings` if credentials don't hold or a file can't be read.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let list = try arguments[trust].map(ReadProvenance.Trust.init) ?? .ofUser()
    let reader = ReadProvenance(today: ProcessEnvironment.today, trust: list)
    let files = try await CheckRequest.files(arguments)
    var found: [FileProvenance] = []
    for file in files.files {
      try Task.checkCancellation()
      screen.progress.update("reading \(file.path)")
      let one = reader.read(file)
      // In a folder, files that are not media are skipped, as by a check.
      if case .notMedia? = one.problem, !file.isNamed { continue }
      found.append(one)
    }
    let isFine = found.allSatisfy { file in
      !file.isRefuted && file.outcome != .unread
        && !(arguments[Options.strict] && file.isDoubtful(isListGiven: list != nil))
    }
    return Report(
      isFine ? .success : .findings, json: ProvenanceJSON.document(found, trust: list)
    ) { style in ProvenanceText(files: found, trust: list, style: style).lines }
  }
}
