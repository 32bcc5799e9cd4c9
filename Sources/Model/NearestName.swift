/// The number of letters to insert, remove, replace or swap with their neighbour that lead from
/// one word to the other, where no part is edited twice.
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

/// The name that was probably meant: the only one that starts with `word` when that has three
/// letters or more, else the first with the smallest edit distance up to 2. A word of up to four letters has to begin
/// like a name that is 2 away: "face" is not "back". Case is ignored.
package func nearestName(to word: String, among names: [String]) -> String? {
  // A longer word can't be within 2 edits of any name, and costs time to compare.
  let longest = names.map(\.count).max() ?? 0
  guard word.utf8.count <= 4 * longest + 8 else { return nil }
  let word = word.lowercased()
  let starting = names.filter { $0.lowercased().hasPrefix(word) }
  if word.count >= 3, starting.count == 1 { return starting[0] }

  let measured = names.map { (name: $0, distance: editDistance(word, $0.lowercased())) }
  let nearest = measured.min { $0.distance < $1.distance }
  // One edit turns any letter into any other: at least one letter has to be right.
  guard let nearest, nearest.distance <= 2, nearest.distance < word.count else { return nil }
  if word.count <= 4, nearest.distance == 2, !nearest.name.lowercased().hasPrefix(word.prefix(2)) {
    return nil
  }
  return nearest.name
}
