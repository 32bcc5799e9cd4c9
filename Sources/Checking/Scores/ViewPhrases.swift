internal import Model

extension WantedView {
  /// `side view`.
  package var name: String {
    switch self {
    case .front, .side, .back: "\(rawValue) view"
    case .threeQuarter: "three-quarter view"
    case .detail: "detail"
    case .top: "view from above"
    }
  }

  var nameWithArticle: String { "a \(name)" }

  /// Where to stand to take it: `One photo from behind`.
  package var whence: String {
    switch self {
    case .front: "from the front"
    case .threeQuarter: "at three-quarters, between front and side"
    case .side: "from the side"
    case .back: "from behind"
    case .detail: "close up, of a detail"
    case .top: "from above"
    }
  }
}

extension Measure {
  /// `b.jpg is sharper`, `sharper than b.jpg`.
  var comparative: String {
    switch self {
    case .subject: "closer to the subject"
    case .framing: "less cut off"
    case .sharpness: "sharper"
    case .resolution: "richer in detail"
    case .exposure: "better exposed"
    case .contrast: "clearer"
    case .noise: "less noisy"
    case .compression: "less compressed"
    case .clutter: "plainer behind the subject"
    case .border: "freer of bars"
    case .collage: "less of a collage"
    case .screenshot: "less of a screenshot"
    case .color: "more neutral in colour"
    case .text: "freer of lettering"
    case .backlight: "better lit from the front"
    case .vignette: "more even in its corners"
    case .sharpening: "less sharpened"
    case .tilt: "more level"
    }
  }

  /// What a picture is that scores high.
  var strength: String {
    switch self {
    case .subject: "large in the frame"
    case .framing: "whole in the frame"
    case .sharpness: "sharp"
    case .resolution: "rich in detail"
    case .exposure: "well exposed"
    case .contrast: "clear"
    case .noise: "free of noise"
    case .compression: "little compressed"
    case .clutter: "plain background"
    case .border: "no bars"
    case .collage: "one picture"
    case .screenshot: "a photograph"
    case .color: "neutral in colour"
    case .text: "no lettering"
    case .backlight: "lit from the front"
    case .vignette: "even in its corners"
    case .sharpening: "not sharpened"
    case .tilt: "level"
    }
  }

  /// What is wrong with a picture that scores low.
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
    case .border: "bars at its edges"
    case .collage: "a collage"
    case .screenshot: "a screenshot"
    case .color: "a cast of colour"
    case .text: "lettering over it"
    case .backlight: "a dark subject"
    case .vignette: "dark corners"
    case .sharpening: "sharpened edges"
    case .tilt: "tilted"
    }
  }
}
