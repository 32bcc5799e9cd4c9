internal import Library
internal import Quality

extension Sort {
  /// Adds elements of a library to the known subjects.
  ///
  /// - Throws: `ElementLibraryError` for an element that doesn't exist, or is a voice or has no
  ///   files.
  public mutating func addGuides(
    _ references: [HandleReference], in library: ElementLibrary
  ) throws {
    keeper = library.store
    for reference in references {
      let element = try library.files(of: reference)
      guard element.kind != .voice, !element.files.isEmpty else {
        throw ElementLibraryError.withoutPictures(
          element.handle, isVoice: element.kind == .voice)
      }
      guides.append(Guide(element))
    }
  }

  /// Recognizes all elements of a library: those that pictures of the shoot are like become known
  /// subjects.
  ///
  /// Pictures of the library that were not described yet are described first, once for each.
  ///
  /// - Throws: `ElementLibraryError.invalidRequest` if the model for subjects is not installed.
  public mutating func recognizeElements(
    of library: ElementLibrary, progress: (FindSubject.Progress) -> Void = { _ in }
  ) async throws {
    guard let describer = SubjectDescriber.installed(in: modelFolder, program: vision) else {
      throw FindSubject.notInstalled
    }
    var search = try library.store.subjectSearch(by: describer.model)
    try await library.describe(search.undescribed, by: describer) {
      progress(.describing(done: $0, of: $1))
    }
    try search.update()
    keeper = library.store
    finder = { [search] vectors in
      let limit = Sort.maximumGuides
      return try FindSubject.handles(like: vectors, limit: limit, in: library, search).compactMap {
        do {
          return Guide(try library.files(of: HandleReference($0)))
        } catch is ElementLibraryError {
          // Which files a forked element has is not known.
          return nil
        }
      }
    }
  }
}
