public import Model
public import Prompting
public import Targets

/// A call to make before a request: it creates an element or a voice whose id the request contains.
public struct Prerequisite: JSONConvertible, Sendable {
  /// The name, such as `01-voice-mira_voice`, numbered in the order of the calls, voices first.
  public let name: String
  /// The target that creates the element or voice.
  public let target: TargetID
  /// The endpoint of that target.
  public let endpoint: String
  /// The body of the call, with placeholders.
  public private(set) var body: JSONValue
  /// The placeholder that the response fills, such as `castbook:remote/@mira_voice`.
  public let producedPlaceholder: String
  /// The files of this call, of the calls before it, and of the request.
  public let files: [RequestFile]

  /// How to follow the call, or `nil` when no source states it.
  public let steps: CallSteps?

  /// The contents of the call's file.
  public var json: JSONValue {
    [
      "castbook": "call/1", "target": target, "endpoint": endpoint,
      "body": body, "gives": producedPlaceholder,
      "poll": steps?.pollJSON, "answer": steps?.answerJSON(),
    ]
  }

  /// Returns the call with placeholders in its body replaced with texts.
  func filled(_ texts: [String: String]) -> Prerequisite {
    var filled = self
    filled.body = body.filled(texts)
    return filled
  }

  /// Returns the calls that a request needs for the elements and voices that aren't registered yet.
  ///
  /// No call is returned for something that no target is known to create: its placeholder remains
  /// for the user to fill in.
  ///
  /// ```swift
  /// let missing = Set(request.placeholders.map(\.name))
  /// let calls = try Prerequisite.all(for: request, prompt, lacking: missing, in: catalogue)
  /// ```
  ///
  /// - Parameters:
  ///   - placeholders: The placeholders without an id.
  ///   - known: The placeholders for which the provider has given an id.
  ///   - formats: The actual formats of the files, as far as they are known.
  /// - Throws: An error when a target's profile can't be loaded.
  public static func all(
    for request: RequestBody, _ prompt: CompiledPrompt, lacking placeholders: Set<String>,
    known: Set<String> = [], formats: [RequestFile.Source: MediaFormat] = [:],
    in catalogue: TargetCatalogue
  ) throws -> [Prerequisite] {
    var builder = PrerequisiteBuilder(
      profile: prompt.profile, names: RequestFileNames(files: request.files, formats: formats),
      lacking: placeholders, known: known, sound: prompt.sound)
    let members = prompt.bindings.compactMap { binding -> (CastMember, [CastFile])? in
      guard case .element(let member, let sent, _) = binding.subject else { return nil }
      return (member, sent)
    }
    // An element that is created may refer to a voice, so voices come first.
    for (member, _) in members where prompt.sound.isHeard(member) {
      if let voice = member.voice { try builder.make(voice, for: member, in: catalogue) }
    }
    for (member, sent) in members { try builder.make(member, sent, in: catalogue) }
    return builder.made
  }
}

/// Collects the calls to make before a request.
private struct PrerequisiteBuilder {
  let profile: TargetProfile
  var names: RequestFileNames
  /// The placeholders without an id.
  let lacking: Set<String>
  /// The placeholders for which the provider has given an id.
  let known: Set<String>
  let sound: PromptSound
  /// The calls so far, in order.
  var made: [Prerequisite] = []

  /// A target that creates something, its endpoint, and how to follow the call.
  private struct Maker {
    let profile: TargetProfile
    let endpoint: String
    let steps: CallSteps?
  }

  /// Returns the target that creates what goes into a slot, or `nil` when none is known.
  private func maker(of slot: Slot, in catalogue: TargetCatalogue) throws -> Maker? {
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

  /// Adds a call with the next number in its name.
  private mutating func add(
    _ kind: String, _ handle: Handle, _ maker: Maker, _ body: JSONValue
  ) {
    let number = made.count + 1
    made.append(
      Prerequisite(
        name: "\(number < 10 ? "0" : "")\(number)-\(kind)-\(handle.name)",
        target: maker.profile.id, endpoint: maker.endpoint, body: body,
        producedPlaceholder: RequestBody.remotePlaceholder(for: handle), files: names.files,
        steps: maker.steps))
  }

  /// Returns whether a call for this handle was added.
  private func isMade(_ handle: Handle) -> Bool {
    made.contains { $0.producedPlaceholder == RequestBody.remotePlaceholder(for: handle) }
  }

  /// Returns whether the provider has given an id for this handle.
  private func isKnown(_ handle: Handle) -> Bool {
    known.contains(RequestBody.remotePlaceholder(for: handle))
  }

  /// Returns whether a call for this handle is required.
  private func isNeeded(_ handle: Handle) -> Bool {
    lacking.contains(RequestBody.remotePlaceholder(for: handle)) && !isMade(handle)
  }

  /// Adds the call for a voice that the request names, or that an element to be created needs.
  mutating func make(
    _ voice: CastVoice, for member: CastMember, in catalogue: TargetCatalogue
  ) throws {
    let isOfElement = try isNeeded(member.handle) && maker(of: .element, in: catalogue) != nil
    guard !isKnown(voice.handle),
      isNeeded(voice.handle) || isOfElement && !isMade(voice.handle),
      let maker = try maker(of: .voice, in: catalogue), let file = voice.file
    else { return }
    let address = names.placeholder(file, ofVoice: voice)
    let fields = Set(maker.profile.request.map(\.name))
    guard fields.contains("voice_url") else { return }
    add(
      "voice", voice.handle, maker,
      [
        "voice_name": fields.contains("voice_name") ? voice.handle : nil,
        "voice_url": address,
      ])
  }

  /// Adds the call for an element.
  mutating func make(
    _ member: CastMember, _ sent: [CastFile], in catalogue: TargetCatalogue
  ) throws {
    guard isNeeded(member.handle), let maker = try maker(of: .element, in: catalogue),
      maker.profile.request.contains(where: { $0.name == "element_image_list" })
    else { return }
    let addresses = sent.map { names.placeholder($0, of: member) }
    let isClip = sent.contains { $0.medium == .clip }
    let voice = member.voice.flatMap { voice in
      sound.isHeard(member) && (isMade(voice.handle) || isKnown(voice.handle))
        ? RequestBody.remotePlaceholder(for: voice.handle) : nil
    }
    let videos: JSONValue = ["refer_videos": addresses.objects { ["video_url": $0] }]
    let images: JSONValue = [
      "frontal_image": addresses.first,
      "refer_images": addresses.dropFirst().objects { ["image_url": $0] },
    ]
    add(
      "element", member.handle, maker,
      [
        "element_name": member.handle,
        "element_description": description(of: member, maker.profile),
        "reference_type": isClip ? "video_refer" : "image_refer",
        "element_video_list": isClip ? videos : nil,
        "element_image_list": isClip ? nil : images,
        "element_voice_id": voice,
      ])
  }

  /// Returns the first sentence of the description if there is room for it, otherwise the name.
  private func description(of member: CastMember, _ maker: TargetProfile) -> String {
    let maximumLength = maker.names?.maximumDescription?.value ?? Int.max
    let sentence = member.firstSentence
    return sentence.isEmpty || sentence.unicodeScalars.count > maximumLength
      ? String(member.displayName.prefix(maximumLength)) : sentence
  }
}
