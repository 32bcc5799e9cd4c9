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
      "castbook": schema, "path": read.path, "status": read.status, "target": read.target?.id,
      "asOf": read.target?.asOf, "endpoint": prompt?.endpoint?.path, "tier": prompt?.endpoint?.tier,
      "variant": prompt?.endpoint?.variant, "seconds": prompt?.seconds,
      "prompt": text, "shots": shots, "length": prompt.map { length($0.length) },
      "render": read.render.map(ExportJSON.render), "request": read.body?.json,
      "placeholders": read.body?.placeholders.map(placeholder),
      "first": read.body.map { _ in read.prerequisites },
      "remotes": read.body.map { _ in read.remotes.map(remote) },
      "bindings": prompt?.bindings.map(binding), "findings": read.remarks.map(remark),
    ]
  }

  /// Returns the text of the prompt, or its shots; one of the two is `nil`.
  private static func words(_ prompt: CompiledPrompt?) -> (String?, [JSONValue]?) {
    switch prompt?.form {
    case .text(let text): (text, nil)
    case .shots(let shots):
      (nil, shots.objects { ["prompt": $0.text, "seconds": $0.seconds, "length": $0.length] })
    case nil: (nil, nil)
    }
  }

  /// Returns a placeholder of the request, with the JSON pointers to its occurrences.
  private static func placeholder(_ found: (name: String, pointers: [String])) -> JSONValue {
    ["placeholder": found.name, "at": found.pointers]
  }

  /// Returns an element that the request refers to by an id of the provider.
  private static func remote(_ remote: RemoteName) -> JSONValue {
    [
      "placeholder": remote.placeholder, "handle": remote.handle,
      "id": remote.isUsable ? remote.status?.registration.remoteId : nil,
      "registration": remote.status.map(RegistrationJSON.registration),
    ]
  }

  /// Returns the length of the prompt and its limit.
  private static func length(_ length: CompiledPrompt.Length) -> JSONValue {
    ["count": length.count, "limit": length.limit, "counted": length.counted]
  }

  /// Returns what a token of the prompt refers to.
  private static func binding(_ binding: CompiledPrompt.Binding) -> JSONValue {
    let subject: JSONValue =
      switch binding.subject {
      case .element(let member, let sent, let left):
        element(member).adding(["sent": sent.map(file), "left": left.map(file)])
      case .voice(let member): element(member).adding(["sent": member.files.map(file)])
      case .image(let number, let path): ["image": number, "path": path]
      case .middle(_, let path), .video(let path), .start(let path), .end(let path):
        ["path": path]
      }
    return .object(["slot": binding.slot, "token": binding.token]).adding(subject)
  }

  /// Returns an element of the cast.
  private static func element(_ member: CastMember) -> JSONValue {
    [
      "handle": member.handle, "name": member.name, "kind": member.kind,
      "element": member.element, "revision": member.sequence, "sha256": member.revision,
      "pinned": member.isPinned,
    ]
  }

  /// Returns a file of an element.
  private static func file(_ file: CastFile) -> JSONValue {
    ["number": file.number, "role": file.role, "path": file.name, "sha256": file.blob]
  }

  /// Returns a finding with its line and column in the shot file.
  static func remark(_ remark: PromptRemark) -> JSONValue {
    .object(["line": remark.location?.line, "column": remark.location?.column])
      .adding(remark.finding.json)
  }
}
