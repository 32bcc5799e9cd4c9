internal import Model
internal import Targets

/// A Python script that makes a bundle's calls with the provider's own client.
public struct PythonScript: Sendable {
  public let lines: [String]
  /// The placeholders that the script can't fill in.
  public let missing: [String]
}

extension BundleCalls {
  /// Returns the calls as a script; `nil` if no client of the provider is known.
  ///
  /// The script uploads the files itself. Everything from the bundle is read as JSON or as text,
  /// and never run as Python.
  ///
  /// - Parameter files: The names of the bundle's files.
  package func python(files: [String]) -> PythonScript? {
    guard let request = calls.last, let client = PythonClient(request.target.provider),
      calls.allSatisfy({ PythonClient($0.target.provider) == client && $0.url != nil })
    else { return nil }
    let names = calls.flatMap(\.missing)
    let uploads = files.filter { names.contains(RequestFile.scheme + $0) }
    let made = Set(calls.compactMap(\.producedPlaceholder))
    let missing = names.filter { name in
      !made.contains(name) && !uploads.contains { RequestFile.scheme + $0 == name }
    }
    // The client reads the variable by which the profile knows the key.
    let keyVariable =
      request.headers.lazy.compactMap { line in
        line.lastIndex(of: "$").map { String(line[line.index(after: $0)...]) }
      }.first ?? "its environment"
    var lines = [
      "# \(sanitized(request.target.rawValue)), with \(client.package): pip install \(client.package)",
      "# Run it in the bundle's folder, or name the folder. The key comes from \(sanitized(keyVariable)).",
      "# Each run is paid. If it stops after it has submitted something, look at the provider's page first.",
    ]
    lines += client.warning.map { ["# \($0)"] } ?? []
    lines += ["import json, pathlib, sys", ""]
    lines += client.beginning
    lines += [
      "", "folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else \".\")", "known = {}", "",
      "def filled(value):", "    if isinstance(value, dict):",
      "        return {name: filled(item) for name, item in value.items()}",
      "    if isinstance(value, list):", "        return [filled(item) for item in value]",
      "    return known.get(value, value) if isinstance(value, str) else value", "",
    ]
    lines += missing.map { "sys.exit(\("missing: \($0)".pythonLiteral))" }
    lines += uploads.map { name in
      "known[\((RequestFile.scheme + name).pythonLiteral)] = upload(folder / \(name.pythonLiteral))"
    }
    for call in calls {
      lines += ["", "# \(sanitized(call.file))"] + body(of: call)
      lines += client.submission(call.url ?? "", call.steps?.result?.path)
      if let placeholder = call.producedPlaceholder {
        lines.append("known[\(placeholder.pythonLiteral)] = result")
      }
    }
    return PythonScript(lines: lines + ["print(result)"], missing: missing)
  }

  private func body(of call: Call) -> [String] {
    // An apostrophe could end the Python literal; JSON has another way to write it.
    let text = call.body.terminalText.replacing("'", with: #"\u0027"#)
    return ["body = filled(json.loads(r'''"]
      + text.split(separator: "\n").map(String.init) + ["'''))"]
  }
}

extension StringProtocol {
  /// The text as a Python literal, in which everything that a terminal could misread is escaped.
  fileprivate var pythonLiteral: String { JSONValue.string(String(self)).pythonText }
}

/// The Python client that a provider publishes.
///
/// fal-client 1.0.3, replicate 1.0.7 and runwayml 5.24.0 were tried with these lines.
private enum PythonClient: String {
  case fal, replicate, runway

  /// - Parameter provider: The first part of a target's id.
  init?(_ provider: String) { self.init(rawValue: provider) }

  /// The name of its package on PyPI.
  var package: String {
    switch self {
    case .fal: "fal-client"
    case .replicate: "replicate"
    case .runway: "runwayml"
    }
  }

  /// A warning for the client's user; `nil` if there is none.
  var warning: String? {
    switch self {
    case .fal: "fal-client itself repeats a call whose answer got lost, so a job may be paid twice."
    case .replicate, .runway: nil
    }
  }

  /// The lines that import the client, and the functions that the script calls.
  var beginning: [String] {
    switch self {
    case .fal:
      ["import fal_client", "", "upload = fal_client.upload_file"]
    case .replicate:
      [
        "import replicate", "", "def upload(path):",
        "    return replicate.files.create(path).urls[\"get\"]",
      ]
    case .runway:
      [
        "import runwayml", "", "# Without repeats: one might submit a job twice.",
        "client = runwayml.RunwayML(max_retries=0)", "", "def upload(path):",
        "    return client.uploads.create_ephemeral(file=path).uri",
      ]
    }
  }

  /// The lines that submit `body`, wait, and set `result`.
  ///
  /// - Parameter place: The path of the result in fal's answer.
  func submission(_ url: String, _ place: ResponsePath?) -> [String] {
    let path = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true).last ?? ""
    switch self {
    case .fal:
      let names = (place?.steps ?? []).map { "[\($0.pythonText)]" }.joined()
      return ["result = fal_client.subscribe(\(path.pythonLiteral), arguments=body)\(names)"]
    case .replicate:
      let model = path.split(separator: "/").dropFirst(2).dropLast().joined(separator: "/")
      return [
        "prediction = replicate.models.predictions.create(\(model.pythonLiteral), input=body[\"input\"])",
        "prediction.wait()", "if prediction.status != \"succeeded\":",
        "    sys.exit(f\"{prediction.status}: {prediction.error}\")", "result = prediction.output",
      ]
    case .runway:
      return [
        "task = client.post(\("/\(path)".pythonLiteral), cast_to=object, body=body)",
        "result = client.tasks.retrieve(task[\"id\"]).wait_for_task_output().output[0]",
      ]
    }
  }
}
