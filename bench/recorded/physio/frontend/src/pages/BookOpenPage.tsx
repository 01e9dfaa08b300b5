import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { bookSlot, joinWaitingList, listComingSlots } from "../api";
import { Button } from "../kit/Button";
import { RecordTable } from "../kit/RecordTable";
import { Empty, ErrorNote, Loading } from "../kit/states";
import { useAction } from "../kit/useAction";
import { strings } from "../strings";

const texts = strings.pages.book;
const labels = strings.fields.slot;

/** Slots that have not started: a patient books a free one, or waits for another. */
export function BookOpenPage() {
  const slots = useQuery({ queryKey: ["coming slots"], queryFn: listComingSlots });
  const action = useAction();
  const [message, setMessage] = useState<string | null>(null);

  const button = (name: string, title: string, call: () => Promise<unknown>, success: string) => (
    <Button
      look="quiet"
      disabled={action.isPending}
      aria-label={`${name} ${title}`}
      onClick={() => {
        setMessage(null);
        action.mutate(call, { onSuccess: () => setMessage(success) });
      }}
    >
      {name}
    </Button>
  );

  return (
    <>
      <title>{`${texts.heading} · ${strings.appTitle}`}</title>
      <h1 className="mb-6 text-2xl font-semibold">{texts.heading}</h1>
      {message !== null && (
        <p role="status" className="mb-4 rounded-lg border border-green-300 bg-green-50 px-4 py-3 text-sm text-green-900 dark:border-green-800 dark:bg-green-950 dark:text-green-100">
          {message}
        </p>
      )}
      {action.isError && <div className="mb-4"><ErrorNote error={action.error} /></div>}
      <section aria-label={texts.heading} className="panel overflow-hidden">
        {slots.isPending ? (
          <Loading />
        ) : slots.isError ? (
          <div className="p-4"><ErrorNote error={slots.error} onRetry={() => slots.refetch()} /></div>
        ) : slots.data.length === 0 ? (
          <Empty title={texts.empty} />
        ) : (
          <RecordTable
            records={slots.data}
            idOf={(slot) => slot.id}
            columns={[
              { label: labels.title, show: (slot) => slot.title },
              { label: labels.minutes, show: (slot) => slot.minutes },
              { label: labels.state, show: (slot) => slot.state },
            ]}
            actions={ {
              label: strings.actions,
              show: ({ id, title, state }) =>
                state === "free"
                  ? button(texts.book, title, () => bookSlot({ id }), texts.booked)
                  : button(texts.join, title, () => joinWaitingList({ id }), texts.joined),
            } }
          />
        )}
      </section>
    </>
  );
}
