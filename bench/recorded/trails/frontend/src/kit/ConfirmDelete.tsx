import { strings } from "../strings";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { ErrorNote } from "./states";

interface Props {
  title: string;
  question: string;
  confirm: string;
  decline?: string;
  error: Error | null;
  busy: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

export function ConfirmDelete({ title, question, confirm, decline = strings.cancel, error, busy, onConfirm, onClose }: Props) {
  return (
    <Dialog role="alertdialog" title={title} onClose={onClose}>
      <p className="mb-4 break-words">{question}</p>
      {error && <ErrorNote error={error} />}
      <div className="mt-6 flex justify-end gap-2">
        <Button onClick={onClose} disabled={busy}>{decline}</Button>
        <Button look="danger" onClick={onConfirm} disabled={busy}>{confirm}</Button>
      </div>
    </Dialog>
  );
}
