/// Packs modules of pages into scripts.
///
/// Each module becomes a function that is called when its exports are first needed. This needs no
/// parser, since the modules are our own: imports and exports begin a line, and exports are
/// declarations.
package enum PagePack {
  /// A module of the page: its name and its text.
  package typealias Module = (name: String, text: String)

  /// Returns two scripts: one with the first module and everything that it imports, and one with
  /// all others.
  ///
  /// - Parameters:
  ///   - first: The name of the module that starts the page.
  ///   - styleAddress: The address of the style sheet that the second script needs.
  ///   - moreAddress: Returns the address of the second script by its text.
  package static func scripts(
    of modules: [Module], from first: String, styleAddress: String,
    moreAddress: (_ more: String) -> String
  ) -> (first: String, more: String) {
    let packed = Packed(modules)
    let needed = packed.needed(by: first)
    let more = """
      await new Promise((done) => {
        const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: "\(styleAddress)" });
        style.onload = style.onerror = done;
        document.head.append(style);
      });
      export default \(packed.list { !needed.contains($0) });

      """
    let script = """
      \(registry)
      const load = async (name) => {
        if (!kinds.has(name)) add((await import("\(moreAddress(more))")).default);
        return need(name);
      };
      add(\(packed.list(needed.contains)));
      need("\(first)");

      """
    return (script, more)
  }

  /// Returns one script with a module and everything that it imports. It is no module itself, so
  /// it runs in a page that is opened from a folder, and it loads nothing later.
  package static func script(of modules: [Module], from first: String) -> String {
    let packed = Packed(modules)
    return """
      {
      \(registry)
      add(\(packed.list(packed.needed(by: first).contains)));
      need("\(first)");
      }

      """
  }

  /// The code that calls the function of a module when its exports are first needed.
  private static let registry = """
    const kinds = new Map(), made = new Map();
    const add = (some) => { for (const [name, make] of some) kinds.set(name, make); };
    const need = (name) => {
      if (!made.has(name)) made.set(name, kinds.get(name)(need));
      return made.get(name);
    };
    """

  /// Modules as functions.
  private struct Packed {
    private let parts: [(name: String, part: Part)]

    init(_ modules: [Module]) { parts = modules.map { ($0.name, Part($0.text)) } }

    /// Returns the names of a module and of everything that it imports.
    func needed(by first: String) -> Set<String> {
      let imports = Dictionary(parts.map { ($0.name, $0.part.imports) }) { first, _ in first }
      var needed: Set<String> = []
      var waiting = [first]
      while let name = waiting.popLast() {
        if needed.insert(name).inserted { waiting += imports[name] ?? [] }
      }
      return needed
    }

    /// Returns a list of names and functions as code.
    func list(_ isIncluded: (String) -> Bool) -> String {
      let some = parts.filter { isIncluded($0.name) }
      return "[\n\(some.map { "[\"\($0.name)\", (need) => {\n\($0.part.text)}],\n" }.joined())]"
    }
  }

  /// A module as the body of a function that returns its exports.
  private struct Part {
    var text = ""
    var imports: [String] = []
    private var exports: [String] = []

    init(_ source: String) {
      var lines = source.split(separator: "\n", omittingEmptySubsequences: false)[...]
      while let line = lines.popFirst() {
        if isInComment {
          add(line)
        } else if line.hasPrefix("import ") {
          var statement = String(line)
          while !statement.contains(" from "), let next = lines.popFirst() { statement += next }
          add(import: statement)
        } else if line.hasPrefix("export ") {
          let declaration = line.dropFirst("export ".count)
          exports.append(Self.name(in: declaration))
          text += "\(declaration)\n"
        } else {
          add(line.replacing("import(`./${name}`)", with: "load(name)"))
        }
      }
      text += "return { \(exports.joined(separator: ", ")) };\n"
    }

    /// Whether the next line continues a comment.
    private var isInComment = false

    /// Adds a line without its indentation, unless it is a comment. No string literal of the page's
    /// modules spans several lines.
    private mutating func add(_ line: Substring) {
      let bare = line.drop { $0 == " " }
      if isInComment || bare.hasPrefix("/**") {
        isInComment = !bare.hasSuffix("*/")
      } else if !bare.hasPrefix("// ") {
        text += "\(bare)\n"
      }
    }

    /// `import { a, b as c } from "./x.js";` becomes `const { a, b: c } = need("x.js");`.
    private mutating func add(import statement: String) {
      let parts = statement.split(separator: "\"")
      guard parts.count > 1, let open = statement.firstIndex(of: "{"),
        let close = statement.firstIndex(of: "}")
      else { return }
      let module = parts[1].dropFirst("./".count)
      let names = statement[statement.index(after: open)..<close].replacing(" as ", with: ": ")
      imports.append(String(module))
      text += "const {\(names)} = need(\"\(module)\");\n"
    }

    /// The name in a declaration: the word after `const`, `class`, `function` or `async function`.
    private static func name(in declaration: Substring) -> String {
      let words = declaration.split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "_") })
      return words.first { !["async", "function", "const", "class"].contains($0) }.map(String.init)
        ?? ""
    }
  }
}
