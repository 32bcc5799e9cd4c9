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
}
