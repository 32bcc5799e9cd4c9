internal import Model

/// Returns the message about an unknown word, with the nearest known word and a list of all.
///
/// ```swift
/// unknownNameMessage("pmg", "is not a format", among: ["jpeg", "png"])
/// // "pmg" is not a format (did you mean png?); known: jpeg, png
/// ```
func unknownNameMessage(_ word: String, _ problem: String, among known: [String]) -> String {
  let nearest = nearest(to: word, among: known).map { " (did you mean \($0)?)" } ?? ""
  let all = known.isEmpty ? "none are known" : "known: \(known.joined(separator: ", "))"
  return "\"\(word)\" \(problem)\(nearest); \(all)"
}

/// Returns the known word that was probably meant: one edit away, or two when both words have at
/// least six letters. `nil` when none is near, and for words of fewer than three letters.
private func nearest(to word: String, among known: [String]) -> String? {
  // A much longer word is not within two edits of any known word, and would cost time to compare.
  guard word.count <= 2 + (known.map(\.count).max() ?? 0) else { return nil }
  let measured = known.map { ($0, editDistance(word.lowercased(), $0.lowercased())) }
  guard let (name, distance) = measured.min(by: { $0.1 < $1.1 }) else { return nil }
  let length = min(word.count, name.count)
  return length > 2 && distance <= (length < 6 ? 1 : 2) ? name : nil
}
