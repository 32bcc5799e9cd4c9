internal import CGalleryServer
internal import Castbook
internal import Synchronization

/// Open pages that hear of changes.
final class Listeners: Sendable {
  private let pages = Mutex<[Visit]>([])
  private let hasNews = Mutex(false)

  private static let most = 64
  /// How often the library is asked whether anything changed, and how often a page hears that all is well.
  private static let pause = Duration.milliseconds(100)
  private static let pausesBetweenLooks = 5
  private static let pausesBetweenSigns = 150

  var isFull: Bool { pages.withLock { $0.count >= Self.most } }

  func add(_ visit: Visit) {
    pages.withLock { $0.append(visit) }
  }

  /// Says that something was changed here just now, so that nobody waits for it.
  func look() { hasNews.withLock { $0 = true } }

  /// Tells pages what changes, until the task is cancelled.
  func watch(_ library: ElementLibrary) async {
    var mark = try? library.mark()
    var pauses = 0
    while !Task.isCancelled {
      try? await Task.sleep(for: Self.pause)
      pauses += 1
      let isNews = hasNews.withLock { hasNews in
        defer { hasNews = false }
        return hasNews
      }
      if isNews || pauses.isMultiple(of: Self.pausesBetweenLooks) {
        if let known = mark {
          // A library that can't be asked just now is asked again.
          if let changes = try? library.changes(since: known) {
            mark = changes.mark
            tell("changed", Self.json(changes))
          }
        } else {
          mark = try? library.mark()
        }
      }
      if pauses.isMultiple(of: Self.pausesBetweenSigns) { tell("alive", [:]) }
    }
  }

  private static func json(_ changes: LibraryChanges) -> JSONValue {
    [
      "mark": .string(changes.mark.text),
      "elements": changes.elements.map { elements in
        .array(
          elements.map {
            ["element": .string($0.element.text), "handle": .string($0.handle.name)]
          })
      },
    ]
  }

  /// Sends an event to all; who is gone is let go.
  private func tell(_ event: String, _ value: JSONValue) {
    let text = Array("event: \(event)\ndata: \(value.compactText)\n\n".utf8)
    let gone = pages.withLock { pages in
      let gone = pages.filter { !$0.hears(text) }
      if !gone.isEmpty { pages.removeAll { page in gone.contains { $0 === page } } }
      return gone
    }
    for page in gone { page.leave() }
  }

  /// Lets all of them go.
  func end() {
    for page in pages.withLock({ pages in
      defer { pages = [] }
      return pages
    }) { page.leave() }
  }
}

extension Visit {
  /// Whether it is there still, and quick enough.
  fileprivate func hears(_ text: [UInt8]) -> Bool {
    unsafe castbook_exchange_send(exchange, text, text.count)
  }
}

extension Hub {
  func events(_ visit: Visit) throws -> WebAnswer {
    guard !listeners.isFull else { throw Refusal.tooMuch }
    listeners.add(visit)
    return WebAnswer(
      body: .events,
      headers: [
        ("Content-Type", "text/event-stream; charset=utf-8"), WebAnswer.notStored,
        WebAnswer.nothingRuns,
      ])
  }
}
