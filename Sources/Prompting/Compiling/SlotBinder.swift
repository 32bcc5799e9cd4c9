internal import Model
internal import Targets

/// Assigns everything that a prompt names to a slot of the request, and the words that refer to
/// it.
struct SlotBinder {
  typealias Binding = CompiledPrompt.Binding

  private let setup: PromptSetup
  private let script: PromptScript
  private var front: FrontCheck { FrontCheck(script: script, setup: setup) }
  /// Everything that is sent beside the words, in the order of its numbers.
  private(set) var bindings: [Binding] = []
  private(set) var remarks: [PromptRemark] = []
  /// The words for an element: at its first mention, and at later ones.
  private var phrases: [ULID: (first: String, later: String)] = [:]
  /// The elements that the prompt describes, because the target has no token for them.
  private(set) var describedHandles: [Handle] = []
  /// The token of each image, by its number in the shot file.
  private var imageTokens: [Int: String] = [:]
  /// The token of the video, or `nil` when the target has none.
  private var videoToken: String?

  private var profile: TargetProfile { setup.profile }
  private var dialect: Dialect? { profile.dialect }

  /// Assigns the elements, images, voices and frames of a script.
  ///
  /// - Throws: An error when the rules for elements come from a target that the catalogue
  ///   doesn't have.
  init(_ script: PromptScript, for setup: PromptSetup, _ catalogue: TargetCatalogue) throws {
    self.script = script
    self.setup = setup
    // Without elements, the target that defines their rules need not be known.
    let element =
      profile[.element] == nil || script.members.isEmpty
      ? nil : try catalogue.rules(for: .element, of: profile)
    if profile[.element] != nil {
      for (index, member) in script.members.enumerated() {
        bind(member, number: index + 1, element?.rules)
      }
      for (index, image) in imagesInOrder.enumerated() {
        bind(image: image, number: imagesBefore + index + 1)
      }
    } else if profile[.image] != nil, !script.members.isEmpty {
      bindAsImages()
    } else {
      for member in script.members { describe(member, sent: []) }
      for (index, image) in imagesInOrder.enumerated() {
        bind(image: image, number: imagesBefore + index + 1)
      }
    }
    remarks += FaceCheck(script: script, setup: setup).remarks
    for (number, voice) in script.voices.enumerated() { bind(voice: voice, number: number + 1) }
    bindFrames()
  }

  // MARK: Elements

  /// Assigns an element to a slot of its own, and checks the number and the media of its files.
  private mutating func bind(_ member: CastMember, number: Int, _ rules: SlotRules?) {
    let range = rules?.pictures?.value
    let maximum = range?.maximum ?? Self.defaultMaximum
    let minimum = range?.minimum ?? 1
    let selection = FileSelection(
      of: member, script.choice(of: member), minimum: minimum, maximum: maximum,
      acceptsClip: profile[.clip] != nil)
    remarks += selection.remarks
    if rules?.acceptsOnlyIDs != true {
      checkMedia(selection, of: member)
      remarks += [front.remark(on: selection.chosen.first, of: member)].compactMap(\.self)
    }
    let isClip = selection.chosen.contains { $0.medium == .clip }
    if let pictures = rules?.pictures, !isClip {
      check(selection.chosen.count, of: member, pictures, minimum: minimum, maximum: maximum)
    }
    let token = dialect?.element.map { Self.token($0, number: number, name: member.handle.name) }
    bindings.append(
      Binding(
        token: token, slot: .element,
        subject: .element(
          member, sent: selection.chosen, left: selection.remaining(of: member))))
    if let token {
      phrases[member.element] = (token, token)
    } else {
      describe(member, sent: selection.chosen)
    }
  }

  /// The number of pictures for each element when the target doesn't state one; guides call
  /// four a good set.
  private static let defaultMaximum = 4

  /// Reports too few or too many pictures of an element.
  private mutating func check(
    _ count: Int, of member: CastMember, _ pictures: Fact<SlotRules.Range>, minimum: Int,
    maximum: Int
  ) {
    let location = script.choice(of: member)?.location
    if count < minimum {
      remarks.append(
        setup.violation(
          .requestTooFewReferences, pictures, at: location,
          "\(member.handle) is sent with \(Self.pictures(count)); \(profile.id) needs "
            + "at least \(minimum)",
          fix: location == nil
            ? "castbook add \(member.handle) FILE…"
            : "choose at least \(minimum) in images, or castbook add \(member.handle) FILE…",
          measured: count, limit: minimum))
    } else if count > maximum {
      remarks.append(
        setup.violation(
          .requestTooManyReferences, pictures, at: location,
          "\(count) pictures of \(member.handle) are chosen; \(profile.id) accepts \(maximum)",
          fix: "choose \(maximum) of them", measured: count, limit: maximum))
    }
  }

  private static func pictures(_ count: Int) -> String {
    count == 1 ? "1 picture" : "\(count) pictures"
  }

