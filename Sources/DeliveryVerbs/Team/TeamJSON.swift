internal import Transfers

/// The JSON of `remote`, `push`, `pull`, `sync` and `fetch` (`docs/json.md`).
public enum TeamJSON {
  /// Returns `remote-added/1`: a store that was set up.
  public static func added(_ added: AddedRemote) -> JSONValue {
    let probe = added.probe
    return [
      "castbook": "remote-added/1", "remote": settings(added.settings), "new": added.isNew,
      "copy": added.isCopy, "keyFile": added.newKey?.text,
      "store": .object([
        "mayWrite": probe.mayWrite, "mayDelete": probe.mayDelete,
        "verifiesSha256": probe.verifiesSHA256, "verifiesMd5": probe.verifiesMD5,
        "refusesOldSignatures": probe.refusesOldSignatures,
        "honoursConditions": probe.supportsConditionalPut,
        "clockDifference": probe.clockDifference,
      ]),
    ]
  }

  /// Returns `remote/1`: where a library is shared.
  public static func status(_ status: RemoteStatus) -> JSONValue {
    [
      "castbook": "remote/1", "remote": settings(status.settings), "lastPull": status.lastPull,
      "unsentRecordCount": status.unsentCount, "absentFileCount": status.absentFileCount,
      "machineCount": status.team.machines.count,
      "waitingErasureCount": status.waitingErasureCount, "loss": status.loss.map(loss),
      "pushes": status.pushes.nonEmpty?.objects { push in
        ["at": push.at, "by": push.by.nonEmpty, "recordCount": push.recordCount]
      },
      "openErasures": status.team.openErasures.nonEmpty?.objects(erasure),
    ]
  }

  /// Returns `remote-machines/1`: the machines of a team, and erasures that haven't reached all of
  /// them.
  public static func machines(_ team: TeamMachines) -> JSONValue {
    [
      "castbook": "remote-machines/1",
      "machines": team.machines.map(MachineJSON.machine),
      "openErasures": team.openErasures.nonEmpty?.objects(erasure),
    ]
  }

  private static func erasure(_ erasure: OpenErasure) -> JSONValue {
    [
      "sha256": erasure.record, "at": erasure.at, "store": (!erasure.isCleaned).orNil,
      "machines": erasure.machines.map(\.id).nonEmpty,
    ]
  }

  /// Returns `remote-signers/1`: the machines that have signed what they wrote.
  public static func signers(_ signers: [TeamSigner]) -> JSONValue {
    [
      "castbook": "remote-signers/1",
      "signers": signers.objects { signer in
        [
          "fingerprint": signer.key.fingerprint, "by": signer.by.nonEmpty,
          "host": signer.host.nonEmpty, "last": signer.last,
          "signatureCount": signer.signatureCount, "this": signer.isThis.orNil,
          "keeper": signer.isKeeper.orNil, "ended": signer.isEnded.orNil,
        ]
      },
    ]
  }

  /// Returns `remote-removed/1`: the sharing was ended.
  public static func removed(_ location: String) -> JSONValue {
    ["castbook": "remote-removed/1", "location": location]
  }

  /// Returns `remote-gc/1`: the result of cleaning up a team store.
  public static func collected(_ collected: CollectedRemoteGarbage) -> JSONValue {
    let garbage = collected.found
    return [
      "castbook": "remote-gc/1", "location": collected.location,
      "markedCount": garbage.markedCount, "markedBytes": garbage.markedBytes,
      "deletedCount": garbage.deletedCount, "deletedBytes": garbage.deletedBytes,
      "waitingCount": garbage.waitingCount, "erasedRecordCount": garbage.erasedRecordCount,
      "erasedWaitingCount": garbage.erasedWaitingCount,
    ]
  }

  /// Returns `remote-policy/1`: the permissions that a store must grant a member of the team.
  public static func policy(_ policy: RemotePolicy) -> JSONValue {
    [
      "castbook": "remote-policy/1", "role": policy.role.rawValue, "location": policy.location.text,
      "policy": policy.json,
    ]
  }

  /// Returns `remote-key/1`: a new key was added to the team's file.
  public static func rotated(_ path: FilePath) -> JSONValue {
    ["castbook": "remote-key/1", "path": path.text]
  }

  /// Returns `sync/1`: the result of an exchange.
  public static func synced(_ outcome: SyncOutcome) -> JSONValue {
    [
      "castbook": "sync/1", "location": outcome.location, "complete": outcome.isComplete,
      "pulled": outcome.pulled.map { pulled in
        JSONValue.object([
          "recordCount": pulled.recordCount,
          "elements": outcome.elements.objects { element in
            [
              "element": element.element, "handle": element.handle, "kind": element.kind,
              "revision": element.sequence,
              "forked": element.isForked.orNil, "nameShared": element.sharesName.orNil,
              "suffix": element.suffix,
            ]
          },
          "allElements": pulled.namesAllElements,
          "erasures": pulled.erasures.nonEmpty?.objects(arrived),
          "problems": pulled.problems.nonEmpty?.objects { ["key": $0.key, "reason": $0.reason] },
        ])
      },
      "pushed": outcome.pushed.map { pushed in
        JSONValue.object([
          "recordCount": pushed.recordCount, "fileCount": pushed.fileCount,
          "bytes": pushed.byteCount, "heldRecordCount": pushed.heldRecordCount,
          "missing": outcome.files(pushed.missingFiles).nonEmpty?.objects(file),
        ])
      },
      "fetched": outcome.fetched.map { fetched in
        JSONValue.object([
          "fileCount": fetched.fileCount, "bytes": fetched.byteCount,
          "absent": outcome.files(fetched.missing).nonEmpty?.objects(file),
          "damaged": outcome.files(fetched.damaged).nonEmpty?.objects(file),
        ])
      }, "loss": outcome.loss.map(loss), "absentFileCount": outcome.absentFileCount,
    ]
  }

  private static func settings(_ settings: RemoteSettings) -> JSONValue {
    [
      "location": settings.location, "endpoint": settings.endpoint, "region": settings.region,
      "profile": settings.profile, "account": settings.account, "ca": settings.authorities?.text,
      "files": settings.files,
      "sealed": settings.keySource != nil, "keeper": settings.keeper?.fingerprint,
    ]
  }

  private static func loss(_ loss: StoreLoss) -> JSONValue {
    [
      "segmentCount": loss.segmentCount, "recordCount": loss.recordCount,
      "pushCount": loss.pushCount,
      "fileCount": loss.fileCount, "soughtFileCount": loss.soughtFileCount,
    ]
  }

  /// An erasure by a teammate, and why it waits.
  private static func arrived(_ erasure: ArrivedErasure) -> JSONValue {
    var waits: ArrivedErasure.Reason?
    if case .waiting(let reason) = erasure.state { waits = reason }
    return [
      "element": erasure.element, "handle": erasure.handle, "kind": erasure.kind,
      "by": erasure.by.nonEmpty, "at": erasure.at, "reason": erasure.reason.nonEmpty,
      "fileCount": erasure.fileCount, "waits": waits,
      "refused": (erasure.state == .refused).orNil,
    ]
  }

  private static func file(_ file: SyncOutcome.File) -> JSONValue {
    ["sha256": file.digest, "handle": file.handle, "path": file.name]
  }
}
