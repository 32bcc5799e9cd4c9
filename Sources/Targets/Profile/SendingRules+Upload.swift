internal import Model

extension SendingRules {
  /// How a file is uploaded.
  public struct Upload: Hashable, Sendable {
    public let method: Method
    /// The address at which the upload begins.
    public let url: String?
    /// The members of the call that begins the upload, for the methods `put` and `form`.
    public let asks: [Member]
    /// The parts of a form besides the file, for the method `multipart`.
    public let form: [Member]
    /// The name of the form's part that contains the file.
    public let part: String?
    /// The call for a token that the bytes are sent with, for the method `post`.
    public let token: Token?
    /// The headers that go with the bytes, for the method `post`.
    public let head: [Member]
    /// Where the answer to the first call contains the address that the bytes go to.
    public let to: ResponsePath?
    /// Where that answer contains the headers to send with the bytes.
    public let headers: ResponsePath?
    /// Where that answer contains the fields of the form to send with the bytes.
    public let fields: ResponsePath?
    /// Where the answer contains the address to use in the request.
    public let address: ResponsePath?
    /// Where the answer says when the file is deleted.
    public let expires: ResponsePath?
    /// The minimum number of hours that the file is kept.
    public let keptHours: Int?
    /// How long the file is kept, in words.
    public let lasts: String?
    /// The longest file that can be uploaded in this way.
    public let maxBytes: Int?
    /// Another way to upload, for longer files and for when this one fails. At most one, which has
    /// no alternative of its own.
    public let otherwise: [Upload]

    /// The calls that an upload consists of.
    public enum Method: String, CaseIterable, ProfileReadable, Sendable {
      /// Files are not uploaded; the provider fetches them from an address.
      case none
      /// One call with the file as part of a form.
      case multipart
      /// A call that returns a token, and then a POST of the bytes with it.
      case post
      /// A call that returns an address, and then a PUT of the bytes.
      case put
      /// A call that returns an address and fields, and then a form with these fields and the file.
      case form
    }

    /// The call for a token: `{"url": "https://…", "at": "token", "scheme": "token_type"}`.
    public struct Token: Hashable, Sendable {
      public let url: String
      /// Where the answer contains the token.
      public let path: ResponsePath
      /// Where it contains the word before the token, such as `Bearer`.
      public let scheme: ResponsePath
    }

    /// A member of an object, a part of a form or a header. In its text, `{name}`, `{type}`,
    /// `{bytes}` and `{sha256}` stand for the properties of the file.
    public struct Member: Hashable, Sendable {
      public let name: String
      public let text: String
    }

    /// All ways to upload a file, the best first.
    public var ways: [Upload] { [self] + otherwise }

    /// Whether the rules state everything that an upload needs.
    public var isComplete: Bool {
      guard url != nil, address != nil, otherwise.allSatisfy(\.isComplete) else { return false }
      return switch method {
      case .none: false
      case .multipart: part != nil
      case .post: token != nil
      case .put: to != nil && !asks.isEmpty
      case .form: to != nil && fields != nil && part != nil && !asks.isEmpty
      }
    }
  }
}

extension SendingRules.Upload: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    method = try reader.required("method")
    url = try reader.address("url")
    asks = try Self.members(&reader, "asks")
    form = try Self.members(&reader, "form")
    part = try reader.optional("part")
    token = try reader.optional("token")
    head = try Self.members(&reader, "head")
    to = try reader.optional("to")
    headers = try reader.optional("headers")
    fields = try reader.optional("fields")
    address = try reader.optional("address")
    expires = try reader.optional("expires")
    keptHours = try reader.optional("keptHours")
    lasts = try reader.optional("lasts")
    maxBytes = try reader.optional("maxBytes")
    let other: Self? = try reader.optional("otherwise")
    otherwise = other.map { [$0] } ?? []
    if let keptHours, !(1...87_600).contains(keptHours) {
      throw reader.fault("should be from 1 to 87600", at: "keptHours")
    }
    for line in head where !Self.isHeaderName(line.name) {
      throw reader.fault("\"\(line.name)\" is not the name of a header", at: "head")
    }
    if let maxBytes, maxBytes < 1 { throw reader.fault("should be at least 1", at: "maxBytes") }
    if other?.otherwise.isEmpty == false || other?.method == Method.none {
      throw reader.fault("should be a way to upload without another one in it", at: "otherwise")
    }
    let others: [Any?] = [
      url, part, token, to, headers, fields, address, expires, keptHours, lasts, maxBytes, other,
      head.first, asks.first, form.first,
    ]
    if method == .none, others.contains(where: { $0 != nil }) {
      throw reader.fault("\"none\" allows no other key", at: "method")
    }
  }

  /// Whether a text is the name of a header: letters, digits and hyphens.
  package static func isHeaderName(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy {
        $0 == 0x2D || (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF)
      }
  }

  private static func members(
    _ reader: inout ProfileReader, _ key: String
  ) throws(ProfileFault) -> [Member] {
    try reader.members(key).map { value throws(ProfileFault) in
      let text = try String(value)
      let plain = ["{name}", "{type}", "{bytes}", "{sha256}"].reduce(text) {
        $0.replacing($1, with: "")
      }
      // By bytes: a carriage return and a line feed are one character.
      if plain.utf8.contains(where: { "{}\r\n\"".utf8.contains($0) }) {
        throw value.fault("knows only {name}, {type}, {bytes} and {sha256}")
      }
      return Member(name: value.path.last ?? "", text: text)
    }
  }
}

extension SendingRules.Upload.Token: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    guard let url = try reader.address("url") else {
      throw reader.fault("the key \"url\" is missing")
    }
    self.url = url
    path = try reader.required("at")
    scheme = try reader.required("scheme")
  }
}
