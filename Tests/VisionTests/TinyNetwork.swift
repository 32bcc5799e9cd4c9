import CVision

/// A network made by hand, as bytes.
struct TinyNetwork {
  var side = 4
  var length = 1
  var layers: [Layer] = []
  var weights: [Float] = []
  var subtracted: Float = 0
  var multiplied: Float = 1

  struct Layer {
    var kind = CASTBOOK_VISION_CONVOLUTION
    var activation = CASTBOOK_VISION_LINEAR
    var first = 0
    var second = 0
    var output = 1
    var inputs = 3
    var outputs = 1
    var kernel = 1
    var step = 1
    var before = 0
    var after = 0
    var weights = 0

    var isDeep: Bool { kind == CASTBOOK_VISION_DEPTHWISE }
  }

  /// Adds a layer with its weights by output, row, column and input, and its biases.
  mutating func add(_ layer: Layer, _ weights: [Float] = [], biases: [Float] = []) {
    var layer = layer
    layer.weights = self.weights.count
    let panel = Int(CASTBOOK_VISION_PANEL)
    let all = (layer.outputs + panel - 1) / panel * panel
    let each = weights.count / layer.outputs
    for start in stride(from: 0, to: biases.isEmpty ? 0 : all, by: layer.isDeep ? all : panel) {
      for index in 0..<each {
        self.weights += (start..<start + (layer.isDeep ? all : panel)).map { output in
          output < layer.outputs ? weights[output * each + index] : 0
        }
      }
    }
    if !biases.isEmpty {
      self.weights += biases + [Float](repeating: 0, count: all - biases.count)
    }
    layers.append(layer)
    length = layer.outputs
  }

  var bytes: [UInt8] {
    func bytes(_ number: UInt32) -> [UInt8] {
      [0, 8, 16, 24].map { UInt8(number >> $0 & 0xFF) }
    }
    var all = Array("CBVISION".utf8)
    let version = Int(CASTBOOK_VISION_VERSION)
    for number in [version, layers.count, side, length, weights.count, 0] {
      all += bytes(UInt32(number))
    }
    for value in [subtracted, subtracted, subtracted, multiplied, multiplied, multiplied] {
      all += bytes(value.bitPattern)
    }
    all += [UInt8](repeating: 0, count: CASTBOOK_VISION_HEADER - all.count)
    for layer in layers {
      let numbers = [
        Int(layer.kind.rawValue), Int(layer.activation.rawValue), layer.first, layer.second,
        layer.output, layer.inputs, layer.outputs, layer.kernel, layer.step, layer.before,
        layer.after, 0,
      ]
      var one = numbers.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
      one += bytes(UInt32(layer.weights))
      all += one + [UInt8](repeating: 0, count: CASTBOOK_VISION_LAYER - one.count)
    }
    let alignment = Int(CASTBOOK_VISION_ALIGNMENT)
    let gapCount = alignment - 1 - (all.count + alignment - 1) % alignment
    all += [UInt8](repeating: 0, count: gapCount)
    return all + weights.flatMap { bytes($0.bitPattern) }
  }

  /// The vector of a picture with some instructions; `nil` if the network is refused, or the
  /// processor lacks them.
  func run(
    _ pixels: [UInt8], _ way: castbook_vision_way_t = CASTBOOK_VISION_PLAIN
  ) -> [Float]? {
    var problem: UnsafePointer<CChar>?
    let bytes = bytes
    guard let vision = castbook_vision_open(bytes, bytes.count, way, &problem) else { return nil }
    defer { castbook_vision_close(vision) }
    var vector = [Float](repeating: 0, count: castbook_vision_length(vision))
    castbook_vision_run(vision, pixels, &vector)
    return vector
  }

  /// Why the network is refused; `nil` if it isn't.
  static func problem(_ bytes: [UInt8]) -> String? {
    var problem: UnsafePointer<CChar>?
    if let vision = castbook_vision_open(bytes, bytes.count, CASTBOOK_VISION_PLAIN, &problem) {
      castbook_vision_close(vision)
      return nil
    }
    return problem.map { String(cString: $0) }
  }
}
