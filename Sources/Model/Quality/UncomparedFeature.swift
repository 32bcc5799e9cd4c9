/// A feature that distinguishes subjects of a kind, and that no model here compares.
public enum UncomparedFeature: String, JSONConvertible, StoredValue, Hashable, Sendable {
  /// What is printed on a package or a book.
  case print
  /// The faces of people.
  case faces
}

/// A test of vectors for subjects that differ in a feature that is not compared.
package struct UncomparedTrait: Hashable, Sendable {
  package let feature: UncomparedFeature
  /// A weight for each value of a vector.
  private let weights: [Int8]
  /// The minimum mean of the weights, each counted by the square of its value, in tenths.
  private let leastTenths: Int

  package init(_ feature: UncomparedFeature, weights: [Int8], leastTenths: Int) {
    (self.feature, self.weights, self.leastTenths) = (feature, weights, leastTenths)
  }

  /// Whether most of some vectors describe such subjects.
  fileprivate func applies(to vectors: [SubjectVector]) -> Bool {
    var (sum, total) = (0, 0)
    for vector in vectors {
      for (value, weight) in zip(vector.values, weights) {
        sum += Int(weight) * Int(value) * Int(value)
      }
      total += vector.squaredLength
    }
    return total > 0 && 10 * sum >= leastTenths * total
  }
}

extension UncomparedFeature {
  /// The feature that distinguishes what most of some vectors describe; `nil` for other subjects.
  package init?(of vectors: [SubjectVector]) {
    let known = vectors.filter(\.isKnown)
    guard let traits = known.first?.model.traits,
      let trait = traits.first(where: { $0.applies(to: known) })
    else { return nil }
    self = trait.feature
  }
}
