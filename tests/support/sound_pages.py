"""Pages of the loans that are as right as the generated one, and look different: each must be accepted."""

from __future__ import annotations

from tests.support.page_variants import PageVariant

PAGE, FORM = "pages/LoanPage.tsx", "pages/LoanForm.tsx"
SORT_HEAD = "kit/SortHead.tsx"
_CELL = "px-4 py-3 break-words whitespace-pre-line"
# A select as a component library draws it: a button that opens a list of options.
_LISTBOX = """import { useState } from "react";

export interface Choice { value: string; text: string }
interface Props { label: string; value: string; choices: Choice[]; onChoose: (value: string) => void }

export function Listbox({ label, value, choices, onChoose }: Props) {
  const [open, setOpen] = useState(false);
  const chosen = choices.find((choice) => choice.value === value) ?? choices[0];
  return (
    <span onKeyDown={(event) => { if (open && event.key === "Escape") { setOpen(false); event.stopPropagation(); } }}>
      <button type="button" role="combobox" aria-label={label} aria-haspopup="listbox" aria-expanded={open}
        aria-controls="choices" onClick={() => setOpen(!open)}>{chosen?.text}</button>
      {open && (
        <div role="listbox" id="choices" aria-label={label}>
          {choices.map((choice) => (
            <div key={choice.value} role="option" aria-selected={choice.value === value} tabIndex={-1}
              onClick={() => { onChoose(choice.value); setOpen(false); }}>{choice.text}</div>
          ))}
        </div>
      )}
    </span>
  );
}
"""
# A reference that is searched for by typing: at most ten of its records are offered at once.
_FINDER = """import { useState } from "react";

interface Found { label: string; value: string; options: { id: number; name: string }[]; onChoose: (value: string) => void }

export function Finder({ label, value, options, onChoose }: Found) {
  const [typed, setTyped] = useState<string | null>(null);
  const chosen = options.find((option) => String(option.id) === value)?.name ?? "";
  const found = options.filter((option) => option.name.toLowerCase().includes((typed ?? "").toLowerCase()));
  return (
    <span onKeyDown={(event) => { if (typed !== null && event.key === "Escape") { setTyped(null); event.preventDefault(); } }}>
      <input role="combobox" aria-label={label} aria-expanded={typed !== null} aria-controls="found"
        value={typed ?? chosen} onClick={() => setTyped(typed === null ? "" : null)}
        onChange={(event) => setTyped(event.target.value)} />
      {typed !== null && (
        <div role="listbox" id="found" aria-label={label}>
          {found.slice(0, 10).map((option) => (
            <div key={option.id} role="option" aria-selected={String(option.id) === value} tabIndex={-1}
              onClick={() => { onChoose(String(option.id)); setTyped(null); }}>{option.name}</div>
          ))}
        </div>
      )}
    </span>
  );
}
"""
_FORM_MEMBER = """          <select {...control} className="control" {...form.register("member")}>
            <option value="">{strings.none}</option>
            {memberOptions.map((option) => (
              <option key={option.id} value={option.id}>{option.name}</option>
            ))}
          </select>
"""
_FORM_FINDER = """          <Finder key={control.id} label={labels.member} value={form.watch("member")} options={memberOptions}
            onChoose={(value) => form.setValue("member", value)} />
"""
_STATE_FILTER = """        <label className="text-sm font-medium max-sm:w-full">
          {texts.filter(labels.state)}
          <select
            className="control mt-1"
            value={query.state ?? ""}
            onChange={(event) => narrow({ state: (event.target.value || undefined) as LoanQuery["state"] })}
          >
            <option value="">{strings.any}</option>
            <option value="asked">{"asked"}</option>
            <option value="lent">{"lent"}</option>
            <option value="returned">{"returned"}</option>
          </select>
        </label>
"""
_STATE_LISTBOX = """          <Listbox
            label={`${labels.state} filter`}
            value={query.state ?? ""}
            choices={["", "asked", "lent", "returned"].map((value) => ({ value, text: value || strings.any }))}
            onChoose={(value) => narrow({ state: (value || undefined) as LoanQuery["state"] })}
          />
"""
_STATE_RADIOS = """          <span role="radiogroup" aria-label={`${labels.state} filter`}>
            {["", "asked", "lent", "returned"].map((value) => (
              <label key={value}>
                <input type="radio" name="state" value={value} checked={(query.state ?? "") === value}
                  onChange={() => narrow({ state: (value || undefined) as LoanQuery["state"] })} />
                {value || strings.any}
              </label>
            ))}
          </span>
"""
_URGENT_FILTER = """          <select
            className="control mt-1"
            value={query.urgent?.toString() ?? ""}
            onChange={(event) => narrow({ urgent: event.target.value === "" ? undefined : event.target.value === "true" })}
          >
            <option value="">{strings.any}</option>
            <option value="true">{strings.yes}</option>
            <option value="false">{strings.no}</option>
          </select>
"""
_URGENT_BOX = """          <input type="checkbox" checked={query.urgent === true}
            onChange={(event) => narrow({ urgent: event.target.checked || undefined })} />
"""
_FORM_STATE = """          <select {...control} className="control" {...form.register("state")}>
            <option value="asked">{"asked"}</option>
            <option value="lent">{"lent"}</option>
            <option value="returned">{"returned"}</option>
          </select>
"""
_FORM_LISTBOX = """          <Listbox
            key={control.id}
            label={labels.state}
            value={form.watch("state")}
            choices={["asked", "lent", "returned"].map((value) => ({ value, text: value }))}
            onChoose={(value) => form.setValue("state", value)}
          />
"""
_IMPORT = 'import { Button } from "../kit/Button";\n'
_WITH_LISTBOX = 'import { Button, Listbox } from "../kit/Button";\n'
_LABELS = {"asked": "Angefragt", "lent": "Ausgeliehen", "returned": "Zurück"}


