internal import Library

/// What became of a file that arrived in a watched folder.
public enum ArrivedTake: Sendable {
  /// It is recorded as a take.
  case recorded(Take, TakeOrigin)
  /// It was recorded before.
  case known
  /// It may come from several bundles, or nothing says from which.
  case unsure(TakeOrigin)

  /// Records a file if it says which bundle it comes from.
  ///
  /// - Parameter result: The rating that it gets.
  /// - Throws: `ElementLibraryError` if the file is damaged: it may still be written.
  public init(
    _ file: ReturnedFile, result: Take.Result, in library: ElementLibrary
  ) async throws {
    guard try library.contents({ try $0.takes.of(file.digest, limit: 1) }).isEmpty else {
      self = .known
      return
    }
    if file.facts.problems.contains(where: \.isDamage) {
      throw ElementLibraryError.invalidRequest(
        "\(file.path) is damaged or not complete",
        fix: "if it came back so: castbook take add \(file.path.quoted)\(result.option)")
    }
    let origin = try TakeOrigin(of: file, in: library)
    guard let bundle = origin.bundle else {
      self = .unsure(origin)
      return
    }
    self = .recorded(try await AddTake(file, of: bundle, result).run(in: library).take, origin)
  }
}

extension Take.Result {
  /// The option of `castbook take add` for it, after a blank; empty for a take that is undecided.
  public var option: String { self == .new ? "" : " --result \(rawValue)" }
}