  /// Reports chosen files that can't be sent: a sound, a clip where only pictures are accepted,
  /// or a clip together with pictures.
  private mutating func checkMedia(_ selection: FileSelection, of member: CastMember) {
    let location = script.choice(of: member)?.location
    let media = Set(selection.chosen.map(\.medium))
    if media.contains(.sound) {
      remarks.append(surplus("a sound as a picture of \(member.handle)", at: location))
    }
    guard media.contains(.clip) else { return }
    if profile[.clip] == nil {
      remarks.append(surplus("a clip of \(member.handle)", at: location))
    } else if selection.chosen.count > 1 {
      remarks.append(
        .error(
          .requestTooManyReferences, at: location,
          "a clip of \(member.handle) is chosen with other files; an element is made from a clip or from pictures",
          fix: "choose only the clip, or only pictures"))
    }
  }

  /// Names an element in words, because the target has no token for it.
  private mutating func describe(_ member: CastMember, sent: [CastFile]) {
    let name = member.displayName
    let sentence = member.firstSentence
    phrases[member.element] = (sentence.isEmpty ? name : "\(name) (\(sentence))", name)
    if !sentence.isEmpty { describedHandles.append(member.handle) }
    if sent.isEmpty, !profile.showsElements, !profile.request.isEmpty, !showsFrame {
      remarks.append(notShown(member))
      return
    }
    remarks.append(
      .note(
        .promptNoToken, at: nil,
        "\(profile.id) has no token for \(member.handle), so the prompt says \"\(name)\"",
        fix: sent.isEmpty
          ? "none of its files is sent: describe it, or choose a target with elements"
          : "its pictures are sent; describe it as well"))
  }

  /// Whether a frame or a video shows what the words only name.
  private var showsFrame: Bool {
    let settings = script.settings
    return settings.start != nil || settings.end != nil || settings.video != nil
  }

  /// Returns the warning that neither pictures nor the id of an element are sent.
  private func notShown(_ member: CastMember) -> PromptRemark {
    let product = profile.product == .picture ? "pictures" : "videos"
    let kind = profile.slots.isEmpty ? "; it makes \(product) from words alone" : ""
    let finding = Finding(
      .requestNotShown, .warning,
      message: "\(profile.id) accepts no pictures of \(member.handle), only the words"
        + " \"\(member.displayName)\"\(kind)",
      fix: profile.sibling.map { "choose \($0), which shows \(member.handle)" }
        ?? "choose a target with references; castbook targets lists them")
    return setup.remark(finding, nil)
  }

  /// Assigns elements to the plain images of a target without elements.
  ///
  /// Each picture has a token of its own, and all tokens follow the name where it is first
  /// mentioned.
  private mutating func bindAsImages() {
    let shares = Self.shares(
      of: max(0, imageCapacity - script.settings.images.count),
      among: script.members.map { member in
        FileSelection(
          of: member, script.choice(of: member), minimum: 0, maximum: .max, acceptsClip: false
        ).chosen.count
      })
    var number = imagesBefore
    for (index, member) in script.members.enumerated() {
      let selection = FileSelection(
        of: member, script.choice(of: member), minimum: 0, maximum: max(1, shares[index]),
        acceptsClip: false)
      remarks += selection.remarks
      checkMedia(selection, of: member)
      remarks += [front.remark(on: selection.chosen.first, of: member)].compactMap(\.self)
      var tokens: [String] = []
      for _ in selection.chosen {
        number += 1
        if let image = dialect?.image {
          tokens.append(Self.token(image, number: number, name: "\(member.handle.name)_\(number)"))
        }
      }
      let token = tokens.isEmpty ? nil : tokens.joined(separator: ", ")
      bindings.append(
        Binding(
          token: token, slot: .image,
          subject: .element(
            member, sent: selection.chosen, left: selection.remaining(of: member))))
      if let token {
        phrases[member.element] = ("\(member.displayName) (\(token))", member.displayName)
      } else {
        describe(member, sent: selection.chosen)
      }
    }
    for image in imagesInOrder {
      number += 1
      bind(image: image, number: number)
    }
  }

  /// The number of plain images that the request accepts together with everything else that is
  /// sent.
  private var imageCapacity: Int {
    let settings = script.settings
    let others: [Slot: Int] = [
      .start: settings.start == nil ? 0 : 1, .middle: settings.middle.count,
      .end: settings.end == nil ? 0 : 1,
      .video: settings.video == nil ? 0 : 1, .voice: script.voices.count,
    ]
    let own = profile[.image]?.perRequest.map { setup.value($0).maximum ?? Int.max } ?? Int.max
    let counts = others.merging([.image: 1]) { $1 }
    let shared = profile.limits.compactMap { limit -> Int? in
      guard limit.sum.contains(.image), setup.holds(limit, for: counts),
        let maximum = setup.value(limit.count).maximum
      else { return nil }
      return maximum - limit.sum.reduce(0) { $0 + (others[$1] ?? 0) }
    }
    return shared.reduce(own, min)
  }

  /// Distributes a number of images among elements, one to each in turn until none is left.
  static func shares(of capacity: Int, among counts: [Int]) -> [Int] {
    var shares = counts.map { _ in 0 }
    var left = capacity
    while left > 0 {
      let before = left
      for index in counts.indices where left > 0 && shares[index] < counts[index] {
        shares[index] += 1
        left -= 1
      }
      if left == before { break }
    }
    return shares
  }

