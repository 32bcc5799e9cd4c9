import Files
import Model
import TestSupport
import Testing

@testable import Library

@Suite("A search for pictures by subject", .timeLimit(.minutes(10)))
struct SubjectSearches {
  @Test("finds pictures that are described later, and counts those without a vector")
  func later() throws {
    let described = try DescribedLibrary(count: 6)
    let query = described.vector()
    described.keep(query, of: described.pictures[2])
    var search = try described.store.subjectSearch(by: described.model)
    #expect(search.undescribed.count == 5)
    try search.update()
    let first = try search.pictures(like: query, least: 300, limit: 9)
    #expect(first.map(\.blob) == [described.pictures[2]])
    #expect(search.undescribed.count == 5)
    described.keep(described.vector(changed: 300), of: described.pictures[0])
    described.keep(SubjectVector(unknownOf: described.model), of: described.pictures[1])
    let found = try described.found(query)
    #expect(found.map(\.blob) == [described.pictures[2], described.pictures[0]])
    #expect(found.first?.likeness == 1000)
    #expect(try described.store.subjectSearch(by: described.model).undescribed.count == 3)
    // The sketches are enough if the vectors are gone.
    try FileSystem.removeAll(described.store.previews.folder)
    #expect(try described.found(query).map(\.blob) == found.map(\.blob))
  }

  @Test("finds a picture that hundreds of nearer ones hide which are left out")
  func hidden() throws {
    let described = try DescribedLibrary(count: 301)
    let query = described.vector()
    let far = try #require(described.pictures.last)
    for picture in described.pictures {
      described.keep(picture == far ? described.vector(changed: 400) : query, of: picture)
    }
    var search = try described.store.subjectSearch(by: described.model)
    try search.update()
    let near = Set(described.pictures.dropLast())
    // 300 are more than the first sketches that are compared.
    let found = try search.pictures(like: query, least: 300, limit: 1, except: near.contains)
    #expect(found.map(\.blob) == [far])
  }

  @Test("reads few vectors if few pictures are like the query, however many have a like sketch")
  func fewVectors() throws {
    let described = try DescribedLibrary(count: 1000)
    let query = described.vector()
    for (number, picture) in described.pictures.enumerated() {
      // Their likeness is below the bound, but not by more than sketches may differ.
      described.keep(
        number.isMultiple(of: 400) ? query : described.vector(changed: 1000 + number % 32),
        of: picture)
    }
    let least = query.likeness(to: described.vector(changed: 1000)) + 20
    var search = try described.store.subjectSearch(by: described.model)
    try search.update()
    let (found, comparedCount) = try search.search(query, least: least, limit: 160) { _ in false }
    let like = stride(from: 0, to: 1000, by: 400).map { described.pictures[$0] }
    #expect(Set(found.map(\.blob)) == Set(like))
    #expect((1...256).contains(comparedCount))
  }

  @Test("makes sketches again if another process wrote the file meanwhile")
  func beside() throws {
    let described = try DescribedLibrary(count: 5)
    let query = described.vector()
    for picture in described.pictures.prefix(3) { described.keep(query, of: picture) }
    let other = try described.library.open()
    var first = try described.store.subjectSearch(by: described.model)
    // The other one adds a picture, and writes sketches of four.
    try other.register("mug", name: "Mug", files: [[9, 9, 9]])
    try DescribedLibrary.examine(other)
    described.keep(query, of: described.pictures[3])
    #expect(try described.found(query, in: other).count == 4)
    described.keep(query, of: described.pictures[4])
    try first.update()
    #expect(try first.pictures(like: query, least: 300, limit: 9).count == 5)
    let generation = try other.contents { try $0.index.blobs.hashGeneration() }
    let file = try #require(
      try SketchFile.open(
        at: other.sketchFilePath, generation: generation, model: described.model))
    #expect(file.isIntact)
    #expect(file.entries().map(\.value.isKnown) == [true, true, true, true, true, false])
    #expect(first.undescribed.count == 1)
  }

  @Test("compares all vectors if the library is read-only, and writes nothing")
  func readOnly() throws {
    let described = try DescribedLibrary(count: 4)
    let query = described.vector()
    described.keep(query, of: described.pictures[1])
    let reader = try described.library.open { _ in FolderTraits(isWritable: false) }
    #expect(reader.isReadOnly)
    #expect(try described.found(query, in: reader).map(\.blob) == [described.pictures[1]])
    #expect(FileSystem.status(reader.sketchFilePath) == nil)
    // With a file that is up to date, the vectors are not needed.
    #expect(try described.found(query).count == 1)
    try FileSystem.removeAll(described.store.previews.folder)
    #expect(try described.found(query, in: reader).map(\.blob) == [described.pictures[1]])
  }

  @Test("forgets erased pictures, in whatever model their sketches are")
  func erased() throws {
    let described = try DescribedLibrary(count: 3)
    let query = described.vector()
    for picture in described.pictures { described.keep(query, of: picture) }
    #expect(try described.found(query).count == 3)
    try described.store.register("other", name: "Other", files: [[200, 200]])
    try DescribedLibrary.examine(described.store)
    #expect(try described.found(query).count == 3)
    let isErased = try described.store.erase(described.element, before: nil, reason: "asked")
    #expect(isErased)
    #expect(try described.found(query).isEmpty)
    let generation = try described.store.contents { try $0.index.blobs.hashGeneration() }
    let file = try SketchFile.openAny(
      at: described.store.sketchFilePath, generation: generation)
    #expect(file?.count == 1)
  }
}
