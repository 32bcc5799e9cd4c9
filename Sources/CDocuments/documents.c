// Embeds the documents that `castbook help TOPIC` prints: an array for each, and a list of their
// names.
//
// Decision: docs/decisions/0002-embedded-data.md. Tests: CommandTests (HelpTopics) compare the list
// with docs/. It contains only data, so it has no fuzz target.
#include "documents.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char agents[] = {
#embed "../../docs/agents.md"
};
static const unsigned char backup[] = {
#embed "../../docs/backup.md"
};
static const unsigned char bundle_format[] = {
#embed "../../docs/bundle-format.md"
};
static const unsigned char comfyui[] = {
#embed "../../docs/comfyui.md"
};
static const unsigned char datasets[] = {
#embed "../../docs/datasets.md"
};
static const unsigned char element_json[] = {
#embed "../../docs/element-json.md"
};
static const unsigned char exit_codes[] = {
#embed "../../docs/exit-codes.md"
};
static const unsigned char gallery[] = {
#embed "../../docs/gallery.md"
};
static const unsigned char json[] = {
#embed "../../docs/json.md"
};
static const unsigned char library[] = {
#embed "../../docs/library.md"
};
static const unsigned char limits[] = {
#embed "../../docs/limits.md"
};
static const unsigned char lock[] = {
#embed "../../docs/lock.md"
};
static const unsigned char other_libraries[] = {
#embed "../../docs/other-libraries.md"
};
static const unsigned char prepare[] = {
#embed "../../docs/prepare.md"
};
static const unsigned char provenance[] = {
#embed "../../docs/provenance.md"
};
static const unsigned char scores[] = {
#embed "../../docs/scores.md"
};
static const unsigned char scripting[] = {
#embed "../../docs/scripting.md"
};
static const unsigned char security[] = {
#embed "../../docs/security.md"
};
static const unsigned char sending[] = {
#embed "../../docs/sending.md"
};
static const unsigned char shot_files[] = {
#embed "../../docs/shot-files.md"
};
static const unsigned char split[] = {
#embed "../../docs/split.md"
};
static const unsigned char targets[] = {
#embed "../../docs/targets.md"
};
static const unsigned char team[] = {
#embed "../../docs/team.md"
};
static const unsigned char terms[] = {
#embed "../../docs/terms.md"
};
static const unsigned char timeline[] = {
#embed "../../docs/timeline.md"
};
static const unsigned char troubleshooting[] = {
#embed "../../docs/troubleshooting.md"
};
static const unsigned char tutorial[] = {
#embed "../../docs/tutorial.md"
};
static const unsigned char voices[] = {
#embed "../../docs/voices.md"
};
static const unsigned char working_together[] = {
#embed "../../docs/working-together.md"
};

#define DOCUMENT(name, array) {name, array, sizeof array}

static const castbook_document_t documents[] = {
    DOCUMENT("agents", agents),
    DOCUMENT("backup", backup),
    DOCUMENT("bundle-format", bundle_format),
    DOCUMENT("comfyui", comfyui),
    DOCUMENT("datasets", datasets),
    DOCUMENT("element-json", element_json),
    DOCUMENT("exit-codes", exit_codes),
    DOCUMENT("gallery", gallery),
    DOCUMENT("json", json),
    DOCUMENT("library", library),
    DOCUMENT("limits", limits),
    DOCUMENT("lock", lock),
    DOCUMENT("other-libraries", other_libraries),
    DOCUMENT("prepare", prepare),
    DOCUMENT("provenance", provenance),
    DOCUMENT("scores", scores),
    DOCUMENT("scripting", scripting),
    DOCUMENT("security", security),
    DOCUMENT("sending", sending),
    DOCUMENT("shot-files", shot_files),
    DOCUMENT("split", split),
    DOCUMENT("targets", targets),
    DOCUMENT("team", team),
    DOCUMENT("terms", terms),
    DOCUMENT("timeline", timeline),
    DOCUMENT("troubleshooting", troubleshooting),
    DOCUMENT("tutorial", tutorial),
    DOCUMENT("voices", voices),
    DOCUMENT("working-together", working_together),
};

const size_t castbook_document_count = sizeof documents / sizeof documents[0];

castbook_document_t castbook_document(size_t index) { return documents[index]; }
