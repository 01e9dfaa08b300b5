"""Subtle faults of the loans' page of the lending system: one small edit each, as people make them."""

from __future__ import annotations

from tests.support.page_variants import PageVariant

PAGE, FORM = "pages/LoanPage.tsx", "pages/LoanForm.tsx"
MEMBERS = "pages/useMemberOptions.ts"
# Without it, a page that has become empty leads back by itself.
_NO_WAY_BACK = (PAGE, "if (total > 0 && offset >= total)", "if (total < 0)")
_ORDER = "narrow({ sort: order })"
_ROWS = "list.data.items.map((record) => ("
_HOOKS = "  const queries = useQueryClient();\n"
_REMEMBERED = (
    '  const everything = useQuery({ queryKey: ["all loans"], queryFn: () => listLoans({ limit: 100 }) });\n'
    + _HOOKS
)
_URGENT = (
    'narrow({ urgent: event.target.value === "" ? undefined : event.target.value === "true" })'
)
_STATE = 'narrow({ state: (event.target.value || undefined) as LoanQuery["state"] })'
_SEARCH = "narrow({ q: event.target.value || undefined })"
_SAVED = "replaceLoan(id, input),\n    onSuccess: changed,\n"

LIST_FAULTS = (
    PageVariant("a search stays on its page",
        ((PAGE, _SEARCH, "setQuery((old) => ({ ...old, q: event.target.value || undefined }))"), _NO_WAY_BACK),
        check="searches", says="the list shows no records"),
    PageVariant("a search forgets the filters",
        ((PAGE, _SEARCH, "setQuery({ limit: pageSize, offset: 0, q: event.target.value || undefined })"),),
        check="filters.state", says="with State = "),
    PageVariant("a filter forgets the search",
        ((PAGE, "narrow({ state:", "setQuery({ limit: pageSize, offset: 0, state:"),),
        check="filters.state", says="still searched"),
    PageVariant("the filter No does nothing",
        ((PAGE, _URGENT, 'narrow({ urgent: event.target.value === "true" || undefined })'),),
        check="filters.urgent", says="Urgent: No: the list shows other records"),
    PageVariant("a filter ignores one value",
        ((PAGE, _STATE, 'narrow({ state: (event.target.value === "returned" ? undefined'
          ' : event.target.value || undefined) as LoanQuery["state"] })'),),
        check="filters.state", says="State: returned: the list shows other records"),
    PageVariant("a filter lacks one value",
        ((PAGE, '<option value="returned">{"returned"}</option>', ""),),
        check="filters.state", says="does not offer “returned”"),
    PageVariant("a filter stays on its page",
        ((PAGE, "narrow({ tool:", "((part: LoanQuery) => setQuery((old) => ({ ...old, ...part })))({ tool:"),
         _NO_WAY_BACK),
        check="filters.tool", says="the list shows no records"),
    PageVariant("a filter with two pages of matches begins with the second",
        ((PAGE, "narrow({ state:", "((part: LoanQuery) => setQuery((old) => ({ ...old, ...part })))({ state:"),),
        check="filtered_pages", says="on a later page: the list shows other records"),
    PageVariant("the next page forgets the filter",
        ((PAGE, "onMove={(to) => setQuery((old) => ({ ...old, offset: to }))}",
          "onMove={(to) => setQuery((old) => ({ limit: pageSize, offset: to, q: old.q }))}"),),
        check="filtered_pages", says="next page: the list shows other records"),
    PageVariant("a blank between two words cannot be typed",
        ((PAGE, _SEARCH, "narrow({ q: event.target.value.trim() || undefined })"),),
        check="searches", says="search for “"),
    PageVariant("a filter is of the wrong field",
        ((PAGE, "narrow({ member: event", "narrow({ tool: event"),),
        check="filters.member", says="the list shows other records"),
    PageVariant("the total is that of the page",
        (("kit/Pagination.tsx", "Math.min(offset + limit, total), total)",
          "Math.min(offset + limit, total), Math.min(offset + limit, total))"),),
        check="lists", says="the page states a wrong total"),
    PageVariant("the last page leads on",
        (("kit/Pagination.tsx", "disabled={offset + limit >= total}", "disabled={false}"),),
        check="pages", says="leads on behind the last page"),
    PageVariant("the last page cannot be reached",
        (("kit/Pagination.tsx", "disabled={offset + limit >= total}", "disabled={offset + 2 * limit >= total}"),),
        check="pages", says="the oldest cannot be reached"),
    PageVariant("pages overlap",
        (("kit/Pagination.tsx", "onMove(offset + limit)", "onMove(offset + limit - 1)"),),
        check="pages", says="next page: the list shows other records"),
    PageVariant("a reference shows another record",
        (("pages/useToolOptions.ts", "items.find((item) => item.id === id)", "items[Math.min(id, items.length) - 1]"),),
        check="lists", says="shows another Tool"),
    PageVariant("yes and no are swapped",
        ((PAGE, "record.urgent ? strings.yes : strings.no", "record.urgent ? strings.no : strings.yes"),),
        check="lists", says="shows another Urgent"),
    PageVariant("one value of an enum has the label of another",
        ((PAGE, "{record.state}", '{record.state === "lent" ? "returned" : record.state}'),),
        check="lists", says="shows another State"),
    PageVariant("nothing is shown as null",
        ((PAGE, "{memberOptions.nameOf(record.member)}",
          "{String(record.member && memberOptions.nameOf(record.member))}"),),
        check="lists", says="shows another Member"),
    PageVariant("a number is cut to a whole one",
        ((PAGE, "{record.fee}", "{record.fee && Math.floor(record.fee)}"),),
        check="lists", says="shows another Fee"),
    PageVariant("a column shows another field",
        ((PAGE, "{record.remark}", "{record.purpose}"),),
        check="lists", says="shows another Remark"),
    PageVariant("only the loaded page is sorted",
        ((PAGE, "listLoans(query)", "listLoans({ ...query, sort: undefined })"),
         (PAGE, _ROWS, '[...list.data.items].sort((one, other) => query.sort === undefined ? 0 :'
          ' one.due.localeCompare(other.due) * (query.sort === "due" ? 1 : -1)).map((record) => (')),
        check="sorts", says="the list shows other records"),
    PageVariant("an order stays on its page",
        ((PAGE, _ORDER, "setQuery((old) => ({ ...old, sort: order }))"),),
        check="sorts", says="the list shows other records"),
)  # fmt: skip

