/// What a graph of ComfyUI says about the files that it loads and saves. It comes from a file, so
/// it may say anything.
struct NodeGraph {
  /// The files of Castbook's folder that nodes load, each once, in the order of the graph.
  private(set) var loaded: [LoadedFile] = []
  /// The digits of bundles: those that a node is given, and those at the end of the names under
  /// which files are saved.
  private(set) var bundles: [String] = []

  /// A file in ComfyUI's folder `input/castbook`.
  struct LoadedFile: Hashable {
    /// The path as the node states it.
    let path: String
    /// The first digits of its SHA-256, which its name ends in.
    let prefix: String
  }

  /// The maximum number of nodes, and of inputs of a node, that are looked at.
  private static let maximumCount = 10_000
  /// The maximum number of files, and of bundles, that are found.
  private static let maximumFound = 200

  init(_ graph: JSONValue) {
    for node in (graph.members ?? []).prefix(Self.maximumCount) {
      for input in (node.value["inputs"]?.members ?? []).prefix(Self.maximumCount) {
        guard let text = input.value.string, text.utf8.count <= 1024,
          loaded.count < Self.maximumFound, bundles.count < Self.maximumFound
        else { continue }
        read(input.key, text)
      }
    }
  }

  private mutating func read(_ input: String, _ text: String) {
    if input == "bundle", let digits = Hex.digits(text), !bundles.contains(digits) {
      return bundles.append(digits)
    }
    if input == "filename_prefix" {
      for digits in DigestInName.candidates(in: text) where !bundles.contains(digits) {
        bundles.append(digits)
      }
      return
    }
    // ComfyUI may add which of its folders is meant: "mira/front.png [input]".
    let path = text.prefix { $0 != "[" }.trimmingSpaces
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[parts.count - 3] == "castbook",
      let prefix = DigestInName.candidates(in: String(parts[parts.count - 1])).last
    else { return }
    let file = LoadedFile(path: String(path), prefix: prefix)
    if !loaded.contains(file) { loaded.append(file) }
  }
}

/// The first digits of a SHA-256 in the name of a file: `lobby-9f2c41ab_00001_.mp4`.
enum DigestInName {
  /// Returns the runs of 8 to 64 hexadecimal digits in a name that stand by themselves, in their
  /// order.
  static func candidates(in name: String) -> [String] {
    name.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
      .map(String.init).compactMap(Hex.digits)
  }
}

extension Hex {
  /// Returns a text if it is 8 to 64 hexadecimal digits, in lower case.
  fileprivate static func digits(_ text: String) -> String? {
    let digits = text.lowercased()
    let isHex = digits.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }
    return isHex && (8...64).contains(digits.utf8.count) ? digits : nil
  }
}

extension Substring {
  fileprivate var trimmingSpaces: Substring {
    var text = self
    while text.last == " " { text = text.dropLast() }
    return text
  }
}
