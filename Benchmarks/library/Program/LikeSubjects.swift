internal import FileVerbs
internal import Files
import Library
import Model

/// Keeps an invented vector of each picture of a large library, so that a search by subject
/// compares all of them, and reports how long that takes.
struct LikeSubjects {
  let folder: FilePath

  /// The number of pictures that show one subject.
  private static let picturesOfSubject = 8
  private static let rounds = 200

  func run() throws {
    guard let model = SubjectDescriber.installed()?.model else {
      return print("the model for subjects is not installed")
    }
    let store = try LibraryStore(at: folder)
    var start = Clock.seconds
    let pictures = try store.subjectSearch(by: model).unsketchedPictures
    for (number, picture) in pictures.enumerated() {
      // A vector is kept only beside its picture, whatever that contains.
      try LargeLibrary.keep([], as: picture, in: folder)
      store.previews.keep(
        vector(number, model), of: picture, temporaryName: store.temporaryName)
    }
    print("\(pictures.count) vectors kept: \(Clock.text(Clock.seconds - start)) s")
    start = Clock.seconds
    var search = try store.subjectSearch(by: model)
    try search.update()
    print("sketches of them: \(Clock.text(Clock.seconds - start)) s")
    try measure(store, model)
  }

  /// Opens the file and searches it, once for each round.
  private func measure(_ store: LibraryStore, _ model: SubjectVector.Model) throws {
    var times: [Double] = []
    var found = 0
    for round in 0..<Self.rounds {
      let query = vector(round * Self.picturesOfSubject, model, isQuery: true)
      let start = Clock.seconds
      let search = try store.subjectSearch(by: model)
      found += try search.pictures(like: query, least: 500, limit: 160).count
      times.append(Clock.seconds - start)
    }
    let (p50, p99, _) = Clock.summary(of: times)
    print("opened and searched: p50 \(p50) ms, p99 \(p99) ms; \(found) found in \(Self.rounds)")
  }

  /// The vector of a picture: a mixture of what its subject looks like, and of its own.
  private func vector(
    _ number: Int, _ model: SubjectVector.Model, isQuery: Bool = false
  ) -> SubjectVector {
    let subject = values(UInt64(number / Self.picturesOfSubject), model.length)
    let own = values(UInt64(number) &+ (isQuery ? 1 << 41 : 1 << 40), model.length)
    return SubjectVector(rounding: zip(subject, own).map { $0 * 2 + $1 }, model: model)
  }

  /// Numbers of which three of four are 0, as in the vectors of real pictures.
  private func values(_ seed: UInt64, _ count: Int) -> [Float] {
    var random = RandomWords(seed: seed &* 0x9E37_79B9)
    return (0..<count).map { _ in Float(max(0, random.number(below: 400) - 300)) }
  }
}