FORM_FAULTS = (
    PageVariant("the list is stale after a change",
        ((PAGE, _SAVED, "replaceLoan(id, input),\n"),),
        "form", "changes.purpose", "saved: the list shows other records"),
    PageVariant("the list is stale after a new record",
        ((PAGE, "mutationFn: createLoan, onSuccess: changed", "mutationFn: createLoan"),),
        "form", "saves_once", "saved: the list shows other records"),
    PageVariant("the list is stale after a delete",
        ((PAGE, "mutationFn: deleteLoan, onSuccess: changed", "mutationFn: deleteLoan"),),
        "form", "deletes_the_right_one", "deleted: the list shows other records"),
    PageVariant("the edit form opens with another field",
        ((FORM, 'remark: record?.remark ?? ""', 'remark: record?.purpose ?? ""'),),
        "form", "changes.purpose", "Remark holds another value"),
    PageVariant("the edit form does not choose the reference",
        ((FORM, 'member: record?.member?.toString() ?? ""', 'member: ""'),),
        "form", "changes.purpose", "Member holds another value"),
    PageVariant("what is emptied is not sent",
        ((PAGE, "replace.mutateAsync({ id: editing.id, input })",
          "replace.mutateAsync({ id: editing.id, input: { ...editing, ...Object.fromEntries("
          "Object.entries(input).filter(([, value]) => value !== null)) } as LoanInput })"),),
        "form", "changes.emptied", "was stored as something else"),
    PageVariant("a save rounds another field",
        ((FORM, "fee: numberOf(values.fee)", "fee: numberOf(values.fee) && Math.round(numberOf(values.fee)!)"),),
        "form", "changes.purpose", "changing Purpose changes Fee"),
    PageVariant("the form lacks one option",
        ((FORM, '<option value="lent">{"lent"}</option>', ""),),
        "form", "changes.state", "State"),
    PageVariant("edit takes the row of another list",
        ((PAGE, _HOOKS, _REMEMBERED),
         (PAGE, _ROWS, "list.data.items.map((record, index) => ("),
         (PAGE, "setEditing(record)", "setEditing(everything.data!.items[index]!)")),
        "form", "changes.purpose", "Purpose holds another value"),
    PageVariant("delete takes the row of another list",
        ((PAGE, _HOOKS, _REMEMBERED),
         (PAGE, _ROWS, "list.data.items.map((record, index) => ("),
         (PAGE, "setDeleting(record)", "setDeleting(everything.data!.items[index]!)")),
        "form", "deletes_the_right_one", "another record was deleted"),
    PageVariant("a double click saves twice",
        ((FORM, 'look="primary" disabled={isSubmitting}', 'look="primary"'),),
        "form", "saves_once", "makes more than one record"),
    PageVariant("an error wipes the form",
        ((FORM, "setFailure(showErrors(cause, names, form.setError));",
          "const failed = showErrors(cause, names, form.setError);\n      setFailure(failed);\n      if (failed) form.reset();"),),
        "form", "refusals", "the form has lost what was typed"),
    PageVariant("a refused record closes the form",
        ((PAGE, "await create.mutateAsync(input);\n              setCreating(false);",
          "setCreating(false);\n              await create.mutateAsync(input);"),),
        "form", "refusals", ""),
    PageVariant("an error about a field is not shown beside it",
        (("kit/formErrors.ts", "setError(field as Path<T>, { type: \"server\", message }, { shouldFocus: index === 0 }),",
          "void [setError, field, message, index],"),),
        "form", "refusals", "does not mark it"),
    PageVariant("zero is an empty control",
        ((FORM, 'fee: record?.fee?.toString() ?? ""', 'fee: record?.fee ? record.fee.toString() : ""'),),
        "form", "changes.fee", "Fee holds another value"),
    PageVariant("the record of the row is changed, whichever that is by now",
        ((PAGE, "  const [creating, setCreating] = useState(false);\n",
          "  const [creating, setCreating] = useState(false);\n  const [place, setPlace] = useState(0);\n"),
         (PAGE, "onClick={() => setEditing(record)}",
          "onClick={() => { setPlace(list.data.items.indexOf(record)); setEditing(record); }}"),
         (PAGE, "replace.mutateAsync({ id: editing.id, input })",
          "replace.mutateAsync({ id: (list.data?.items[place] ?? editing).id, input })")),
        "form", "edits_the_right_one", "the save changed another record"),
    PageVariant("a change that fails looks stored",
        ((PAGE, "await replace.mutateAsync({ id: editing.id, input });",
          "await replace.mutateAsync({ id: editing.id, input }).catch(() => undefined);"),),
        "form", "keeps_edits", "shows no error"),
    PageVariant("Escape does nothing",
        (("kit/Dialog.tsx", "event.preventDefault();\n        onClose();", "event.preventDefault();"),),
        "form", "escapes", "Escape does not close the form"),
    PageVariant("Escape saves",
        (("kit/Dialog.tsx", "event.preventDefault();\n        onClose();",
          'event.preventDefault();\n        element.current?.querySelector("form")?.requestSubmit();'),),
        "form", "escapes", "Escape sends the form"),
)  # fmt: skip

