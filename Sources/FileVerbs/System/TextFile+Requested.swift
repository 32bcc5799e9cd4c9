internal import Files

extension TextFile {
  /// Reads a JSON file that the user named in a request.
  ///
  /// - Throws: `FileVerbError.invalidRequest` if it can't be read, with the nearest name.
  package static func requested(_ path: FilePath, limit: Int) throws -> [UInt8] {
    switch read(path, limit: limit) {
    case .success(let bytes): return bytes
    case .failure(let failure):
      throw FileVerbError.invalidRequest(
        "\(path): \(failure.message)",
        fix: path.nearest.map { "did you mean \($0.quoted)?" } ?? "name a JSON file")
    }
  }
}
