"""The commands as functions, for the library that castbook uses by itself.

Written by Python/generate.py.
"""

from ._library import Library

_library = Library()

add = _library.add
backup = _library.backup
bind = _library.bind
bundle_diff = _library.bundle_diff
bundle_request = _library.bundle_request
bundle_verify = _library.bundle_verify
bundle_verify_each = _library.bundle_verify_each
cancel = _library.cancel
cast_sheet = _library.cast_sheet
check = _library.check
check_each = _library.check_each
completions = _library.completions
dismiss = _library.dismiss
doctor = _library.doctor
edit = _library.edit
erase = _library.erase
explain = _library.explain
export = _library.export
exports = _library.exports
exports_each = _library.exports_each
fetch = _library.fetch
fetch_job = _library.fetch_job
files = _library.files
forget = _library.forget
gc = _library.gc
import_ = _library.import_
init = _library.init
jobs = _library.jobs
libraries = _library.libraries
list = _library.list
list_each = _library.list_each
log = _library.log
manual = _library.manual
models = _library.models
models_add = _library.models_add
models_remove = _library.models_remove
pack = _library.pack
pick = _library.pick
prepare = _library.prepare
projects = _library.projects
prompt = _library.prompt
provenance = _library.provenance
pull = _library.pull
push = _library.push
register = _library.register
register_send = _library.register_send
registrations = _library.registrations
remote = _library.remote
remote_add = _library.remote_add
remote_gc = _library.remote_gc
remote_key_rotate = _library.remote_key_rotate
remote_machines = _library.remote_machines
remote_policy = _library.remote_policy
remote_remove = _library.remote_remove
remote_signers = _library.remote_signers
remove = _library.remove
restore = _library.restore
restore_backup = _library.restore_backup
rules = _library.rules
run = _library.run
score = _library.score
score_each = _library.score_each
search = _library.search
search_each = _library.search_each
send = _library.send
serve = _library.serve
settings = _library.settings
settings_limit = _library.settings_limit
settings_name = _library.settings_name
sheet = _library.sheet
show = _library.show
similar = _library.similar
similar_subject = _library.similar_subject
sort = _library.sort
split = _library.split
status = _library.status
stills = _library.stills
sync = _library.sync
take_add = _library.take_add
take_answers = _library.take_answers
take_comment = _library.take_comment
take_list = _library.take_list
take_rate = _library.take_rate
take_share = _library.take_share
take_watch = _library.take_watch
target = _library.target
target_brief = _library.target_brief
targets = _library.targets
targets_diff = _library.targets_diff
targets_learn = _library.targets_learn
timeline = _library.timeline
unregister = _library.unregister
unuse = _library.unuse
update = _library.update
upload = _library.upload
use = _library.use
voice = _library.voice
where_used = _library.where_used

__all__ = [
    "add",
    "backup",
    "bind",
    "bundle_diff",
    "bundle_request",
    "bundle_verify",
    "bundle_verify_each",
    "cancel",
    "cast_sheet",
    "check",
    "check_each",
    "completions",
    "dismiss",
    "doctor",
    "edit",
    "erase",
    "explain",
    "export",
    "exports",
    "exports_each",
    "fetch",
    "fetch_job",
    "files",
    "forget",
    "gc",
    "import_",
    "init",
    "jobs",
    "libraries",
    "list",
    "list_each",
    "log",
    "manual",
    "models",
    "models_add",
    "models_remove",
    "pack",
    "pick",
    "prepare",
    "projects",
    "prompt",
    "provenance",
    "pull",
    "push",
    "register",
    "register_send",
    "registrations",
    "remote",
    "remote_add",
    "remote_gc",
    "remote_key_rotate",
    "remote_machines",
    "remote_policy",
    "remote_remove",
    "remote_signers",
    "remove",
    "restore",
    "restore_backup",
    "rules",
    "run",
    "score",
    "score_each",
    "search",
    "search_each",
    "send",
    "serve",
    "settings",
    "settings_limit",
    "settings_name",
    "sheet",
    "show",
    "similar",
    "similar_subject",
    "sort",
    "split",
    "status",
    "stills",
    "sync",
    "take_add",
    "take_answers",
    "take_comment",
    "take_list",
    "take_rate",
    "take_share",
    "take_watch",
    "target",
    "target_brief",
    "targets",
    "targets_diff",
    "targets_learn",
    "timeline",
    "unregister",
    "unuse",
    "update",
    "upload",
    "use",
    "voice",
    "where_used",
]