def _cards() -> tuple[tuple[str, str, str], ...]:
    """The table as a list of articles, each with its fields as terms and descriptions."""
    fields = ("tool", "member", "state", "urgent", "due", "picked_up", "fee", "remark")
    edits = [
        (PAGE, '<table className="records w-full text-left text-sm">', '<div className="records">'),
        (PAGE, '<thead className="', '<div hidden className="'),
        (PAGE, "</thead>", "</div>"),
        (PAGE, "                <tr>\n", "                <div>\n"),
        (
            PAGE,
            "                </tr>\n              </div>",
            "                </div>\n              </div>",
        ),
        (PAGE, '<th scope="col"', "<b"),
        (PAGE, "</th>", "</b>"),
        (SORT_HEAD, '<th scope="col" aria-sort={order}', "<b"),
        (SORT_HEAD, "</th>", "</b>"),
        (PAGE, '<tbody className="divide-y divide-slate-200 dark:divide-slate-800">', "<div>"),
        (PAGE, "</tbody>\n            </table>", "</div>\n            </div>"),
        (PAGE, "<tr key={record.id}>", "<article key={record.id}>"),
        (
            PAGE,
            "                  </tr>\n                ))}",
            "                  </article>\n                ))}",
        ),
        (PAGE, "<td data-label={strings.actions}", "<div"),
        (
            PAGE,
            "                      </span>\n                    </td>",
            "                      </span>\n                    </div>",
        ),
        (
            PAGE,
            '<td data-label={labels.purpose} className="px-4 py-3 font-medium break-words whitespace-pre-line">{record.purpose}</td>',
            "<h2>{record.purpose}</h2>",
        ),
    ]
    edits += [
        (
            PAGE,
            f'<td data-label={{labels.{name}}} className="{_CELL}">',
            f"<dl><dt>{{labels.{name}}}</dt><dd>",
        )
        for name in fields
    ]
    return (*edits, (PAGE, "</td>", "</dd></dl>"))


def _listbox() -> tuple[tuple[str, str, str], ...]:
    return (
        (
            "kit/Button.tsx",
            'import type { ButtonHTMLAttributes } from "react";\n',
            'import type { ButtonHTMLAttributes } from "react";\n' + _LISTBOX,
        ),
        (PAGE, _IMPORT, _WITH_LISTBOX),
        (FORM, _IMPORT, _WITH_LISTBOX),
        (PAGE, _STATE_FILTER, _STATE_LISTBOX),
        (FORM, _FORM_STATE, _FORM_LISTBOX),
    )