ABROAD_FAULTS = (
    PageVariant("a date is shown as an instant",
        ((PAGE, "{record.due}", "{new Date(record.due).toLocaleDateString()}"),),
        "abroad", "abroad.Pacific/Pago_Pago", "shows another Due"),
    PageVariant("a date is sent as an instant",
        ((FORM, "due: values.due,", 'due: new Date(`${values.due}T00:00`).toISOString().slice(0, 10),'),),
        "abroad", "abroad.Pacific/Kiritimati", "Due was stored as something else"),
    PageVariant("an instant is sent without its zone",
        ((FORM, "new Date(text).toISOString()", "`${text}:00Z`"),),
        "abroad", "abroad.Pacific/Kiritimati", "Picked up"),
)  # fmt: skip
OPTION_FAULTS = (
    PageVariant("only the first hundred can be chosen",
        ((MEMBERS, "if (items.length === 0 || options.length >= total) return options;",
          "if (total >= 0) return options;"),),
        "options", "offers_all.member", "Member does not offer"),
    PageVariant("the list names only the first hundred",
        ((MEMBERS, "items.find((item) => item.id === id)", "items.slice(0, 100).find((item) => item.id === id)"),),
        "options", "offers_all.member", "shows another Member"),
)  # fmt: skip
FAULTS = (*LIST_FAULTS, *FORM_FAULTS, *ABROAD_FAULTS, *OPTION_FAULTS)

_BAR = "mutationFn: (id: number) => barMember({ id }), onSuccess: changed"
ACTION_FAULTS = (
    PageVariant("the list is stale after a transition",
        (("pages/MemberPage.tsx", _BAR, "mutationFn: (id: number) => barMember({ id })"),),
        journey="action", check="actions", says="after “Bar”"),
)  # fmt: skip