  private static func token(_ template: String, number: Int, name: String) -> String {
    template.replacing("{n}", with: String(number)).replacing("{name}", with: name)
  }

  // MARK: Images, videos, voices

  /// The images that the text mentions, in the order of their first mentions, and then the
  /// others.
  private var imagesInOrder: [Int] {
    var order: [Int] = []
    for mention in script.texts.flatMap(\.mentions) {
      if case .image(let number) = mention.subject, !order.contains(number),
        number <= script.settings.images.count
      {
        order.append(number)
      }
    }
    return order
      + (1...max(1, script.settings.images.count)).filter {
        $0 <= script.settings.images.count && !order.contains($0)
      }
  }

  /// The number of pictures before the first plain image, where the target's numbers include
  /// the frames.
  private var imagesBefore: Int {
    guard dialect?.countsFrames == true else { return 0 }
    return [(Slot.start, script.settings.start), (.end, script.settings.end)]
      .count { profile[$0] != nil && $1 != nil }
  }

  /// Assigns a plain image to the slot for images.
  private mutating func bind(image: Int, number: Int) {
    let path = script.settings.images[image - 1]
    guard profile[.image] != nil else {
      remarks.append(surplus("plain images", at: path.location, isMany: true))
      return
    }
    let token = dialect?.image.map { Self.token($0, number: number, name: "image_\(number)") }
    bindings.append(
      Binding(token: token, slot: .image, subject: .image(image, path: path.value)))
    imageTokens[image] = token ?? "image \(number)"
  }

  /// Assigns the start, middle and end frames and the video to their slots.
  private mutating func bindFrames() {
    func frame(
      _ path: Located<String>?, _ slot: Slot, _ what: String,
      _ subject: (String) -> Binding.Subject, token: String? = nil
    ) {
      guard let path else { return }
      guard profile[slot] != nil else {
        remarks.append(surplus(what, at: path.location))
        return
      }
      bindings.append(Binding(token: token, slot: slot, subject: subject(path.value)))
    }
    let settings = script.settings
    videoToken = dialect?.video.map { Self.token($0, number: 1, name: "video_1") }
    frame(settings.start, .start, "a start frame", Binding.Subject.start(path:))
    for (index, middle) in settings.middle.enumerated() {
      frame(middle, .middle, "a middle frame") { .middle(index + 1, path: $0) }
    }
    frame(settings.end, .end, "an end frame", Binding.Subject.end(path:))
    frame(
      settings.video, .video, "a video", Binding.Subject.video(path:), token: videoToken)
  }

  /// Returns the error for something that the target doesn't accept.
  private func surplus(
    _ what: String, at location: TextLocation?, isMany: Bool = false
  ) -> PromptRemark {
    .error(
      .requestTooManyReferences, at: location, "\(profile.id) does not accept \(what)",
      fix: "remove \(isMany ? "them" : "it"), or choose another target")
  }

  /// Assigns a voice that the text names.
  ///
  /// Where the provider makes voices they belong to elements; otherwise the sample is sent,
  /// with a token or without.
  private mutating func bind(voice: CastMember, number: Int) {
    let rules = profile[.voice]
    let token = dialect?.voice.flatMap { template in
      rules.map { _ in Self.token(template, number: number, name: voice.handle.name) }
    }
    let isSent = token != nil || rules.map { $0.via == nil } ?? false
    if isSent {
      bindings.append(Binding(token: token, slot: .voice, subject: .voice(voice)))
    }
    let name = token ?? voice.displayName
    phrases[voice.element] = (name, name)
    guard token == nil else { return }
    remarks.append(
      .note(
        .promptNoToken, at: nil,
        "\(profile.id) has no token for the voice \(voice.handle), so the prompt says \"\(name)\"",
        fix: isSent
          ? "its sample is sent: say whose voice it is"
          : "bind it: castbook bind @CHARACTER \(voice.handle)"))
  }

  // MARK: Words

  /// Returns the words that are sent for a text. `named` contains the elements that were
  /// already mentioned.
  func text(of text: PromptText, named: inout Set<ULID>) -> String {
    var endsInName = false
    return text.pieces.reduce(into: "") { sent, piece in
      switch piece {
      case .words(let words):
        // Providers that find a name in the words must see where it ends, also in Chinese.
        if endsInName, words.first?.isLetter == true || words.first?.isNumber == true {
          sent += " "
        }
        sent += words
        endsInName = false
      case .mention(let mention):
        let phrase = self.words(for: mention, named: &named)
        endsInName = phrase.hasPrefix("@")
        sent += phrase
      }
    }
  }

  private func words(for mention: PromptText.Mention, named: inout Set<ULID>) -> String {
    switch mention.subject {
    case .element(let reference):
      guard let member = script.member(reference), let phrase = phrases[member.element] else {
        return mention.text
      }
      return named.insert(member.element).inserted ? phrase.first : phrase.later
    case .image(let number): return imageTokens[number] ?? mention.text
    case .video: return videoToken ?? "the video"
    case .unknown: return mention.text
    }
  }
}
