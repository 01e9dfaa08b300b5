import { strings } from "../strings";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { ErrorNote } from "./states";

interface Props {
  title: string;
  name: string;
  confirm: string;
  error: Error | null;
  busy: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

export function ConfirmDelete({ title, name, confirm, error, busy, onConfirm, onClose }: Props) {
  return (
    <Dialog role="alertdialog" title={title} onClose={onClose}>
      <p className="mb-4 break-words">{strings.deleteQuestion(name)}</p>
      {error && <ErrorNote error={error} />}
      <div className="mt-6 flex justify-end gap-2">
        <Button onClick={onClose} disabled={busy}>{strings.cancel}</Button>
        <Button look="danger" onClick={onConfirm} disabled={busy}>{confirm}</Button>
      </div>
    </Dialog>
  );
}
