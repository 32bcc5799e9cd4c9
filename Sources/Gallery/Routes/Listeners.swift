internal import CGalleryServer
internal import Castbook
internal import Synchronization

/// The open pages that receive events about changes.
final class Listeners: Sendable {
  /// The requests whose exchanges are streams of events.
  private let pages = Mutex<[Request]>([])
  /// Whether this process changed the library, which makes the next check due at once.
  private let hasChanges = Mutex(false)
  /// Whether a page was added that doesn't have the mark of the library yet.
  private let hasNewPages = Mutex(false)

  /// The largest number of open pages.
  private static let maximumCount = 64
  /// The interval between two steps of the loop.
  private static let pause = Duration.milliseconds(100)
  /// The number of steps between two checks whether the library has changed.
  private static let stepsBetweenLooks = 5
  /// The number of steps between two looks at the files of projects that pages show.
  private static let stepsBetweenProjects = 10
  /// The number of steps between two `alive` events.
  private static let stepsBetweenSigns = 150

  /// Whether no more pages can be added.
  var isFull: Bool { pages.withLock { $0.count >= Self.maximumCount } }

  private var hasPages: Bool { pages.withLock { !$0.isEmpty } }

  /// Adds a page.
  func add(_ page: Request) {
    pages.withLock { $0.append(page) }
    hasNewPages.withLock { $0 = true }
  }

  /// Announces a change that this process made; pages learn of it without delay.
  func announceChange() { hasChanges.withLock { $0 = true } }

  /// Tells pages what changes, until the task is cancelled.
  func watch(_ shown: ShownLibrary, and projects: WatchedProjects) async {
    var mark = try? shown.opened.library.changeMark()
    var wasAway = false
    var steps = 0
    while !Task.isCancelled {
      try? await Task.sleep(for: Self.pause)
      steps += 1
      let hasNewPage = Self.take(hasNewPages)
      if Self.take(hasChanges) || hasNewPage || steps.isMultiple(of: Self.stepsBetweenLooks) {
        let isAway = await !shown.isHere()
        if isAway != wasAway { notify(isAway ? "away" : "back", [:]) }
        wasAway = isAway
        if !isAway { tellChanges(of: shown.opened.library, since: &mark) }
      }
      if steps.isMultiple(of: Self.stepsBetweenProjects), hasPages {
        for project in projects.takeChanged() { notify("project", ["project": project]) }
      }
      // The library may have changed after a page was loaded and before it listened, which the mark
      // reveals.
      if hasNewPage || steps.isMultiple(of: Self.stepsBetweenSigns) {
        notify("alive", ["mark": mark?.text])
      }
    }
  }

  /// Returns whether a flag was set, and clears it.
  private static func take(_ flag: borrowing Mutex<Bool>) -> Bool {
    flag.withLock { isSet in
      defer { isSet = false }
      return isSet
    }
  }

  /// Tells pages what has changed since a mark.
  private func tellChanges(of library: ElementLibrary, since mark: inout ChangeMark?) {
    guard let known = mark else {
      mark = try? library.changeMark()
      return
    }
    // A library that can't be read now is checked again later.
    guard let changes = try? library.changes(since: known) else { return }
    mark = changes.mark
    notify("changed", Self.json(changes))
  }

  /// The data of an event about changes. Changes without a revision, such as a dismissal, may be
  /// about any element.
  private static func json(_ changes: LibraryChanges) -> JSONValue {
    [
      "mark": changes.mark.text,
      "elements": changes.elements?.nonEmpty?.objects {
        ["element": $0.element, "handle": $0.handle]
      },
    ]
  }

  /// Sends an event to all pages, and releases those that are closed or too slow.
  func notify(_ event: String, _ value: JSONValue) {
    let text = Array("event: \(event)\ndata: \(value.compactText)\n\n".utf8)
    let closed = pages.withLock { pages in
      let closed = pages.filter { !$0.send(text) }
      if !closed.isEmpty { pages.removeAll { page in closed.contains { $0 === page } } }
      return closed
    }
    for page in closed { page.release() }
  }

  /// Releases all pages.
  func closeAll() {
    for page in pages.withLock({ pages in
      defer { pages = [] }
      return pages
    }) { page.release() }
  }
}

extension Request {
  /// Sends a part of the event stream. Returns false when the page is closed or too slow.
  fileprivate func send(_ text: [UInt8]) -> Bool {
    unsafe castbook_exchange_send(exchange, text, text.count)
  }
}
