internal import Model

extension WantedView {
  /// The name of the view, such as `side view`.
  package var name: String {
    switch self {
    case .front, .side, .back: "\(rawValue) view"
    case .threeQuarter: "three-quarter view"
    case .detail: "detail"
    case .top: "view from above"
    }
  }

  /// The name with its article, such as `a side view`.
  var nameWithArticle: String { "a \(name)" }

  /// Where to stand to take the picture, such as `from behind`.
  package var viewpoint: String {
    switch self {
    case .front: "from the front"
    case .threeQuarter: "at three-quarters (between front and side)"
    case .side: "from the side"
    case .back: "from behind"
    case .detail: "of a detail, close up"
    case .top: "from above"
    }
  }
}

extension Measure {
  /// What a picture is that scores higher than another: `b.jpg is sharper`, `sharper than
  /// b.jpg`.
  var comparative: String { phrases.comparative }

  /// Returns how a picture with a better score compares with another: `sharper than b.jpg`.
  func comparison(with other: String) -> String {
    switch self {
    case .collage, .screenshot: "\(comparative), unlike \(other)"
    default: "\(comparative) than \(other)"
    }
  }

  /// What a picture with a high score is or has.
  var strength: String { phrases.strength }

  /// What is wrong with a picture with a low score.
  var weakness: String { phrases.weakness }

  private var phrases: (comparative: String, strength: String, weakness: String) {
    switch self {
    case .subject: ("closer to the subject", "large in the frame", "the subject is small")
    case .framing: ("less cut off", "fully in frame", "the subject is cut off")
    case .sharpness: ("sharper", "sharp", "blurred")
    case .resolution: ("more detailed", "detailed", "little detail")
    case .exposure: ("better exposed", "well exposed", "badly exposed")
    case .contrast: ("clearer", "clear", "hazy")
    case .noise: ("less noisy", "low noise", "noisy")
    case .compression: ("less compressed", "lightly compressed", "over-compressed")
    case .clutter: ("plainer in the background", "plain background", "cluttered background")
    case .border: ("less framed by bars", "no bars", "bars at the edges")
    case .collage: ("a single view", "a single picture", "a collage")
    case .screenshot: ("a photograph", "a photograph", "a screenshot")
    case .color: ("more neutral in colour", "neutral in colour", "a colour cast")
    case .text: ("less covered by text", "no text", "text over it")
    case .backlight: ("better lit from the front", "lit from the front", "a dark subject")
    case .vignette: ("more even in the corners", "even corners", "dark corners")
    case .sharpening: ("less sharpened", "not sharpened", "sharpened edges")
    case .tilt: ("more level", "level", "tilted")
    }
  }
}
