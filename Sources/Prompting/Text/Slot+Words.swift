package import Model

extension Slot {
  /// The content of the slot with an article, for messages.
  package var singular: String { terms.singular }

  /// The content of the slot in the plural, for messages.
  var plural: String { terms.plural }

  /// What to do to fill the slot.
  package var remedy: String { terms.remedy }

  /// The content of the slot as something to remove, for messages.
  var removal: String {
    switch self {
    case .element: "the elements"
    case .image: "the pictures"
    case .start: "the first frame"
    case .middle: "the middle frames"
    case .end: "the last frame"
    case .clip: "the clips of elements"
    case .video: "the video"
    case .voice: "the voice"
    }
  }

  private var terms: (singular: String, plural: String, remedy: String) {
    switch self {
    case .element: ("an element", "elements", "name one in the prompt, as in @mira")
    case .image:
      (
        "a reference picture", "reference pictures",
        "name an element in the prompt, or add \"image: PATH\" to the shot file"
      )
    case .start: ("a first frame", "first frames", "add \"start: PATH\" to the shot file")
    case .middle: ("a middle frame", "middle frames", "add \"middle: PATH\" to the shot file")
    case .end: ("a last frame", "last frames", "add \"end: PATH\" to the shot file")
    case .clip:
      (
        "an element made from a clip", "elements made from clips",
        "add a clip to the element: castbook add @NAME CLIP"
      )
    case .video: ("a video", "videos", "add \"video: PATH\" to the shot file")
    case .voice: ("a voice", "voices", "name a voice, as in @mira_voice")
    }
  }
}
