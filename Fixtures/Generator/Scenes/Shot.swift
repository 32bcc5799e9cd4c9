/// The subject in front of the camera.
public enum Subject: String, CaseIterable, Sendable {
  /// An animated-film character: copper bob parted on her left, brown skin, teal jacket over a
  /// yellow rollneck, a gold earring in her left ear, a badge on her left chest, two bands round
  /// her right sleeve.
  case mira
  /// A glazed mug: handle on its left, printed label in front.
  case mug
}

/// How the subject is lit. The lights are fixed to the camera, as in a studio with a turntable:
/// every view of a subject has the light from the same side of the picture.
public enum Light: String, CaseIterable, Sendable {
  /// A large window at the picture's left, neutral.
  case daylight
  /// A tungsten lamp at the picture's right: red over blue is about 1.4 stops above daylight.
  case lamp
  /// Two large softboxes and a rim light, even and neutral.
  case studio
  /// One hard light from the picture's left, almost no fill.
  case side
}

/// The background of the subject.
public enum Backdrop: String, CaseIterable, Sendable {
  /// A soft grey sweep.
  case plain
  /// Pure white, 255 in every channel, except for a short shadow round the subject's foot.
  case white
  /// A shelf with boxes, books and other things, a little out of focus.
  case cluttered
}

/// The camera's position, seen from the subject.
///
/// `yawDegrees` is 0 in front of the subject and grows towards the subject's own left side, so 90
/// shows its left profile (a face looks to the left of the picture) and -90 its right one.
/// `pitchDegrees` is 0 at the subject's height and 90 straight above; in every low view the mug is
/// seen from 7 degrees higher, so its inside is visible. `distance` is 1 for the normal
/// framing, smaller is closer; close views look at the face or label, far ones at the whole.
public struct View: Hashable, Sendable {
  public var yawDegrees: Float
  public var pitchDegrees: Float
  public var distance: Float
  /// Moves the subject to the right, in picture heights.
  public var offsetX: Float
  /// Moves the subject up, in picture heights.
  public var offsetY: Float
  /// Turns the picture content clockwise.
  public var rollDegrees: Float

  public init(
    yawDegrees: Float, pitchDegrees: Float, distance: Float = 1,
    offsetX: Float = 0, offsetY: Float = 0, rollDegrees: Float = 0
  ) {
    self.yawDegrees = yawDegrees
    self.pitchDegrees = pitchDegrees
    self.distance = distance
    self.offsetX = offsetX
    self.offsetY = offsetY
    self.rollDegrees = rollDegrees
  }
}

extension View {
  public static let front = View(yawDegrees: 0, pitchDegrees: 4)
  /// Half-way between the front and the subject's left side.
  public static let threeQuarterLeft = View(yawDegrees: 40, pitchDegrees: 4)
  /// Half-way between the front and the subject's right side.
  public static let threeQuarterRight = View(yawDegrees: -40, pitchDegrees: 4)
  /// The subject's left side: Mira looks to the left of the picture, and her earring is visible.
  public static let left = View(yawDegrees: 90, pitchDegrees: 4)
  /// The subject's right side: Mira looks to the right of the picture.
  public static let right = View(yawDegrees: -90, pitchDegrees: 4)
  public static let back = View(yawDegrees: 180, pitchDegrees: 4)
  /// From almost straight above: the crown, or into the mug.
  public static let top = View(yawDegrees: 0, pitchDegrees: 86)
  /// The face, or the label.
  public static let closeUp = View(yawDegrees: 0, pitchDegrees: 2, distance: 0.55)
  /// From head to boots, or the mug with the room around it.
  public static let fullLength = View(yawDegrees: 0, pitchDegrees: 5, distance: 2)
}

/// One picture to render. A shot gives equal bytes on every machine.
public struct Shot: Hashable, Sendable {
  public var subject: Subject
  public var view: View
  public var light: Light
  public var backdrop: Backdrop
  /// The width in pixels.
  public var width: Int
  /// The height in pixels.
  public var height: Int
  /// Supersampling: `samples` × `samples` rays in a pixel, wherever neighbouring pixels differ.
  public var samples: Int
  /// Chooses the dither against banding and the arrangement of the cluttered backdrop.
  public var seed: UInt64

  public init(
    subject: Subject, view: View, light: Light, backdrop: Backdrop,
    width: Int, height: Int, samples: Int = 2, seed: UInt64 = 1
  ) {
    precondition(width > 0 && height > 0 && samples > 0, "a shot needs pixels and samples")
    self.subject = subject
    self.view = view
    self.light = light
    self.backdrop = backdrop
    self.width = width
    self.height = height
    self.samples = samples
    self.seed = seed
  }
}
