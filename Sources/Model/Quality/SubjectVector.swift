/// A description of what a picture shows, by which pictures of one subject are found. It is made by
/// a model and comparable only with those of the same model.
package struct SubjectVector: Hashable, Sendable {
  /// The model that makes vectors, known by its identity and length.
  package struct Model: Hashable, Sendable {
    /// The first eight bytes of a SHA-256 of the network and of how it is used.
    package let identity: UInt64
    /// The number of values of a vector.
    package let length: Int
    /// The tests of its vectors for features that are not compared.
    package let traits: [UncomparedTrait]

    /// The largest number of values: sums of products fit into 32 bits.
    private static let maximumLength = 1 << 14

    /// Returns `nil` for a length that no model has.
    package init?(identity: UInt64, length: Int, traits: [UncomparedTrait] = []) {
      guard (1...Self.maximumLength).contains(length) else { return nil }
      self.identity = identity
      self.length = length
      self.traits = traits
    }

    package static func == (one: Self, other: Self) -> Bool {
      one.identity == other.identity && one.length == other.length
    }

    package func hash(into hasher: inout Hasher) {
      hasher.combine(identity)
      hasher.combine(length)
    }

    /// The identity in hexadecimal digits.
    package var name: String {
      let digits = String(identity, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
  }

  package let model: Model
  /// The values; all are 0 if the picture could not be described.
  package let values: [Int8]
  /// The sum of the squares of the values.
  package let squaredLength: Int

  /// Creates a vector of values that are stored.
  package init(_ values: [Int8], model: Model) {
    precondition(values.count == model.length)
    self.values = values
    self.model = model
    squaredLength = Self.squaredLength(of: values)
  }

  /// The vector of a picture that could not be described. It is like no other.
  package init(unknownOf model: Model) {
    self.init([Int8](repeating: 0, count: model.length), model: model)
  }

  /// The length that vectors have before they are rounded, for each root of the number of values:
  /// values of about 18, of which few exceed 127.
  private static let meanSize: Float = 18

  /// Creates a vector from the result of a network.
  package init(rounding result: [Float], model: Model) {
    let squared = result.reduce(Float(0)) { $0 + $1 * $1 }
    let scale = squared > 0 ? Self.meanSize / (squared / Float(result.count)).squareRoot() : 0
    self.init(result.map { Int8(max(-127, min(127, ($0 * scale).rounded()))) }, model: model)
  }

  /// Whether the picture could be described.
  package var isKnown: Bool { squaredLength > 0 }

  /// How much two pictures are alike, in thousandths: the cosine between the vectors. It is 0 where
  /// one of them is unknown.
  package func likeness(to other: SubjectVector) -> Int {
    guard model == other.model else { return 0 }
    let product = Self.product(values, other.values)
    return Self.likeness(product: product, squaredLength, other.squaredLength)
  }

  /// The likeness of two vectors, by their product and the squares of their lengths.
  package static func likeness(product: Int, _ one: Int, _ other: Int) -> Int {
    guard one > 0, other > 0 else { return 0 }
    return Int((1000 * Double(product) / Double(one * other).squareRoot()).rounded(.down))
  }

  private static func squaredLength(of values: [Int8]) -> Int { product(values, values) }

  private static func product(_ one: [Int8], _ other: [Int8]) -> Int {
    var sum: Int32 = 0
    for index in 0..<min(one.count, other.count) {
      sum &+= Int32(one[index]) &* Int32(other[index])
    }
    return Int(sum)
  }
}
