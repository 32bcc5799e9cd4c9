internal import Model

/// The message for an unknown word: the nearest known one first, then all known words.
///
/// `unknown("pmg", "is not a format", among: ["jpeg", "png"])` is
/// `"pmg" is not a format (did you mean png?); known: jpeg, png`.
func unknown(_ word: String, _ problem: String, among known: [String]) -> String {
  let nearest = nearest(to: word, among: known).map { " (did you mean \($0)?)" } ?? ""
  let all = known.isEmpty ? "none are known" : "known: \(known.joined(separator: ", "))"
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
