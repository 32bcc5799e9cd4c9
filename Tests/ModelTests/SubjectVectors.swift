import Model
import TestSupport
import Testing

@Suite("A vector of what a picture shows")
struct SubjectVectors {
  private func model(_ length: Int) throws -> SubjectVector.Model {
    try #require(SubjectVector.Model(identity: 0xAB, length: length))
  }

  @Test("is rounded, and has the likeness of what was rounded")
  func rounded() throws {
    var generator = SeededGenerator(seed: 1)
    let model = try model(1280)
    func values() -> [Float] { (0..<1280).map { _ in Float.random(in: 0...6, using: &generator) } }
    for _ in 0..<10 {
      let (one, other) = (values(), values())
      let product = zip(one, other).reduce(Double(0)) { $0 + Double($1.0) * Double($1.1) }
      let lengths = [one, other].map { $0.reduce(Double(0)) { $0 + Double($1) * Double($1) } }
      let exact = 1000 * product / (lengths[0] * lengths[1]).squareRoot()
      let likeness = SubjectVector(rounding: one, model: model)
        .likeness(to: SubjectVector(rounding: other, model: model))
      #expect(abs(Double(likeness) - exact) < 3)
    }
  }

  @Test("is the same for values in another scale, and 1000 like itself")
  func scale() throws {
    let model = try model(4)
    let one = SubjectVector(rounding: [1, 2, 0, 4], model: model)
    #expect(one.values == SubjectVector(rounding: [2, 4, 0, 8], model: model).values)
    #expect(one.likeness(to: one) == 1000)
  }

  @Test("is unknown and like nothing if it has no length, or is of another model")
  func unknown() throws {
    let model = try model(4)
    let unknown = SubjectVector(unknownOf: model)
    let known = SubjectVector([1, 2, 3, 4], model: model)
    #expect(!unknown.isKnown)
    #expect(unknown.likeness(to: known) == 0)
    #expect(unknown.likeness(to: unknown) == 0)
    #expect(SubjectVector(rounding: [0, 0, 0, 0], model: model) == unknown)
    let other = try #require(SubjectVector.Model(identity: 0xAC, length: 4))
    #expect(known.likeness(to: SubjectVector([1, 2, 3, 4], model: other)) == 0)
  }

  @Test("has no model without a length, and one with a name of sixteen digits")
  func models() throws {
    #expect(SubjectVector.Model(identity: 1, length: 0) == nil)
    #expect(SubjectVector.Model(identity: 1, length: 1 << 15) == nil)
    #expect(try model(4).name == "00000000000000ab")
  }

  @Test("names the uncompared feature of its subject from the minimum score on")
  func notCompared() throws {
    let traits = [
      UncomparedTrait(.print, weights: [10, 0, 0, 0], leastTenths: 60),
      UncomparedTrait(.faces, weights: [0, 10, 0, -10], leastTenths: 40),
    ]
    let model = try #require(SubjectVector.Model(identity: 1, length: 4, traits: traits))
    func feature(_ vectors: [Int8]...) -> UncomparedFeature? {
      UncomparedFeature(of: vectors.map { SubjectVector($0, model: model) })
    }
    #expect(feature([5, 0, 0, 0]) == .print)
    #expect(feature([0, 7, 0, 0]) == .faces)
    #expect(feature([0, 0, 9, 0]) == nil)
    #expect(feature([0, 2, 0, 3]) == nil)
    // Most of several vectors count, and negative values like positive ones.
    #expect(feature([-5, 0, 0, 0], [5, 0, 0, 0], [0, 0, 5, 0]) == .print)
    #expect(feature([5, 0, 0, 0], [0, 0, 5, 0]) == nil)
    #expect(feature([0, 2, 1, 1], [0, 2, 0, 0]) == .faces)
    #expect(feature([0, 0, 0, 0]) == nil)
    #expect(feature([0, 0, 0, 0], [5, 0, 0, 0]) == .print)
    #expect(feature() == nil)
    // They are no part of the identity.
    #expect(try model == #require(SubjectVector.Model(identity: 1, length: 4)))
  }

  @Test("has a sketch that is nearly as like others as it is itself")
  func sketches() throws {
    var generator = SeededGenerator(seed: 2)
    let model = try model(1280)
    let base = (0..<1280).map { _ in Int.random(in: 0...40, using: &generator) }
    var largest = 0
    for _ in 0..<100 {
      let mixed = Int.random(in: 0...40, using: &generator)
      func vector() -> SubjectVector {
        SubjectVector(
          base.map {
            Int8(max(0, min(127, $0 + Int.random(in: -mixed...mixed, using: &generator))))
          }, model: model)
      }
      let (one, other) = (vector(), vector())
      let (sketch, otherSketch) = (SubjectSketch(one), SubjectSketch(other))
      let product = zip(sketch.values, otherSketch.values).reduce(0) {
        $0 + Int($1.0) * Int($1.1)
      }
      let likeness = SubjectVector.likeness(
        product: product, sketch.squaredLength, otherSketch.squaredLength)
      largest = max(largest, abs(likeness - one.likeness(to: other)))
    }
    #expect(largest < 120, "the search allows for \(largest)")
    #expect(!SubjectSketch(SubjectVector(unknownOf: model)).isKnown)
  }

  @Test("has the same sketch on every machine")
  func fixedSketch() throws {
    let vector = SubjectVector((0..<1280).map { Int8($0 % 40) }, model: try model(1280))
    #expect(Array(SubjectSketch(vector).values.prefix(8)) == [53, 4, 23, -26, 81, 11, 44, -40])
  }
}
