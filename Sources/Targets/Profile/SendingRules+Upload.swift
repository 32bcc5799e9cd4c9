internal import Model

extension SendingRules {
  /// How a file is uploaded.
  public struct Upload: Hashable, Sendable {
    public let method: Method
    /// The address at which the upload begins.
    public let url: String?
    /// What the call says that begins the upload, for the methods `put` and `form`.
    public let asks: [Member]
    /// The parts of a form besides the file, for the method `multipart`.
    public let form: [Member]
    /// The part of a form that has the file.
    public let part: String?
    /// Where the answer to the first call contains the address that the bytes go to.
    public let to: ResponsePath?
    /// Where that answer contains the lines of the head that go with them.
    public let headers: ResponsePath?
    /// Where that answer contains the fields of the form that go with them.
    public let fields: ResponsePath?
    /// Where the answer contains the address to use in the request.
    public let address: ResponsePath?
    /// Where the answer says when the file is deleted.
    public let expires: ResponsePath?
    /// For how many hours the file is kept at least.
    public let keptHours: Int?
    /// How long the file is kept, in words.
    public let lasts: String?

    /// The calls that an upload consists of.
    public enum Method: String, CaseIterable, ProfileReadable, Sendable {
      /// Files are not uploaded; the provider fetches them from an address.
      case none
      /// One call with the file as part of a form.
      case multipart
      /// A call that returns an address, and then a PUT of the bytes.
      case put
      /// A call that returns an address and fields, and then a form with these fields and the file.
      case form
    }

    /// A member of an object or a part of a form. Its text has `{name}`, `{type}`, `{bytes}` and `{sha256}` for what is
    /// known of the file.
    public struct Member: Hashable, Sendable {
      public let name: String
      public let text: String
    }

    /// Whether everything is stated that an upload needs.
    public var isComplete: Bool {
      guard url != nil, address != nil else { return false }
      return switch method {
      case .none: false
      case .multipart: part != nil
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
    to = try reader.optional("to")
    headers = try reader.optional("headers")
    fields = try reader.optional("fields")
    address = try reader.optional("address")
    expires = try reader.optional("expires")
    keptHours = try reader.optional("keptHours")
    lasts = try reader.optional("lasts")
    if let keptHours, !(1...87_600).contains(keptHours) {
      throw reader.fault("should be from 1 to 87600", at: "keptHours")
    }
    let others: [Any?] = [
      url, part, to, headers, fields, address, expires, keptHours, lasts, asks.first, form.first,
    ]
    if method == .none, others.contains(where: { $0 != nil }) {
      throw reader.fault("\"none\" allows no other key", at: "method")
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
      if plain.contains(where: { "{}\r\n\"".contains($0) }) {
        throw value.fault("knows only {name}, {type}, {bytes} and {sha256}")
      }
      return Member(name: value.path.last ?? "", text: text)
    }
  }
}
