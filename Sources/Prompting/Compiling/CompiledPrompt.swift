public import Model
public import Targets

/// A prompt in the dialect of a target, with everything that is sent beside it.
///
/// ```swift
/// let prompt = try CompiledPrompt(script, for: profile, in: catalogue)
/// if !prompt.isFailed, case .text(let words) = prompt.form { print(words) }
/// ```
public struct CompiledPrompt: Sendable {
  public let profile: TargetProfile
  /// The endpoint that the request is for, or `nil` when the profile lists none.
  public let endpoint: Endpoint?
  /// The words as the target accepts them.
  public let form: Form
  /// The number of shots in the shot file; 1 for a plain prompt.
  public let shotCount: Int
  /// The words of each shot as they are sent, and what they mention.
  package let scenes: [Scene]
  /// Everything that is sent beside the words, in the order of its numbers.
  public let bindings: [Binding]
  package let counts: [Slot: Int]
  /// The settings of the request on which rules depend.
  package let settings: Set<Setting>
  /// The slots that must not be empty, and are.
  package let missingSlots: Set<Slot>
  /// The slots that were reported as having more than the target accepts.
  package let overfullSlots: Set<Slot>
  /// The sound of the video, and who speaks in it.
  public let sound: PromptSound
  /// The length of the video in seconds, or `nil` when the shot file doesn't set it.
  public let seconds: Int?
  /// The length of the words, as the target counts it.
  public let length: Length
  /// All findings, in the order of their places.
  public let remarks: [PromptRemark]

  /// The form in which a target accepts words.
  public enum Form: Hashable, Sendable {
    /// A single text.
    case text(String)
    /// A list of shots in a field of its own.
    case shots([CompiledShot])
  }

  /// One shot of a list.
  public struct CompiledShot: Hashable, Sendable {
    /// The text of the shot, with the target's tokens.
    public let text: String
    public let seconds: Int?
    public let length: Int
  }

  /// The length of the words, and its limit.
  public struct Length: Hashable, Sendable {
    /// The length in the units of `counted`.
    public let count: Int
    /// The maximum that the target accepts, or `nil` when it is not stated.
    public let limit: Int?
    /// The unit in which the target counts.
    public let counted: PromptRules.Counting
  }

  /// The text of one shot, independent of how the target accepts several.
  package struct Scene: Hashable, Sendable {
    /// The number of the shot, or `nil` for a prompt without shots.
    package let number: Int?
    package let seconds: Int?
    /// The text that is sent, with the target's tokens.
    package let text: String
    /// The elements that the text mentions.
    package let elements: Set<ULID>
    /// The images that the text mentions, by their numbers in the shot file.
    package let images: Set<Int>
    /// Whether the text mentions the video.
    package let namesVideo: Bool
  }

  /// A file or an element that is sent beside the text.
  public struct Binding: Hashable, Sendable {
    /// The token for it in the text, or `nil` when the target has none.
    public let token: String?
    /// The slot that it is sent in.
    public let slot: Slot
    public let subject: Subject

    /// What is sent. Paths are as in the shot file.
    public enum Subject: Hashable, Sendable {
      /// An element, with the files that are sent and those that are left.
      case element(CastMember, sent: [CastFile], left: [CastFile])
      /// The image with a number, counted from 1 in the order of the settings.
      case image(Int, path: String)
      case video(path: String)
      case start(path: String)
      /// The frame with a number between the first and the last, counted from 1.
      case middle(Int, path: String)
      case end(path: String)
      case voice(CastMember)
    }
  }

  /// Whether an error prevents the request from being sent.
  public var isFailed: Bool { remarks.isFailed }
}

extension CompiledPrompt.Scene {
  /// Creates a scene from a text, what is sent for it, and its shot, if any.
  init(_ text: PromptText, _ sent: String, _ shot: Shot? = nil, of script: PromptScript) {
    var (elements, images, namesVideo): (Set<ULID>, Set<Int>, Bool) = ([], [], false)
    for mention in text.mentions {
      switch mention.subject {
      case .element(let reference):
        if let member = script.member(reference) { elements.insert(member.element) }
      case .image(let number): images.insert(number)
      case .video: namesVideo = true
      case .unknown: break
      }
    }
    self.init(
      number: shot?.number, seconds: shot?.seconds?.value, text: sent, elements: elements,
      images: images, namesVideo: namesVideo)
  }
}

extension CompiledPrompt {
  /// Compiles a script for a target, and reports what the target doesn't accept.
  ///
  /// - Parameters:
  ///   - script: The script, with its names resolved.
  ///   - profile: The target.
  ///   - catalogue: The catalogue in which rules of other targets are looked up.
  ///
  /// - Throws: An error when the profile refers to rules that the catalogue doesn't have.
  public init(
    _ script: PromptScript, for profile: TargetProfile, in catalogue: TargetCatalogue
  ) throws {
    let requested = script.settings.audio?.value
    let isTurnedOn = requested == nil && script.hasSpeech
    var setup = PromptSetup(profile, script, sound: isTurnedOn ? .on : requested)
    var binder = try SlotBinder(script, for: setup, catalogue)
    var check = CountCheck(setup, binder.bindings)
    let obstacle = isTurnedOn ? check.brokenLimit(dependingOn: setup.soundFields) : nil
    if obstacle != nil {
      setup = PromptSetup(profile, script, sound: nil)
      binder = try SlotBinder(script, for: setup, catalogue)
      check = CountCheck(setup, binder.bindings)
    }
    let sound = PromptSound(script, setup, check.counts, obstacle: obstacle?.note)
    var writer = PromptWriter(script, setup, binder, check.counts)
    writer.write()
    self.profile = profile
    endpoint = setup.endpoint
    bindings = binder.bindings
    counts = check.counts
    settings = setup.settings
    self.sound = sound
    missingSlots = check.missingSlots
    overfullSlots = check.overfullSlots
    form = writer.form
    scenes = writer.scenes
    shotCount = script.texts.count
    seconds = writer.seconds
    length = writer.length
    remarks =
      (script.remarks + setup.remarks + binder.remarks + check.remarks + writer.remarks
      + [VideoUseCheck(script: script, setup: setup).remark].compactMap(\.self)
      + SoundCheck(
        script: script, setup: setup, bindings: binder.bindings, counts: check.counts,
        sound: sound
      ).remarks).inOrder
  }
}

extension CompiledPrompt {
  /// Whether the length of each shot is part of the request, in a list or in the words.
  package var statesShotLengths: Bool {
    if case .shots = form { return true }
    return shotCount > 1 && profile.shots?.location == .prompt
  }
}

extension CompiledPrompt.Binding {
  /// What is sent, file by file, in the words of the shot file: `@mira front`, `images/room.jpg`.
  var fileNames: [String] {
    switch subject {
    case .element(let member, let sent, _):
      sent.map { "\(member.handle) \($0.role == .unsorted ? "\($0.number)" : $0.role.rawValue)" }
    case .voice(let member): ["\(member.handle)"]
    default: subject.file.map { [$0.path] } ?? []
    }
  }
}

extension CompiledPrompt.Binding.Subject {
  /// The path of a single file, and a name for it such as `image-2`; `nil` for an element or a
  /// voice.
  package var file: (stem: String, path: String)? {
    switch self {
    case .element, .voice: nil
    case .image(let number, let path): ("image-\(number)", path)
    case .video(let path): ("video", path)
    case .start(let path): ("start", path)
    case .middle(let number, let path): ("middle-\(number)", path)
    case .end(let path): ("end", path)
    }
  }
}
