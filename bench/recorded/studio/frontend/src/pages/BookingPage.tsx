import { useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { deleteBooking, getLesson, listBookings, type Booking } from "../api";
import { Button } from "../kit/Button";
import { ConfirmDelete } from "../kit/ConfirmDelete";
import { Pagination } from "../kit/Pagination";
import { Empty, ErrorNote, Loading } from "../kit/states";
import { useSession } from "../session";
import { strings } from "../strings";

const texts = strings.pages.booking;
const labels = strings.fields.lesson;
const pageSize = 20;

export function BookingPage() {
  const { account } = useSession();
  return (
    <>
      <title>{`${texts.heading} · ${strings.appTitle}`}</title>
      <h1 className="mb-6 text-2xl font-semibold">{texts.heading}</h1>
      <section className="panel">
        {account === null ? (
          <Empty title={texts.unsigned} action={<Link className="underline" to="/sign-in">{strings.pages.signIn.heading}</Link>} />
        ) : (
          <Bookings />
        )}
      </section>
    </>
  );
}

function Bookings() {
  const [offset, setOffset] = useState(0);
  const [cancelling, setCancelling] = useState<Booking | null>(null);
  const queries = useQueryClient();
  const list = useQuery({ queryKey: ["bookings", offset], queryFn: () => listBookings({ limit: pageSize, offset }) });
  const lessons = useQueries({
    queries: (list.data?.items ?? []).map((booking) => ({
      queryKey: ["lesson", booking.lesson],
      queryFn: () => getLesson(booking.lesson),
    })),
  });
  const cancel = useMutation({ mutationFn: deleteBooking, onSuccess: () => queries.invalidateQueries() });

  if (list.error) return <div className="p-4"><ErrorNote error={list.error} onRetry={() => void list.refetch()} /></div>;
  if (!list.data) return <Loading />;
  if (list.data.items.length === 0) return <Empty title={texts.empty} hint={texts.emptyHint} />;

  const titleOf = (booking: Booking) =>
    lessons.find((one) => one.data?.id === booking.lesson)?.data?.title ?? strings.loading;
  const startOf = (booking: Booking) => lessons.find((one) => one.data?.id === booking.lesson)?.data?.starts;
  return (
    <>
      <table className="records w-full text-left text-sm">
        <thead>
          <tr>
            <th scope="col" className="px-4 py-3 font-semibold">{labels.title}</th>
            <th scope="col" className="px-4 py-3 font-semibold">{labels.starts}</th>
            <th scope="col" className="px-4 py-3 text-right font-semibold">{strings.actions}</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-slate-200 dark:divide-slate-800">
          {list.data.items.map((booking) => (
            <tr key={booking.id}>
              <td data-label={labels.title} className="px-4 py-3 font-medium break-words">{titleOf(booking)}</td>
              <td data-label={labels.starts} className="px-4 py-3">{instant(startOf(booking))}</td>
              <td data-label={strings.actions} className="px-4 py-2 text-right whitespace-nowrap">
                <Button
                  look="quietDanger"
                  aria-label={`${texts.cancel} ${titleOf(booking)}`}
                  onClick={() => {
                    cancel.reset();
                    setCancelling(booking);
                  }}
                >
                  {texts.cancel}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Pagination offset={offset} limit={pageSize} total={list.data.total} onMove={setOffset} />
      {cancelling && (
        <ConfirmDelete
          title={texts.cancelTitle}
          question={texts.cancelQuestion(titleOf(cancelling))}
          confirm={texts.confirm}
          decline={texts.keep}
          error={cancel.error}
          busy={cancel.isPending}
          onClose={() => setCancelling(null)}
          onConfirm={() => cancel.mutate(cancelling.id, { onSuccess: () => setCancelling(null) })}
        />
      )}
    </>
  );
}

function instant(text: string | undefined): string {
  return text === undefined ? "" : new Date(text).toLocaleString();
}
