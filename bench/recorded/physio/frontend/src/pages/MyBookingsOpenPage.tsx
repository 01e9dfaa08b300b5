import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { acceptOffer, cancelBooking, declineOffer, listMyBookings, listWaitingEntries, type WaitingEntry } from "../api";
import { Button } from "../kit/Button";
import { RecordTable } from "../kit/RecordTable";
import { Empty, ErrorNote, Loading } from "../kit/states";
import { useAction } from "../kit/useAction";
import { strings } from "../strings";

const texts = strings.pages.myBookings;
const labels = strings.fields.booking;
const entryLabels = strings.fields.waitingEntry;
const pageSize = 100;

/** The patient's page: next bookings, past ones, and the waiting list. */
export function MyBookingsOpenPage() {
  const bookings = useQuery({ queryKey: ["my bookings"], queryFn: listMyBookings });
  const entries = useQuery({ queryKey: ["waiting entries", "all"], queryFn: allEntries });
  const action = useAction();

  const button = (name: string, title: string, call: () => Promise<unknown>) => (
    <Button look="quiet" disabled={action.isPending} aria-label={`${name} ${title}`} onClick={() => action.mutate(call)}>
      {name}
    </Button>
  );
  const columns = [
    { label: labels.title, show: (booking: { title: string }) => booking.title },
    { label: labels.state, show: (booking: { state: string }) => booking.state },
  ];

  return (
    <>
      <title>{`${texts.heading} · ${strings.appTitle}`}</title>
      <h1 className="mb-6 text-2xl font-semibold">{texts.heading}</h1>
      {action.isError && <div className="mb-4"><ErrorNote error={action.error} /></div>}
      {bookings.isPending ? (
        <Loading />
      ) : bookings.isError ? (
        <ErrorNote error={bookings.error} onRetry={() => bookings.refetch()} />
      ) : (
        <>
          <Part title={texts.next}>
            {bookings.data.next.length === 0 ? (
              <Empty title={texts.noNext} />
            ) : (
              <RecordTable
                records={bookings.data.next}
                idOf={(booking) => booking.id}
                columns={columns}
                actions={ {
                  label: strings.actions,
                  show: ({ id, title }) => button(strings.bookingActions.cancel, title, () => cancelBooking({ id })),
                } }
              />
            )}
          </Part>
          <Part title={texts.past}>
            {bookings.data.past.length === 0 ? (
              <Empty title={texts.noPast} />
            ) : (
              <RecordTable records={bookings.data.past} idOf={(booking) => booking.id} columns={columns} />
            )}
          </Part>
        </>
      )}
      <Part title={texts.waiting}>
        {entries.isPending ? (
          <Loading />
        ) : entries.isError ? (
          <div className="p-4"><ErrorNote error={entries.error} onRetry={() => entries.refetch()} /></div>
        ) : entries.data.length === 0 ? (
          <Empty title={texts.noWaiting} />
        ) : (
          <RecordTable
            records={entries.data}
            idOf={(entry) => entry.id}
            columns={[
              { label: entryLabels.title, show: (entry) => entry.title },
              { label: entryLabels.state, show: (entry) => entry.state },
            ]}
            actions={ {
              label: strings.actions,
              show: ({ id, title, state }) =>
                state === "offered" && (
                  <>
                    {button(texts.accept, title, () => acceptOffer({ id }))}
                    {button(texts.decline, title, () => declineOffer({ id }))}
                  </>
                ),
            } }
          />
        )}
      </Part>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="my-6">
      <h2 className="mb-2 text-lg font-semibold">{title}</h2>
      <div className="panel overflow-hidden">{children}</div>
    </section>
  );
}

/** Every entry of the patient, newest first, even if the API returns them in several pages. */
async function allEntries(): Promise<WaitingEntry[]> {
  const entries: WaitingEntry[] = [];
  for (;;) {
    const { items, total } = await listWaitingEntries({ limit: pageSize, offset: entries.length });
    entries.push(...items);
    if (items.length === 0 || entries.length >= total) return entries;
  }
}
