internal import Model
internal import Prompting
internal import Targets

extension RequestWriter {
  /// Returns everything as one list in ByteDance's form: `{"type": "image_url", "image_url":
  /// {"url": …}, "role": "reference_image"}`.
  mutating func contentsWithRoles() -> JSONValue {
    var items: [JSONValue] = []
    if case .text(let text) = prompt.form {
      items.append(["type": "text", "text": text])
    }
    let kinds: [(slot: Slot, type: String, role: String)] = [
      (.start, "image_url", "first_frame"), (.end, "image_url", "last_frame"),
      (.image, "image_url", "reference_image"), (.video, "video_url", "reference_video"),
      (.voice, "audio_url", "reference_audio"),
    ]
    for (slot, type, role) in kinds {
      items += binding(slot).flatMap { addresses($0) }.map { address in
        .object([
          JSONValue.Member("type", type), JSONValue.Member(type, ["url": address]),
          JSONValue.Member("role", role),
        ])
      }
    }
    return .array(items)
  }

  /// Returns the addresses of all files of a binding.
  private mutating func addresses(_ binding: Binding) -> [JSONValue] {
    switch binding.subject {
    case .element(let member, let sent, _):
      sent.map { .string(names.placeholder($0, of: member)) }
    case .voice(let member):
      member.files.first.map { [.string(names.placeholder($0, of: member))] } ?? []
    case .start, .middle, .end, .image, .video: address(binding).map { [$0] } ?? []
    }
  }
}
