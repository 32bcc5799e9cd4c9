internal import Model
internal import Transfers

/// A form with texts and at most one file, as the body of a request.
struct MultipartForm {
  let body: Connections.Body
  /// The media type of the body.
  let type: String

  /// - Parameter boundary: A text that occurs in no part.
  init(_ parts: [ProviderCall.FormPart], boundary: String) {
    type = "multipart/form-data; boundary=\(boundary)"
    var before: [UInt8] = []
    var after: [UInt8] = []
    var file: FilePath?
    func add(_ text: String) {
      if file == nil { before += text.utf8 } else { after += text.utf8 }
    }
    for part in parts {
      let start =
        "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(Self.quoted(part.name))\""
      switch part.content {
      case .text(let text): add("\(start)\r\n\r\n\(text)\r\n")
      case .file(let path, let name, let type):
        add("\(start); filename=\"\(Self.quoted(name))\"\r\nContent-Type: \(type)\r\n\r\n")
        file = path
        add("\r\n")
      }
    }
    add("--\(boundary)--\r\n")
    body = file.map { .file($0, before: before, after: after) } ?? .bytes(before)
  }

  /// A name as browsers escape it inside quotation marks.
  private static func quoted(_ name: String) -> String {
    // CR and LF together are one character of a `String`, so replace scalars.
    name.unicodeScalars.reduce(into: "") { text, scalar in
      switch scalar {
      case "\"": text += "%22"
      case "\r": text += "%0D"
      case "\n": text += "%0A"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}
