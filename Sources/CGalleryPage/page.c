// Embeds every file of the gallery's page: an array for each, and a list of their names.
//
// A new file in Page/ must be added to both here; a test compares the list with the folder.
//
// Decisions: docs/decisions/0023-gallery.md and 0002-embedded-data.md. Tests: GalleryTests (Parts)
// for the list, BrowserTests for the page. There is no fuzz target: it contains only data.
#include "gallery_page.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char accounts_js[] = {
#embed "Page/accounts.js"
};
static const unsigned char add_js[] = {
#embed "Page/add.js"
};
static const unsigned char alike_js[] = {
#embed "Page/alike.js"
};
static const unsigned char api_js[] = {
#embed "Page/api.js"
};
static const unsigned char app_js[] = {
#embed "Page/app.js"
};
static const unsigned char around_js[] = {
#embed "Page/around.js"
};
static const unsigned char arrangement_js[] = {
#embed "Page/arrangement.js"
};
static const unsigned char ask_key_js[] = {
#embed "Page/ask-key.js"
};
static const unsigned char banner_js[] = {
#embed "Page/banner.js"
};
static const unsigned char bar_js[] = {
#embed "Page/bar.js"
};
static const unsigned char base_css[] = {
#embed "Page/base.css"
};
static const unsigned char board_limit_js[] = {
#embed "Page/board-limit.js"
};
static const unsigned char board_send_js[] = {
#embed "Page/board-send.js"
};
static const unsigned char board_target_js[] = {
#embed "Page/board-target.js"
};
static const unsigned char board_js[] = {
#embed "Page/board.js"
};
static const unsigned char bulk_js[] = {
#embed "Page/bulk.js"
};
static const unsigned char care_js[] = {
#embed "Page/care.js"
};
static const unsigned char cast_sheet_js[] = {
#embed "Page/cast-sheet.js"
};
static const unsigned char cast_js[] = {
#embed "Page/cast.js"
};
static const unsigned char changes_js[] = {
#embed "Page/changes.js"
};
static const unsigned char checks_js[] = {
#embed "Page/checks.js"
};
static const unsigned char chooser_js[] = {
#embed "Page/chooser.js"
};
static const unsigned char clip_js[] = {
#embed "Page/clip.js"
};
static const unsigned char closer_js[] = {
#embed "Page/closer.js"
};
static const unsigned char compare_parts_js[] = {
#embed "Page/compare-parts.js"
};
static const unsigned char compare_js[] = {
#embed "Page/compare.js"
};
static const unsigned char comparing_js[] = {
#embed "Page/comparing.js"
};
static const unsigned char create_at_js[] = {
#embed "Page/create-at.js"
};
static const unsigned char destination_js[] = {
#embed "Page/destination.js"
};
static const unsigned char dialog_js[] = {
#embed "Page/dialog.js"
};
static const unsigned char dom_js[] = {
#embed "Page/dom.js"
};
static const unsigned char dragging_js[] = {
#embed "Page/dragging.js"
};
static const unsigned char drop_card_js[] = {
#embed "Page/drop-card.js"
};
static const unsigned char dropping_js[] = {
#embed "Page/dropping.js"
};
static const unsigned char drops_js[] = {
#embed "Page/drops.js"
};
static const unsigned char early_js[] = {
#embed "Page/early.js"
};
static const unsigned char edits_js[] = {
#embed "Page/edits.js"
};
static const unsigned char element_css[] = {
#embed "Page/element.css"
};
static const unsigned char element_js[] = {
#embed "Page/element.js"
};
static const unsigned char empty_js[] = {
#embed "Page/empty.js"
};
static const unsigned char evidence_js[] = {
#embed "Page/evidence.js"
};
static const unsigned char exports_js[] = {
#embed "Page/exports.js"
};
static const unsigned char facts_js[] = {
#embed "Page/facts.js"
};
static const unsigned char fields_js[] = {
#embed "Page/fields.js"
};
static const unsigned char figures_js[] = {
#embed "Page/figures.js"
};
static const unsigned char finding_list_js[] = {
#embed "Page/finding-list.js"
};
static const unsigned char findings_js[] = {
#embed "Page/findings.js"
};
static const unsigned char folder_dialog_js[] = {
#embed "Page/folder-dialog.js"
};
static const unsigned char folders_js[] = {
#embed "Page/folders.js"
};
static const unsigned char fork_js[] = {
#embed "Page/fork.js"
};
static const unsigned char grid_choices_js[] = {
#embed "Page/grid-choices.js"
};
static const unsigned char grid_css[] = {
#embed "Page/grid.css"
};
static const unsigned char grid_js[] = {
#embed "Page/grid.js"
};
static const unsigned char guest_css[] = {
#embed "Page/guest.css"
};
static const unsigned char guest_html[] = {
#embed "Page/guest.html"
};
static const unsigned char guest_js[] = {
#embed "Page/guest.js"
};
static const unsigned char handles_js[] = {
#embed "Page/handles.js"
};
static const unsigned char header_js[] = {
#embed "Page/header.js"
};
static const unsigned char hover_js[] = {
#embed "Page/hover.js"
};
static const unsigned char icon_svg[] = {
#embed "Page/icon.svg"
};
static const unsigned char index_html[] = {
#embed "Page/index.html"
};
static const unsigned char keeping_js[] = {
#embed "Page/keeping.js"
};
static const unsigned char keys_js[] = {
#embed "Page/keys.js"
};
static const unsigned char library_js[] = {
#embed "Page/library.js"
};
static const unsigned char life_js[] = {
#embed "Page/life.js"
};
static const unsigned char light_js[] = {
#embed "Page/light.js"
};
static const unsigned char making_css[] = {
#embed "Page/making.css"
};
static const unsigned char making_js[] = {
#embed "Page/making.js"
};
static const unsigned char marks_js[] = {
#embed "Page/marks.js"
};
static const unsigned char measures_js[] = {
#embed "Page/measures.js"
};
static const unsigned char open_bundle_js[] = {
#embed "Page/open-bundle.js"
};
static const unsigned char open_project_js[] = {
#embed "Page/open-project.js"
};
static const unsigned char pages_js[] = {
#embed "Page/pages.js"
};
static const unsigned char palette_js[] = {
#embed "Page/palette.js"
};
static const unsigned char parts_js[] = {
#embed "Page/parts.js"
};
static const unsigned char pick_js[] = {
#embed "Page/pick.js"
};
static const unsigned char playhead_js[] = {
#embed "Page/playhead.js"
};
static const unsigned char preparing_js[] = {
#embed "Page/preparing.js"
};
static const unsigned char projects_css[] = {
#embed "Page/projects.css"
};
static const unsigned char projects_js[] = {
#embed "Page/projects.js"
};
static const unsigned char references_js[] = {
#embed "Page/references.js"
};
static const unsigned char remedies_js[] = {
#embed "Page/remedies.js"
};
static const unsigned char repeats_js[] = {
#embed "Page/repeats.js"
};
static const unsigned char review_texts_js[] = {
#embed "Page/review-texts.js"
};
static const unsigned char review_js[] = {
#embed "Page/review.js"
};
static const unsigned char rights_js[] = {
#embed "Page/rights.js"
};
static const unsigned char ring_js[] = {
#embed "Page/ring.js"
};
static const unsigned char roles_sheet_js[] = {
#embed "Page/roles-sheet.js"
};
static const unsigned char roles_js[] = {
#embed "Page/roles.js"
};
static const unsigned char route_js[] = {
#embed "Page/route.js"
};
static const unsigned char rows_js[] = {
#embed "Page/rows.js"
};
static const unsigned char rule_text_js[] = {
#embed "Page/rule-text.js"
};
static const unsigned char sections_js[] = {
#embed "Page/sections.js"
};
static const unsigned char sends_js[] = {
#embed "Page/sends.js"
};
static const unsigned char settings_view_js[] = {
#embed "Page/settings-view.js"
};
static const unsigned char settings_js[] = {
#embed "Page/settings.js"
};
static const unsigned char share_takes_js[] = {
#embed "Page/share-takes.js"
};
static const unsigned char shots_complete_js[] = {
#embed "Page/shots-complete.js"
};
static const unsigned char shots_editor_js[] = {
#embed "Page/shots-editor.js"
};
static const unsigned char shots_lines_js[] = {
#embed "Page/shots-lines.js"
};
static const unsigned char shots_result_js[] = {
#embed "Page/shots-result.js"
};
static const unsigned char shots_settings_js[] = {
#embed "Page/shots-settings.js"
};
static const unsigned char shots_store_js[] = {
#embed "Page/shots-store.js"
};
static const unsigned char shots_js[] = {
#embed "Page/shots.js"
};
static const unsigned char sorting_card_js[] = {
#embed "Page/sorting-card.js"
};
static const unsigned char sorting_tile_js[] = {
#embed "Page/sorting-tile.js"
};
static const unsigned char sorting_js[] = {
#embed "Page/sorting.js"
};
static const unsigned char strip_js[] = {
#embed "Page/strip.js"
};
static const unsigned char takes_js[] = {
#embed "Page/takes.js"
};
static const unsigned char target_text_js[] = {
#embed "Page/target-text.js"
};
static const unsigned char targets_js[] = {
#embed "Page/targets.js"
};
static const unsigned char team_settings_js[] = {
#embed "Page/team-settings.js"
};
static const unsigned char team_js[] = {
#embed "Page/team.js"
};
static const unsigned char text_diff_js[] = {
#embed "Page/text-diff.js"
};
static const unsigned char texts_js[] = {
#embed "Page/texts.js"
};
static const unsigned char tile_js[] = {
#embed "Page/tile.js"
};
static const unsigned char together_js[] = {
#embed "Page/together.js"
};
static const unsigned char unfolding_js[] = {
#embed "Page/unfolding.js"
};
static const unsigned char units_js[] = {
#embed "Page/units.js"
};
static const unsigned char verbs_js[] = {
#embed "Page/verbs.js"
};
static const unsigned char views_css[] = {
#embed "Page/views.css"
};
static const unsigned char voice_measures_js[] = {
#embed "Page/voice-measures.js"
};
static const unsigned char voice_js[] = {
#embed "Page/voice.js"
};
static const unsigned char waves_js[] = {
#embed "Page/waves.js"
};
static const unsigned char words_js[] = {
#embed "Page/words.js"
};
static const unsigned char zoom_js[] = {
#embed "Page/zoom.js"
};

