internal import Model

/// Converts a file of weights to a network in the form that `castbook-vision` reads.
///
/// The normalisation after a layer becomes part of its weights and biases. They are computed in 64
/// bits and rounded once, so the bytes are the same on every machine.
struct NetworkBuilder {
  /// A reason why a file of weights can't be used.
  struct MissingWeights: Error {}

  private let paper: NetworkPaper
  private let file: [UInt8]
  private var layers: [UInt8] = []
  private var numbers: [Float] = []

  /// Returns the bytes of a network.
  ///
  /// - Throws: `MissingWeights` if the file is too short, which one with the digest in the paper is
  ///   not.
  static func bytes(_ paper: NetworkPaper, weights file: [UInt8]) throws(MissingWeights) -> [UInt8]
  {
    var builder = NetworkBuilder(paper: paper, file: file)
    for layer in paper.layers { try builder.add(layer) }
    let start = builder.header + builder.layers
    let gapCount = alignment - 1 - (start.count + alignment - 1) % alignment
    return start + [UInt8](repeating: 0, count: gapCount)
      + builder.numbers.flatMap { Self.bytes($0.bitPattern) }
  }

  private init(paper: NetworkPaper, file: [UInt8]) {
    (self.paper, self.file) = (paper, file)
  }

  private static let version: UInt32 = 2
  private static let headerByteCount = 64
  private static let layerByteCount = 48
  /// The weights begin at a multiple of this.
  private static let alignment = 64
  /// The number of output channels whose weights are together.
  private static let panel = 16

  private var header: [UInt8] {
    let input = paper.input
    let counts = [
      Int(Self.version), paper.layers.count, input.side, paper.layers.last?.outputs ?? 0,
      numbers.count, 0,
    ]
    let colors =
      Array(repeating: Float(input.subtracted), count: 3)
      + Array(repeating: 1 / Float(input.divisor), count: 3)
    var header = Array("CBVISION".utf8)
    header += counts.flatMap { Self.bytes(UInt32($0)) }
    header += colors.flatMap { Self.bytes($0.bitPattern) }
    return header + [UInt8](repeating: 0, count: Self.headerByteCount - header.count)
  }

  private mutating func add(_ layer: NetworkPaper.Layer) throws(MissingWeights) {
    let activations: [NetworkPaper.Layer.Activation] = [.linear, .relu, .relu6]
    let kinds: [NetworkPaper.Layer.Kind] = [.convolution, .depthwise, .addition, .mean]
    let hasWeights = !layer.norm.isEmpty
    let numbers16 = [
      kinds.firstIndex(of: layer.kind) ?? 0, activations.firstIndex(of: layer.activation) ?? 0,
      layer.from, layer.other, layer.to, layer.inputs, layer.outputs,
      hasWeights ? layer.kernel : 0, hasWeights ? layer.step : 0, layer.padding[0],
      layer.padding[1], 0,
    ]
    var bytes = numbers16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    bytes += Self.bytes(UInt32(numbers.count))
    layers += bytes + [UInt8](repeating: 0, count: Self.layerByteCount - bytes.count)
    if hasWeights { try addWeights(of: layer) }
  }

  /// Adds a layer's weights, and then its biases. The weights of a convolution are in panels of 16
  /// outputs, by row, column and input; those of a depthwise layer are by row and column, for all
  /// outputs at once. Zeros complete the last panel.
  private mutating func addWeights(of layer: NetworkPaper.Layer) throws(MissingWeights) {
    let inputs = layer.kind == .convolution ? layer.inputs : 1
    let (outputs, places) = (layer.outputs, layer.kernel * layer.kernel)
    let weights = try values(at: layer.weights, outputs * places * inputs)
    let factors = try values(at: layer.norm[0], outputs)
    let summands = try values(at: layer.norm[1], outputs)
    let means = try values(at: layer.norm[2], outputs)
    let variances = try values(at: layer.norm[3], outputs)
    let scales = zip(factors, variances).map { factor, variance in
      Double(factor) / (Double(variance) + Double(paper.varianceMillionths) / 1e6).squareRoot()
    }
    let all = (outputs + Self.panel - 1) / Self.panel * Self.panel
    let width = layer.kind == .convolution ? Self.panel : all
    for start in stride(from: 0, to: all, by: width) {
      for index in 0..<(places * inputs) {
        numbers += (start..<start + width).map { output in
          output < outputs
            ? Float(Double(weights[index * outputs + output]) * scales[output]) : 0
        }
      }
    }
    numbers += (0..<all).map { output in
      output < outputs
        ? Float(Double(summands[output]) - Double(means[output]) * scales[output]) : 0
    }
  }

  /// Returns floating-point numbers at an offset of the file.
  private func values(at offset: Int, _ count: Int) throws(MissingWeights) -> [Float] {
    guard offset <= file.count, count <= (file.count - offset) / 4 else { throw MissingWeights() }
    return (0..<count).map { index in
      let start = offset + 4 * index
      let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(file[start + $1]) << UInt32(8 * $1) }
      return Float(bitPattern: bits)
    }
  }

  /// The little-endian bytes of a number.
  private static func bytes(_ number: UInt32) -> [UInt8] {
    [UInt32(0), 8, 16, 24].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}
