public import Model

/// The purpose of a target, in the word that distinguishes two targets of one model.
public enum TargetKind: String, JSONConvertible, CaseIterable, Sendable {
  /// It makes a video from words alone.
  case text
  case firstFrame = "first-frame"
  case video
  /// It needs a video of a movement, and a picture of the character to move.
  case motion
  /// It accepts elements, pictures or clips.
  case references
  /// It makes a picture.
  case picture
  /// It makes a voice, or an element, which requests then refer to by its id.
  case voice, element

  /// The kind as people read it: `first frame`.
  public var label: String { self == .firstFrame ? "first frame" : rawValue }
}

extension TargetProfile {
  /// The purpose of the target, judged by its slots and the fields that it requires; `nil` when no
  /// source says what it accepts.
  public var kind: TargetKind? {
    func accepts(_ content: RequestField.Content) -> Bool {
      request.contains { $0.content == content }
    }
    func needs(_ slot: Slot, _ contents: RequestField.Content...) -> Bool {
      (self[slot]?.perRequest?.value.minimum ?? 0) >= 1
        || request.contains { field in
          field.required == .always && field.content.map(contents.contains) ?? false
        }
    }
    if product == .picture { return .picture }
    if slots.isEmpty { return hasEndpoint ? .text : nil }
    let isMaker = hasEndpoint && prompt == nil && !accepts(.prompt) && !accepts(.contents)
    let isVoice = slots.allSatisfy { $0.slot == .voice }
    if isMaker, !request.isEmpty, isVoice || self[.element].map({ $0.via == nil }) == true {
      return isVoice ? .voice : .element
    }
    if needs(.start, .start, .frames) { return .firstFrame }
    if needs(.video, .video, .videos) {
      return needs(.image, .image, .orientation) ? .motion : .video
    }
    let isFramed = slots.allSatisfy { [.start, .middle, .end].contains($0.slot) }
    return isFramed ? .firstFrame : .references
  }

  /// Whether an element that a prompt names is shown by its pictures or by its id.
  public var showsElements: Bool { self[.element] != nil || self[.image] != nil }
}
