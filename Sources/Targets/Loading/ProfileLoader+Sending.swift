internal import Model

extension ProfileLoader {
  /// Reads `"sending": "fal"`, or an object that names shared rules under `as` and contains what
  /// differs.
  static func sending(
    _ reader: inout ProfileReader, _ defaults: FactDefaults
  ) throws(ProfileFault) -> SendingReference? {
    guard let value = reader.value("sending") else { return nil }
    if value.members == nil {
      return SendingReference(
        shared: try ProfileReader.text(value, path: reader.path + ["sending"]), own: .none)
    }
    var inner = try ProfileReader(value, path: reader.path + ["sending"])
    let reference = SendingReference(
      shared: try inner.optionalString("as"), own: try sendingRules(&inner, defaults))
    try inner.finish()
    return reference
  }

  /// Reads the rules on sending that an object contains.
  static func sendingRules(
    _ reader: inout ProfileReader, _ defaults: FactDefaults
  ) throws(ProfileFault) -> SendingRules {
    SendingRules(
      keys: try keyKinds(&reader, defaults),
      upload: try upload(&reader, defaults),
      submit: try reader.objectFact("submit", defaults) { reader throws(ProfileFault) in
        try answerPlace("id", &reader)
      },
      success: try reader.objectFact("success", defaults) { reader throws(ProfileFault) in
        let value = try reader.required("is")
        guard value.scalarText != nil else {
          throw reader.fault("should be text, a number, true or false", at: "is")
        }
        return SendingRules.Success(place: try answerPlace("at", &reader), value: value)
      },
      poll: try poll(&reader, defaults),
      result: try reader.objectFact("result", defaults) { reader throws(ProfileFault) in
        SendingRules.Result(
          url: try address("url", &reader, hasJobID: true), place: try answerPlace("at", &reader),
          inside: try reader.has("inside") ? answerPlace("inside", &reader) : nil,
          lasts: try reader.optionalString("lasts"))
      },
      resume: try reader.choiceFact("resume", SendingRules.Resume.self, defaults))
  }

  /// Reads the accepted kinds of API keys.
  private static func keyKinds(
    _ reader: inout ProfileReader, _ defaults: FactDefaults
  ) throws(ProfileFault) -> Fact<[SendingRules.KeyKind]>? {
    try reader.fact("keys", defaults) { value, path throws(ProfileFault) in
      try choices(value, SendingRules.KeyKind.self, path: path)
    }
  }

  /// Reads a list of words of an enumeration: at least one, and none twice.
  static func choices<Choice: RawRepresentable & CaseIterable & Hashable>(
    _ value: JSONValue, _ type: Choice.Type, path: [String]
  ) throws(ProfileFault) -> [Choice] where Choice.RawValue == String {
    guard let items = value.array, !items.isEmpty else {
      throw ProfileFault(path: path, problem: "should be a list of at least one word")
    }
    var choices: [Choice] = []
    for (index, item) in items.enumerated() {
      let path = path + [String(index)]
      let choice = try ProfileReader.choice(item, type, path: path)
      if choices.contains(choice) {
        throw ProfileFault(path: path, problem: "\"\(choice.rawValue)\" appears twice")
      }
      choices.append(choice)
    }
    return choices
  }

  /// Reads how files are uploaded.
  private static func upload(
    _ reader: inout ProfileReader, _ defaults: FactDefaults
  ) throws(ProfileFault) -> Fact<SendingRules.Upload>? {
    try reader.objectFact("upload", defaults) { reader throws(ProfileFault) in
      guard let method = try reader.choice("method", SendingRules.Upload.Method.self) else {
        throw reader.fault("the key \"method\" is missing")
      }
      let upload = SendingRules.Upload(
        method: method, url: try address("url", &reader, hasJobID: false),
        address: try reader.has("address") ? answerPlace("address", &reader) : nil,
        lasts: try reader.optionalString("lasts"))
      if method == .none, upload.url != nil || upload.address != nil || upload.lasts != nil {
        throw reader.fault("\"none\" allows no url, address or lasts", at: "method")
      }
      return upload
    }
  }

  /// Reads how a job's state is requested.
  private static func poll(
    _ reader: inout ProfileReader, _ defaults: FactDefaults
  ) throws(ProfileFault) -> Fact<SendingRules.Poll>? {
    try reader.objectFact("poll", defaults) { reader throws(ProfileFault) in
      guard let url = try address("url", &reader, hasJobID: true) else {
        throw reader.fault("the key \"url\" is missing")
      }
      let poll = SendingRules.Poll(
        url: url, state: try answerPlace("state", &reader), waiting: try words("waiting", &reader),
        done: try words("done", &reader), failed: try words("failed", &reader))
      if poll.done.isEmpty { throw reader.fault("the key \"done\" is missing") }
      let all = poll.waiting + poll.done + poll.failed
      if Set(all).count < all.count { throw reader.fault("a state appears twice") }
      return poll
    }
  }

  /// Reads a list of words, which must not be empty when it is present.
  private static func words(
    _ key: String, _ reader: inout ProfileReader
  ) throws(ProfileFault) -> [String] {
    try reader.nonEmptyList(key) { value, path throws(ProfileFault) in
      try ProfileReader.text(value, path: path)
    }
  }

  /// Reads a place in an answer.
  private static func answerPlace(
    _ key: String, _ reader: inout ProfileReader
  ) throws(ProfileFault) -> ResponsePath {
    let text = try reader.string(key)
    guard let place = ResponsePath(text) else {
      throw reader.fault("\"\(text)\" is not a place like \"data.outputs[0].url\"", at: key)
    }
    return place
  }

  /// Reads an https address without characters that a shell or a header would interpret. An address
  /// that asks about a job must contain `{id}`.
  private static func address(
    _ key: String, _ reader: inout ProfileReader, hasJobID: Bool
  ) throws(ProfileFault) -> String? {
    guard let url = try reader.optionalString(key) else { return nil }
    let plain = url.replacing("{id}", with: "").replacing("{app}", with: "")
    let isPlain = plain.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    guard url.hasPrefix("https://"), isPlain, !plain.contains(where: { "{}\"'`\\<>".contains($0) })
    else { throw reader.fault("\"\(url)\" is not an https address", at: key) }
    if hasJobID, !url.contains("{id}") {
      throw reader.fault("\"\(url)\" has no {id} for the job's id", at: key)
    }
    return url
  }
}