def _german() -> tuple[tuple[str, str, str], ...]:
    options = [
        (
            f'<option value="{value}">{{"{value}"}}</option>',
            f'<option value="{value}">{text}</option>',
        )
        for value, text in _LABELS.items()
    ]
    named = '{({ asked: "Angefragt", lent: "Ausgeliehen", returned: "Zurück" })[record.state]}'
    euros = 'record.fee?.toLocaleString("de-DE", { style: "currency", currency: "EUR" })'
    day = 'new Date(`${record.due}T12:00`).toLocaleDateString("de-DE", { dateStyle: "full" })'
    return (
        *((path, before, after) for path in (PAGE, FORM) for before, after in options),
        (PAGE, "{record.state}", named),
        (PAGE, "{record.fee}", "{" + euros + "}"),
        (PAGE, "{record.due}", "{" + day + "}"),
        (
            PAGE,
            "new Date(record.picked_up).toLocaleString()",
            'new Date(record.picked_up).toLocaleString("de-DE")',
        ),
        (PAGE, "{record.remark}", '{record.remark ?? "–"}'),
        ("strings.ts", 'yes: "Yes"', 'yes: "Ja"'),
        ("strings.ts", 'no: "No"', 'no: "Nein"'),
        ("strings.ts", "${from}–${to} of ${total}", "${from} bis ${to} von ${total}"),
    )


_MORE = """  const [shown, setShown] = useState(pageSize);
  const list = useQuery({
    queryKey: ["loans", query, shown],
    queryFn: () => listLoans({ ...query, offset: 0, limit: shown }),
"""
_LIST = """  const list = useQuery({
    queryKey: ["loans", query],
    queryFn: () => listLoans(query),
"""
_DIALOG = 'export function Dialog({ title, role = "dialog", onClose, children }: Props) {'
_IN_PLACE = """export function Dialog(props: Props) {
  if (props.role === "alertdialog") return <Modal {...props} />;
  return (
    <section aria-label={props.title}>
      <h2>{props.title}</h2>
      {props.children}
    </section>
  );
}

"""
_SOUND = {
    "columns that cannot be ordered": (
        (SORT_HEAD, " aria-sort={order}", ""),
        (SORT_HEAD, '<button type="button"', "<span"),
        (SORT_HEAD, " onClick={() => onSort(sort === up ? down : up)}", ""),
        (SORT_HEAD, "</button>", "</span>"),
    ),
    "articles instead of rows": _cards(),
    "listboxes instead of selects": _listbox(),
    "radio buttons and a check box as filters": (
        (PAGE, _STATE_FILTER, _STATE_RADIOS),
        (PAGE, _URGENT_FILTER, _URGENT_BOX),
    ),
    "German labels and formats": _german(),
    "more records below the first": (
        (PAGE, _LIST, _MORE),
        (
            PAGE,
            "setQuery((old) => ({ ...old, ...part, offset: 0 }));",
            "{\n    setShown(pageSize);\n    setQuery((old) => ({ ...old, ...part }));\n  };",
        ),
        (
            PAGE,
            """            <Pagination
              offset={offset}
              limit={pageSize}
              total={list.data.total}
              onMove={(to) => setQuery((old) => ({ ...old, offset: to }))}
            />
""",
            """            {list.data.items.length < list.data.total && (
              <Button onClick={() => setShown((old) => old + pageSize)}>More</Button>
            )}
""",
        ),
    ),
    "forms in place instead of dialogs": (
        (
            "kit/Dialog.tsx",
            _DIALOG,
            _IN_PLACE + _DIALOG.replace("export function Dialog", "function Modal"),
        ),
    ),
    "check marks and links in the rows": (
        (
            PAGE,
            "{record.urgent ? strings.yes : strings.no}",
            '{<input type="checkbox" aria-label={labels.urgent} checked={record.urgent} readOnly />}',
        ),
        (
            PAGE,
            "{toolOptions.nameOf(record.tool)}",
            "{<a href={`/tools#${record.tool}`}>{toolOptions.nameOf(record.tool)}</a>}",
        ),
        (
            PAGE,
            "{record.due}",
            '{<time dateTime={record.due}>{new Date(`${record.due}T12:00`).toLocaleDateString("en-GB", { day: "numeric", month: "short" })}</time>}',
        ),
    ),
}
_SEARCHED = (
    (
        "kit/Button.tsx",
        'import type { ButtonHTMLAttributes } from "react";\n',
        'import type { ButtonHTMLAttributes } from "react";\n' + _FINDER,
    ),
    (FORM, _IMPORT, 'import { Button, Finder } from "../kit/Button";\n'),
    (FORM, _FORM_MEMBER, _FORM_FINDER),
)
SOUND_PAGES = (
    *(
        PageVariant(f"{name} {journey}" if journey == "form" else name, edits, journey)
        for name, edits in _SOUND.items()
        for journey in ("list", "form")
    ),
    PageVariant("a reference is searched for by typing", _SEARCHED, "options"),
)
