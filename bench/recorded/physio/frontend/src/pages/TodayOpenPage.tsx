import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { getToday } from "../api";
import { RecordTable } from "../kit/RecordTable";
import { Empty, ErrorNote, Loading } from "../kit/states";
import { useAction } from "../kit/useAction";
import { strings } from "../strings";
import { BookingActions } from "./BookingActions";
import { NoteDialog } from "./NoteDialog";

const texts = strings.pages.today;

/** The therapist's page: today's slots with the patients' names. */
export function TodayOpenPage() {
  const today = useQuery({ queryKey: ["today"], queryFn: getToday });
  const action = useAction();
  const [noting, setNoting] = useState<number | null>(null);

  return (
    <>
      <title>{`${texts.heading} · ${strings.appTitle}`}</title>
      <h1 className="text-2xl font-semibold">{texts.heading}</h1>
      <p className="mb-6 text-slate-600 dark:text-slate-400">
        {today.isSuccess ? <time dateTime={today.data.date}>{dayOf(today.data.date)}</time> : null}
      </p>
      {action.isError && <div className="mb-4"><ErrorNote error={action.error} /></div>}
      <section aria-label={texts.heading} className="panel overflow-hidden">
        {today.isPending ? (
          <Loading />
        ) : today.isError ? (
          <div className="p-4"><ErrorNote error={today.error} onRetry={() => today.refetch()} /></div>
        ) : today.data.slots.length === 0 ? (
          <Empty title={texts.empty} />
        ) : (
          <RecordTable
            records={today.data.slots}
            idOf={(slot) => slot.id}
            columns={[
              { label: strings.fields.slot.title, show: (slot) => slot.title },
              { label: strings.fields.slot.state, show: (slot) => slot.state },
              { label: strings.fields.booking.patient_name, show: (slot) => slot.patient_name },
              { label: texts.booking, show: (slot) => slot.booking_state },
            ]}
            actions={ {
              label: strings.actions,
              show: ({ booking_id: id, booking_state: state, title }) =>
                id === null || state === null ? null : (
                  <BookingActions id={id} title={title} state={state} busy={action.isPending} run={action.mutate} onNote={() => setNoting(id)} />
                ),
            } }
          />
        )}
      </section>
      {noting !== null && <NoteDialog bookingId={noting} onClose={() => setNoting(null)} />}
    </>
  );
}

/** The day in words; a date is never an instant, so it is the same in every time zone. */
function dayOf(date: string): string {
  return new Date(`${date}T00:00:00`).toLocaleDateString("en", { dateStyle: "full" });
}
