"""Subtle faults in a sound backend of three entities: each breaks one sentence of the conventions.

All of them are in one binary, and a variable names the one that it starts as (`seeded_faults`). Each
says which trace of api.contract must reject it, so that the cause that is reported is the true one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.support.plans import planned
from tests.support.seeded_faults import SeededFault
from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan
from workbench.scaffold.backend import backend_files
from workbench.scaffold.project import base_files, module_name, protected_files

REQUEST = (
    "Track projects (name unique, code unique optional, budget:number optional) and tasks (title, "
    "body:text optional, project, status: open|doing|done, urgent:bool, effort:int min 1 max 200, "
    "points:int optional, hours:number optional, at:datetime optional, due:date optional) "
    "and comments (text, task). A chart of the hours of tasks per month. A chart of tasks by status"
)


@dataclass(frozen=True)
class SubtleFault:
    """A fault, and the trace that must reject it."""

    trace: str
    fault: SeededFault


def _fault(trace: str, name: str, stem: str, *edits: tuple[str, str]) -> SubtleFault:
    [(before, after), *also] = edits
    return SubtleFault(trace, SeededFault(name, stem, before, after, tuple(also)))


FIELDS = (
    _fault("tasks.values.at", "an update drops the offset of a datetime", "task_service",
        ("in domain.TaskInput) (domain.Task, error) {\n\ttask, err := in.Validate()\n\tif err != nil {\n\t\t// An",
         "in domain.TaskInput) (domain.Task, error) {\n"
         "\tif in.At != nil {\n\t\ttext := *in.At\n\t\tif n := len(text); n > 6 && (text[n-6] == '+' || text[n-6] == '-') {\n"
         "\t\t\ttext = text[:n-6] + \"Z\"\n\t\t\tin.At = &text\n\t\t}\n\t}\n"
         "\ttask, err := in.Validate()\n\tif err != nil {\n\t\t// An")),
    _fault("tasks.values.at", "an update drops the seconds of a datetime", "task_service",
        ("task.UpdatedAt = s.ports.Now().UTC()\n\t\tif",
         "task.UpdatedAt = s.ports.Now().UTC()\n\t\tif task.At != nil {\n"
         "\t\t\twhole := task.At.Truncate(time.Minute)\n\t\t\ttask.At = &whole\n\t\t}\n\t\tif")),
    _fault("tasks.values.at", "fractions of a second are cut", "validation",
        ("instant = instant.UTC()", "instant = instant.UTC().Truncate(time.Second)")),
    _fault("tasks.values.at", "an instant before 1970 becomes 1970", "validation",
        ("instant = instant.UTC()",
         "instant = instant.UTC()\n\tif instant.Unix() < 0 {\n\t\tinstant = time.Unix(0, 0).UTC()\n\t}")),
    _fault("tasks.values.due", "a day before 1970 is refused", "validation",
        ("if _, err := time.Parse(time.DateOnly, text); err != nil {",
         "if day, err := time.Parse(time.DateOnly, text); err != nil || day.Unix() < 0 {")),
    _fault("tasks.values.due", "the leap day becomes the first of March", "task_repository",
        ("task.Due,\n\t\tformatInstant(task.UpdatedAt), task.ID",
         "shifted(task.Due),\n\t\tformatInstant(task.UpdatedAt), task.ID"),
        ("const taskColumns",
         "func shifted(day *string) *string {\n\tif day != nil && strings.HasSuffix(*day, \"-02-29\") {\n"
         "\t\ttext := (*day)[:4] + \"-03-01\"\n\t\treturn &text\n\t}\n\treturn day\n}\n\nconst taskColumns")),
    _fault("tasks.values.title", "lengths are counted in bytes", "validation",
        ("utf8.RuneCountInString(text)", "max(len(text), utf8.RuneCountInString(text))")),
    _fault("tasks.values.effort", "the least value is refused", "validation",
        ("*value < *rule.min", "*value <= *rule.min")),
    _fault("tasks.values.points", "large integers lose their last digits", "0001_initial",
        ('"points" INTEGER', '"points" REAL')),
    _fault("tasks.values.hours", "numbers are kept in single precision", "task_repository",
        ("task.Hours,\n", "single(task.Hours),\n"),
        ("const taskColumns",
         "func single(value *float64) *float64 {\n\tif value == nil {\n\t\treturn nil\n\t}\n"
         "\trounded := float64(float32(*value))\n\treturn &rounded\n}\n\nconst taskColumns")),
    _fault("tasks.values.hours", "numbers are rounded to tenths", "task_repository",
        ('"hours" = ?', '"hours" = ROUND(?, 1)')),
    _fault("tasks.values.status", "the case of an enum does not matter", "validation",
        ("!slices.Contains(allowed, *value)",
         "!slices.ContainsFunc(allowed, func(one string) bool { return strings.EqualFold(one, *value) })")),
    _fault("tasks.values.urgent", "a boolean left out is false", "task",
        ('v.flag("urgent", in.Urgent, true)', 'v.flag("urgent", in.Urgent, false)')),
    _fault("tasks.values.body", "a value that is null is left out of the answer", "task",
        ('Body *string `json:"body"`', 'Body *string `json:"body,omitempty"`')),
    _fault("tasks.changes", "a replace keeps what it does not name", "task_service",
        ("task.ID = id\n", "task.ID = id\n\t\tif task.Body == nil {\n\t\t\ttask.Body = stored.Body\n\t\t}\n")),
    _fault("tasks.changes", "a change cannot clear a number", "task_repository",
        ('"hours" = ?', '"hours" = COALESCE(?, "hours")')),
    _fault("tasks.changes", "a change sets the moment of creation", "task_service",
        ("task.CreatedAt = stored.CreatedAt", "task.CreatedAt = s.ports.Now().UTC()"),
        ("stored, err := s.ports.Tasks.Get", "_, err := s.ports.Tasks.Get"),),
    _fault("tasks.refusals", "a refused change is stored in part", "task_service",
        ("// An unknown record is a 404 even if the body is invalid.",
         "if stored, missing := s.ports.Tasks.Get(ctx, id); missing == nil && in.Title != nil {\n"
         "\t\t\tstored.Title = *in.Title\n\t\t\t_ = s.ports.Tasks.Replace(ctx, stored)\n\t\t}")),
)  # fmt: skip
TOTALS = (
    _fault("tasks.totals_taskspermonth", "a month is that of any year", "totals_repository",
        ('substr("at", 1, 7)', 'substr("at", 6, 2)')),
    _fault("tasks.totals_taskspermonth", "months stand in the order of their sums", "totals_repository",
        ("ORDER BY 1", "ORDER BY 2")),
    _fault("tasks.totals_taskspermonth", "a sum is cut to whole numbers", "totals_repository",
        ('total("hours")', 'CAST(total("hours") AS INTEGER)')),
    _fault("tasks.totals_taskspermonth", "a sum is an average", "totals_repository",
        ('total("hours")', 'coalesce(avg("hours"), 0)')),
    _fault("tasks.totals_taskspermonth", "what has no date is of January", "totals_repository",
        ('substr("at", 1, 7)', "coalesce(substr(\"at\", 1, 7), '1970-01')"),
        ('WHERE "at" IS NOT NULL', "WHERE true")),
    _fault("tasks.totals_taskspermonth", "no totals are null", "totals_repository",
        ("totals := []domain.Total{}", "var totals []domain.Total")),
    _fault("tasks.totals_tasksperstatus", "the newest record is not counted", "totals_repository",
        ('WHERE "status" IS NOT NULL', 'WHERE "id" < (SELECT max("id") FROM "tasks")')),
    _fault("tasks.totals_urgenthours", "what is not urgent counts too", "totals_repository",
        ('"urgent" IN (1)', '"urgent" IN (0, 1)')),
    _fault("tasks.totals_urgenthours", "one of two states does not count", "totals_repository",
        ("IN ('open', 'doing')", "IN ('doing')")),
    _fault("tasks.totals_urgenthours", "a state that is left out counts", "totals_repository",
        ("IN ('open', 'doing')", "IN ('open', 'doing', 'done')")),
)  # fmt: skip
LISTS = (
    _fault("tasks.filters", "a filter ignores one value", "task_repository",
        ("if query.Status != nil {", 'if query.Status != nil && *query.Status != "doing" {')),
    _fault("tasks.filters", "a filter by false does nothing", "task_repository",
        ("if query.Urgent != nil {", "if query.Urgent != nil && *query.Urgent {")),
    _fault("tasks.filters", "a filter by false finds nothing", "task_repository",
        ('matching.add(`"urgent" = ?`, *query.Urgent)',
         "matching.add(`\"urgent\" AND ?`, *query.Urgent)")),
    _fault("tasks.filters", "a filter by a reference finds the first record's only", "task_repository",
        ('matching.add(`"project_id" = ?`, *query.ProjectID)',
         'matching.add(`"project_id" = ? AND "project_id" = (SELECT min("id") FROM "projects")`, *query.ProjectID)')),
    _fault("tasks.filters", "search and filter are joined with the wrong precedence", "task_repository",
        ('`(instr(lower_case("title"), ?) > 0 OR instr(lower_case("body"), ?) > 0)`',
         '`instr(lower_case("title"), ?) > 0 OR instr(lower_case("body"), ?) > 0`')),
    _fault("tasks.filters", "two filters find what either finds", "store",
        ('strings.Join(c.parts, " AND ")', 'strings.Join(c.parts, " OR ")')),
    _fault("tasks.filters", "a filter by a record that is not there finds everything", "request",
        ("if err != nil || id < 1 {\n\t\treturn nil, queryError",
         "if id > 1_000_000 {\n\t\treturn nil, nil\n\t}\n\tif err != nil || id < 1 {\n\t\treturn nil, queryError")),
    _fault("tasks.filters", "the total counts what the filter leaves out", "task_repository",
        ("`SELECT count(*) FROM \"tasks\"`+matching.where(), matching.args...)", "`SELECT count(*) FROM \"tasks\"`)")),
    _fault("tasks.filters", "a filtered list is oldest first", "task_repository",
        ("matching := taskConditions(query)",
         "matching := taskConditions(query)\n\tif query.Status != nil && query.Order.Field == \"id\" {\n"
         "\t\tquery.Order.Descending = false\n\t}")),
    _fault("tasks.searches.title", "a search tells foreign capital letters apart", "task_repository",
        ('lower_case("title")', 'lower("title")')),
    _fault("tasks.searches.body", "a search looks at the beginning of one field only", "task_repository",
        ('instr(lower_case("body"), ?) > 0', 'instr(lower_case("body"), ?) = 1')),
    _fault("tasks.searches.body", "a search finds nothing as if it were a word", "task_repository",
        ('lower_case("body")', "lower_case(COALESCE(\"body\", 'null'))")),
    _fault("tasks.searches.title", "a search stands for characters that it does not name", "task_repository",
        ('instr(lower_case("title"), ?) > 0', "lower_case(\"title\") LIKE '%' || ? || '%'")),
    _fault("tasks.sorting", "numbers are sorted as texts", "task_repository",
        ('` ORDER BY "` + query.Order.Field + `"`', '` ORDER BY CAST("` + query.Order.Field + `" AS TEXT)`')),
    _fault("tasks.sorting", "only the shown page is sorted", "task_repository",
        ('order := ` ORDER BY "` + query.Order.Field + `"` + direction(query.Order) + `, "id"` + direction(query.Order)',
         'order := ` AND "id" IN (SELECT "id" FROM "tasks"` + matching.where() + ` ORDER BY "id" DESC LIMIT 2) ORDER BY "` +'
         ' query.Order.Field + `"` + direction(query.Order)\n'
         '\tif query.Order.Field == "id" || query.Page.Limit != 2 || len(matching.parts) > 0 {\n'
         '\t\torder = ` ORDER BY "` + query.Order.Field + `"` + direction(query.Order) + `, "id"` + direction(query.Order)\n'
         '\t} else {\n\t\torder = " WHERE true" + order\n\t}')),
    _fault("tasks.sorting", "records of one value have no order of their own", "task_repository",
        ('`, "id"` + direction(query.Order)', '`, random()`')),
    _fault("tasks.sorting", "a change moves a record to the top of the list", "request",
        ('Sorting{Field: "id", Descending: true}', 'Sorting{Field: "updated_at", Descending: true}')),
    _fault("tasks.paging", "a limit is cut silently", "request", ("Limit: limit, Offset", "Limit: min(limit, 50), Offset")),
    _fault("tasks.paging", "the largest page is refused", "request", ("maxLimit     = 100", "maxLimit     = 99")),
    _fault("tasks.paging", "an offset without a limit is ignored", "request",
        ("return domain.Paging{Limit: limit, Offset: offset}, nil",
         'if !values.Has("limit") {\n\t\toffset = 0\n\t}\n\treturn domain.Paging{Limit: limit, Offset: offset}, nil')),
    _fault("tasks.paging", "beyond the end the first page is shown", "task_repository",
        ("// query.Order.Field comes",
         "if query.Page.Offset >= total {\n\t\tquery.Page.Offset = 0\n\t}\n\t// query.Order.Field comes")),
    _fault("tasks.paging", "the total counts the page", "task_repository",
        ("return tasks, total, rows.Err()", "return tasks, len(tasks), rows.Err()")),
    _fault("projects.paging", "the total ends at the largest page", "project_handler",
        ("strconv.Itoa(total)", "strconv.Itoa(min(total, 100))")),
    _fault("tasks.paging", "an empty page is null", "task_repository",
        ("tasks := []domain.Task{}", "var tasks []domain.Task")),
)  # fmt: skip
RECORDS = (
    _fault("projects.uniqueness.code", "a cleared unique field is stored as an empty text", "project_repository",
        ('"name" = ?, "code" = ?', "\"name\" = ?, \"code\" = COALESCE(?, '')"),
        ('"id", "name", "code", "budget", "created_at"',
         "\"id\", \"name\", NULLIF(\"code\", ''), \"budget\", \"created_at\"")),
    _fault("projects.uniqueness.name", "uniqueness ignores case", "0001_initial",
        ('"name" TEXT NOT NULL UNIQUE', '"name" TEXT NOT NULL UNIQUE COLLATE NOCASE')),
    _fault("projects.uniqueness.name", "a value once used stays taken", "project_repository",
        ("result, err := r.store", "if used[project.Name] {\n\t\treturn domain.Project{}, &domain.ConflictError{Field: \"name\"}\n\t}\n"
         "\tused[project.Name] = true\n\tresult, err := r.store"),
        ("const projectColumns", "var used = map[string]bool{}\n\nconst projectColumns")),
    _fault("projects.uniqueness.name", "a change throws out who has the value", "project_repository",
        ('`UPDATE "projects"', '`UPDATE OR REPLACE "projects"')),
    _fault("projects.uniqueness.name", "a create throws out who has the value", "project_repository",
        ('`INSERT INTO "projects"', '`INSERT OR REPLACE INTO "projects"')),
    _fault("projects.uniqueness.name", "a record is in its own way", "project_service",
        ("return s.ports.Projects.Replace(ctx, project)",
         "if project.Name == stored.Name {\n\t\t\treturn &domain.ConflictError{Field: \"name\"}\n\t\t}\n"
         "\t\treturn s.ports.Projects.Replace(ctx, project)")),
    _fault("projects.uniqueness.name", "a conflict names no field", "problem",
        ("{Field: conflict.Field,", '{Field: "",')),
    _fault("tasks.values.title", "field errors do not say what is wrong", "errors",
        ('`json:"message"`', '`json:"text"`')),
    _fault("projects.uniqueness.name", "a conflict is told as another media type", "problem",
        ('w.Header().Set("Content-Type", "application/problem+json")',
         'w.Header().Set("Content-Type", "application/problem+json")\n'
         '\tif status == http.StatusConflict {\n\t\tw.Header().Set("Content-Type", "application/json")\n\t}')),
    _fault("tasks.references.project_id", "a change may refer to what is not there", "task_service",
        ("task.UpdatedAt = s.ports.Now().UTC()\n\t\tif err := s.checkReferences(ctx, task); err != nil {",
         "task.UpdatedAt = s.ports.Now().UTC()\n\t\tif err := s.checkReferences(ctx, task); err != nil && false {")),
    _fault("tasks.references.project_id", "what refers to a deleted record goes with it", "0001_initial",
        ("ON DELETE RESTRICT", "ON DELETE CASCADE")),
    _fault("tasks.delete.is_gone", "a second delete succeeds", "task_service",
        ("return s.ports.Tasks.Delete(ctx, id)",
         "if err := s.ports.Tasks.Delete(ctx, id); !errors.Is(err, domain.ErrNotFound) {\n\t\t\treturn err\n\t\t}\n\t\treturn nil")),
    _fault("tasks.ids.never_reused", "the newest id is given out again", "0001_initial", (" AUTOINCREMENT", "")),
)  # fmt: skip
WIRE = (
    _fault("tasks.requests", "Location leads to another record", "task_handler",
        ("strconv.FormatInt(task.ID, 10)", "strconv.FormatInt(task.ID+1, 10)")),
    _fault("tasks.requests", "the media type of a change is not looked at", "request",
        ('header != "" {', 'header != "" && r.Method == http.MethodPost {')),
    _fault("tasks.requests", "what follows the body is ignored", "request",
        ("if _, err := decoder.Token(); !errors.Is(err, io.EOF) {", "if _, err := decoder.Token(); errors.Is(err, io.ErrNoProgress) {")),
    _fault("tasks.requests", "an unknown field is refused", "request",
        ("if err := decoder.Decode(target)", "decoder.DisallowUnknownFields()\n\tif err := decoder.Decode(target)")),
    _fault("tasks.requests", "an id that is none is a server error", "request",
        ("return 0, &requestError{status: http.StatusBadRequest, detail: \"The id", "return 0, &requestError{status: 500, detail: \"The id")),
    _fault("api.methods", "a refused method does not say what is taken", "server",
        ('w.Header().Set("Allow", allow)', "")),
    _fault("api.methods", "Allow names a method that is not taken", "task_handler",
        ('"GET, HEAD, PUT, DELETE"', '"GET, HEAD, PUT, PATCH, DELETE"')),
    _fault("api.methods", "PATCH is taken although nobody declared it", "task_handler",
        ('mux.HandleFunc("DELETE /tasks/{id}"', 'mux.HandleFunc("PATCH /tasks/{id}", h.replaceTask)\n\tmux.HandleFunc("DELETE /tasks/{id}"')),
)  # fmt: skip
SUBTLE = (*FIELDS, *TOTALS, *LISTS, *RECORDS, *WIRE)


def _with_more_totals(plan: SystemPlan) -> SystemPlan:
    """The plan with totals of some records only."""
    urgent = {
        "operation": "urgentHours",
        "entity": "Task",
        "by": "at",
        "per": "year",
        "how": "sum",
        "field": "hours",
        "where": {"urgent": True, "status": ["open", "doing"]},
    }
    data = plan.model_dump(mode="json", by_alias=True)
    return accept_plan(data | {"totals": [*data["totals"], urgent]})


def write_backend(folder: Path) -> SystemPlan:
    """The backend of the three entities, as the scaffold writes it; returns its plan."""
    plan = _with_more_totals(planned(REQUEST))
    files = base_files(plan) | protected_files(plan, "") | backend_files(plan, module_name(plan))
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return plan
