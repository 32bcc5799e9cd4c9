import Foundation
import Model
import TestSupport
import Testing

/// Scripts that send a bundle without Castbook, with the provider's own client.
@Suite("Python scripts of bundles", .timeLimit(.minutes(10)))
struct PythonScripts {
  private let studio: RenderStudio

  init() throws { studio = try RenderStudio() }

  /// A text that would end a Python string, and run.
  private static let words = #"""
    says \\ ''' """ r''' {x} %s $(id) \
    '''))
    import os
    os.system("touch pwned")
    """#

  @Test(
    "Python reads them, whatever the words are",
    arguments: [
      "fal.kling-o3.r2v", "replicate.kling-v3-omni", "runway.kling-3.0.t2v\naspect: 16:9",
    ])
  func words(target: String) throws {
    let subject = target.hasPrefix("runway") ? "She" : "@mira"
    let bundle = try studio.export("shot", for: target, "\(subject) \(Self.words)")
    let printed = try studio.run(["bundle", "request", bundle, "--python"])
    #expect(printed.status == 0, "\(printed)")
    try studio.scratch.write(Data(printed.output.utf8), to: "shot.py")
    let names = """
      import ast
      tree = ast.parse(open("shot.py").read())
      print([name.name for one in tree.body if isinstance(one, ast.Import) for name in one.names])
      """
    let read = try Program.run(Program.python, ["-c", names], in: studio.scratch.url)
    #expect(read.status == 0 && !read.output.contains("'os'"), "\(read)\(printed.output)")
  }

  @Test("There is none for a provider without a published client")
  func none() throws {
    let bundle = try studio.export("shot", for: "kling.v3.t2v\naspect: 16:9", "A car.")
    let result = try studio.run(["bundle", "request", bundle, "--python"])
    #expect(result.status == 2 && result.errors.contains("fal, Replicate and Runway"), "\(result)")
  }

  /// Starts a script with the fakes. By itself Replicate's client ignores HTTPS_PROXY.
  private static let starter = """
    import os, runpy, sys
    if os.environ["TARGET"].startswith("replicate"):
        import httpx, replicate
        client = replicate.Client(transport=httpx.HTTPTransport(proxy=os.environ["HTTPS_PROXY"]))
        replicate.files, replicate.models = client.files, client.models
    runpy.run_path("shot.py", run_name="__main__")

    """

  @Test(
    "They send the same request as castbook does",
    .enabled(if: TestRun.isLong),
    arguments: ["fal.kling-o3.r2v", "replicate.kling-v3-omni", "runway.kling-3.0.i2v"])
  func runs(target: String) throws {
    try studio.bring("starter/mira-front.jpg", as: "front.jpg")
    let isRunway = target.hasPrefix("runway")
    let bundle = try studio.export(
      "shot", for: isRunway ? "\(target)\nstart: front.jpg" : target,
      isRunway ? "A woman's 'wave'." : "@mira's \"wave\".")
    let script = try studio.output("bundle", "request", bundle, "--python")
    try studio.scratch.write(Data(script.utf8), to: "shot.py")
    try studio.scratch.write(Data(Self.starter.utf8), to: "run.py")
    let clients = Fixtures.repository.appending(path: ".build/clients").path()
    let result = try Program.run(
      Program.python, ["-B", "run.py", bundle], in: studio.scratch.url,
      environment: ProcessInfo.processInfo.environment.merging(studio.providers.environment) { $1 }
        .merging(["PYTHONPATH": clients, "TARGET": target]) { $1 })
    #expect(result.status == 0 && result.output.hasPrefix("https://"), "\(result)")
    try studio.output("send", bundle, "--yes")
    let bodies = try studio.providers.set().submissions.compactMap { $0["body"] }
    #expect(bodies.count == 2)
    #expect(Set(bodies.map { Self.withoutAddresses($0).compactText }).count == 1, "\(bodies)")
  }

  private static func withoutAddresses(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let members):
      .object(members.map { JSONValue.Member($0.key, withoutAddresses($0.value)) })
    case .array(let values): .array(values.map(withoutAddresses))
    case .string(let text) where text.contains("://"): "address"
    default: value
    }
  }
}
