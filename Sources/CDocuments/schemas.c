// Embeds the JSON Schemas of docs/schemas/: an array for each, and a list of their names.
//
// Decision: docs/decisions/0002-embedded-data.md. Tests: CommandTests (PublishedSchemas) compare
// the list with docs/schemas/. It contains only data, so it has no fuzz target.
#include "documents.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char add_schema[] = {
#embed "../../docs/schemas/add.schema.json"
};
static const unsigned char backup_schema[] = {
#embed "../../docs/schemas/backup.schema.json"
};
static const unsigned char bundle_schema[] = {
#embed "../../docs/schemas/bundle.schema.json"
};
static const unsigned char bundle_diff_schema[] = {
#embed "../../docs/schemas/bundle-diff.schema.json"
};
static const unsigned char bundle_request_schema[] = {
#embed "../../docs/schemas/bundle-request.schema.json"
};
static const unsigned char bundle_verify_schema[] = {
#embed "../../docs/schemas/bundle-verify.schema.json"
};
static const unsigned char call_schema[] = {
#embed "../../docs/schemas/call.schema.json"
};
static const unsigned char cast_sheet_schema[] = {
#embed "../../docs/schemas/cast-sheet.schema.json"
};
static const unsigned char check_schema[] = {
#embed "../../docs/schemas/check.schema.json"
};
static const unsigned char comfyui_schema[] = {
#embed "../../docs/schemas/comfyui.schema.json"
};
static const unsigned char comfyui_index_schema[] = {
#embed "../../docs/schemas/comfyui-index.schema.json"
};
static const unsigned char completions_schema[] = {
#embed "../../docs/schemas/completions.schema.json"
};
static const unsigned char dataset_schema[] = {
#embed "../../docs/schemas/dataset.schema.json"
};
static const unsigned char dismiss_schema[] = {
#embed "../../docs/schemas/dismiss.schema.json"
};
static const unsigned char doctor_schema[] = {
#embed "../../docs/schemas/doctor.schema.json"
};
static const unsigned char edit_schema[] = {
#embed "../../docs/schemas/edit.schema.json"
};
static const unsigned char erase_schema[] = {
#embed "../../docs/schemas/erase.schema.json"
};
static const unsigned char error_schema[] = {
#embed "../../docs/schemas/error.schema.json"
};
static const unsigned char exchange_schema[] = {
#embed "../../docs/schemas/exchange.schema.json"
};
static const unsigned char export_schema[] = {
#embed "../../docs/schemas/export.schema.json"
};
static const unsigned char exports_schema[] = {
#embed "../../docs/schemas/exports.schema.json"
};
static const unsigned char files_schema[] = {
#embed "../../docs/schemas/files.schema.json"
};
static const unsigned char forget_schema[] = {
#embed "../../docs/schemas/forget.schema.json"
};
static const unsigned char gc_schema[] = {
#embed "../../docs/schemas/gc.schema.json"
};
static const unsigned char import_schema[] = {
#embed "../../docs/schemas/import.schema.json"
};
static const unsigned char import_library_schema[] = {
#embed "../../docs/schemas/import-library.schema.json"
};
static const unsigned char init_schema[] = {
#embed "../../docs/schemas/init.schema.json"
};
static const unsigned char job_result_schema[] = {
#embed "../../docs/schemas/job-result.schema.json"
};
static const unsigned char jobs_schema[] = {
#embed "../../docs/schemas/jobs.schema.json"
};
static const unsigned char libraries_schema[] = {
#embed "../../docs/schemas/libraries.schema.json"
};
static const unsigned char limits_schema[] = {
#embed "../../docs/schemas/limits.schema.json"
};
static const unsigned char list_schema[] = {
#embed "../../docs/schemas/list.schema.json"
};
static const unsigned char log_schema[] = {
#embed "../../docs/schemas/log.schema.json"
};
static const unsigned char manual_schema[] = {
#embed "../../docs/schemas/manual.schema.json"
};
static const unsigned char mapping_schema[] = {
#embed "../../docs/schemas/mapping.schema.json"
};
static const unsigned char models_schema[] = {
#embed "../../docs/schemas/models.schema.json"
};
static const unsigned char pack_written_schema[] = {
#embed "../../docs/schemas/pack-written.schema.json"
};
static const unsigned char prepare_schema[] = {
#embed "../../docs/schemas/prepare.schema.json"
};
static const unsigned char projects_schema[] = {
#embed "../../docs/schemas/projects.schema.json"
};
static const unsigned char prompt_schema[] = {
#embed "../../docs/schemas/prompt.schema.json"
};
static const unsigned char provenance_schema[] = {
#embed "../../docs/schemas/provenance.schema.json"
};
static const unsigned char register_schema[] = {
#embed "../../docs/schemas/register.schema.json"
};
static const unsigned char registrations_schema[] = {
#embed "../../docs/schemas/registrations.schema.json"
};
static const unsigned char remote_schema[] = {
#embed "../../docs/schemas/remote.schema.json"
};
static const unsigned char remote_added_schema[] = {
#embed "../../docs/schemas/remote-added.schema.json"
};
static const unsigned char remote_gc_schema[] = {
#embed "../../docs/schemas/remote-gc.schema.json"
};
static const unsigned char remote_key_schema[] = {
#embed "../../docs/schemas/remote-key.schema.json"
};
static const unsigned char remote_machines_schema[] = {
#embed "../../docs/schemas/remote-machines.schema.json"
};
static const unsigned char remote_policy_schema[] = {
#embed "../../docs/schemas/remote-policy.schema.json"
};
static const unsigned char remote_removed_schema[] = {
#embed "../../docs/schemas/remote-removed.schema.json"
};
static const unsigned char remote_signers_schema[] = {
#embed "../../docs/schemas/remote-signers.schema.json"
};
static const unsigned char remove_schema[] = {
#embed "../../docs/schemas/remove.schema.json"
};
static const unsigned char restore_backup_schema[] = {
#embed "../../docs/schemas/restore-backup.schema.json"
};
static const unsigned char review_schema[] = {
#embed "../../docs/schemas/review.schema.json"
};
static const unsigned char review_answers_schema[] = {
#embed "../../docs/schemas/review-answers.schema.json"
};
static const unsigned char rule_schema[] = {
#embed "../../docs/schemas/rule.schema.json"
};
static const unsigned char rules_schema[] = {
#embed "../../docs/schemas/rules.schema.json"
};
static const unsigned char score_schema[] = {
#embed "../../docs/schemas/score.schema.json"
};
static const unsigned char search_schema[] = {
#embed "../../docs/schemas/search.schema.json"
};
static const unsigned char send_schema[] = {
#embed "../../docs/schemas/send.schema.json"
};
static const unsigned char sending_schema[] = {
#embed "../../docs/schemas/sending.schema.json"
};
static const unsigned char serve_schema[] = {
#embed "../../docs/schemas/serve.schema.json"
};
static const unsigned char settings_schema[] = {
#embed "../../docs/schemas/settings.schema.json"
};
static const unsigned char sheet_schema[] = {
#embed "../../docs/schemas/sheet.schema.json"
};
static const unsigned char show_schema[] = {
#embed "../../docs/schemas/show.schema.json"
};
static const unsigned char similar_schema[] = {
#embed "../../docs/schemas/similar.schema.json"
};
static const unsigned char similar_subject_schema[] = {
#embed "../../docs/schemas/similar-subject.schema.json"
};
static const unsigned char sort_schema[] = {
#embed "../../docs/schemas/sort.schema.json"
};
static const unsigned char spending_schema[] = {
#embed "../../docs/schemas/spending.schema.json"
};
static const unsigned char split_schema[] = {
#embed "../../docs/schemas/split.schema.json"
};
static const unsigned char status_schema[] = {
#embed "../../docs/schemas/status.schema.json"
};
static const unsigned char stills_schema[] = {
#embed "../../docs/schemas/stills.schema.json"
};
static const unsigned char submissions_schema[] = {
#embed "../../docs/schemas/submissions.schema.json"
};
static const unsigned char sync_schema[] = {
#embed "../../docs/schemas/sync.schema.json"
};
static const unsigned char take_answers_schema[] = {
#embed "../../docs/schemas/take-answers.schema.json"
};
static const unsigned char take_comment_schema[] = {
#embed "../../docs/schemas/take-comment.schema.json"
};
static const unsigned char take_schema[] = {
#embed "../../docs/schemas/take.schema.json"
};
static const unsigned char takes_schema[] = {
#embed "../../docs/schemas/takes.schema.json"
};
static const unsigned char take_share_schema[] = {
#embed "../../docs/schemas/take-share.schema.json"
};
static const unsigned char take_watch_schema[] = {
#embed "../../docs/schemas/take-watch.schema.json"
};
static const unsigned char target_schema[] = {
#embed "../../docs/schemas/target.schema.json"
};
static const unsigned char target_brief_schema[] = {
#embed "../../docs/schemas/target-brief.schema.json"
};
static const unsigned char target_profile_schema[] = {
#embed "../../docs/schemas/target-profile.schema.json"
};
static const unsigned char targets_schema[] = {
#embed "../../docs/schemas/targets.schema.json"
};
static const unsigned char targets_diff_schema[] = {
#embed "../../docs/schemas/targets-diff.schema.json"
};
static const unsigned char targets_learn_schema[] = {
#embed "../../docs/schemas/targets-learn.schema.json"
};
static const unsigned char timeline_schema[] = {
#embed "../../docs/schemas/timeline.schema.json"
};
static const unsigned char unregister_schema[] = {
#embed "../../docs/schemas/unregister.schema.json"
};
static const unsigned char unuse_schema[] = {
#embed "../../docs/schemas/unuse.schema.json"
};
static const unsigned char update_schema[] = {
#embed "../../docs/schemas/update.schema.json"
};
static const unsigned char upload_schema[] = {
#embed "../../docs/schemas/upload.schema.json"
};
static const unsigned char use_schema[] = {
#embed "../../docs/schemas/use.schema.json"
};
static const unsigned char voice_schema[] = {
#embed "../../docs/schemas/voice.schema.json"
};
static const unsigned char where_used_schema[] = {
#embed "../../docs/schemas/where-used.schema.json"
};

