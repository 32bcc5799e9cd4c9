extension Sequence {
  /// Groups the elements by a key. Groups are in the order of their first elements, and each group
  /// keeps the order of its own.
  ///
  /// ```swift
  /// ["ab", "c", "ad"].groupedInOrder { $0.first }  // a: ab, ad; c: c
  /// ```
  package func groupedInOrder<Key: Hashable>(
    by key: (Element) -> Key
  ) -> [(key: Key, elements: [Element])] {
    var groups: [(key: Key, elements: [Element])] = []
    var indices: [Key: Int] = [:]
    for element in self {
      let key = key(element)
      if let index = indices[key] {
        groups[index].elements.append(element)
      } else {
        indices[key] = groups.count
        groups.append((key, [element]))
      }
    }
    return groups
  }
}
