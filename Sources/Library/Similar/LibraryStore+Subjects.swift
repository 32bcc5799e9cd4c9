internal import Files
package import Model

extension PreviewFolder {
  /// Returns the vector of a picture by a model; `nil` if there is none.
  package func vector(of blob: Digest, by model: SubjectVector.Model) -> SubjectVector? {
    guard let bytes = stored(blob, .vector(model)), bytes.count == model.length else { return nil }
    return SubjectVector(bytes.map { Int8(bitPattern: $0) }, model: model)
  }

  /// Keeps the vector of a picture. Failures are ignored, because the picture is described again
  /// when needed.
  package func keep(_ vector: SubjectVector, of blob: Digest, temporaryName: String) {
    keep(
      vector.values.map { UInt8(bitPattern: $0) }, of: blob, .vector(vector.model),
      temporaryName: temporaryName)
  }
}

extension LibraryStore {
  /// The path of the sketch file.
  var sketchFilePath: FilePath { root.appending("catalog.subjects".utf8) }

  /// Begins to search the pictures by what they show, according to a model.
  package func subjectSearch(by model: SubjectVector.Model) throws -> SubjectSearch {
    try SubjectSearch(self, model)
  }

  /// A sketch file as it was when its sketches were compared with the vectors that are kept.
  struct ComparedSketches {
    let header: SketchFile.Header
    let areEqual: Bool
  }

  /// Compares the sketches with the vectors that are kept, whatever model they are of; `nil` if
  /// there is no usable file. This reads a file for each picture, so the lock should be free.
  func comparedSketches() throws -> ComparedSketches? {
    let (generation, pictures) = try contents { contents in
      (try contents.index.blobs.hashGeneration(), try contents.index.blobs.pictures(after: 0))
    }
    guard let file = try? SketchFile.openAny(at: sketchFilePath, generation: generation),
      let model = file.header.model
    else { return nil }
    let digests = Dictionary(uniqueKeysWithValues: pictures.map { ($0.row, $0.digest) })
    let folder = previews
    let areEqual = file.entries().allSatisfy { entry in
      // The next search adds a sketch that is missing.
      guard entry.value.isKnown, let digest = digests[entry.row],
        let vector = folder.vector(of: digest, by: model)
      else { return true }
      return entry.value == SubjectSketch(vector)
    }
    return ComparedSketches(header: file.header, areEqual: areEqual)
  }

  /// Whether the sketch file agrees with the index, as far as it goes, and with the vectors, which
  /// were compared before. A file that is not used counts as correct.
  func isSketchFileConsistent(with index: Index, _ compared: ComparedSketches?) throws -> Bool {
    let generation = try index.blobs.hashGeneration()
    guard let file = try? SketchFile.openAny(at: sketchFilePath, generation: generation) else {
      return true
    }
    guard file.isIntact else { return false }
    if let compared, compared.header == file.header, !compared.areEqual { return false }
    let rows = try index.blobs.pictures(after: 0).map(\.row)
    return rows.count >= file.count && (0..<file.count).allSatisfy { file.row($0) == rows[$0] }
  }
}
