package import Model

extension Slot {
  /// The content of the slot with an article, for messages.
  package var singular: String {
    switch self {
    case .element: "an element"
    case .image: "a reference picture"
    case .start: "a first frame"
    case .middle: "a middle frame"
    case .end: "a last frame"
    case .clip: "an element made from a clip"
    case .video: "a video"
    case .voice: "a voice"
    }
  }

  /// The content of the slot in the plural, for messages.
  var plural: String {
    switch self {
    case .element: "elements"
    case .image: "reference pictures"
    case .start: "first frames"
    case .middle: "middle frames"
    case .end: "last frames"
    case .clip: "elements made from clips"
    case .video: "videos"
    case .voice: "voices"
    }
  }

  /// What to do to fill the slot.
  package var remedy: String {
    switch self {
    case .element: "name one in the prompt, as in @mira"
    case .image: "name an element in the prompt, or add image: PATH"
    case .start: "add start: PATH"
    case .middle: "add middle: PATH"
    case .end: "add end: PATH"
    case .clip: "add a clip to the element: castbook add @NAME CLIP"
    case .video: "add video: PATH"
    case .voice: "name a voice, as in @mira_voice"
    }
  }
}
