package import Model

/// The user's folders for settings, state and data.
package enum UserConfiguration {
  /// Returns a folder in `$XDG_CONFIG_HOME/castbook`, or in `~/.config/castbook` if the variable
  /// isn't an absolute path.
  ///
  /// - Returns: The folder, whether or not it exists; `nil` if the environment has no home folder.
  package static func folder(_ name: String, _ environment: (String) -> [UInt8]?) -> FilePath? {
    path(name, "XDG_CONFIG_HOME", ".config", environment)
  }

  /// Returns a file in `$XDG_STATE_HOME/castbook`, or in `~/.local/state/castbook`, by the same
  /// rules.
  package static func state(_ name: String, _ environment: (String) -> [UInt8]?) -> FilePath? {
    path(name, "XDG_STATE_HOME", ".local/state", environment)
  }

  /// Returns a file in `$XDG_DATA_HOME/castbook`, or in `~/.local/share/castbook`, by the same
  /// rules.
  package static func data(_ name: String, _ environment: (String) -> [UInt8]?) -> FilePath? {
    path(name, "XDG_DATA_HOME", ".local/share", environment)
  }

  private static func path(
    _ name: String, _ variable: String, _ usual: String, _ environment: (String) -> [UInt8]?
  ) -> FilePath? {
    let tail = Array("castbook/\(name)".utf8)
    if let folder = environment(variable), folder.first == UInt8(ascii: "/") {
      return FilePath(bytes: folder)?.appending(tail)
    }
    guard let home = environment("HOME") else { return nil }
    return FilePath(bytes: home)?.appending(Array("\(usual)/".utf8) + tail)
  }
}
