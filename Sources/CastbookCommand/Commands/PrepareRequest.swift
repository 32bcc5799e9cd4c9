internal import Castbook
internal import CommandLineKit
internal import Model

/// What a command line asks `prepare` to do.
struct PrepareRequest {
  let files: FileList
  let preparation: Preparation
  let picture: FilePath?
  let isReplacing: Bool
  let isJSON: Bool
  /// How many files lie in the folder that the copies go to, and were left alone.
  let leftAlone: Int
  let destination: Destination

  /// Where copies go.
  enum Destination {
    /// Nowhere: it is only told what would come of it.
    case none
    case folder(FilePath)
    /// The library that the elements lie in, and a folder besides.
    case library(ElementLibrary, FilePath?)
  }

  init(_ arguments: Arguments) async throws {
    let folder = try arguments.value("output")?.path("-o")
    let isDry = arguments.has("dry-run")
    picture = try arguments.value("picture")?.path("--picture")
    if let picture {
      guard picture.suffix == "png" else {
        throw UsageError(
          message: "--picture \(sanitized(picture.text)): the picture is written as PNG",
          fix: "end the file name in .png")
      }
      try OutputFile.preflight(picture)
    }
    isReplacing = arguments.has("replace")
    isJSON = arguments.has("json")
    let catalogue = try Profiles.catalogue(arguments)
    let names = arguments.list("for").map(\.text)
    let selection = try TargetSelection(
      names.isEmpty ? [TargetCatalogue.defaultTarget.rawValue] : names,
      slot: arguments.value("as").flatMap { Slot(rawValue: $0.text) },
      today: ProcessEnvironment.today,
      in: catalogue)
    var preparation = Preparation(
      targets: selection.targets, today: ProcessEnvironment.today,
      workers: try arguments.value("jobs").map(CheckRequest.workers))
    preparation.options = try PrepareOptions.options(arguments)
    preparation.keepsDrawings = picture != nil
    preparation.measures = !arguments.has("no-scores") || picture != nil
    self.preparation = preparation
    let sources = try await CheckRequest.sources(arguments)
    let all = FileList(sources)
    (files, leftAlone) = folder.map(all.without) ?? (all, 0)
    destination = try await Self.destination(arguments, sources, folder, isDry: isDry)
  }

  private static func destination(
    _ arguments: Arguments, _ sources: [FileList.Source], _ folder: FilePath?, isDry: Bool
  ) async throws -> Destination {
    if isDry { return .none }
    let areElements = sources.map { source in
      if case .element = source { true } else { false }
    }
    if !areElements.isEmpty, areElements.allSatisfy(\.self) {
      return .library(try await Libraries.open(arguments), folder)
    }
    guard let folder else {
      throw MissingOutput.folder(canBeDry: true)
    }
    return .folder(folder)
  }

  func run(
    isCancelled: () -> Bool, each: (PreparedFile) throws -> Void
  ) async throws -> Preparation.Outcome {
    switch destination {
    case .none: return try await preparation.plan(files, isCancelled: isCancelled, each: each)
    case .folder(let path):
      let folder = try PreparedFolder(at: path, replacing: isReplacing)
      return try await preparation.run(files, into: folder, isCancelled: isCancelled, each: each)
    case .library(let library, let path):
      let folder = try path.map { try PreparedFolder(at: $0, replacing: isReplacing) }
      return try await library.prepare(
        files, preparation, into: folder, isCancelled: isCancelled, each: each)
    }
  }
}
