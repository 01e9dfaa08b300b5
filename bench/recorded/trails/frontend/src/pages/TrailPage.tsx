import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeTrail, favorTrail, forgetTrail, listTrails, postTrails, removeTrail, type NewTrail, type Region, type Trail } from "../api";
import { Button } from "../kit/Button";
import { ConfirmDelete } from "../kit/ConfirmDelete";
import { Dialog } from "../kit/Dialog";
import { Pagination } from "../kit/Pagination";
import { Empty, ErrorNote, Loading } from "../kit/states";
import { useSession } from "../session";
import { strings } from "../strings";
import { TrailForm } from "./TrailForm";
import { TrailRow } from "./TrailRow";

const texts = strings.trails;
const labels = strings.fields;
const pageSize = 20;

export function TrailPage() {
  const [region, setRegion] = useState<Region | undefined>();
  const [offset, setOffset] = useState(0);
  const [creating, setCreating] = useState(false);
  const [editing, setEditing] = useState<Trail | null>(null);
  const [deleting, setDeleting] = useState<Trail | null>(null);

  const { walker } = useSession();
  const queries = useQueryClient();
  const changed = () => queries.invalidateQueries();
  const query = { region, limit: pageSize, offset };
  const list = useQuery({
    queryKey: ["trails", query],
    queryFn: () => listTrails(query),
    placeholderData: keepPreviousData,
  });
  const create = useMutation({ mutationFn: (trail: NewTrail) => postTrails({ trail }), onSuccess: changed });
  const change = useMutation({
    mutationFn: ({ slug, trail }: { slug: string; trail: NewTrail }) => changeTrail({ slug }, { trail }),
    onSuccess: changed,
  });
  const remove = useMutation({ mutationFn: (slug: string) => removeTrail({ slug }), onSuccess: changed });
  const favor = useMutation({
    mutationFn: ({ slug, favorited }: Trail) => (favorited ? forgetTrail({ slug }) : favorTrail({ slug })),
    onSuccess: changed,
  });

  return (
    <>
      <title>{`${texts.heading} · ${strings.appTitle}`}</title>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-4">
        <h1 className="text-2xl font-semibold">{texts.heading}</h1>
        {walker && <Button id="new-trail" look="primary" onClick={() => setCreating(true)}>{texts.create}</Button>}
      </div>

      {favor.error && <div className="mb-4"><ErrorNote error={favor.error} /></div>}
      <div role="search" className="mb-4 flex flex-wrap items-end gap-3">
        <label className="text-sm font-medium">
          {texts.regionFilter}
          <select
            className="control mt-1"
            value={region ?? ""}
            onChange={(event) => {
              setRegion((event.target.value || undefined) as Region | undefined);
              setOffset(0);
            }}
          >
            <option value="">{strings.any}</option>
            {Object.entries(strings.regions).map(([value, label]) => (
              <option key={value} value={value}>{label}</option>
            ))}
          </select>
        </label>
      </div>

      <section aria-label={texts.heading} className="panel overflow-hidden">
        {list.isPending ? (
          <Loading />
        ) : list.isError ? (
          <div className="p-4"><ErrorNote error={list.error} onRetry={() => list.refetch()} /></div>
        ) : list.data.trailsCount === 0 ? (
          region ? <Empty title={texts.noMatch} /> : <Empty title={texts.empty} hint={texts.emptyHint} />
        ) : (
          <>
            <table className="records w-full text-left text-sm">
              <thead className="border-b border-slate-200 bg-slate-100 dark:border-slate-800 dark:bg-slate-800/50">
                <tr>
                  <th scope="col" className="px-4 py-3 font-semibold">{labels.name}</th>
                  <th scope="col" className="px-4 py-3 font-semibold">{labels.summary}</th>
                  <th scope="col" className="px-4 py-3 font-semibold">{labels.region}</th>
                  <th scope="col" className="px-4 py-3 text-right font-semibold">{strings.actions}</th>
                </tr>
              </thead>
              <tbody className="divide-y divide-slate-200 dark:divide-slate-800">
                {list.data.trails.map((trail) => (
                  <TrailRow
                    key={trail.slug}
                    trail={trail}
                    walker={walker}
                    onFavor={() => favor.mutate(trail)}
                    onEdit={() => setEditing(trail)}
                    onDelete={() => {
                      remove.reset();
                      setDeleting(trail);
                    }}
                  />
                ))}
              </tbody>
            </table>
            <Pagination offset={offset} limit={pageSize} total={list.data.trailsCount} onMove={setOffset} />
          </>
        )}
      </section>

      {creating && (
        <Dialog title={texts.create} onClose={() => setCreating(false)}>
          <TrailForm
            onSubmit={async (trail) => {
              await create.mutateAsync(trail);
              setCreating(false);
            }}
            onCancel={() => setCreating(false)}
          />
        </Dialog>
      )}
      {editing && (
        <Dialog title={texts.editTitle} onClose={() => setEditing(null)}>
          <TrailForm
            record={editing}
            onSubmit={async (trail) => {
              await change.mutateAsync({ slug: editing.slug, trail });
              setEditing(null);
            }}
            onCancel={() => setEditing(null)}
          />
        </Dialog>
      )}
      {deleting && (
        <ConfirmDelete
          title={texts.deleteTitle}
          question={strings.deleteQuestion(deleting.name)}
          confirm={texts.delete}
          error={remove.error}
          busy={remove.isPending}
          onClose={() => setDeleting(null)}
          onConfirm={() => remove.mutate(deleting.slug, { onSuccess: () => setDeleting(null) })}
        />
      )}
    </>
  );
}
