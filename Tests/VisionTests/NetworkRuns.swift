import CVision
import TestSupport
import Testing

@Suite("A network")
struct NetworkRuns {
  private typealias Layer = TinyNetwork.Layer

  /// A picture whose red is the number of its pixel, its green ten times and its blue zero.
  private static func counting(_ side: Int) -> [UInt8] {
    (0..<side * side).flatMap { [UInt8($0), UInt8(10 * $0 % 256), 0] }
  }

  @Test("multiplies and adds what is under its kernel, and pads with zeros")
  func convolution() throws {
    var network = TinyNetwork(side: 3)
    // The sum of red under a kernel of 3 by 3, and its mean over the picture.
    let sums: [Float] = (0..<9).flatMap { _ in [Float(1), 0, 0] }
    network.add(Layer(kernel: 3, before: 1, after: 1), sums, biases: [2])
    network.add(Layer(kind: CASTBOOK_VISION_MEAN, first: 1, output: 2, inputs: 1))
    // Each value counts as often as kernels cover it: 4, 6, 4, 6, 9, 6, 4, 6, 4 times.
    let covered = zip(0..<9, [4, 6, 4, 6, 9, 6, 4, 6, 4]).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(network.run(Self.counting(3)) == [Float(covered) / 9 + 2])
  }

  @Test("moves its kernel in steps, with the odd padding at the end")
  func steps() throws {
    var network = TinyNetwork(side: 4)
    // The upper left value under the kernel, at 0, 2, 8 and 10.
    var weights = [Float](repeating: 0, count: 27)
    weights[0] = 1
    network.add(Layer(kernel: 3, step: 2, before: 0, after: 1), weights, biases: [0])
    network.add(Layer(kind: CASTBOOK_VISION_MEAN, first: 1, output: 2, inputs: 1))
    #expect(network.run(Self.counting(4)) == [5])
  }

  @Test("keeps channels apart in a depthwise layer")
  func depthwise() throws {
    var network = TinyNetwork(side: 2)
    let layer = Layer(
      kind: CASTBOOK_VISION_DEPTHWISE, activation: CASTBOOK_VISION_RELU6, outputs: 3)
    network.add(layer, [1, -1, 1], biases: [0, 0, 3])
    network.add(Layer(kind: CASTBOOK_VISION_MEAN, first: 1, output: 2, outputs: 3))
    // Red 0, 1, 2, 3 as it is; green negative and cut off; blue 0 and 3.
    #expect(network.run(Self.counting(2)) == [1.5, 0, 3])
  }

  @Test("adds two results, and multiplies one by another")
  func sums() throws {
    var network = TinyNetwork(side: 2)
    network.add(Layer(output: 1, outputs: 1), [1, 0, 0], biases: [0])
    network.add(
      Layer(kind: CASTBOOK_VISION_ADDITION, first: 1, second: 1, output: 2, inputs: 1))
    network.add(Layer(kind: CASTBOOK_VISION_MEAN, first: 2, output: 3, inputs: 1))
    network.add(
      Layer(kind: CASTBOOK_VISION_GATE, first: 2, second: 3, output: 4, inputs: 1))
    network.add(Layer(kind: CASTBOOK_VISION_MEAN, first: 4, output: 5, inputs: 1))
    // Twice 0, 1, 2, 3 has the mean 3; all of them times 3 have the mean 9.
    #expect(network.run(Self.counting(2)) == [9])
  }

  @Test(
    "cuts sums off as its layers say",
    arguments: [
      (CASTBOOK_VISION_LINEAR, [Float(-9), 3, 9]), (CASTBOOK_VISION_RELU, [0, 3, 9]),
      (CASTBOOK_VISION_RELU6, [0, 3, 6]), (CASTBOOK_VISION_SWISH, [0, 3, 9]),
      (CASTBOOK_VISION_SIGMOID, [0, 1, 1]),
    ])
  func activations(kind: castbook_vision_activation_t, expected: [Float]) throws {
    var network = TinyNetwork(side: 1)
    network.add(
      Layer(activation: kind, outputs: 3), [Float](repeating: 0, count: 9), biases: [-9, 3, 9])
    network.add(Layer(kind: CASTBOOK_VISION_MEAN, first: 1, output: 2, outputs: 3))
    let vector = try #require(network.run([0, 0, 0]))
    #expect(zip(vector, expected).allSatisfy { abs($0 - $1) < 1e-5 }, "\(vector)")
  }

