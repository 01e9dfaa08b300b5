import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { listNotes, type NoteQuery } from "../api";
import { Pagination } from "../kit/Pagination";
import { SortHead } from "../kit/SortHead";
import { Empty, ErrorNote, Loading } from "../kit/states";
import { strings } from "../strings";

const texts = strings.pages.notes;
const labels = strings.fields.note;
const pageSize = 20;

/** The therapists' notes on bookings, the newest first. */
export function NotesOpenPage() {
  const [query, setQuery] = useState<NoteQuery>({ limit: pageSize, offset: 0 });
  const list = useQuery({
    queryKey: ["notes", query],
    queryFn: () => listNotes(query),
    placeholderData: keepPreviousData,
  });
  const offset = query.offset ?? 0;
  const onSort = (sort: NoteQuery["sort"]) => setQuery((old) => ({ ...old, sort, offset: 0 }));

  return (
    <>
      <title>{`${texts.heading} · ${strings.appTitle}`}</title>
      <h1 className="mb-6 text-2xl font-semibold">{texts.heading}</h1>
      <section aria-label={texts.heading} className="panel overflow-hidden">
        {list.isPending ? (
          <Loading />
        ) : list.isError ? (
          <div className="p-4"><ErrorNote error={list.error} onRetry={() => list.refetch()} /></div>
        ) : list.data.total === 0 ? (
          <Empty title={texts.empty} />
        ) : (
          <>
            <table className="records w-full text-left text-sm">
              <thead className="border-b border-slate-200 bg-slate-100 dark:border-slate-800 dark:bg-slate-800/50">
                <tr>
                  <SortHead label={labels.title} up="title" down="-title" sort={query.sort} onSort={onSort} />
                  <SortHead label={labels.text} up="text" down="-text" sort={query.sort} onSort={onSort} />
                </tr>
              </thead>
              <tbody className="divide-y divide-slate-200 dark:divide-slate-800">
                {list.data.items.map((note) => (
                  <tr key={note.id}>
                    <td data-label={labels.title} className="px-4 py-3 font-medium break-words whitespace-pre-line">{note.title}</td>
                    <td data-label={labels.text} className="px-4 py-3 break-words whitespace-pre-line">{note.text}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <Pagination
              offset={offset}
              limit={pageSize}
              total={list.data.total}
              onMove={(to) => setQuery((old) => ({ ...old, offset: to }))}
            />
          </>
        )}
      </section>
    </>
  );
}
