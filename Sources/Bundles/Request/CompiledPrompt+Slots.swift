package import Model
package import Prompting
internal import Targets

extension CompiledPrompt {
  /// Returns the slots that a file goes into, usually one; the same picture may be both a start
  /// frame and a plain image.
  package func slots(of source: RequestFile.Source) -> [Slot] {
    if case .voice = source { return [.voice] }
    var slots: [Slot] = []
    for binding in bindings {
      let slot: Slot? =
        switch (binding.subject, source) {
        case (.element(let member, let sent, _), .element(let owner, let file)):
          member != owner || !sent.contains(file)
            ? nil : file.medium == .clip && binding.slot == .element ? .clip : binding.slot
        case (.voice(let member), .element(let owner, _)): member == owner ? .voice : nil
        case (_, .path(let own)): binding.subject.file?.path == own ? binding.slot : nil
        default: nil
        }
      if let slot, !slots.contains(slot) { slots.append(slot) }
    }
    return slots
  }
}
