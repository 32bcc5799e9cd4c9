internal import Library

/// A take of a shot, with the export that it came from.
struct ShotTake {
  let take: Take
  let export: ExportRecord
  /// The digest of its file.
  let blob: Digest
}

/// The exports and takes of shot files.
///
/// An export belongs to a shot file that has the text it was made from, wherever that is now, and
/// to one in the place where it was made, even if the text was changed since. If a text has moved
/// to another file of the film, as after shots were numbered again, its exports move with it.
struct ShotTakes {
  /// The exports of any of the shot files, newest first.
  private let exports: [ExportRecord]
  /// Where exports are in the list, by the text that they were made from.
  private let byText: [Digest: [Int]]
  /// Where exports are in the list, by the place in which they were made.
  private let byPlace: [ShotPlace: [Int]]
  /// The texts of all shot files.
  private let texts: Set<Digest>
  private let contents: Contents
  /// Whether there may be older exports, which were not read.
  let isTruncated: Bool

  /// The largest number of exports, and of takes of one, that are read.
  private static let maximumCount = 10_000

  /// Finds the exports of shot files.
  init(of shots: [FilmShot], in contents: Contents) throws {
    let found = try contents.exports.all(limit: Self.maximumCount + 1)
    let texts = Set(shots.map(\.digest))
    let places = shots.reduce(into: Set<ShotPlace>()) { $0.formUnion($1.places) }
    let exports = found.prefix(Self.maximumCount).filter {
      texts.contains($0.shot.sha256) || places.contains(ShotPlace($0))
    }
    byText = Dictionary(grouping: exports.indices) { exports[$0].shot.sha256 }
    byPlace = Dictionary(grouping: exports.indices) { ShotPlace(exports[$0]) }
    self.exports = exports
    self.texts = texts
    self.contents = contents
    isTruncated = found.count > Self.maximumCount
  }

  /// Returns the exports of a shot file, newest first, each bundle once.
  func exports(of shot: FilmShot) -> [ExportRecord] {
    let here = Set(shot.places.flatMap { byPlace[$0] ?? [] })
    let sameText = byText[shot.digest] ?? []
    let sameTextHere = sameText.filter(here.contains)
    let earlierTexts = here.filter { !texts.contains(exports[$0].shot.sha256) }
    var seen: Set<Digest> = []
    return (earlierTexts + (sameTextHere.isEmpty ? sameText : sameTextHere)).sorted()
      .map { exports[$0] }.filter { seen.insert($0.bundle).inserted }
  }

  /// Returns the takes of exports that have a file, the last rated first. A file that came back
  /// from several exports is in the list once, with its last rating.
  func takes(of exports: [ExportRecord]) throws -> [ShotTake] {
    var takes: [ShotTake] = []
    for export in exports {
      for take in try contents.takes.ofBundle(export.bundle, limit: Self.maximumCount) {
        guard let blob = take.blob else { continue }
        takes.append(ShotTake(take: take, export: export, blob: blob))
      }
    }
    takes.sort { ($1.take.at, $0.blob.hex) < ($0.take.at, $1.blob.hex) }
    var seen: Set<Digest> = []
    return takes.filter { seen.insert($0.blob).inserted }
  }
}