static const castbook_page_file_t files[] = {
    {"accounts.js", accounts_js, sizeof accounts_js},
    {"add.js", add_js, sizeof add_js},
    {"alike.js", alike_js, sizeof alike_js},
    {"api.js", api_js, sizeof api_js},
    {"app.js", app_js, sizeof app_js},
    {"around.js", around_js, sizeof around_js},
    {"arrangement.js", arrangement_js, sizeof arrangement_js},
    {"ask-key.js", ask_key_js, sizeof ask_key_js},
    {"banner.js", banner_js, sizeof banner_js},
    {"bar.js", bar_js, sizeof bar_js},
    {"base.css", base_css, sizeof base_css},
    {"board-limit.js", board_limit_js, sizeof board_limit_js},
    {"board-send.js", board_send_js, sizeof board_send_js},
    {"board-target.js", board_target_js, sizeof board_target_js},
    {"board.js", board_js, sizeof board_js},
    {"bulk.js", bulk_js, sizeof bulk_js},
    {"care.js", care_js, sizeof care_js},
    {"cast-sheet.js", cast_sheet_js, sizeof cast_sheet_js},
    {"cast.js", cast_js, sizeof cast_js},
    {"changes.js", changes_js, sizeof changes_js},
    {"checks.js", checks_js, sizeof checks_js},
    {"chooser.js", chooser_js, sizeof chooser_js},
    {"clip.js", clip_js, sizeof clip_js},
    {"closer.js", closer_js, sizeof closer_js},
    {"compare-parts.js", compare_parts_js, sizeof compare_parts_js},
    {"compare.js", compare_js, sizeof compare_js},
    {"comparing.js", comparing_js, sizeof comparing_js},
    {"create-at.js", create_at_js, sizeof create_at_js},
    {"destination.js", destination_js, sizeof destination_js},
    {"dialog.js", dialog_js, sizeof dialog_js},
    {"dom.js", dom_js, sizeof dom_js},
    {"dragging.js", dragging_js, sizeof dragging_js},
    {"drop-card.js", drop_card_js, sizeof drop_card_js},
    {"dropping.js", dropping_js, sizeof dropping_js},
    {"drops.js", drops_js, sizeof drops_js},
    {"early.js", early_js, sizeof early_js},
    {"edits.js", edits_js, sizeof edits_js},
    {"element.css", element_css, sizeof element_css},
    {"element.js", element_js, sizeof element_js},
    {"empty.js", empty_js, sizeof empty_js},
    {"evidence.js", evidence_js, sizeof evidence_js},
    {"exports.js", exports_js, sizeof exports_js},
    {"facts.js", facts_js, sizeof facts_js},
    {"fields.js", fields_js, sizeof fields_js},
    {"figures.js", figures_js, sizeof figures_js},
    {"finding-list.js", finding_list_js, sizeof finding_list_js},
    {"findings.js", findings_js, sizeof findings_js},
    {"folder-dialog.js", folder_dialog_js, sizeof folder_dialog_js},
    {"folders.js", folders_js, sizeof folders_js},
    {"fork.js", fork_js, sizeof fork_js},
    {"grid-choices.js", grid_choices_js, sizeof grid_choices_js},
    {"grid.css", grid_css, sizeof grid_css},
    {"grid.js", grid_js, sizeof grid_js},
    {"guest.css", guest_css, sizeof guest_css},
    {"guest.html", guest_html, sizeof guest_html},
    {"guest.js", guest_js, sizeof guest_js},
    {"handles.js", handles_js, sizeof handles_js},
    {"header.js", header_js, sizeof header_js},
    {"hover.js", hover_js, sizeof hover_js},
    {"icon.svg", icon_svg, sizeof icon_svg},
    {"index.html", index_html, sizeof index_html},
    {"keeping.js", keeping_js, sizeof keeping_js},
    {"keys.js", keys_js, sizeof keys_js},
    {"library.js", library_js, sizeof library_js},
    {"life.js", life_js, sizeof life_js},
    {"light.js", light_js, sizeof light_js},
    {"making.css", making_css, sizeof making_css},
    {"making.js", making_js, sizeof making_js},
    {"marks.js", marks_js, sizeof marks_js},
    {"measures.js", measures_js, sizeof measures_js},
    {"open-bundle.js", open_bundle_js, sizeof open_bundle_js},
    {"open-project.js", open_project_js, sizeof open_project_js},
    {"pages.js", pages_js, sizeof pages_js},
    {"palette.js", palette_js, sizeof palette_js},
    {"parts.js", parts_js, sizeof parts_js},
    {"pick.js", pick_js, sizeof pick_js},
    {"playhead.js", playhead_js, sizeof playhead_js},
    {"preparing.js", preparing_js, sizeof preparing_js},
    {"projects.css", projects_css, sizeof projects_css},
    {"projects.js", projects_js, sizeof projects_js},
    {"references.js", references_js, sizeof references_js},
    {"remedies.js", remedies_js, sizeof remedies_js},
    {"repeats.js", repeats_js, sizeof repeats_js},
    {"review-texts.js", review_texts_js, sizeof review_texts_js},
    {"review.js", review_js, sizeof review_js},
    {"rights.js", rights_js, sizeof rights_js},
    {"ring.js", ring_js, sizeof ring_js},
    {"roles-sheet.js", roles_sheet_js, sizeof roles_sheet_js},
    {"roles.js", roles_js, sizeof roles_js},
    {"route.js", route_js, sizeof route_js},
    {"rows.js", rows_js, sizeof rows_js},
    {"rule-text.js", rule_text_js, sizeof rule_text_js},
    {"sections.js", sections_js, sizeof sections_js},
    {"sends.js", sends_js, sizeof sends_js},
    {"settings-view.js", settings_view_js, sizeof settings_view_js},
    {"settings.js", settings_js, sizeof settings_js},
    {"share-takes.js", share_takes_js, sizeof share_takes_js},
    {"shots-complete.js", shots_complete_js, sizeof shots_complete_js},
    {"shots-editor.js", shots_editor_js, sizeof shots_editor_js},
    {"shots-lines.js", shots_lines_js, sizeof shots_lines_js},
    {"shots-result.js", shots_result_js, sizeof shots_result_js},
    {"shots-settings.js", shots_settings_js, sizeof shots_settings_js},
    {"shots-store.js", shots_store_js, sizeof shots_store_js},
    {"shots.js", shots_js, sizeof shots_js},
    {"sorting-card.js", sorting_card_js, sizeof sorting_card_js},
    {"sorting-tile.js", sorting_tile_js, sizeof sorting_tile_js},
    {"sorting.js", sorting_js, sizeof sorting_js},
    {"strip.js", strip_js, sizeof strip_js},
    {"takes.js", takes_js, sizeof takes_js},
    {"target-text.js", target_text_js, sizeof target_text_js},
    {"targets.js", targets_js, sizeof targets_js},
    {"team-settings.js", team_settings_js, sizeof team_settings_js},
    {"team.js", team_js, sizeof team_js},
    {"text-diff.js", text_diff_js, sizeof text_diff_js},
    {"texts.js", texts_js, sizeof texts_js},
    {"tile.js", tile_js, sizeof tile_js},
    {"together.js", together_js, sizeof together_js},
    {"unfolding.js", unfolding_js, sizeof unfolding_js},
    {"units.js", units_js, sizeof units_js},
    {"verbs.js", verbs_js, sizeof verbs_js},
    {"views.css", views_css, sizeof views_css},
    {"voice-measures.js", voice_measures_js, sizeof voice_measures_js},
    {"voice.js", voice_js, sizeof voice_js},
    {"waves.js", waves_js, sizeof waves_js},
    {"words.js", words_js, sizeof words_js},
    {"zoom.js", zoom_js, sizeof zoom_js},
};

const size_t castbook_page_file_count = sizeof files / sizeof files[0];

castbook_page_file_t castbook_page_file(size_t index) { return files[index]; }
