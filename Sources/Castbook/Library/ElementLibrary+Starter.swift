extension ElementLibrary {
  /// Registers the elements that Castbook brings along.
  public func addStarter() async throws -> AddOutcome {
    try await add(
      try StarterCatalogue.elements.map { element in
        var draft = ElementDraft(element.kind, element.handle)
        draft.texts.name = element.name
        draft.texts.description = element.description
        draft.texts.person = element.person
        draft.texts.tags = element.tags
        draft.rights.basis = element.rights.basis
        draft.rights.holder = element.rights.holder
        draft.voice = try element.voice.map { try HandleReference("\($0)") }
        draft.files = element.files.compactMap { file in
          FilePath(file.name).map {
            ElementDraft.File(file.bytes, name: $0, role: file.role)
          }
        }
        return draft
      })
  }
}
