import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { closeLesson, createBooking, createLesson, deleteLesson, listLessons, replaceLesson, type Lesson, type LessonInput, type LessonQuery } from "../api";
import { Button } from "../kit/Button";
import { ConfirmDelete } from "../kit/ConfirmDelete";
import { Dialog } from "../kit/Dialog";
import { Pagination } from "../kit/Pagination";
import { Empty, ErrorNote, Loading } from "../kit/states";
import { useSession } from "../session";
import { strings } from "../strings";
import { LessonForm } from "./LessonForm";

const texts = strings.pages.lesson;
const labels = strings.fields.lesson;
const pageSize = 20;

export function LessonPage() {
  const [query, setQuery] = useState<LessonQuery>({ limit: pageSize, offset: 0 });
  const [creating, setCreating] = useState(false);
  const [editing, setEditing] = useState<Lesson | null>(null);
  const [deleting, setDeleting] = useState<Lesson | null>(null);

  const { account, isAdmin } = useSession();
  const queries = useQueryClient();
  const changed = () => queries.invalidateQueries();
  const list = useQuery({
    queryKey: ["lessons", query],
    queryFn: () => listLessons(query),
    placeholderData: keepPreviousData,
  });
  const create = useMutation({ mutationFn: createLesson, onSuccess: changed });
  const replace = useMutation({
    mutationFn: ({ id, input }: { id: number; input: LessonInput }) => replaceLesson(id, input),
    onSuccess: changed,
  });
  const remove = useMutation({ mutationFn: deleteLesson, onSuccess: changed });

  const book = useMutation({
    mutationFn: (lesson: Lesson) => createBooking({ guest: account?.name ?? "", lesson: lesson.id }),
    onSuccess: changed,
  });
  const close = useMutation({ mutationFn: (lesson: Lesson) => closeLesson({ id: lesson.id }), onSuccess: changed });
  const refusal = book.error ?? close.error;

  const narrow = (part: LessonQuery) => setQuery((old) => ({ ...old, ...part, offset: 0 }));
  const isNarrowed = query.q !== undefined;
  const newButton = isAdmin && (
    <Button look="primary" onClick={() => setCreating(true)}>{texts.create}</Button>
  );

  return (
    <>
      <title>{`${texts.heading} · ${strings.appTitle}`}</title>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-4">
        <h1 className="text-2xl font-semibold">{texts.heading}</h1>
        {newButton}
      </div>

      {refusal && <div className="mb-4"><ErrorNote error={refusal} /></div>}
      <div role="search" className="mb-4 flex flex-wrap items-end gap-3">
        <label className="min-w-48 flex-1 text-sm font-medium">
          {strings.search}
          <input
            type="search"
            className="control mt-1"
            value={query.q ?? ""}
            onChange={(event) => narrow({ q: event.target.value || undefined })}
          />
        </label>
      </div>

      <section aria-label={texts.heading} className="panel overflow-hidden">
        {list.isPending ? (
          <Loading />
        ) : list.isError ? (
          <div className="p-4"><ErrorNote error={list.error} onRetry={() => list.refetch()} /></div>
        ) : list.data.total === 0 ? (
          isNarrowed ? <Empty title={strings.noMatch} /> : <Empty title={texts.empty} hint={texts.emptyHint} />
        ) : (
          <>
            <table className="records w-full text-left text-sm">
              <thead className="border-b border-slate-200 bg-slate-100 dark:border-slate-800 dark:bg-slate-800/50">
                <tr>
                  <th scope="col" className="px-4 py-3 font-semibold">{labels.title}</th>
                  <th scope="col" className="px-4 py-3 font-semibold">{labels.starts}</th>
                  <th scope="col" className="px-4 py-3 font-semibold">{labels.places}</th>
                  <th scope="col" className="px-4 py-3 font-semibold">{labels.status}</th>
                  <th scope="col" className="px-4 py-3 text-right font-semibold">{strings.actions}</th>
                </tr>
              </thead>
              <tbody className="divide-y divide-slate-200 dark:divide-slate-800">
                {list.data.items.map((record) => (
                  <tr key={record.id}>
                    <td data-label={labels.title} className="px-4 py-3 font-medium break-words whitespace-pre-line">{record.title}</td>
                    <td data-label={labels.starts} className="px-4 py-3 break-words whitespace-pre-line">{record.starts && new Date(record.starts).toLocaleString()}</td>
                    <td data-label={labels.places} className="px-4 py-3 break-words whitespace-pre-line">{texts.taken(record.booked ?? 0, record.places)}</td>
                    <td data-label={labels.status} className="px-4 py-3">{texts.status[record.status ?? "open"]}</td>
                    <td data-label={strings.actions} className="px-4 py-2 text-right whitespace-nowrap">
                      <span>
                        {account && !isAdmin && record.status === "open" && (
                          <Button look="primary" aria-label={`${texts.book} ${record.title}`} onClick={() => book.mutate(record)}>{texts.book}</Button>
                        )}
                        {isAdmin && record.status === "open" && (
                          <Button look="quiet" aria-label={`${texts.close} ${record.title}`} onClick={() => close.mutate(record)}>{texts.close}</Button>
                        )}
                        {isAdmin && (
                          <>
                            <Button look="quiet" aria-label={`${texts.edit} ${record.title}`} onClick={() => setEditing(record)}>{texts.edit}</Button>
                            <Button
                              look="quietDanger"
                              aria-label={`${texts.delete} ${record.title}`}
                              onClick={() => {
                                remove.reset();
                                setDeleting(record);
                              }}
                            >
                              {texts.delete}
                            </Button>
                          </>
                        )}
                      </span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
            <Pagination
              offset={query.offset ?? 0}
              limit={pageSize}
              total={list.data.total}
              onMove={(offset) => setQuery((old) => ({ ...old, offset }))}
            />
          </>
        )}
      </section>

      {creating && (
        <Dialog title={texts.create} onClose={() => setCreating(false)}>
          <LessonForm
            onSubmit={async (input) => {
              await create.mutateAsync(input);
              setCreating(false);
            }}
            onCancel={() => setCreating(false)}
          />
        </Dialog>
      )}
      {editing && (
        <Dialog title={texts.editTitle} onClose={() => setEditing(null)}>
          <LessonForm
            record={editing}
            onSubmit={async (input) => {
              await replace.mutateAsync({ id: editing.id, input });
              setEditing(null);
            }}
            onCancel={() => setEditing(null)}
          />
        </Dialog>
      )}
      {deleting && (
        <ConfirmDelete
          title={`${texts.delete} lesson`}
          question={strings.deleteQuestion(deleting.title)}
          confirm={texts.confirm}
          error={remove.error}
          busy={remove.isPending}
          onClose={() => setDeleting(null)}
          onConfirm={() => remove.mutate(deleting.id, { onSuccess: () => setDeleting(null) })}
        />
      )}
    </>
  );
}
