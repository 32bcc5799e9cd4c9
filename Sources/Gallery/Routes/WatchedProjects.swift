internal import Castbook
internal import Synchronization

/// The projects whose shots pages show. Their files may be changed by other programs, and by other
/// people in a shared folder.
final class WatchedProjects: Sendable {
  private struct Item {
    let project: Project
    var mark: ShotsMark
    var shown: ContinuousClock.Instant
  }

  private let items = Mutex<[Item]>([])

  /// The number of projects that are watched; the one shown the longest time ago is dropped first.
  private static let maximumCount = 4
  /// How long a project is watched after a page has asked for its shots.
  private static let patience = Duration.seconds(86_400)

  /// Watches a project that a page shows from now on.
  func add(_ project: Project) {
    // Other pages have yet to learn what has changed since the known mark.
    let mark = mark(of: project) ?? ShotsMark(of: project)
    items.withLock { items in
      items.removeAll { $0.project.id == project.id }
      items.append(Item(project: project, mark: mark, shown: .now))
      items = items.suffix(Self.maximumCount)
    }
  }

  /// Returns the known mark of a project; `nil` if the project isn't watched.
  private func mark(of project: Project) -> ShotsMark? {
    items.withLock { items in items.first { $0.project.id == project.id }?.mark }
  }

  /// Returns the projects whose files have changed since the last time.
  func takeChanged() -> [ULID] {
    let watched = items.withLock { items in
      items.removeAll { $0.shown.duration(to: .now) > Self.patience }
      return items
    }
    return watched.compactMap { item in
      let mark = ShotsMark(of: item.project)
      guard mark != item.mark else { return nil }
      items.withLock { items in
        guard let index = items.firstIndex(where: { $0.project.id == item.project.id }) else {
          return
        }
        items[index].mark = mark
      }
      return item.project.id
    }
  }
}
