package import Model

/// A PNG whose header was parsed: its bytes, its chunks, and what the header says.
///
/// ```swift
/// let file = try PNGFile(bytes)
/// let proof = PNGProver.proof(of: file, memoryLimit: 64 << 20)
/// ```
package struct PNGFile: Sendable {
  package let bytes: [UInt8]
  package let chunks: PNGChunks
  package let header: PNGHeader

  /// Parses the chunks and the header. The pixels are left alone.
  ///
  /// Throws a `Problem` if the file doesn't begin with a valid header.
  package init(_ bytes: [UInt8]) throws(Problem) {
    self.bytes = bytes
    chunks = PNGChunks(bytes)
    guard let first = chunks.chunks.first else {
      throw Problem(
        chunks.garbage
          ? .corrupt(what: "no chunk follows its signature")
          : .truncated(what: "the file ends inside its header"))
    }
    guard first.type == "IHDR" else {
      throw Problem(
        .corrupt(
          what: first.type == "CgBI"
            ? "it is an Apple CgBI PNG, which other readers reject"
            : "its first chunk is \(first.type) instead of IHDR"))
    }
    do {
      header = try PNGHeader(Array(bytes[first.data]))
    } catch {
      throw Problem(.corrupt(what: error.what))
    }
  }

  /// Damage that leaves nothing to inspect.
  package struct Problem: Error {
    package let problem: FileProblem

    init(_ problem: FileProblem) { self.problem = problem }
  }

  /// The data of a chunk, not copied.
  package func data(of chunk: PNGChunks.Chunk) -> ArraySlice<UInt8> { bytes[chunk.data] }

  /// The data of the first chunk of a type, not copied; `nil` if there is none.
  package func data(ofFirst type: String) -> ArraySlice<UInt8>? {
    chunks.first(type).map { bytes[$0.data] }
  }
}
