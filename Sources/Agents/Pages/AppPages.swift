internal import CAgentPages
internal import Model

/// The pages that clients with the extension MCP Apps show in a chat, and how the extension names
/// them.
///
/// A page is one HTML document without anything that it loads. A client shows it in a frame of its
/// own, and they exchange messages.
enum AppPages {
  /// The name of the extension.
  static let name = "io.modelcontextprotocol/ui"
  /// The media type of a page.
  static let type = "text/html;profile=mcp-app"

  /// What the server declares about the extension.
  static var capability: JSONValue { .object([JSONValue.Member(name, .object([]))]) }

  /// Returns whether a client with these capabilities shows pages.
  static func areShown(by capabilities: JSONValue) -> Bool {
    let types = capabilities["extensions"]?[name]?["mimeTypes"]?.array ?? []
    return types.contains(.string(type))
  }

  /// Returns what a tool says about its page. The page calls no tool itself.
  static func meta(of address: String) -> JSONValue {
    ["ui": .object(["resourceUri": address, "visibility": ["model"]])]
  }

  /// The page of the tool `choose`.
  static let choose = AgentResource(
    "ui://castbook/choose.html", name: "choose", title: "Choose pictures",
    description: "Pictures to choose from by eye.", type: type
  ) {
    // A page may load nothing from other machines.
    let security: JSONValue = [
      "connectDomains": [] as JSONValue, "resourceDomains": [] as JSONValue,
    ]
    let meta: JSONValue = ["ui": .object(["csp": security, "prefersBorder": true])]
    return ResourceContent(type: type, body: .text(text(of: "choose.html")), meta: meta)
  }

  /// Returns the text of an embedded file; an empty one if there is no such file.
  static func text(of name: String) -> String {
    for index in 0..<castbook_agent_page_count {
      let page = unsafe castbook_agent_page(index)
      guard unsafe String(cString: page.name) == name else { continue }
      let bytes = unsafe UnsafeBufferPointer(start: page.bytes, count: page.count)
      return unsafe String(decoding: bytes, as: UTF8.self)
    }
    return ""
  }

  /// The names of the embedded files.
  static var names: [String] {
    (0..<castbook_agent_page_count).map { index in
      unsafe String(cString: castbook_agent_page(index).name)
    }
  }
}
