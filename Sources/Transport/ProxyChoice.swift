internal import Model

/// Chooses the proxy for a host by the environment variables that curl reads.
struct ProxyChoice {
  /// Returns the value of a variable; `nil` if it isn't set.
  let variable: (String) -> String?

  /// The proxy for encrypted connections to a host; empty if there is none.
  func proxy(for host: String) -> String {
    let exceptions = value("no_proxy", "NO_PROXY") ?? ""
    if isExcepted(host, exceptions) { return "" }
    return value("https_proxy", "HTTPS_PROXY") ?? value("all_proxy", "ALL_PROXY") ?? ""
  }

  private func value(_ names: String...) -> String? {
    names.lazy.compactMap(variable).first { !$0.isEmpty }
  }

  private func isExcepted(_ host: String, _ exceptions: String) -> Bool {
    exceptions.split(whereSeparator: { $0 == "," || $0 == " " || $0 == "\t" }).contains { word in
      let name = word.drop { $0 == "." }.lowercased()
      return word == "*" || host == name || host.hasSuffix(".\(name)")
    }
  }
}
