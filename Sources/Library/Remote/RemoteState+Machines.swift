package import Model

extension RemoteState {
  /// The identity of this machine in the team. A copy of the library on another machine has another
  /// fingerprint and gets its own identity.
  package func machine(
    _ fingerprint: Digest, new: () throws -> ULID
  ) throws -> (id: ULID, isIntroduced: Bool) {
    let known = try value("machine").flatMap { ULID($0) }
    if let known, try value("fingerprint") == fingerprint.hex {
      return (known, try value("introduced") == known.text)
    }
    let id = try new()
    try set("machine", id.text)
    try set("fingerprint", fingerprint.hex)
    // The copy may have other keys than the machine it came from.
    try forgetFailedReport()
    return (id, false)
  }

  /// The identity under which this machine has introduced itself; `nil` if it hasn't.
  package var introducedMachine: ULID? {
    get throws { try value("introduced").flatMap { ULID($0) } }
  }

  /// Notes that this machine has introduced itself.
  package func recordIntroduction(_ machine: ULID) throws { try set("introduced", machine.text) }

  /// Forgets the identity of this machine, which then gets a new one.
  package func forgetMachine() throws {
    try run("DELETE FROM meta WHERE key IN ('machine', 'introduced')", [])
  }

  /// Whether the store refused reports of this machine, as it does if its keys may only read.
  package var hasFailedReport: Bool { get throws { try value("silent") != nil } }

  /// Whether the store refused a report on a day by its own clock.
  package func hasFailedReport(on day: Day) throws -> Bool {
    try value("silent") == day.description
  }

  /// Records that the store refused a report, on a day if it is known.
  package func recordFailedReport(on day: Day?) throws {
    try set("silent", day?.description ?? "1")
  }

  /// Forgets that the store refused a report, since it may accept the next.
  package func forgetFailedReport() throws { try run("DELETE FROM meta WHERE key='silent'", []) }

  // MARK: All machines

  /// Whether a machine's introduction has been read.
  package func hasMachine(_ id: ULID) throws -> Bool {
    try exists("SELECT 1 FROM machine WHERE id=?", [id.text])
  }

  /// Notes a machine that has introduced itself.
  package func recordMachine(_ id: ULID, by: String, host: String, joined: Instant) throws {
    try run(
      "INSERT OR IGNORE INTO machine(id, by, host, joined) VALUES(?, ?, ?, ?)",
      [id.text, by, host, joined])
  }

  /// Records that a machine has left the team.
  package func recordDeparture(of id: ULID) throws {
    try run("INSERT OR IGNORE INTO gone(id) VALUES(?)", [id.text])
  }

  /// Whether a machine has left the team.
  package func hasDeparted(_ id: ULID) throws -> Bool {
    try exists("SELECT 1 FROM gone WHERE id=?", [id.text])
  }

  /// The machines of the team whose introductions were read, earliest first, without those that
  /// have left.
  package func machines() throws -> [TeamMachine] {
    let own = try introducedMachine
    return try statement(
      """
      SELECT id, by, host, joined FROM machine WHERE id NOT IN (SELECT id FROM gone)
      ORDER BY joined, id
      """
    ).all([]) { row in
      (row.text(0), row.text(1), row.text(2), row.instant(3))
    }.compactMap { id, by, host, joined in
      ULID(id).map {
        TeamMachine(
          id: $0, by: by, host: host, joined: joined, isThis: $0 == own)
      }
    }
  }

  // MARK: Reports of erasures

  /// Forgets all reports that were read or written before they were sealed, once.
  package func forgetUnsealedReports() throws {
    guard try value("sealedReports") == nil else { return }
    try run("DELETE FROM report", [])
    try run("DELETE FROM sighting", [])
    try set("sealedReports", "1")
  }

  /// Whether a report has been read.
  package func hasReport(_ key: String) throws -> Bool {
    try exists("SELECT 1 FROM report WHERE key=?", [key])
  }

  /// Notes the erasures that a reporter has carried out: a machine, named by its identity, or the
  /// store itself.
  package func recordReport(_ key: String, of place: String, _ erasures: [Digest]) throws {
    try run("INSERT OR IGNORE INTO report(key) VALUES(?)", [key])
    for erasure in erasures {
      try run("INSERT OR IGNORE INTO sighting(place, erasure) VALUES(?, ?)", [place, erasure])
    }
  }

  /// Whether a reporter has carried out an erasure.
  package func hasSighting(_ erasure: Digest, at place: String) throws -> Bool {
    try exists("SELECT 1 FROM sighting WHERE place=? AND erasure=?", [place, erasure])
  }
}

extension RemoteState {
  /// The number of pushes that are remembered.
  private static let maximumPushes = 100

  /// Notes when a segment arrived in the store, and who made its records.
  package func recordPush(_ segment: Digest, _ push: TeamPush) throws {
    try run(
      "INSERT OR REPLACE INTO push(segment, at, by, count) VALUES(?, ?, ?, ?)",
      [segment, push.at, push.by.joined(separator: "\n"), push.recordCount])
    try run(
      "DELETE FROM push WHERE at<(SELECT at FROM push ORDER BY at DESC LIMIT 1 OFFSET ?)",
      [Self.maximumPushes])
  }

  /// The last pushes that this machine knows of, the newest first.
  package func pushes(limit: Int) throws -> [TeamPush] {
    try statement("SELECT at, by, count FROM push ORDER BY at DESC, segment LIMIT ?").all([limit]) {
      TeamPush(
        at: $0.instant(0), by: $0.text(1).split(separator: "\n").map(String.init),
        recordCount: $0.integer(2))
    }
  }
}