  /// A network of random layers and weights.
  private static func random(_ generator: inout SeededGenerator) -> TinyNetwork {
    var network = TinyNetwork(side: 17, subtracted: 127, multiplied: 1.0 / 128)
    func values(_ count: Int) -> [Float] {
      (0..<count).map { _ in Float.random(in: -0.5...0.5, using: &generator) }
    }
    network.add(
      Layer(activation: CASTBOOK_VISION_RELU6, outputs: 20, kernel: 3, step: 2, after: 1),
      values(540), biases: values(20))
    network.add(
      Layer(
        kind: CASTBOOK_VISION_DEPTHWISE, activation: CASTBOOK_VISION_SWISH, first: 1, output: 2,
        inputs: 20, outputs: 20, kernel: 5, before: 2, after: 2), values(500), biases: values(20))
    network.add(
      Layer(first: 2, output: 3, inputs: 20, outputs: 37), values(740), biases: values(37))
    network.add(
      Layer(first: 3, output: 1, inputs: 37, outputs: 37), values(1369), biases: values(37))
    network.add(
      Layer(
        kind: CASTBOOK_VISION_ADDITION, activation: CASTBOOK_VISION_RELU, first: 3, second: 1,
        output: 2, inputs: 37, outputs: 37))
    network.add(
      Layer(kind: CASTBOOK_VISION_MEAN, first: 2, output: 4, inputs: 37, outputs: 37))
    return network
  }

  @Test("gives the same vector to the last bit with all instructions")
  func ways() throws {
    var generator = SeededGenerator(seed: 61)
    for _ in 0..<20 {
      let network = Self.random(&generator)
      let pixels = (0..<17 * 17 * 3).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let plain = try #require(network.run(pixels))
      #expect(plain.contains { $0 != 0 })
      for way in [CASTBOOK_VISION_AVX2, CASTBOOK_VISION_AVX512]
      where castbook_vision_supports(way) {
        let other = try #require(network.run(pixels, way))
        #expect(other.map(\.bitPattern) == plain.map(\.bitPattern))
      }
    }
  }

