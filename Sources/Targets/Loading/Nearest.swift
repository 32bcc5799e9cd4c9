internal import Model

/// Says of a word that it is none of the known ones: the one it is near to first, then all.
///
/// `unknown("pmg", "is no format", among: ["jpeg", "png"])` is
/// `"pmg" is no format; the nearest is png; there are: jpeg, png`.
func unknown(_ word: String, _ problem: String, among known: [String]) -> String {
  let nearest = nearest(to: word, among: known).map { "; the nearest is \($0)" } ?? ""
  let all = known.isEmpty ? "there are none" : "there are: \(known.joined(separator: ", "))"
  return "\"\(word)\" \(problem)\(nearest); \(all)"
}

/// The known word that was probably meant: one edit away, or two when both have six letters or more.
/// Of shorter words than three letters nobody can tell.
private func nearest(to word: String, among known: [String]) -> String? {
  // A much longer word is within two edits of none, and would cost time to compare.
  guard word.count <= 2 + (known.map(\.count).max() ?? 0) else { return nil }
  let measured = known.map { ($0, editDistance(word.lowercased(), $0.lowercased())) }
  guard let (name, distance) = measured.min(by: { $0.1 < $1.1 }) else { return nil }
  let length = min(word.count, name.count)
  return length > 2 && distance <= (length < 6 ? 1 : 2) ? name : nil
}
