extension Sequence {
  /// The elements that share a key, together: groups in the order of their first elements, and each
  /// in its own order.
  ///
  /// ```swift
  /// ["ab", "c", "ad"].groupedInOrder { $0.first }  // a: ab, ad; c: c
  /// ```
  package func groupedInOrder<Key: Hashable>(
    by key: (Element) -> Key
  ) -> [(key: Key, elements: [Element])] {
    var groups: [(key: Key, elements: [Element])] = []
    var places: [Key: Int] = [:]
    for element in self {
      let key = key(element)
      if let place = places[key] {
        groups[place].elements.append(element)
      } else {
        places[key] = groups.count
        groups.append((key, [element]))
      }
    }
    return groups
  }
}
