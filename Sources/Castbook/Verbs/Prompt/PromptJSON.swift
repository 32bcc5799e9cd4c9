/// The JSON of `prompt` (`docs/json.md`): `prompt/2`.
public enum PromptJSON {
  /// The name and version of the format.
  public static let schema = "prompt/2"

  /// Returns a prompt as it was read and compiled for its target. What could not be compiled is
  /// absent.
  public static func value(of read: ShotPrompt) -> JSONValue {
    let prompt = read.prompt
    let (text, shots) = words(prompt)
    return [
      "castbook": .string(schema), "path": .string(read.path.text),
      "path_hex": read.path.isText ? nil : .string(Hex.text(of: read.path.bytes)),
      "status": .string(read.status.rawValue),
      "target": read.target.map { .string($0.id.rawValue) },
      "asOf": read.target.map { .string($0.asOf.description) },
      "endpoint": prompt?.endpoint.map { .string($0.path) },
      "tier": prompt?.endpoint?.tier.map { .string($0) },
      "variant": prompt?.endpoint?.variant.map { .string($0) },
      "seconds": prompt?.seconds.map { .integer($0) },
      "prompt": text, "shots": shots,
      "length": prompt.map { length($0.length) },
      "render": read.render.map(ExportJSON.render),
      "request": read.body?.json,
      "placeholders": read.body.map { .array($0.placeholders.map(placeholder)) },
      "first": read.body.map { _ in .array(read.prerequisites.map(\.json)) },
      "remotes": read.body.map { _ in .array(read.remotes.map(remote)) },
      "bindings": prompt.map { .array($0.bindings.map(binding)) },
      "findings": .array(read.remarks.map(remark)),
    ]
  }

  /// Returns the text of the prompt, or its shots; one of the two is `nil`.
  private static func words(_ prompt: CompiledPrompt?) -> (JSONValue?, JSONValue?) {
    switch prompt?.form {
    case .text(let text): (.string(text), nil)
    case .shots(let shots):
      (
        nil,
        .array(
          shots.map { shot in
            [
              "prompt": .string(shot.words), "seconds": shot.seconds.map { .integer($0) },
              "length": .integer(shot.length),
            ]
          })
      )
    case nil: (nil, nil)
    }
  }

  /// Returns a placeholder of the request, with the JSON pointers to its occurrences.
  private static func placeholder(_ found: (name: String, pointers: [String])) -> JSONValue {
    ["placeholder": .string(found.name), "at": .array(found.pointers.map { .string($0) })]
  }

  /// Returns an element that the request refers to by an id of the provider.
  private static func remote(_ remote: RemoteName) -> JSONValue {
    [
      "placeholder": .string(remote.placeholder), "handle": .string(remote.handle.name),
      "id": remote.isUsable ? remote.status.map { .string($0.registration.remoteId) } : nil,
      "registration": remote.status.map(RegistrationJSON.registration),
    ]
  }

  /// Returns the length of the prompt and its limit.
  private static func length(_ length: CompiledPrompt.Length) -> JSONValue {
    [
      "count": .integer(length.count), "limit": length.limit.map { .integer($0) },
      "counted": .string(length.counted.rawValue),
    ]
  }

  /// Returns what a token of the prompt refers to.
  private static func binding(_ binding: CompiledPrompt.Binding) -> JSONValue {
    let own: [JSONValue.Member] =
      switch binding.subject {
      case .element(let member, let sent, let left):
        members(of: member) + members(["sent": files(sent), "left": files(left)])
      case .voice(let member): members(of: member) + members(["sent": files(member.files)])
      case .image(let number, let path):
        members(["image": .integer(number), "path": .string(path)])
      case .middle(_, let path): members(["path": .string(path)])
      case .video(let path), .start(let path), .end(let path): members(["path": .string(path)])
      }
    let head: JSONValue = [
      "slot": .string(binding.slot.rawValue), "token": binding.token.map { .string($0) },
    ]
    return .object((head.members ?? []) + own)
  }

  /// Returns the members of an object; empty for any other value.
  private static func members(_ value: JSONValue) -> [JSONValue.Member] { value.members ?? [] }

  /// Returns the members that identify an element of the cast.
  private static func members(of member: CastMember) -> [JSONValue.Member] {
    members([
      "handle": .string(member.handle.name), "name": .string(member.name),
      "kind": .string(member.kind.rawValue), "element": .string(member.element.text),
      "revision": .integer(member.sequence), "sha256": .string(member.revision.hex),
      "pinned": .boolean(member.isPinned),
    ])
  }

  /// Returns files of an element.
  private static func files(_ files: [CastFile]) -> JSONValue {
    .array(
      files.map { file in
        [
          "number": .integer(file.number), "role": .string(file.role.rawValue),
          "path": .string(file.name), "sha256": .string(file.blob.hex),
        ]
      })
  }

  /// Returns a finding with its line and column in the shot file.
  static func remark(_ remark: PromptRemark) -> JSONValue {
    let position: JSONValue = [
      "line": remark.place.map { .integer($0.line) },
      "column": remark.place.map { .integer($0.column) },
    ]
    let finding = CheckJSON.findings([remark.finding]).array?.first?.members ?? []
    return .object((position.members ?? []) + finding)
  }
}
