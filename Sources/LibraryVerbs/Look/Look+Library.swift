internal import Library

extension Look {
  /// Creates the verb for the files of a library, which keeps their measures.
  public init(in library: ElementLibrary) {
    self.init()
    decoder = library.decoder
    keeper = library.store
  }
}

extension ElementLibrary {
  /// Returns whether a file is among the pictures and clips of an element, now or in an earlier
  /// revision. The document of an element's rights is not.
  public func showsFile(_ blob: Digest) throws -> Bool {
    try contents { contents in
      try contents.elements(containing: blob).contains { entry in
        try contents.history(of: entry.element).contains { digest in
          try contents.revision(digest)?.revision.references.contains { $0.blob == blob } == true
        }
      }
    }
  }
}
