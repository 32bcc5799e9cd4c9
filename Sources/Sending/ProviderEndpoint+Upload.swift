package import Model
internal import Targets
package import Transfers

package struct FileToUpload: Hashable, Sendable {
  package let path: FilePath
  /// The file name for the provider.
  package let name: String
  /// The media type, such as `image/jpeg`.
  package let type: String
  package let byteCount: Int
  package let digest: Digest

  package init(_ path: FilePath, name: String, type: String, byteCount: Int, digest: Digest) {
    (self.path, self.name, self.type) = (path, name, type)
    (self.byteCount, self.digest) = (byteCount, digest)
  }

  /// Fills the file's name, type, length and digest into a template from the rules.
  fileprivate func filled(_ text: String) -> String {
    [
      ("{name}", name), ("{type}", type), ("{bytes}", "\(byteCount)"), ("{sha256}", digest.hex),
    ].reduce(text) { $0.replacing($1.0, with: $1.1) }
  }

  /// The value of a member: a number if the template is just the file's length.
  fileprivate func value(_ text: String) -> JSONValue {
    text == "{bytes}" ? .integer(byteCount) : .string(filled(text))
  }
}

/// A file in a provider's storage.
package struct UploadedFile: Hashable, Sendable {
  /// The address that goes into requests.
  package let address: String
  /// When the provider deletes it; `nil` if it doesn't say.
  package let expires: Instant?
}

/// Why a file was not uploaded.
package enum UploadProblem: Error, Hashable {
  /// No trusted source states how to upload a file.
  case unsupported
  /// The provider refused the file, for this reason.
  case refused(String)
  /// The provider did not accept the key, for this reason.
  case keyRefused(String)
  case failed(TransferFailure)
  /// The answer lacks an address or a token. The text says which.
  case invalidAnswer(String)
}

extension ProviderEndpoint {
  /// Uploads a file. That costs nothing and may be repeated.
  ///
  /// If the best method fails, the other known ones are tried. The first failure is the one to
  /// report.
  package func upload(
    _ file: FileToUpload, at now: Instant, by client: some ProviderClient
  ) throws -> UploadedFile {
    guard let upload, upload.isComplete else { throw UploadProblem.unsupported }
    var first: UploadProblem?
    for way in upload.ways where way.maxBytes.map({ file.byteCount <= $0 }) ?? true {
      do {
        return try uploaded(file, way, at: now, by: client)
      } catch let problem as UploadProblem {
        first = first ?? problem
      }
    }
    throw first ?? UploadProblem.unsupported
  }

  private func uploaded(
    _ file: FileToUpload, _ upload: SendingRules.Upload, at now: Instant,
    by client: some ProviderClient
  ) throws -> UploadedFile {
    guard let address = upload.url.flatMap(ProviderAddress.init) else {
      throw UploadProblem.unsupported
    }
    let begun: ProviderReply
    switch upload.method {
    case .none: throw UploadProblem.unsupported
    case .multipart:
      var form = call(.post, address)
      form.body = .form(
        upload.form.map { .init($0.name, .text(file.filled($0.text))) } + [part(file, upload)])
      begun = try reply(form, by: client)
    case .post:
      begun = try reply(uploadCall(file, upload, to: address, by: client), by: client)
    case .put, .form:
      begun = try reply(startCall(address, file, upload.asks), by: client)
      try sendBytes(file, upload, begun, by: client)
    }
    guard let text = upload.address.flatMap({ begun.providerText(at: $0, .address) }) else {
      throw UploadProblem.invalidAnswer("an answer without a usable address of the file")
    }
    let stated = upload.expires.flatMap { begun.text(at: $0) }.flatMap(Instant.init(stated:))
    let kept = upload.keptHours.map { Instant(milliseconds: now.milliseconds + $0 * 3_600_000) }
    return UploadedFile(address: text, expires: stated ?? kept)
  }

  /// The call that begins an upload.
  private func startCall(
    _ address: ProviderAddress, _ file: FileToUpload, _ asks: [SendingRules.Upload.Member]
  ) -> ProviderCall {
    var begin = call(.post, address)
    begin.headers.append("Content-Type: application/json")
    let members = asks.map { JSONValue.Member($0.name, file.value($0.text)) }
    begin.body = .bytes(JSONValue.object(members).compactBytes)
    return begin
  }

