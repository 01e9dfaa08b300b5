import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { listBookings, type BookingQuery } from "../api";
import { Pagination } from "../kit/Pagination";
import { RecordTable } from "../kit/RecordTable";
import { Empty, ErrorNote, Loading } from "../kit/states";
import { useAction } from "../kit/useAction";
import { strings } from "../strings";
import { BookingActions } from "./BookingActions";
import { NoteDialog } from "./NoteDialog";

const texts = strings.pages.practiceBookings;
const labels = strings.fields.booking;
const pageSize = 20;

/** All bookings of the practice, for its therapists. */
export function PracticeBookingsOpenPage() {
  const [query, setQuery] = useState<BookingQuery>({ limit: pageSize, offset: 0 });
  const list = useQuery({
    queryKey: ["bookings", query],
    queryFn: () => listBookings(query),
    placeholderData: keepPreviousData,
  });
  const action = useAction();
  const [noting, setNoting] = useState<number | null>(null);
  const total = list.data?.total ?? 0;
  const offset = query.offset ?? 0;
  if (total > 0 && offset >= total && !list.isPlaceholderData) {
    // The last page has lost its only record.
    setQuery((old) => ({ ...old, offset: Math.floor((total - 1) / pageSize) * pageSize }));
  }
  const narrow = (part: BookingQuery) => setQuery((old) => ({ ...old, ...part, offset: 0 }));

  return (
    <>
      <title>{`${texts.heading} · ${strings.appTitle}`}</title>
      <h1 className="mb-6 text-2xl font-semibold">{texts.heading}</h1>
      <div role="search" className="mb-4 flex flex-wrap items-end gap-3">
        <label className="text-sm font-medium max-sm:w-full">
          {strings.search}
          <input
            type="search"
            maxLength={200}
            className="control mt-1"
            value={query.q ?? ""}
            onChange={(event) => narrow({ q: event.target.value || undefined })}
          />
        </label>
        <label className="text-sm font-medium max-sm:w-full">
          {labels.state}
          <select
            className="control mt-1"
            value={query.state ?? ""}
            onChange={(event) => narrow({ state: (event.target.value || undefined) as BookingQuery["state"] })}
          >
            <option value="">{texts.all}</option>
            <option value="open">{"open"}</option>
            <option value="cancelled">{"cancelled"}</option>
            <option value="done">{"done"}</option>
            <option value="missed">{"missed"}</option>
          </select>
        </label>
      </div>
      {action.isError && <div className="mb-4"><ErrorNote error={action.error} /></div>}
      <section aria-label={texts.heading} className="panel overflow-hidden">
        {list.isPending ? (
          <Loading />
        ) : list.isError ? (
          <div className="p-4"><ErrorNote error={list.error} onRetry={() => list.refetch()} /></div>
        ) : list.data.total === 0 ? (
          <Empty title={texts.empty} />
        ) : (
          <>
            <RecordTable
              records={list.data.items}
              idOf={(booking) => booking.id}
              columns={[
                { label: labels.title, show: (booking) => booking.title },
                { label: labels.patient_name, show: (booking) => booking.patient_name },
                { label: labels.state, show: (booking) => booking.state },
              ]}
              actions={ {
                label: strings.actions,
                show: ({ id, title, state }) => (
                  <BookingActions id={id} title={title} state={state} busy={action.isPending} run={action.mutate} onNote={() => setNoting(id)} />
                ),
              } }
            />
            <Pagination
              offset={offset}
              limit={pageSize}
              total={list.data.total}
              onMove={(to) => setQuery((old) => ({ ...old, offset: to }))}
            />
          </>
        )}
      </section>
      {noting !== null && <NoteDialog bookingId={noting} onClose={() => setNoting(null)} />}
    </>
  );
}
