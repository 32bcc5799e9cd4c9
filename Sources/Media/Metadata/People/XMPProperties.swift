/// The properties of a packet of XMP, whichever of RDF's forms they are written in: as elements or
/// attributes, structures as descriptions or resources, lists as bags, sequences or alternatives.
struct XMPProperties {
  private let tree: XMPTree

  /// The value of a property, of a field, or of an entry in a list.
  enum Value {
    case text(String)
    /// An element of the tree.
    case node(Int)
  }

  private static let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  private static let lists: Set<String> = ["Bag", "Seq", "Alt"]

  init(_ packet: [UInt8]) throws(XMPTree.Problem) { tree = try XMPTree(packet) }

  /// Returns the values of a property of the picture.
  func values(_ namespace: String, _ name: String) -> [Value] {
    let field = XMPField(namespace: namespace, name: name)
    let roots = tree.nodes.lazy.filter { isRDF($0.field, ["RDF"]) }.flatMap(\.children)
    return roots.filter { isRDF(tree.nodes[$0].field, ["Description"]) }
      .flatMap { own(field, of: $0) }
  }

  /// Returns the entries of lists, or the values themselves if they are none.
  func entries(_ values: [Value]) -> [Value] {
    values.flatMap { value -> [Value] in
      guard case .node(let number) = value,
        let list = tree.nodes[number].children.first(where: {
          isRDF(tree.nodes[$0].field, Self.lists)
        })
      else { return [value] }
      return tree.nodes[list].children.filter { tree.nodes[$0].field.namespace == Self.rdf }
        .map { .node($0) }
    }
  }

  /// Returns the texts of a property that is a list of texts, without those that are blank.
  func texts(_ namespace: String, _ name: String) -> [String] {
    entries(values(namespace, name)).compactMap(text)
  }

  /// Returns the values of a field of a structure.
  func fields(_ value: Value, _ namespace: String, _ name: String) -> [Value] {
    guard case .node(let number) = value else { return [] }
    let field = XMPField(namespace: namespace, name: name)
    let inner = tree.nodes[number].children.filter {
      isRDF(tree.nodes[$0].field, ["Description", "value"])
    }
    return ([number] + inner).flatMap { own(field, of: $0) }
  }

  /// Returns the text of a field of a structure.
  func text(_ value: Value, _ namespace: String, _ name: String) -> String? {
    fields(value, namespace, name).lazy.compactMap(text).first
  }

  /// Returns a value's text, of alternatives the first; `nil` if it is blank.
  func text(_ value: Value) -> String? {
    let text: String
    switch value {
    case .text(let words): text = words
    case .node(let number):
      let node = tree.nodes[number]
      let inner = node.children.first { isRDF(tree.nodes[$0].field, ["value"]) }
      let entry = inner ?? firstEntry(of: number)
      let reference = node.attributes.first { isRDF($0.field, ["resource", "value"]) }?.value
      text = entry.map { tree.nodes[$0].text } ?? reference ?? node.text
    }
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.isEmpty ? nil : words
  }

  private func firstEntry(of number: Int) -> Int? {
    tree.nodes[number].children.first { isRDF(tree.nodes[$0].field, Self.lists) }
      .flatMap { tree.nodes[$0].children.first }
  }

  /// Returns the values of a field among an element's attributes and the elements directly in it.
  private func own(_ field: XMPField, of number: Int) -> [Value] {
    let node = tree.nodes[number]
    return node.attributes.filter { $0.field == field }.map { .text($0.value) }
      + node.children.filter { tree.nodes[$0].field == field }.map { .node($0) }
  }

  private func isRDF(_ field: XMPField, _ names: Set<String>) -> Bool {
    field.namespace == Self.rdf && names.contains(field.name)
  }
}