  /// The call that sends the bytes, with a token from the provider instead of the key.
  private func uploadCall(
    _ file: FileToUpload, _ upload: SendingRules.Upload, to address: ProviderAddress,
    by client: some ProviderClient
  ) throws -> ProviderCall {
    guard let rules = upload.token, let tokens = ProviderAddress(rules.url) else {
      throw UploadProblem.unsupported
    }
    let reply = try reply(startCall(tokens, file, []), by: client)
    guard let token = reply.text(at: rules.path), let scheme = reply.text(at: rules.scheme),
      Self.isHeaderText(token), Self.isHeaderText(scheme)
    else { throw UploadProblem.invalidAnswer("an answer without a token for the bytes") }
    var call = ProviderCall(.post, address, headers: ["Authorization: \(scheme) \(token)"])
    call.headers.append("Content-Type: \(file.type)")
    for line in upload.head {
      let text = file.filled(line.text).utf8.map { Self.isHeaderByte($0) ? $0 : UInt8(ascii: "-") }
      call.headers.append("\(line.name): \(String(decoding: text, as: UTF8.self))")
    }
    call.body = .file(file.path)
    return call
  }

  /// Sends the bytes to the address that the first call returned, without a key.
  private func sendBytes(
    _ file: FileToUpload, _ upload: SendingRules.Upload, _ begun: ProviderReply,
    by client: some ProviderClient
  ) throws {
    guard let place = upload.to.flatMap({ begun.text(at: $0) }).flatMap(ProviderAddress.init) else {
      throw UploadProblem.invalidAnswer("an answer without an address for the bytes")
    }
    var call: ProviderCall
    if upload.method == .put {
      call = ProviderCall(.put, place, headers: ["Content-Type: \(file.type)"])
      for member in members(at: upload.headers, begun) where Self.isHeader(member) {
        call.headers.removeAll {
          $0.lowercased().hasPrefix("\(member.name.lowercased()):")
        }
        call.headers.append("\(member.name): \(member.text)")
      }
      call.body = .file(file.path)
    } else {
      call = ProviderCall(.post, place)
      call.body = .form(
        members(at: upload.fields, begun).map { .init($0.name, .text($0.text)) }
          + [part(file, upload)])
    }
    switch try client.answer(call) {
    case .success(let answer) where answer.isSuccess: return
    case .success(let answer):
      throw UploadProblem.refused(ProviderReply(answer, self).providerMessage)
    case .failure(let failure): throw UploadProblem.failed(failure)
    }
  }

  private func part(
    _ file: FileToUpload, _ upload: SendingRules.Upload
  ) -> ProviderCall.FormPart {
    .init(upload.part ?? "file", .file(file.path, name: file.name, type: file.type))
  }

  /// The members of an object in an answer, as texts.
  private func members(
    at path: ResponsePath?, _ reply: ProviderReply
  ) -> [(name: String, text: String)] {
    guard let path, let json = reply.json, case .object(let members)? = path.values(in: json).first
    else { return [] }
    return members.prefix(100).compactMap { member in
      member.value.scalarText.map { (member.key, $0) }
    }
  }

  /// Whether an answer may set a header. It must not contain a key or decide where the call goes.
  private static func isHeader(_ member: (name: String, text: String)) -> Bool {
    let isPlain = SendingRules.Upload.isHeaderName(member.name) && isHeaderText(member.text)
    let reserved: Set = [
      "host", "content-length", "transfer-encoding", "connection", "authorization",
    ]
    return isPlain && !reserved.contains(member.name.lowercased())
  }

  /// Whether a text from an answer may be in a header.
  private static func isHeaderText(_ text: String) -> Bool { text.utf8.allSatisfy(isHeaderByte) }

  /// Whether a byte from an answer or a file name may be in a header. A `$` may not: it would
  /// introduce the variable of a key.
  private static func isHeaderByte(_ byte: UInt8) -> Bool {
    (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "$")
  }

  private func reply(_ call: ProviderCall, by client: some ProviderClient) throws -> ProviderReply {
    switch try client.answer(call) {
    case .failure(let failure): throw UploadProblem.failed(failure)
    case .success(let answer):
      let reply = ProviderReply(answer, self)
      guard reply.isAccepted else {
        throw reply.isKeyRefused
          ? UploadProblem.keyRefused(reply.message) : UploadProblem.refused(reply.message)
      }
      return reply
    }
  }
}

extension Instant {
  /// Parses a time as providers write it: in UTC, with any number of decimals, which are dropped.
  init?(stated text: String) {
    let rest = text.dropFirst(19)
    let zone = rest.first == "." ? rest.dropFirst().drop(while: \.isASCIIDigit) : rest
    guard ["Z", "+00:00", "+0000"].contains(zone) else { return nil }
    self.init("\(text.prefix(19))Z")
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
