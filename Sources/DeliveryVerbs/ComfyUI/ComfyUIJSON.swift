/// The JSON of `export --layout comfyui` (`docs/json.md`): `comfyui/1`.
public enum ComfyUIJSON {
  public static let schema = "comfyui/1"

  /// Returns the plan, and what was written of it.
  ///
  /// - Parameter outcome: `nil` if nothing was written.
  public static func value(of plan: ExportPlan, _ outcome: ComfyUIExport?) -> JSONValue {
    [
      "castbook": schema, "status": plan.status, "folder": outcome?.folder.text,
      "written": outcome != nil,
      "files": outcome?.files.objects { file in
        self.file(file).adding(["wasThere": outcome?.existing.contains(file.name) == true])
      },
      "workflows": outcome?.workflows.objects { workflow in
        [
          "file": workflow.file, "shot": workflow.planned.read.path.text,
          "target": workflow.planned.read.target?.id, "node": workflow.node,
          "bundle": workflow.bundle,
          "wasThere": outcome?.existing.contains(workflow.file) == true,
          "prompt": workflow.planned.read.prompt?.text,
          "inputs": workflow.inputs.objects { ["input": $0.input, "file": $0.file] },
        ]
      },
      "shots": plan.shots.objects { shot in
        [
          "shot": shot.read.path.text, "status": shot.status, "target": shot.read.target?.id,
          "findings": shot.remarks.map(PromptJSON.remark),
        ]
      },
      "unnoted": outcome?.ledgerFailure,
    ]
  }

  /// Returns a file, as the index lists it.
  static func file(_ file: ComfyUIFile) -> JSONValue {
    [
      "file": file.name, "sha256": file.digest, "from": file.original, "bytes": file.byteCount,
      "width": file.size?.width, "height": file.size?.height, "role": file.role,
      "handle": file.element?.handle, "element": file.element?.identity,
      "revision": file.element?.revision, "sequence": file.element?.sequence,
      "kind": file.element?.kind,
    ]
  }
}