  /// What a network says of a picture of any size.
  private static func described(
    _ network: TinyNetwork, _ pixels: [UInt8], width: Int, height: Int
  ) throws -> (glance: Int, vector: [Float]) {
    let bytes = network.bytes
    var problem: UnsafePointer<CChar>?
    let vision = try #require(
      castbook_vision_open(bytes, bytes.count, CASTBOOK_VISION_PLAIN, &problem))
    defer { castbook_vision_close(vision) }
    var vector = [Float](repeating: -1, count: castbook_vision_length(vision))
    try #require(
      castbook_vision_describe(vision, pixels, UInt32(width), UInt32(height), &vector))
    return (castbook_vision_glance(vision), vector)
  }

  /// A black picture of 100 by 100 pixels with a white square of 30 in it.
  private static func square(x: Int, y: Int) -> [UInt8] {
    (0..<100 * 100).flatMap { index in
      let isInside = (x..<x + 30).contains(index % 100) && (y..<y + 30).contains(index / 100)
      return [UInt8](repeating: isInside ? 255 : 0, count: 3)
    }
  }

  @Test("describes the subject that it finds at a glance, with a margin", arguments: [0, 35, 70])
  func subject(x: Int) throws {
    var network = TinyNetwork(side: 14)
    network.add(Layer(), [1, 0, 0], biases: [0])
    network.add(Layer(kind: CASTBOOK_VISION_MEAN, first: 1, output: 2, inputs: 1))
    let (glance, vector) = try Self.described(
      network, Self.square(x: x, y: 70 - x), width: 100, height: 100)
    #expect(glance == 8)
    // A part of 46 by 46 pixels, 1.15 times the smallest subject, has the whole square in it. The
    // mean of the whole picture is 23.
    #expect(abs(vector[0] - 255 * 900 / (46 * 46)) < 6)
  }

  @Test("describes the whole picture if its kernels are too large for a glance, or have no mean")
  func withoutGlance() throws {
    var large = TinyNetwork(side: 7)
    large.add(
      Layer(kernel: 7), [Float](repeating: 1.0 / 49, count: 147), biases: [0])
    large.add(Layer(kind: CASTBOOK_VISION_MEAN, first: 1, output: 2, inputs: 1))
    let (glance, vector) = try Self.described(
      large, Self.square(x: 60, y: 60), width: 100, height: 100)
    #expect(glance == 0)
    #expect(abs(vector[0] - 3 * 255 * 0.09) < 4)
    var plain = TinyNetwork(side: 1)
    plain.add(Layer(), [1, 0, 0], biases: [0])
    #expect(
      try Self.described(plain, [UInt8](repeating: 200, count: 300), width: 10, height: 10)
        .vector == [200])
  }

  @Test("scales pictures without changing their brightness, and edges stay sharp")
  func scaled() throws {
    func scaled(_ pixels: [UInt8], width: UInt32, height: UInt32, to side: Int) throws -> [UInt8] {
      var square = [UInt8](repeating: 7, count: 3 * side * side)
      let box = castbook_vision_box_t(x: 0, y: 0, width: width, height: height)
      try #require(castbook_vision_scale(pixels, width, box, side, &square))
      return square
    }
    for side in [1, 3, 16, 40] {
      let plain = try scaled(
        [UInt8](repeating: 77, count: 3 * 17 * 9), width: 17, height: 9, to: side)
      #expect(plain.allSatisfy { $0 == 77 })
    }
    // Values before and after an edge go beyond it, but not out of bounds.
    let edge = (0..<64).flatMap { _ in
      (0..<64).flatMap { [UInt8](repeating: $0 < 32 ? 0 : 255, count: 3) }
    }
    let row = try scaled(edge, width: 64, height: 64, to: 16).prefix(48)
    #expect(row.prefix(21).allSatisfy { $0 == 0 } && row.suffix(21).allSatisfy { $0 == 255 })
    let gray = edge.map { $0 / 2 + 60 }
    let grayRow = try scaled(gray, width: 64, height: 64, to: 16).prefix(48)
    #expect(grayRow.contains { $0 < 60 } && grayRow.contains { $0 > 187 })
  }

  @Test("is refused with the reason if it can't be run")
  func refused() throws {
    var network = TinyNetwork(side: 4)
    network.add(Layer(), [1, 0, 0], biases: [0])
    network.add(Layer(kind: CASTBOOK_VISION_MEAN, first: 1, output: 2, inputs: 1))
    #expect(TinyNetwork.problem(network.bytes) == nil)
    func problem(_ change: (inout TinyNetwork) -> Void) -> String? {
      var other = network
      change(&other)
      return TinyNetwork.problem(other.bytes)
    }
    #expect(TinyNetwork.problem([]) == "it is not a network")
    #expect(
      TinyNetwork.problem(Array(network.bytes.dropLast())) == "it is shorter or longer than it says"
    )
    #expect(problem { $0.side = 0 } == "it has an impossible size")
    #expect(problem { $0.side = 2000 } == "it has an impossible size")
    #expect(problem { $0.layers = [] } == "it has an impossible size")
    #expect(problem { $0.layers[0].output = 8 } == "a layer has an impossible number")
    #expect(problem { $0.layers[0].output = 0 } == "a layer writes what it reads")
    #expect(problem { $0.layers[0].inputs = 4 } == "a layer reads what no layer wrote")
    #expect(problem { $0.layers[1].first = 5 } == "a layer reads what no layer wrote")
    #expect(problem { $0.layers[0].kernel = 9 } == "a kernel has an impossible size")
    #expect(problem { $0.layers[0].step = 0 } == "a kernel has an impossible size")
    #expect(problem { $0.layers[0].weights = 3 } == "weights are missing")
    #expect(problem { $0.layers[0].outputs = 17 } == "weights are missing")
    #expect(problem { $0.layers.removeLast() } == "the result is not a vector")
    #expect(problem { $0.length = 2 } == "the result is not a vector")
  }

  @Test("never reads or writes outside of its memory, whatever its bytes say")
  func hostile() throws {
    var generator = SeededGenerator(seed: 62)
    let bytes = Self.random(&generator).bytes
    let pixels = [UInt8](repeating: 100, count: 17 * 17 * 3)
    var accepted = 0
    for _ in 0..<(TestRun.isLong ? 100_000 : 3000) {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let index = Int.random(in: 8..<400, using: &generator)
        changed[index] =
          [0, 1, 2, 7, 255, UInt8.random(in: 0...255, using: &generator)]
          .randomElement(using: &generator) ?? 0
      }
      var problem: UnsafePointer<CChar>?
      guard
        let vision = castbook_vision_open(
          changed, changed.count, castbook_vision_fastest(), &problem)
      else {
        #expect(problem != nil)
        continue
      }
      if castbook_vision_side(vision) == 17 {
        var vector = [Float](repeating: 0, count: castbook_vision_length(vision))
        castbook_vision_run(vision, pixels, &vector)
        _ = castbook_vision_describe(vision, pixels, 17, 17, &vector)
        accepted += 1
      }
      castbook_vision_close(vision)
    }
    #expect(accepted > 100)
  }
}
