internal import Castbook
internal import Model

/// Pictures that are like others of the library, one per line and brief as data:
///
/// ```text
/// «photo.jpg»: nearly the same picture: @mira 2 «IMG_4202.HEIC»
/// ```
struct SimilarLines {
  private let all: [SimilarPictures]
  private let names: ShownNames

  /// The maximum number of similar pictures that are named for each.
  private static let maximumPictures = 5
  /// The maximum number of elements that are named for each similar picture.
  private static let maximumHolders = 3

  init(_ all: [SimilarPictures], in roots: Roots) {
    self.all = all
    names = ShownNames(all.filter { $0.number == nil }.map(\.path), in: roots)
  }

  private var matched: [SimilarPictures] {
    all.filter { $0.problem == nil && !$0.pictures.isEmpty }
  }

  /// The first element that has a similar picture; `nil` if there is none.
  var firstHandle: Handle? {
    matched.lazy.flatMap(\.pictures).flatMap(\.holders.named).first?.handle
  }

  /// Returns a line with the counts, then one for each of the first pictures.
  func texts(atMost maximum: Int) -> [String] {
    let problems = all.filter { $0.problem != nil }
    let compared = all.count - problems.count
    let head =
      compared == 0
      ? "No picture was compared."
      : matched.isEmpty
        ? "No similar pictures in the library (\(Quantity.count(compared, "picture")) compared)."
        : "\(matched.count) of \(Quantity.count(compared, "picture")) found in the library:"
    let left = matched.count - maximum
    return [head] + matched.prefix(maximum).map(line)
      + (left > 0 ? ["and \(left) more"] : [])
      + problems.prefix(3).compactMap { one in
        one.problem.map { problem in
          "✗ "
            + ShownNames.quoted(
              problem.message + (problem.fix.map { ": \($0)" } ?? ""), atMost: 400)
        }
      } + (problems.count > 3 ? ["✗ and \(problems.count - 3) more not compared"] : [])
  }

  private func line(_ one: SimilarPictures) -> String {
    let name = one.number.map { "\($0) " } ?? ""
    let found = one.pictures.prefix(Self.maximumPictures).map { picture in
      let what: String =
        switch picture.likeness {
        case .exact: "the same file"
        case .near: "nearly the same picture"
        case .mirror: "the mirror image"
        case .sameView: "the same view"
        }
      let others = picture.holders.othersCount
      let holders = picture.holders.named.map { holder in
        "\(sanitized("\(holder.handle)")) "
          + (holder.file.map { "\($0.number) \(ShownNames.quoted($0.name))" }
            ?? "in an earlier revision")
      }
      let list =
        holders.isEmpty
        ? "a file that no element has"
        : Quantity.list(
          holders, atMost: Self.maximumHolders, of: picture.holders.named.count + others)
      return "\(what): \(picture.original == nil ? "" : "a prepared copy of ")\(list)"
    }
    return "\(name)\(shownName(one)): "
      + Quantity.list(
        Array(found), atMost: Self.maximumPictures, of: one.pictures.count)
  }

  private func shownName(_ one: SimilarPictures) -> String {
    one.number == nil ? names.name(one.path) : ShownNames.quoted(one.path.text)
  }

  /// Returns the first pictures that have similar ones as data.
  func data(atMost maximum: Int) -> [JSONValue] {
    matched.prefix(maximum).map { one in
      [
        "path": one.path.text, "number": one.number,
        "similar": one.pictures.prefix(Self.maximumPictures).map { picture -> JSONValue in
          [
            "likeness": picture.likeness, "sha256": picture.blob,
            "elements": picture.holders.named.prefix(Self.maximumHolders).map {
              holder -> JSONValue in
              [
                "handle": "\(holder.handle)", "number": holder.file?.number,
                "name": holder.file?.name,
              ]
            },
          ]
        },
      ]
    }
  }

  /// The schema of a picture as data.
  static let schema = Schema.object(
    required: ["path", "similar"],
    [
      "path": Schema.text, "number": Schema.integer,
      "similar": Schema.list(
        of: Schema.object(
          required: ["likeness", "elements"],
          [
            "likeness": Schema.text, "sha256": Schema.text,
            "elements": Schema.list(
              of: Schema.object(
                required: ["handle"],
                [
                  "handle": Schema.text, "number": Schema.integer, "name": Schema.text,
                ])),
          ])),
    ])
}
