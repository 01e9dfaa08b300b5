import { cancelBooking, markBookingDone, markBookingMissed } from "../api";
import { Button } from "../kit/Button";
import { strings } from "../strings";

const texts = strings.bookingActions;

interface Props {
  id: number;
  title: string;
  state: string;
  busy: boolean;
  run: (action: () => Promise<unknown>) => void;
  onNote: () => void;
}

/** What a therapist does with a booking; the server refuses what is too early or too late. */
export function BookingActions({ id, title, state, busy, run, onNote }: Props) {
  const button = (name: string, action: () => void) => (
    <Button look="quiet" disabled={busy} aria-label={`${name} ${title}`} onClick={action}>{name}</Button>
  );
  return (
    <>
      {state === "open" && (
        <>
          {button(texts.cancel, () => run(() => cancelBooking({ id })))}
          {button(texts.done, () => run(() => markBookingDone({ id })))}
          {button(texts.missed, () => run(() => markBookingMissed({ id })))}
        </>
      )}
      {state !== "cancelled" && button(texts.addNote, onNote)}
    </>
  );
}
