public import Model
public import Prompting
public import Targets

/// A call that must come before a request: it makes an element or a voice, whose id the request then has.
public struct Prerequisite: Sendable {
  /// `01-voice-mira_voice`: in the order in which they are made, voices first.
  public let name: String
  /// The target that makes it, and where that is called.
  public let target: TargetID
  public let endpoint: String
  public private(set) var body: JSONValue
  /// What its answer stands for: `castbook:remote/@mira_voice`.
  public let gives: String
  /// The files that it takes, with those of the request.
  public let files: [RequestFile]

  /// How it is followed until the answer is there; `nil` where no source says.
  public let steps: CallSteps?
  /// Whether its file says so: those that earlier versions wrote don't.
  private var saysSteps = true

  init(
    name: String, target: TargetID, endpoint: String, body: JSONValue, gives: String,
    files: [RequestFile], steps: CallSteps?
  ) {
    self.name = name
    self.target = target
    self.endpoint = endpoint
    self.body = body
    self.gives = gives
    self.files = files
    self.steps = steps
  }

  /// As a file says it.
  public var json: JSONValue {
    [
      "castbook": "call/1", "target": .string(target.rawValue), "endpoint": .string(endpoint),
      "body": body, "gives": .string(gives), "poll": saysSteps ? steps?.pollJSON : nil,
      "answer": saysSteps ? steps?.answerJSON() : nil,
    ]
  }

  /// As earlier versions wrote it.
  var asWrittenEarlier: Prerequisite {
    var earlier = self
    earlier.saysSteps = false
    return earlier
  }

  /// The same with texts in place of those that stand for them.
  func filled(_ texts: [String: String]) -> Prerequisite {
    var filled = self
    filled.body = body.filled(texts)
    return filled
  }

  /// The calls that a request needs for what is not registered yet. What no target is known to make is left to
  /// whoever reads the placeholder.
  public static func all(
    for request: RequestBody, _ prompt: CompiledPrompt, lacking placeholders: Set<String>,
    known: Set<String> = [], formats: [RequestFile.Source: MediaFormat] = [:],
    in catalogue: TargetCatalogue
  ) throws -> [Prerequisite] {
    var making = PrerequisiteMaking(
      profile: prompt.profile, names: RequestNames(files: request.files, formats: formats),
      lacking: placeholders, known: known, sound: prompt.sound)
    let members = prompt.bindings.compactMap { binding -> (CastMember, [CastFile])? in
      guard case .element(let member, let sent, _) = binding.subject else { return nil }
      return (member, sent)
    }
    // An element that is made first may speak with a voice that is made before it.
    for (member, _) in members where prompt.sound.givesVoice(member) {
      if let voice = member.voice { try making.make(voice, for: member, in: catalogue) }
    }
    for (member, sent) in members { try making.make(member, sent, in: catalogue) }
    return making.made
  }
}

private struct PrerequisiteMaking {
  let profile: TargetProfile
  var names: RequestNames
  let lacking: Set<String>
  /// Placeholders whose ids the provider gave already.
  let known: Set<String>
  let sound: PromptSound
  private(set) var made: [Prerequisite] = []

  init(
    profile: TargetProfile, names: RequestNames, lacking: Set<String>, known: Set<String>,
    sound: PromptSound
  ) {
    self.sound = sound
    self.known = known
    self.profile = profile
    self.names = names
    self.lacking = lacking
  }

  /// A target that makes something, where it is called for that, and how the call is followed.
  private struct Maker {
    let profile: TargetProfile
    let endpoint: String
    let steps: CallSteps?
  }

  /// The target that makes what goes into a slot.
  private func maker(
    of slot: Slot, in catalogue: TargetCatalogue
  ) throws -> Maker? {
    guard let via = profile[slot]?.via else { return nil }
    let maker = try catalogue.profile(via)
    let endpoint = maker.endpoints.first { $0.variant == "create" } ?? maker.endpoints.first
    return try endpoint.map { endpoint in
      let sending = try catalogue.sending(of: maker)
      return Maker(
        profile: maker, endpoint: endpoint.path,
        steps: sending.flatMap { CallSteps($0, endpoint: endpoint.path) })
    }
  }

  private mutating func add(
    _ kind: String, _ handle: Handle, _ maker: Maker, _ body: JSONValue
  ) {
    let number = made.count + 1
    made.append(
      Prerequisite(
        name: "\(number < 10 ? "0" : "")\(number)-\(kind)-\(handle.name)",
        target: maker.profile.id, endpoint: maker.endpoint, body: body,
        gives: RequestBody.remote(handle), files: names.files, steps: maker.steps))
  }

  private func isMade(_ handle: Handle) -> Bool {
    made.contains { $0.gives == RequestBody.remote(handle) }
  }

  private func isKnown(_ handle: Handle) -> Bool { known.contains(RequestBody.remote(handle)) }

  private func isNeeded(_ handle: Handle) -> Bool {
    lacking.contains(RequestBody.remote(handle)) && !isMade(handle)
  }

  /// A voice that the request names, or an element that is made for it.
  mutating func make(
    _ voice: CastVoice, for member: CastMember, in catalogue: TargetCatalogue
  ) throws {
    let isOfElement = try isNeeded(member.handle) && maker(of: .element, in: catalogue) != nil
    guard !isKnown(voice.handle),
      isNeeded(voice.handle) || isOfElement && !isMade(voice.handle),
      let maker = try maker(of: .voice, in: catalogue), let file = voice.file
    else { return }
    let address = JSONValue.string(names.placeholder(file, ofVoice: voice))
    let fields = Set(maker.profile.request.map(\.name))
    guard fields.contains("voice_url") else { return }
    add(
      "voice", voice.handle, maker,
      [
        "voice_name": fields.contains("voice_name") ? .string(voice.handle.name) : nil,
        "voice_url": address,
      ])
  }

  mutating func make(
    _ member: CastMember, _ sent: [CastFile], in catalogue: TargetCatalogue
  ) throws {
    guard isNeeded(member.handle), let maker = try maker(of: .element, in: catalogue),
      maker.profile.request.contains(where: { $0.name == "element_image_list" })
    else { return }
    let addresses = sent.map { JSONValue.string(names.placeholder($0, of: member)) }
    let isClip = sent.contains { $0.medium == .clip }
    let voice = member.voice.flatMap { voice in
      sound.givesVoice(member) && (isMade(voice.handle) || isKnown(voice.handle))
        ? RequestBody.remote(voice.handle) : nil
    }
    let videos: JSONValue = ["refer_videos": .array(addresses.map { ["video_url": $0] })]
    let images: JSONValue = [
      "frontal_image": addresses.first,
      "refer_images": .array(addresses.dropFirst().map { ["image_url": $0] }),
    ]
    add(
      "element", member.handle, maker,
      [
        "element_name": .string(member.handle.name),
        "element_description": .string(description(of: member, maker.profile)),
        "reference_type": isClip ? "video_refer" : "image_refer",
        "element_video_list": isClip ? videos : nil,
        "element_image_list": isClip ? nil : images,
        "element_voice_id": voice.map { .string($0) },
      ])
  }

  /// The first sentence about it, where there is room for that; else its name.
  private func description(of member: CastMember, _ maker: TargetProfile) -> String {
    let most = maker.names?.maximumDescription?.value ?? Int.max
    let sentence = member.firstSentence
    return sentence.isEmpty || sentence.unicodeScalars.count > most
      ? String(member.displayName.prefix(most)) : sentence
  }
}