#define SCHEMA(name, array) {name, array, sizeof array}

static const castbook_document_t schemas[] = {
    SCHEMA("add", add_schema),
    SCHEMA("backup", backup_schema),
    SCHEMA("bundle", bundle_schema),
    SCHEMA("bundle-diff", bundle_diff_schema),
    SCHEMA("bundle-request", bundle_request_schema),
    SCHEMA("bundle-verify", bundle_verify_schema),
    SCHEMA("call", call_schema),
    SCHEMA("cast-sheet", cast_sheet_schema),
    SCHEMA("check", check_schema),
    SCHEMA("comfyui", comfyui_schema),
    SCHEMA("comfyui-index", comfyui_index_schema),
    SCHEMA("completions", completions_schema),
    SCHEMA("dataset", dataset_schema),
    SCHEMA("dismiss", dismiss_schema),
    SCHEMA("doctor", doctor_schema),
    SCHEMA("edit", edit_schema),
    SCHEMA("erase", erase_schema),
    SCHEMA("error", error_schema),
    SCHEMA("exchange", exchange_schema),
    SCHEMA("export", export_schema),
    SCHEMA("exports", exports_schema),
    SCHEMA("files", files_schema),
    SCHEMA("forget", forget_schema),
    SCHEMA("gc", gc_schema),
    SCHEMA("import", import_schema),
    SCHEMA("import-library", import_library_schema),
    SCHEMA("init", init_schema),
    SCHEMA("job-result", job_result_schema),
    SCHEMA("jobs", jobs_schema),
    SCHEMA("libraries", libraries_schema),
    SCHEMA("limits", limits_schema),
    SCHEMA("list", list_schema),
    SCHEMA("log", log_schema),
    SCHEMA("manual", manual_schema),
    SCHEMA("mapping", mapping_schema),
    SCHEMA("models", models_schema),
    SCHEMA("pack-written", pack_written_schema),
    SCHEMA("prepare", prepare_schema),
    SCHEMA("projects", projects_schema),
    SCHEMA("prompt", prompt_schema),
    SCHEMA("provenance", provenance_schema),
    SCHEMA("register", register_schema),
    SCHEMA("registrations", registrations_schema),
    SCHEMA("remote", remote_schema),
    SCHEMA("remote-added", remote_added_schema),
    SCHEMA("remote-gc", remote_gc_schema),
    SCHEMA("remote-key", remote_key_schema),
    SCHEMA("remote-machines", remote_machines_schema),
    SCHEMA("remote-policy", remote_policy_schema),
    SCHEMA("remote-removed", remote_removed_schema),
    SCHEMA("remote-signers", remote_signers_schema),
    SCHEMA("remove", remove_schema),
    SCHEMA("restore-backup", restore_backup_schema),
    SCHEMA("review", review_schema),
    SCHEMA("review-answers", review_answers_schema),
    SCHEMA("rule", rule_schema),
    SCHEMA("rules", rules_schema),
    SCHEMA("score", score_schema),
    SCHEMA("search", search_schema),
    SCHEMA("send", send_schema),
    SCHEMA("sending", sending_schema),
    SCHEMA("serve", serve_schema),
    SCHEMA("settings", settings_schema),
    SCHEMA("sheet", sheet_schema),
    SCHEMA("show", show_schema),
    SCHEMA("similar", similar_schema),
    SCHEMA("similar-subject", similar_subject_schema),
    SCHEMA("sort", sort_schema),
    SCHEMA("spending", spending_schema),
    SCHEMA("split", split_schema),
    SCHEMA("status", status_schema),
    SCHEMA("stills", stills_schema),
    SCHEMA("submissions", submissions_schema),
    SCHEMA("sync", sync_schema),
    SCHEMA("take", take_schema),
    SCHEMA("take-answers", take_answers_schema),
    SCHEMA("take-comment", take_comment_schema),
    SCHEMA("take-share", take_share_schema),
    SCHEMA("take-watch", take_watch_schema),
    SCHEMA("takes", takes_schema),
    SCHEMA("target", target_schema),
    SCHEMA("target-brief", target_brief_schema),
    SCHEMA("target-profile", target_profile_schema),
    SCHEMA("targets", targets_schema),
    SCHEMA("targets-diff", targets_diff_schema),
    SCHEMA("targets-learn", targets_learn_schema),
    SCHEMA("timeline", timeline_schema),
    SCHEMA("unregister", unregister_schema),
    SCHEMA("unuse", unuse_schema),
    SCHEMA("update", update_schema),
    SCHEMA("upload", upload_schema),
    SCHEMA("use", use_schema),
    SCHEMA("voice", voice_schema),
    SCHEMA("where-used", where_used_schema),
};

const size_t castbook_schema_count = sizeof schemas / sizeof schemas[0];

castbook_document_t castbook_schema(size_t index) { return schemas[index]; }
