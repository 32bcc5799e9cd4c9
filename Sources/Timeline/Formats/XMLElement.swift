/// An element of an XML document.
///
/// ```swift
/// XMLElement("gap", [("name", "a & b"), ("start", nil)]).text  // <gap name="a &amp; b"/>
/// ```
struct XMLElement {
  let name: String
  /// The attributes that have a value, in their order.
  let attributes: [(name: String, value: String)]
  let children: [XMLElement]
  /// The text of an element that has no children.
  let content: String?

  /// Creates an element; attributes without a value are left out.
  init(
    _ name: String, _ attributes: KeyValuePairs<String, String?> = [:],
    _ children: [XMLElement] = [], content: String? = nil
  ) {
    self.name = name
    self.attributes = attributes.compactMap { name, value in value.map { (name, $0) } }
    self.children = children
    self.content = content
  }

  /// Returns the lines of the element, indented by its depth.
  func lines(depth: Int = 0) -> [String] {
    let indent = String(repeating: "  ", count: depth)
    let start =
      indent + "<" + name
      + attributes.map { " \($0.name)=\"\(Self.escaped($0.value, inAttribute: true))\"" }.joined()
    if let content {
      return ["\(start)>\(Self.escaped(content, inAttribute: false))</\(name)>"]
    }
    guard !children.isEmpty else { return ["\(start)/>"] }
    return ["\(start)>"] + children.flatMap { $0.lines(depth: depth + 1) } + ["\(indent)</\(name)>"]
  }

  /// Returns a text with the characters replaced that have a meaning in XML. Those that XML can't
  /// contain are shown by their code points.
  private static func escaped(_ text: String, inAttribute: Bool) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"" where inAttribute: escaped += "&quot;"
      // Readers would make spaces of them in an attribute.
      case "\n", "\r", "\t": escaped += inAttribute ? "&#\(scalar.value);" : " "
      default:
        if isAllowed(scalar) {
          escaped.unicodeScalars.append(scalar)
        } else {
          escaped += "\\u{\(String(scalar.value, radix: 16))}"
        }
      }
    }
    return escaped
  }

  /// Whether a document may contain a character (XML 1.0, section 2.2).
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0xFFFE, 0xFFFF: false
    default: true
    }
  }
}
