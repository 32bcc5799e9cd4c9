internal import Castbook
internal import CommandLineKit
internal import Model

/// Phrases about similar pictures in the library.
enum SimilarWords {
  /// Returns a line about a match, such as `nearly the same picture: @mira 2 IMG_4202.HEIC`.
  static func line(_ picture: SimilarPicture) -> String {
    let others = picture.holders.othersCount
    let elements =
      picture.holders.named.map(name)
      + (others > 0 ? ["and \(Quantity.grouped(others)) more"] : [])
    let list = elements.isEmpty ? "a file that no element uses" : elements.joined(separator: "; ")
    let what = picture.original == nil ? list : "the prepared copy of \(list)"
    switch picture.likeness {
    case .exact: return "the same file: \(what)"
    case .near: return "nearly the same picture: \(what)"
    case .mirror: return "the mirror image: \(what)"
    case .sameView: return "the same view: \(what)"
    }
  }

  /// Returns an element with the file's number and name, or that only an earlier revision has the
  /// file.
  private static func name(_ holder: SimilarPicture.Holder) -> String {
    guard let file = holder.file else { return "\(holder.handle), in an earlier revision" }
    return "\(holder.handle) \(file.number) \(shownName(file.name))"
  }
}
