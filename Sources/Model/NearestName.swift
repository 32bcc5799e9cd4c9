/// Returns the number of edits that turn one word into the other: inserting, removing or replacing
/// a letter, or exchanging two neighbors.
///
/// No part of the word is edited twice (the restricted Damerau–Levenshtein distance).
package func editDistance(_ left: String, _ right: String) -> Int {
  let left = Array(left)
  let right = Array(right)
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for i in left.indices {
    var row = [i + 1]
    for j in right.indices {
      var best = min(row[j] + 1, last[j + 1] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
      if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
        best = min(best, beforeLast[j - 1] + 1)
      }
      row.append(best)
    }
    beforeLast = last
    last = row
  }
  return last[right.count]
}

/// Returns the name that was probably meant, ignoring case.
///
/// That is the only name that starts with `word`, when the word has at least three letters, and
/// otherwise the first name with the smallest edit distance, at most 2. A word of up to four
/// letters at distance 2 must also share its first two letters with the name: "face" is not "back".
package func nearestName(to word: String, among names: [String]) -> String? {
  // A longer word can't be within 2 edits of any name, and would cost time to compare.
  let maximumLength = names.map(\.count).max() ?? 0
  guard word.utf8.count <= 4 * maximumLength + 8 else { return nil }
  let word = word.lowercased()
  let candidates = names.filter { $0.lowercased().hasPrefix(word) }
  if word.count >= 3, candidates.count == 1 { return candidates[0] }

  let measured = names.map { (name: $0, distance: editDistance(word, $0.lowercased())) }
  let nearest = measured.min { $0.distance < $1.distance }
  // An edit turns any letter into any other, so at least one letter must be right.
  guard let nearest, nearest.distance <= 2, nearest.distance < word.count else { return nil }
  if word.count <= 4, nearest.distance == 2, !nearest.name.lowercased().hasPrefix(word.prefix(2)) {
    return nil
  }
  return nearest.name
}
