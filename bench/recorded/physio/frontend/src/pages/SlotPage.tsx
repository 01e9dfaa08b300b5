import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { createSlot, listSlots, type Slot, type SlotInput, type SlotQuery } from "../api";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { Pagination } from "../kit/Pagination";
import { SortHead } from "../kit/SortHead";
import { Empty, ErrorNote, Loading } from "../kit/states";
import { useSession } from "../session";
import { strings } from "../strings";
import { SlotForm } from "./SlotForm";
import { useRoomOptions } from "./useRoomOptions";

const texts = strings.pages.slot;
const labels = strings.fields.slot;
const pageSize = 20;

export function SlotPage() {
  const { may } = useSession();
  const [query, setQuery] = useState<SlotQuery>({ limit: pageSize, offset: 0 });
  const [creating, setCreating] = useState(false);
  const roomOptions = useRoomOptions();

  const queries = useQueryClient();
  const changed = () => queries.invalidateQueries();
  const list = useQuery({
    queryKey: ["slots", query],
    queryFn: () => listSlots(query),
    placeholderData: keepPreviousData,
  });
  const total = list.data?.total ?? 0;
  const offset = query.offset ?? 0;
  if (total > 0 && offset >= total) {
    // The last page has lost its only record.
    setQuery((old) => ({ ...old, offset: Math.floor((total - 1) / pageSize) * pageSize }));
  }
  const create = useMutation({ mutationFn: createSlot, onSuccess: changed });


  const narrow = (part: SlotQuery) => setQuery((old) => ({ ...old, ...part, offset: 0 }));
  const sort = query.sort ?? "starts_at";
  const onSort = (order: SlotQuery["sort"]) => narrow({ sort: order });
  const isNarrowed = query.minutes !== undefined || query.room_id !== undefined || query.state !== undefined;
  const newButton = may(["therapist"]) && <Button look="primary" onClick={() => setCreating(true)}>{texts.create}</Button>;

  return (
    <>
      <title>{`${texts.heading} · ${strings.appTitle}`}</title>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-4">
        <h1 className="text-2xl font-semibold">{texts.heading}</h1>
        {newButton}
      </div>

      <div role="search" className="mb-4 flex flex-wrap items-end gap-3">
        <label className="text-sm font-medium max-sm:w-full">
          {texts.filter(labels.minutes)}
          <select
            className="control mt-1"
            value={query.minutes ?? ""}
            onChange={(event) => narrow({ minutes: (event.target.value || undefined) as SlotQuery["minutes"] })}
          >
            <option value="">{strings.any}</option>
            <option value="20">{"20"}</option>
            <option value="40">{"40"}</option>
          </select>
        </label>
        <label className="text-sm font-medium max-sm:w-full">
          {texts.filter(labels.room_id)}
          <select
            className="control mt-1"
            value={query.room_id?.toString() ?? ""}
            onChange={(event) => narrow({ room_id: event.target.value === "" ? undefined : Number(event.target.value) })}
          >
            <option value="">{strings.any}</option>
            {roomOptions.items.map((option) => (
              <option key={option.id} value={option.id}>{option.name}</option>
            ))}
          </select>
        </label>
        <label className="text-sm font-medium max-sm:w-full">
          {texts.filter(labels.state)}
          <select
            className="control mt-1"
            value={query.state ?? ""}
            onChange={(event) => narrow({ state: (event.target.value || undefined) as SlotQuery["state"] })}
          >
            <option value="">{strings.any}</option>
            <option value="free">{"free"}</option>
            <option value="offered">{"offered"}</option>
            <option value="taken">{"taken"}</option>
          </select>
        </label>
      </div>

      <section aria-label={texts.heading} className="panel overflow-hidden">
        {list.isPending ? (
          <Loading />
        ) : list.isError ? (
          <div className="p-4"><ErrorNote error={list.error} onRetry={() => list.refetch()} /></div>
        ) : list.data.total === 0 ? (
          isNarrowed ? <Empty title={strings.noMatch} /> : <Empty title={texts.empty} hint={may(["therapist"]) ? texts.emptyHint : undefined} />
        ) : (
          <>
            <table className="records w-full text-left text-sm">
              <thead className="border-b border-slate-200 bg-slate-100 dark:border-slate-800 dark:bg-slate-800/50">
                <tr>
                  <SortHead label={labels.title} up="title" down="-title" sort={sort} onSort={onSort} />
                  <SortHead label={labels.starts_at} up="starts_at" down="-starts_at" sort={sort} onSort={onSort} />
                  <SortHead label={labels.minutes} up="minutes" down="-minutes" sort={sort} onSort={onSort} />
                  <th scope="col" className="px-4 py-3 font-semibold">{labels.room_id}</th>
                  <SortHead label={labels.ends_at} up="ends_at" down="-ends_at" sort={sort} onSort={onSort} />
                  <SortHead label={labels.state} up="state" down="-state" sort={sort} onSort={onSort} />
                </tr>
              </thead>
              <tbody className="divide-y divide-slate-200 dark:divide-slate-800">
                {list.data.items.map((record) => (
                  <tr key={record.id}>
                    <td data-label={labels.title} className="px-4 py-3 font-medium break-words whitespace-pre-line">{record.title}</td>
                    <td data-label={labels.starts_at} className="px-4 py-3 break-words whitespace-pre-line">{record.starts_at && new Date(record.starts_at).toLocaleString()}</td>
                    <td data-label={labels.minutes} className="px-4 py-3 break-words whitespace-pre-line">{record.minutes}</td>
                    <td data-label={labels.room_id} className="px-4 py-3 break-words whitespace-pre-line">{roomOptions.nameOf(record.room_id)}</td>
                    <td data-label={labels.ends_at} className="px-4 py-3 break-words whitespace-pre-line">{record.ends_at && new Date(record.ends_at).toLocaleString()}</td>
                    <td data-label={labels.state} className="px-4 py-3 break-words whitespace-pre-line">{record.state}</td>
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

      {creating && (
        <Dialog title={texts.create} onClose={() => setCreating(false)}>
          <SlotForm
            roomOptions={roomOptions.items}
            onSubmit={async (input) => {
              await create.mutateAsync(input);
              setCreating(false);
            }}
            onCancel={() => setCreating(false)}
          />
        </Dialog>
      )}
    </>
  );
}
