package import Model
package import Targets

/// A workflow of ComfyUI in the format of its API: a loader for each file of a request, the node
/// that runs the target, and a node that saves the video.
///
/// ```swift
/// let workflow = NodeWorkflow(
///   body, of: profile, at: path, loading: files, title: "lobby", saving: "castbook/lobby")
/// print(workflow?.json.indentedText ?? "")
/// ```
package struct NodeWorkflow: Sendable {
  /// The nodes by their ids, as ComfyUI's `/prompt` takes them.
  package let json: JSONValue
  /// The inputs that files are wired to, in the order of the loaders.
  package let wires: [Wire]

  /// A file that a loader opens.
  package struct File: Sendable {
    /// The path in ComfyUI's folder `input`.
    package let path: String
    package let medium: MediaFormat.Medium
    /// What the loader is called, such as `@mira front`.
    package let title: String

    package init(path: String, medium: MediaFormat.Medium, title: String) {
      (self.path, self.medium, self.title) = (path, medium, title)
    }
  }

  /// A file and the input that it goes into.
  package struct Wire: Hashable, Sendable {
    /// The placeholder of the file in the request.
    package let placeholder: String
    /// The name of the node's input: `model.reference_images.image_1`.
    package let input: String
  }

  /// Wires a request to the node of its target.
  ///
  /// - Parameters:
  ///   - body: The body of the request, with placeholders.
  ///   - prompt: The target, whose node gets the fields of the body as inputs.
  ///   - files: The files by their placeholders.
  ///   - title: What the target's node is called.
  ///   - prefix: How the names of saved videos begin, in ComfyUI's folder `output`.
  /// - Returns: `nil` if no node runs the target, or if a file is missing.
  package init?(
    _ body: JSONValue, of profile: TargetProfile, at endpoint: String,
    loading files: [String: File], title: String, saving prefix: String
  ) {
    guard let rules = profile.node?.value else { return nil }
    var inputs = NodeInputs(rules)
    inputs.add(body)
    var nodes: [JSONValue.Member] = []
    var ids: [String: String] = [:]
    for wire in inputs.wires where ids[wire.placeholder] == nil {
      guard let file = files[wire.placeholder] else { return nil }
      let id = "\(nodes.count + 1)"
      ids[wire.placeholder] = id
      nodes.append(.init(id, file.loader))
    }
    let members = inputs.members.map { member in
      guard let id = member.value.string.flatMap({ ids[$0] }),
        inputs.wires.contains(where: { $0.input == member.key })
      else { return member }
      return JSONValue.Member(member.key, .array([.string(id), .integer(0)]))
    }
    let node = "\(nodes.count + 1)"
    nodes.append(.init(node, Self.node(endpoint, .object(members), title)))
    nodes.append(
      .init(
        "\(nodes.count + 1)",
        Self.node(
          "SaveVideo",
          [
            "video": JSONValue.array([.string(node), .integer(0)]), "filename_prefix": prefix,
            "format": "auto",
            "codec": "auto",
          ], "Save \(title)")))
    json = .object(nodes)
    wires = inputs.wires
  }

  fileprivate static func node(
    _ name: String, _ inputs: JSONValue, _ title: String
  ) -> JSONValue {
    [
      "class_type": name, "inputs": inputs,
      "_meta": ["title": title] as JSONValue,
    ]
  }
}

/// The inputs of a node, made from the fields of a request.
private struct NodeInputs {
  private(set) var members: [JSONValue.Member] = []
  private(set) var wires: [NodeWorkflow.Wire] = []
  private let rules: NodeRules

  init(_ rules: NodeRules) {
    self.rules = rules
    for choice in rules.choices { members.append(.init(choice.name, .string(choice.text))) }
  }

  /// Adds the fields of a body: those inside of others with dots, and each item of a list with the
  /// name of its slot.
  mutating func add(_ body: JSONValue) {
    var waiting = (body.members ?? []).map { ($0.key, $0.value) }[...]
    while let (name, value) = waiting.popFirst() {
      switch value {
      case .object(let inner):
        waiting = inner.map { ("\(name).\($0.key)", $0.value) } + waiting
      case .array(let items):
        waiting =
          items.enumerated().map { index, item in
            ("\(name).\(rules.slot(index + 1, of: name))", item)
          } + waiting
      default:
        members.append(.init(name, value))
        if let text = value.string, !value.placeholders.isEmpty {
          wires.append(.init(placeholder: text, input: name))
        }
      }
    }
  }
}

extension NodeWorkflow.File {
  /// The node that opens the file.
  fileprivate var loader: JSONValue {
    switch medium {
    case .clip: NodeWorkflow.node("LoadVideo", ["file": path], title)
    case .sound: NodeWorkflow.node("LoadAudio", ["audio": path], title)
    default: NodeWorkflow.node("LoadImage", ["image": path], title)
    }
  }
}
