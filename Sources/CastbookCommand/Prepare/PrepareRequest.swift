internal import Castbook
internal import CommandLineKit
internal import Model

/// The checked options of `castbook prepare`.
///
/// Everything that can be wrong with the command line is found here, before any file is read.
struct PrepareRequest {
  static let picture = ValueOption<FilePath>(
    "picture", "FILE", "Also draw before and after, side by side, as .png.")
  static let skipsScores = Flag(
    "no-scores", "Don't measure pictures: quicker, but bars and borders are not detected.")

  /// The files to prepare, without those that are already in the output folder.
  let files: FileList
  /// The preparation, with its targets and options.
  let preparation: Preparation
  /// The path of the picture of before and after, or `nil`. Further pages get a number.
  let picture: FilePath?
  /// Whether `--replace` allows existing files to be overwritten.
  let isReplacing: Bool
  /// The number of files that are already in the output folder and are not prepared again.
  let skippedCount: Int
  /// The place that the copies are written to.
  let destination: Destination

  /// The place that the copies are written to.
  enum Destination {
    /// No place: a dry run only reports the result.
    case dryRun
    case folder(FilePath)
    /// The library that contains the elements, and optionally a folder as well.
    case library(ElementLibrary, FilePath?)
  }

  /// Checks the options and opens the library if only elements are named.
  ///
  /// Throws a `UsageError` when no output is given or the picture is not a PNG.
  init(_ arguments: Arguments) async throws {
    let folder = try arguments[Options.folder]
    let isDry = arguments[Options.dryRun]
    picture = try arguments[Self.picture]
    if let picture {
      guard picture.suffix == "png" else {
        throw UsageError(
          message: "--picture \(sanitized(picture.text)): the picture is written as PNG",
          fix: "end the file name in .png")
      }
      try OutputFile.preflight(picture)
    }
    isReplacing = arguments[Options.replace]
    let selection = try Profiles.selection(arguments, slot: try arguments[Options.slot])
    var preparation = Preparation(
      targets: selection.targets, today: ProcessEnvironment.today,
      workers: try arguments[Options.jobs])
    preparation.options = try PrepareOptions.options(arguments)
    preparation.keepsDrawings = picture != nil
    preparation.measures = !arguments[Self.skipsScores] || picture != nil
    self.preparation = preparation
    let sources = try await CheckRequest.sources(arguments)
    let all = try FileList(sources, asListedBy: arguments)
    (files, skippedCount) = folder.map(all.without) ?? (all, 0)
    destination = try await Self.destination(arguments, sources, folder, isDry: isDry)
  }

  /// Returns where the copies go. Copies of elements go to their library; for anything else `-o` is
  /// required, unless it is a dry run.
  private static func destination(
    _ arguments: Arguments, _ sources: [FileList.Source], _ folder: FilePath?, isDry: Bool
  ) async throws -> Destination {
    if isDry { return .dryRun }
    let areElements = sources.map { source in
      if case .element = source { true } else { false }
    }
    if !areElements.isEmpty, areElements.allSatisfy(\.self) {
      return .library(try await Libraries.open(arguments), folder)
    }
    return .folder(try arguments.outputFolder(canBeDry: true))
  }

  /// Prepares the files and writes them to the destination. `each` is called after every file.
  ///
  /// Throws `CancellationError` when the task is cancelled.
  func run(each: (PreparedFile) throws -> Void) async throws -> Preparation.Outcome {
    switch destination {
    case .dryRun: return try await preparation.plan(files, each: each)
    case .folder(let path):
      let folder = try PreparedFolder(at: path, replacing: isReplacing)
      return try await preparation.run(files, into: folder, each: each)
    case .library(let library, let path):
      let folder = try path.map { try PreparedFolder(at: $0, replacing: isReplacing) }
      return try await preparation.run(files, in: library, into: folder, each: each)
    }
  }
}
