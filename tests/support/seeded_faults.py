"""Faults in a sound notes backend, all in one binary and switched at run time.

Each fault is a copy of the backend's packages with one edit; a main of our own starts the copy that
a variable names. So many faults cost one build.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.support.systems import context_on, download_modules
from workbench.gates import backend_build
from workbench.gates.api_durability import RACE_BINARY, build_with_race_detector
from workbench.harness.gate_context import GateContext
from workbench.progress.results import Status

SOUND = "sound"
SWITCH = "SEEDED_FAULT"
COPIED = ("cmd", "internal")


@dataclass(frozen=True)
class SeededFault:
    """In the only file of that stem, `before` becomes `after`, and so do the other pairs.

    `elsewhere` holds edits of other files: stem, what is there, what takes its place.
    """

    name: str
    stem: str
    before: str
    after: str
    also: tuple[tuple[str, str], ...] = ()
    elsewhere: tuple[tuple[str, str, str], ...] = ()

    @property
    def edits(self) -> tuple[tuple[str, str, str], ...]:
        """The stem of a file, a text in it, and what takes its place."""
        here = ((self.before, self.after), *self.also)
        return (*((self.stem, before, after) for before, after in here), *self.elsewhere)

    @property
    def package(self) -> str:
        """The name as a Go package."""
        return "".join(letter for letter in self.name if letter.isalnum())


# What each gate must see. The sound system is a variant too, under the name `SOUND`.
ABUSE = (
    SeededFault(
        "wildcards in a search",
        "note_repository",
        '(instr(lower_case("content"), ?) > 0)',
        "(lower_case(\"content\") LIKE '%' || ? || '%')",
    ),
    SeededFault("no size limit", "request", "maxBodyBytes = 1 << 20", "maxBodyBytes = 1 << 30"),
    SeededFault(
        "credentials for strangers",
        "middleware",
        'w.Header().Set("Access-Control-Allow-Origin", "*")',
        'w.Header().Set("Access-Control-Allow-Origin", origin)\n'
        '\t\t\t\tw.Header().Set("Access-Control-Allow-Credentials", "true")',
    ),
    SeededFault(
        "an order that is none",
        "request",
        "if !slices.Contains(allowed, field) {",
        "if !slices.Contains(allowed, field) && false {",
    ),
    SeededFault(
        "a text that is changed",
        "note_service",
        "note, err := in.Validate()",
        "note, err := in.Validate()\n"
        "\tif len(note.Content) > 0 && note.Content[0] == '<' { note.Content = \"\" }",
    ),
    SeededFault(
        "a slow client holds a lock",
        "note_handler",
        'mux.HandleFunc("POST /notes", h.createNote)',
        "turn := make(chan struct{}, 1)\n"
        '\tmux.HandleFunc("POST /notes", func(w http.ResponseWriter, r *http.Request) {\n'
        "\t\tturn <- struct{}{}\n\t\tdefer func() { <-turn }()\n\t\th.createNote(w, r)\n\t})",
    ),
)
CONFORMANCE = (
    SeededFault(
        "a panic",
        "request",
        "if err != nil {\n\t\treturn 0, &requestError",
        "if err != nil {\n\t\tpanic(err)\n\t}\n\tif err != nil {\n\t\treturn 0, &requestError",
    ),
    SeededFault("a field renamed", "note", '`json:"updated_at"`', '`json:"changed_at"`'),
    SeededFault("another media type", "problem", '"application/problem+json"', '"text/plain"'),
    SeededFault(
        "another status",
        "note_handler",
        "writeJSON(w, http.StatusOK, note)",
        "writeJSON(w, 299, note)",
    ),
)
DURABILITY = (
    SeededFault(
        "harmless change",
        "note_handler",
        "func (h *handler) createNote(w",
        "var creates int\n\nfunc (h *handler) createNote(w",
    ),
    SeededFault(
        "other file after a restart",
        "store",
        "url.URL{Path: path}",
        "url.URL{Path: path + fmt.Sprint(os.Getpid())}",
    ),
    SeededFault(
        "no drain", "main", "os.Interrupt, syscall.SIGTERM", "os.Interrupt, syscall.SIGUSR1"
    ),
    SeededFault(
        "some updates lost",
        "note_service",
        "return s.ports.Notes.Replace(ctx, note)",
        "if id%7 == 0 { return nil }; return s.ports.Notes.Replace(ctx, note)",
    ),
    SeededFault(
        "a counter without a lock",
        "note_handler",
        "func (h *handler) createNote(w http.ResponseWriter, r *http.Request) {",
        "var racingCreates int\n\nfunc (h *handler) createNote(w http.ResponseWriter, r *http.Request) {\n\tracingCreates++",
    ),
)
COUNTING_DELETES = (
    (
        "return oneChanged(r.store.queryer(ctx).ExecContext(ctx, `DELETE",
        "deleted++\n\treturn oneChanged(r.store.queryer(ctx).ExecContext(ctx, `DELETE",
    ),
    ("const noteColumns", "var deleted int\n\nconst noteColumns"),
)
# Each needs several requests in a row to be seen.
WALK = (
    SeededFault(
        "an update touches the neighbour",
        "note_repository",
        'UPDATE "notes" SET "content" = ?, "updated_at" = ? WHERE "id" = ?`',
        'UPDATE "notes" SET "content" = ?, "updated_at" = ? WHERE "id" = ? OR ("id" = ?3 + 1 AND ?3 % 2 = 0)`',
    ),
    SeededFault(
        "delete leaves it in the list",
        "note_repository",
        'return oneChanged(r.store.queryer(ctx).ExecContext(ctx, `DELETE FROM "notes" WHERE "id" = ?`, id))',
        'return oneChanged(r.store.queryer(ctx).ExecContext(ctx, `UPDATE "notes" SET "id" = -"id" WHERE "id" = ?`, id))',
    ),
    SeededFault(
        "an id is given out again",
        "note_repository",
        "result, err := r.store.queryer(ctx).ExecContext(ctx,\n\t\t`INSERT",
        "if _, err := r.store.queryer(ctx).ExecContext(ctx, `DELETE FROM sqlite_sequence`); err != nil {\n"
        "\t\treturn domain.Note{}, err\n\t}\n"
        "\tresult, err := r.store.queryer(ctx).ExecContext(ctx,\n\t\t`INSERT",
    ),
    SeededFault(
        "the second update of a record is lost",
        "note_repository",
        'UPDATE "notes" SET "content" = ?, ',
        'UPDATE "notes" SET "content" = CASE WHEN "created_at" = "updated_at" THEN ? ELSE "content" END, ',
    ),
    SeededFault(
        "the list ignores records older than the last update",
        "note_repository",
        'if query.Search != "" {',
        'matching.add(`("created_at" = "updated_at" OR NOT EXISTS (SELECT 1 FROM "notes" AS n'
        ' WHERE n."id" > "notes"."id" AND n."updated_at" > n."created_at"))`)\n'
        '\tif query.Search != "" {',
    ),
    SeededFault(
        "the total counts deleted ones",
        "note_repository",
        "return notes, total, rows.Err()",
        "return notes, total + deleted, rows.Err()",
        COUNTING_DELETES,
    ),
    SeededFault(
        "an update after a delete revives",
        "note_service",
        "stored, err := s.ports.Notes.Get(ctx, id)\n\t\tif err != nil {",
        "stored, err := s.ports.Notes.Get(ctx, id)\n"
        "\t\tif err != nil && id < 1000 {\n\t\t\tnote.CreatedAt, note.UpdatedAt ="
        " s.ports.Now().UTC(), s.ports.Now().UTC()\n"
        "\t\t\tnote, err = s.ports.Notes.Create(ctx, note)\n\t\t\treturn err\n\t\t}\n"
        "\t\tif err != nil {",
    ),
    SeededFault(
        "the offset is wrong after a delete",
        "note_repository",
        "append(matching.args, query.Page.Limit, query.Page.Offset)...)",
        "append(matching.args, query.Page.Limit, query.Page.Offset+min(query.Page.Offset, deleted))...)",
        COUNTING_DELETES,
    ),
    SeededFault(
        "the search is stale after an update",
        "note_repository",
        'if query.Search != "" {\n\t\ttext := strings.ToLower(query.Search)',
        'if query.Search != "" {\n\t\tmatching.add(`"created_at" = "updated_at"`)\n'
        "\t\ttext := strings.ToLower(query.Search)",
    ),
    SeededFault(
        "created_at changes with an update",
        "note_repository",
        '"updated_at" = ? WHERE "id" = ?`',
        '"updated_at" = ?2, "created_at" = ?2 WHERE "id" = ?3`',
    ),
)
SETTINGS = (
    SeededFault(
        "a file name is read as a URL",
        "store",
        "Opaque: (&url.URL{Path: path}).EscapedPath(),",
        "Opaque: path,",
    ),
    SeededFault(
        "browsers keep the start page",
        "static",
        'http.ServeFile(w, r, filepath.Join(directory, "index.html"))',
        'w.Header().Set("Cache-Control", "max-age=31536000, immutable")\n'
        '\t\t\thttp.ServeFile(w, r, filepath.Join(directory, "index.html"))',
    ),
    SeededFault("the document is a text", "server", '"application/yaml"', '"text/plain"'),
    SeededFault(
        "programs get the start page",
        "static",
        'case strings.Contains(r.Header.Get("Accept"), "text/html"):',
        'case r.Header.Get("Accept") != "":',
    ),
    SeededFault("another document", "server", "w.Write(api.Document)", "w.Write(api.Document[1:])"),
    SeededFault(
        "an origin of the list is refused",
        "middleware",
        "case slices.Contains(h.options.Origins, origin):",
        "case h.options.Origins[0] == origin+origin:",
    ),
    SeededFault(
        "every origin is welcome",
        "middleware",
        'case slices.Contains(h.options.Origins, "*"):',
        "case len(h.options.Origins) > 0:",
    ),
    SeededFault(
        "without pages browsers get nothing",
        "static",
        'if h.options.StaticDir == "" {\n\t\treturn next',
        'if h.options.StaticDir == "none" {\n\t\treturn next',
    ),
    SeededFault(
        "without pages every address is there",
        "static",
        "func(w http.ResponseWriter, _ *http.Request) {\n\t\t\twriteProblem(w, http.StatusNotFound",
        "func(w http.ResponseWriter, _ *http.Request) {\n\t\t\twriteProblem(w, http.StatusOK",
    ),
    SeededFault(
        "a port that is no number is any port",
        "config",
        "err != nil || port < 0 || port > 65535",
        "err != nil && port > 0 || port < 0 || port > 65535",
    ),
    SeededFault("the greatest port is refused", "config", "port > 65535", "port >= 65535"),
    SeededFault("every address is listened on", "config", 'get("HOST", "")', 'get("HOSTS", "")'),
    SeededFault("the database is elsewhere", "config", '"data/app.db"', '"app.db"'),
    SeededFault("no configuration", "static", '"/config.json"', '"/configuration.json"'),
    SeededFault(
        "no start page",
        "static",
        'case err == nil && !info.IsDir(), r.URL.Path == "/":',
        'case r.URL.Path == "/":\n\t\t\thttp.NotFound(w, r)\n\t\tcase err == nil && !info.IsDir():',
    ),
    SeededFault(
        "scripts are the start page",
        "static",
        "case err == nil && !info.IsDir(), r",
        "case err == nil && info.IsDir() && false, r",
    ),
    SeededFault(
        "unknown addresses are not found",
        "static",
        'http.ServeFile(w, r, filepath.Join(directory, "index.html"))',
        "http.NotFound(w, r)",
    ),
    SeededFault(
        "the page varies by another header", "static", '"Vary", "Accept"', '"Vary", "Cookie"'
    ),
    SeededFault(
        "the page hides the API",
        "static",
        'if r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html") {\n\t\t\tpage',
        'if r.Method == http.MethodGet && r.URL.Path != "/openapi.yaml" && r.URL.Path != "/healthz" {\n'
        '\t\t\tr.Header.Set("Accept", "text/html")\n\t\t\tpage',
    ),
)
ALL = (*ABUSE, *CONFORMANCE, *DURABILITY, *WALK, *SETTINGS)


def write_variants(system: Path, folder: Path, faults: Iterable[SeededFault]) -> None:
    """A copy of the system whose server can start as each of the faults, or as it was. Does blocking I/O."""
    shutil.copytree(system, folder)
    backend = folder / "backend"
    module = (backend / "go.mod").read_text().split("\n", 1)[0].removeprefix("module ").strip()
    names = {SOUND: SOUND}
    _copy(backend, SOUND, module, None)
    for fault in faults:
        _copy(backend, fault.package, module, fault)
        names[fault.name] = fault.package
    for copied in COPIED:
        shutil.rmtree(backend / copied)
    imports = "\n".join(
        f'\t{package} "{module}/variants/{package}/cmd/server"' for package in names.values()
    )
    cases = "\n".join(f'\t"{name}": {package}.Main,' for name, package in names.items())
    main = backend / "cmd/server/main.go"
    main.parent.mkdir(parents=True)
    main.write_text(
        f'package main\n\nimport (\n\t"os"\n\n{imports}\n)\n\n'
        f"var variants = map[string]func(){{\n{cases}\n}}\n\n"
        f'func main() {{\n\tvariants[os.Getenv("{SWITCH}")]()\n}}\n'
    )


def _copy(backend: Path, package: str, module: str, fault: SeededFault | None) -> None:
    target = backend / "variants" / package
    for copied in COPIED:
        ignored = shutil.ignore_patterns("*_test.go")
        shutil.copytree(backend / copied, target / copied, ignore=ignored)
    for path in target.rglob("*.go"):
        text = path.read_text().replace(
            f'"{module}/internal', f'"{module}/variants/{package}/internal'
        )
        if path.parent.name == "server" and path.parent.parent.name == "cmd":
            text = text.replace("package main\n", "package server\n", 1)
            text = text.replace("func main() {", "func Main() {", 1)
        path.write_text(text)
    for stem, before, after in fault.edits if fault is not None else ():
        [path] = [path for path in target.rglob("*.*") if path.stem == stem]
        text = path.read_text()
        assert before in text, f"{stem} has no {before!r}"
        path.write_text(text.replace(before, after))


async def build_backend(folder: Path) -> GateContext:
    """Builds the server of all variants, beside the system."""
    context = await context_on(folder, folder / "scratch")
    await download_modules(context)
    result = await backend_build.check(context)
    assert result.status is Status.PASSED, result.findings
    return context


async def build_variants(folder: Path) -> None:
    """Builds the server of all variants, and once more with the race detector."""
    context = await build_backend(folder)
    racing = await build_with_race_detector(context, context.scratch / RACE_BINARY)
    assert racing.ok, racing.output


async def context_of_variant(variants: Path, name: str, scratch: Path) -> GateContext:
    """What a gate is given for one variant: the shared binary, started as that variant."""
    context = await context_on(variants, scratch)
    for binary in (context.binary.name, RACE_BINARY):
        built = variants / "scratch" / binary
        if not await asyncio.to_thread(built.exists):  # no race detector was asked for
            built = variants / "scratch" / context.binary.name
        start = f'#!/bin/sh\n{SWITCH}="{name}" exec "{built}" "$@"\n'
        await asyncio.to_thread(_write_script, scratch / binary, start)
    return context


def _write_script(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
