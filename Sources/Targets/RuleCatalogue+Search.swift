internal import Model

extension RuleCatalogue {
  /// Returns the rule that a misspelt word most likely means: the rule with the nearest name, or
  /// else the only rule whose name contains the word's last part. `nil` when the word is ambiguous
  /// or unknown.
  package func nearest(to word: String) -> RuleText? {
    let similar = names(like: word)
    let near = nearestName(to: word.lowercased(), among: texts.map(\.rule.rawValue))
    guard let name = near ?? (similar.count == 1 ? similar.first : nil) else { return nil }
    return self[RuleID(rawValue: name)]
  }

  /// Returns the names that contain the last part of a word, in the order of the file.
  package func names(like word: String) -> [String] {
    let word = word.lowercased()
    let last = word.split(separator: ".").last.map(String.init) ?? word
    return texts.map(\.rule.rawValue).filter { $0.contains(last) }
  }
}
