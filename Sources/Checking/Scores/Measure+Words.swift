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
  var comparative: String {
    switch self {
    case .subject: "closer to the subject"
    case .framing: "less cut off"
    case .sharpness: "sharper"
    case .resolution: "more detailed"
    case .exposure: "better exposed"
    case .contrast: "clearer"
    case .noise: "less noisy"
    case .compression: "less compressed"
    case .clutter: "plainer in the background"
    case .border: "less framed by bars"
    case .collage: "less of a collage"
    case .screenshot: "less of a screenshot"
    case .color: "more neutral in colour"
    case .text: "less covered by text"
    case .backlight: "better lit from the front"
    case .vignette: "more even in the corners"
    case .sharpening: "less sharpened"
    case .tilt: "more level"
    }
  }

  /// What a picture with a high score is or has.
  var strength: String {
    switch self {
    case .subject: "large in the frame"
    case .framing: "fully in frame"
    case .sharpness: "sharp"
    case .resolution: "detailed"
    case .exposure: "well exposed"
    case .contrast: "clear"
    case .noise: "low noise"
    case .compression: "lightly compressed"
    case .clutter: "plain background"
    case .border: "no bars"
    case .collage: "a single picture"
    case .screenshot: "a photograph"
    case .color: "neutral in colour"
    case .text: "no text"
    case .backlight: "lit from the front"
    case .vignette: "even corners"
    case .sharpening: "not sharpened"
    case .tilt: "level"
    }
  }

  /// What is wrong with a picture with a low score.
  var weakness: String {
    switch self {
    case .subject: "the subject is small"
    case .framing: "the subject is cut off"
    case .sharpness: "blurred"
    case .resolution: "little detail"
    case .exposure: "badly exposed"
    case .contrast: "hazy"
    case .noise: "noisy"
    case .compression: "over-compressed"
    case .clutter: "cluttered background"
    case .border: "bars at the edges"
    case .collage: "a collage"
    case .screenshot: "a screenshot"
    case .color: "a colour cast"
    case .text: "text over it"
    case .backlight: "a dark subject"
    case .vignette: "dark corners"
    case .sharpening: "sharpened edges"
    case .tilt: "tilted"
    }
  }
}
