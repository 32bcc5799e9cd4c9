/// How a target is run by a node of ComfyUI, whose class is the path of the endpoint. The node's
/// inputs are the fields of the request, with dots between their parts.
public struct NodeRules: Hashable, Sendable {
  /// The inputs that select a model, with their values: `model`, `kling-4.0`.
  public let choices: [Member]
  /// The names of the slots of inputs that grow, by the field that contains the list:
  /// `model.reference_images`, `image_{n}`.
  public let slots: [Member]

  /// A name with a text.
  public struct Member: Hashable, Sendable {
    public let name: String
    public let text: String
  }

  /// Returns the name of the slot with a number, counted from 1, of an input that grows. It is the
  /// number itself for an input whose slots have no names.
  package func slot(_ number: Int, of field: String) -> String {
    let text = slots.first { $0.name == field }?.text ?? "{n}"
    return text.replacing("{n}", with: "\(number)")
  }
}

extension NodeRules: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    choices = try Self.texts("choices", &reader)
    slots = try Self.texts("slots", &reader)
    for slot in slots where !slot.text.contains("{n}") {
      throw reader.fault("\"\(slot.text)\" has no {n} for the number of the slot", at: "slots")
    }
    let fields = reader.defaults.known.fields.map(\.name)
    let lists = reader.defaults.known.fields.filter { $0.type == "array" }.map(\.name)
    if let list = lists.first(where: { list in !slots.contains { $0.name == list } }) {
      throw reader.fault("needs the names of the slots of \"\(list)\"", at: "slots")
    }
    for slot in slots where !fields.contains(slot.name) {
      throw reader.fault(
        unknownNameMessage(slot.name, "is not a field of the request", among: fields), at: "slots")
    }
  }

  private static func texts(
    _ key: String, _ reader: inout ProfileReader
  ) throws(ProfileFault) -> [Member] {
    try reader.members(key).map { value throws(ProfileFault) in
      Member(name: value.path.last ?? "", text: try String(value))
    }
  }
}
