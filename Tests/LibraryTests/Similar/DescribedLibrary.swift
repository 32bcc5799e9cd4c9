import Files
import Media
import Model
import TestSupport
import Testing

@testable import Library

/// A library whose files count as pictures, and vectors for them.
struct DescribedLibrary {
  let library: TestLibrary
  let store: LibraryStore
  let model: SubjectVector.Model
  let element: ULID
  /// The pictures in the order of their rows.
  let pictures: [Digest]

  /// Creates a library with one element and a number of pictures.
  init(count: Int) throws {
    library = try TestLibrary()
    store = try library.open()
    model = try #require(SubjectVector.Model(identity: 61, length: 1280))
    element = try store.register(
      "mira", name: "Mira", files: (0..<count).map { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    try Self.examine(store)
    pictures = try store.contents { try $0.index.blobs.pictures(after: 0).map(\.digest) }
    try #require(pictures.count == count)
  }

  /// Records hashes for all new files, as if they were pictures.
  static func examine(_ store: LibraryStore) throws {
    let facts = try store.contents { try $0.blobs.unexamined(limit: 1000) }.map { digest in
      var facts = FileFacts(path: store.root)
      facts.digest = digest
      facts.perceptual = PerceptualHash(bits: UInt64(digest.bytes[0]), mirrored: 0)
      return facts
    }
    try store.recordFacts(facts, missing: [])
  }

  /// A vector that is the same in every call, but for so many values.
  func vector(changed: Int = 0) -> SubjectVector {
    SubjectVector(
      (0..<model.length).map { index in
        let number = SplitMix64.mixed(UInt64(index < changed ? index + model.length : index))
        return Int8(number % 37) - 18
      }, model: model)
  }

  func keep(_ vector: SubjectVector, of picture: Digest) {
    store.previews.keep(vector, of: picture, temporaryName: store.temporaryName)
  }

  /// The pictures that a new search finds, with their likeness.
  func found(
    _ query: SubjectVector, in store: LibraryStore? = nil
  ) throws -> [SubjectSearch.LikePicture] {
    var search = try (store ?? self.store).subjectSearch(by: model)
    try search.update()
    return try search.pictures(like: query, least: 300, limit: 50)
  }
}
