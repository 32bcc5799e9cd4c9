internal import Checking
internal import Files
internal import Media
internal import Quality

extension Sort {
  /// A subject that is known, with pictures of it. Pictures of the shoot that show the same become
  /// its group.
  public struct Guide: Sendable {
    /// The name of its group.
    public let handle: Handle
    /// Pictures of it, of which at most `maximumPictures` are compared.
    public let files: FileList
    /// The kind of the library's element, to which the group's files can be added; `nil` for a
    /// subject outside the library.
    public let kind: ElementKind?

    /// The maximum number of pictures that are compared; more hardly say more.
    public static let maximumPictures = 12

    /// Creates a subject from pictures outside the library.
    public init(_ handle: Handle, files: [FilePath]) {
      self.init(handle, files: FileList(files), kind: nil)
    }

    /// Creates a subject from the files of an element.
    public init(_ element: ElementFiles) {
      self.init(element.handle, files: FileList([.element(element)]), kind: element.kind)
    }

    private init(_ handle: Handle, files: FileList, kind: ElementKind?) {
      (self.handle, self.files, self.kind) = (handle, files, kind)
    }
  }

  /// The maximum number of subjects that can be known.
  public static let maximumGuides = 100

  /// Returns known subjects with what their pictures show: those of `guides`, and of those that
  /// were found, the ones with a picture that can be compared.
  ///
  /// - Throws: `FileVerbError` for one of `guides` without such a picture.
  func measured(
    _ found: [Guide], by scoring: Score, _ describer: SubjectDescriber?
  ) async throws -> [(guide: Guide, measured: Grouping.Guide)] {
    var measured: [(guide: Guide, measured: Grouping.Guide)] = []
    for (index, guide) in (guides + found).enumerated() {
      var pictures: [ScoredFile] = []
      try await scoring.measure(guide.files.first(Guide.maximumPictures), describer: describer) {
        pictures.append($0)
      }
      let members = pictures.filter(\.isSortable).map(\.member)
      guard !members.isEmpty else {
        // The files of a found element may be on another machine.
        guard index < guides.count else { continue }
        let reason =
          pictures.compactMap(\.damage).first.map(\.message) ?? "it has no picture"
        throw FileVerbError.invalidRequest(
          "\(guide.handle) can't guide the sort: \(reason)", fix: "name a picture that shows it")
      }
      measured.append(
        (guide, Grouping.Guide(words: Self.words(for: guide.handle), members: members)))
    }
    return measured
  }

  /// What file names call a subject.
  private static func words(for handle: Handle) -> String {
    handle.name.split(separator: "_").joined(separator: " ")
  }

  /// Throws an error for guides that can be refused before anything is measured.
  static func check(_ guides: [Guide]) throws {
    var handles: Set<Handle> = []
    for guide in guides where !handles.insert(guide.handle).inserted {
      throw FileVerbError.invalidRequest(
        "\(guide.handle) is named twice as a known subject",
        fix: "name it once, with all of its pictures")
    }
    guard guides.count <= maximumGuides else {
      throw FileVerbError.invalidRequest(
        "\(Quantity.count(guides.count, "known subject")): sort compares with at most \(maximumGuides)",
        fix: "name fewer")
    }
    for guide in guides {
      for file in guide.files.files
      where file.isNamed && file.blob == nil && file.path.isMissing {
        throw missing(file.path)
      }
    }
  }

  /// Returns the error for a path that doesn't exist.
  static func missing(_ path: FilePath) -> FileVerbError {
    .invalidRequest(
      "\(path): no such file or folder",
      fix: path.nearest.map { "did you mean \($0.quoted)?" } ?? "check the path")
  }
}
