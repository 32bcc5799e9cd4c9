internal import Model

/// A manifest: a claim, its signature, and the assertions that it makes.
struct Manifest {
  let label: String
  /// Whether it only adds to its parent, without a binding of its own.
  let isUpdate: Bool
  /// What a hash of the manifest covers.
  let hashed: ArraySlice<UInt8>
  let claims: [Superbox]
  let signatures: [Superbox]
  let assertions: [Superbox]

  /// Reads a manifest; `nil` if it is malformed.
  init?(_ box: Superbox) {
    guard let children = box.children else { return nil }
    label = box.label
    isUpdate = box.kind == "c2um"
    hashed = box.hashed
    claims = children.filter { $0.kind == "c2cl" }
    signatures = children.filter { $0.kind == "c2cs" }
    let stores = children.filter { $0.kind == "c2as" }
    guard stores.count == 1, let assertions = stores[0].children else { return nil }
    self.assertions = assertions
  }

  /// Returns the first assertion with a label, with or without a number or a version behind it.
  func assertions(_ name: String) -> [Superbox] {
    assertions.filter { $0.label == name || Manifest.name(of: $0.label) == name }
  }

  /// Returns a label without the number of a repeated assertion and its version:
  /// `c2pa.actions.v2__1` is `c2pa.actions`.
  static func name(of label: String) -> String {
    var name = label[...]
    if let mark = name.range(of: "__") { name = name[..<mark.lowerBound] }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    let isVersion =
      parts.last.map { $0.hasPrefix("v") && $0.count > 1 && $0.dropFirst().allSatisfy(\.isNumber) }
      ?? false
    return isVersion ? parts.dropLast().joined(separator: ".") : String(name)
  }
}

extension Substring {
  /// Returns the range of the first occurrence of a text.
  fileprivate func range(of text: String) -> Range<Index>? {
    indices.lazy.first { self[$0...].hasPrefix(text) }.map { start in
      start..<index(start, offsetBy: text.count)
    }
  }
}

/// All manifests of a file: its own, and those of the files that it was made from.
struct ManifestStore {
  /// The manifests by their labels.
  private let manifests: [String: Superbox]
  /// The label of the last manifest, which is that of the file.
  let active: Superbox

  private static let maximumManifests = 2000

  /// Reads the store that boxes of JUMBF consist of.
  ///
  /// - Throws: `CredentialProblem` if it is malformed.
  init(_ bytes: [UInt8]) throws(CredentialProblem) {
    // Padding may follow the store.
    guard let first = Self.first(bytes[...]), let store = Superbox(first), store.kind == "c2pa",
      let children = store.children, let last = children.last,
      children.count <= Self.maximumManifests
    else { throw CredentialProblem(.damaged) }
    var manifests: [String: Superbox] = [:]
    for child in children {
      guard manifests.updateValue(child, forKey: child.label) == nil else {
        throw CredentialProblem(.damaged, "a manifest, of which there are two,")
      }
    }
    (self.manifests, active) = (manifests, last)
  }

  private static func first(_ bytes: ArraySlice<UInt8>) -> JUMBFBox? {
    var cursor = Cursor(bytes)
    guard let count = cursor.number(4), count >= 8, count <= bytes.count else {
      return JUMBFBox.all(in: bytes, limit: 1)?.first
    }
    return JUMBFBox.all(in: bytes.prefix(count), limit: 1)?.first
  }

  /// Returns the manifest with a label; `nil` if there is none.
  subscript(label: String) -> Superbox? { manifests[label] }
}

/// A reference from a claim or an assertion to a box, with the hash of what it should contain.
struct HashedReference {
  /// The labels on the way to the box; the first is that of a manifest, or empty for the manifest
  /// that has the reference.
  let manifest: String?
  let path: [Substring]
  let hash: ArraySlice<UInt8>
  /// The name of the hash function; `nil` if it is that of the claim.
  let algorithm: String?

  /// Reads a reference; `nil` if it is malformed or names something outside the store.
  init?(_ value: CBORValue) {
    guard let address = value["url"]?.text, let hash = value["hash"]?.bytes else { return nil }
    self.hash = hash
    algorithm = value["alg"]?.text
    let mark = "self#jumbf="
    guard address.hasPrefix(mark) else { return nil }
    var parts = address.dropFirst(mark.count).split(
      separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 8 else { return nil }
    guard parts.first == "" else {
      (manifest, path) = (nil, parts)
      return
    }
    parts = Array(parts.dropFirst())
    guard parts.count >= 2, parts[0] == "c2pa" else { return nil }
    (manifest, path) = (String(parts[1]), Array(parts.dropFirst(2)))
  }

  /// Returns whether bytes have the hash; `nil` if the function isn't known.
  func matches(_ bytes: ArraySlice<UInt8>, _ standard: String?) -> Bool? {
    HashFunction(rawValue: algorithm ?? standard ?? "sha256").map {
      $0.hash(of: bytes) == Array(hash)
    }
  }
}
